"""Items asked for several rows on one scale of agreement, concern or use."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.questionnaire.instrument import Item
from app.questionnaire.kinds.bands import BandedShare


@dataclass(frozen=True, slots=True)
class ScaleList(BandedShare):
    """A point of a scale, or a missing code, for each row.

    Read, stored and tabulated as bands are; the points of a scale may have scores besides.
    """


def scores(item: Item) -> Mapping[str, int]:
    """The score of each option that has one, by its code.

    An option without `value` has no score: it stands in a table of the answers and is left out of
    a mean, as the missing codes are. The distances between scores are the author's, not measured.
    """
    return {option.code: option.value for option in item.options if option.value is not None}
