"""Figures of others as tables show them: what a column stands beside, rows that only they have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.language.catalogue import mark
from app.reporting import measures
from app.reporting.document import Measure, Published, Table, Words
from app.reporting.writers.words import Speech

BASES: Mapping[str, str] = {
    "stated": mark("base {base}"),
    "reconstructed": mark("base {base}, reconstructed by us"),
    "not_stated": mark("base not stated"),
}
CHANGES: Mapping[str, str] = {
    "wording": mark("other wording"),
    "options": mark("other options"),
    "scale": mark("another scale"),
    "scope": mark("other firms or period"),
}
BESIDE = mark("beside “{measure}”")
ALONE = mark("Options that only other surveys offered")


@dataclass(frozen=True, slots=True)
class OtherRow:
    """An option without a row of ours; `percents` has a figure or None for each column beside."""

    label: Words
    percents: tuple[str | None, ...]


def other_rows(table: Table) -> tuple[OtherRow, ...]:
    """Options that only others offered; those of one label in every language share a row."""
    labels = {_named(option.label): option.label for one in table.beside for option in one.alone}
    figures = [
        {_named(option.label): option.percent for option in one.alone} for one in table.beside
    ]
    return tuple(
        OtherRow(label, tuple(held.get(name) for held in figures))
        for name, label in labels.items()
    )


def _named(label: Words) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(label.items()))


def head_remarks(one: Published, speech: Speech) -> Iterator[str]:
    """What the head of a column of others says: its counterpart, its base, what differs."""
    if one.measure != "share":
        named = measures.name(Measure(one.measure), speech.language)
        yield speech.say(BESIDE, measure=named)
    yield speech.say(BASES[one.base_status], base=speech.count(one.base))
    if one.change:
        yield speech.say(CHANGES[one.change])


def changes(one: Published) -> tuple[str, ...]:
    """Everything that differs from our question, by its code; the head names the first."""
    noted = (note.code.removeprefix("others_") for note in one.notes)
    stated = (one.change, *noted)
    return tuple(dict.fromkeys(change for change in stated if change in CHANGES))
