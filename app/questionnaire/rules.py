"""Named rules: checks on the rows of an item that no condition can state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.questionnaire.answer import Answer
from app.questionnaire.instrument import Item
from app.questionnaire.kinds.bands import bands_of

Settings = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of rows.

    Parameters
    ----------
    is_broken : callable
        Whether an answer breaks the rule under its settings.
    settings : frozenset of str
        The settings that the rule needs.
    """

    is_broken: Callable[[Item, Answer, Settings], bool]
    settings: frozenset[str]


def _adds_over(item: Item, answer: Answer, settings: Settings) -> bool:
    """Whether the lower bounds of the bands chosen add to more than is possible."""
    bounds = settings["bounds"]
    if not isinstance(bounds, Mapping):
        raise TypeError(f"item {item.code!r}: bounds are numbers by option, not {bounds!r}")
    chosen = bands_of(answer).values()
    return sum((_number(bounds.get(band, 0)) for band in chosen), Decimal(0)) > _number(
        settings["most"]
    )


def _adds_under(item: Item, answer: Answer, settings: Settings) -> bool:
    """Whether the upper bounds of all rows together cannot reach what they must add to."""
    bounds = settings["bounds"]
    if not isinstance(bounds, Mapping):
        raise TypeError(f"item {item.code!r}: bounds are numbers by option, not {bounds!r}")
    chosen = bands_of(answer)
    if len(chosen) < len(item.rows) or any(band not in bounds for band in chosen.values()):
        return False
    return sum((_number(bounds[band]) for band in chosen.values()), Decimal(0)) < _number(
        settings["least"]
    )


def _number(setting: object) -> Decimal:
    return Decimal(str(setting))


RULES: Mapping[str, Rule] = {
    "rows_lower_bounds_at_most": Rule(_adds_over, frozenset({"bounds", "most"})),
    "rows_upper_bounds_at_least": Rule(_adds_under, frozenset({"bounds", "least"})),
}
"""Every named rule by the word that a definition uses for it."""
