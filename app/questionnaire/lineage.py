"""Concepts: which items of which published surveys measure the same thing, and how comparably."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.questionnaire.instrument import Item, Questionnaire


@dataclass(frozen=True, slots=True)
class Link:
    """A published item that an item of the questionnaire continues.

    Parameters
    ----------
    item : str
        Code of the item in the questionnaire.
    source, published_item : str
        The survey and wave as its publisher calls them, and the item there.
    comparability : str
        "wording", "options": same concept, can stand on one line with a note; "scale", "scope": it
        cannot; "new": nothing to continue.
    note : str
        What differs.
    """

    item: str
    source: str
    published_item: str
    comparability: str
    note: str

    @property
    def is_one_line(self) -> bool:
        """Whether both can stand on one trend line, with the note beside."""
        return self.comparability in {"wording", "options"}


def lineage(questionnaire: Questionnaire) -> Mapping[str, tuple[Link, ...]]:
    """The published items that each concept continues; none for a concept that is new."""
    links: dict[str, tuple[Link, ...]] = {}
    for name, item in _with_inner(questionnaire):
        found = tuple(
            Link(name, one.source, one.item, item.comparability, one.note)
            for one in item.continues
        )
        links[item.concept] = (*links.get(item.concept, ()), *found)
    return links


def _with_inner(questionnaire: Questionnaire) -> Iterator[tuple[str, Item]]:
    """Every item by its code, and behind a roster the items of its rows."""
    for item in questionnaire.items.values():
        yield item.code, item
        yield from ((f"{item.code}__{inner.code}", inner) for inner in item.items)


def items_by_concept(
    questionnaires: Mapping[str, Questionnaire],
) -> Mapping[str, Mapping[str, str]]:
    """For each concept, the item that measures it in each wave, by wave.

    Where a wave asks a concept twice, the first item stands for it.
    """
    found: dict[str, dict[str, str]] = {}
    for wave, questionnaire in questionnaires.items():
        for item in questionnaire.items.values():
            found.setdefault(item.concept, {}).setdefault(wave, item.code)
    return found
