"""What became of a question, as a line of counts for each group under a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.reporting import measures
from app.reporting.document import Column, Table
from app.reporting.writers.grid import OF_MEASURE, SHOWN_WHERE_ANY, tallies
from app.reporting.writers.words import Speech


@dataclass(frozen=True, slots=True)
class Tally:
    """How many firms of a group did what; the base of the shares is set apart."""

    label: str
    count: str
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class TallyLine:
    """The tallies of a group, in the order that they follow from one another."""

    group: str
    tallies: tuple[Tally, ...]


def tally_lines(table: Table, speech: Speech) -> tuple[TallyLine, ...]:
    """A line for each group: firms on the list, asked, answered, in the base, and the others."""
    return tuple(
        TallyLine(column.name[speech.language], tuple(_of_group(table, place, speech)))
        for place, column in enumerate(table.columns)
    )


def _of_group(table: Table, place: int, speech: Speech) -> Iterator[Tally]:
    told = {code: speech.say(msgid) for code, msgid in tallies(table).items()}
    yield from _counted(told, table.columns, place, speech)
    for measure in table.measures:
        if measure.columns:
            name = measures.name(measure, speech.language)
            told = {code: speech.say(msgid, measure=name) for code, msgid in OF_MEASURE.items()}
            yield from _counted(told, measure.columns, place, speech)


def _counted(
    told: Mapping[str, str], columns: tuple[Column, ...], place: int, speech: Speech
) -> Iterator[Tally]:
    for code, label in told.items():
        counts: list[int | None] = [getattr(column, code) for column in columns]
        if any(counts) or code not in SHOWN_WHERE_ANY:
            yield Tally(label, speech.count(counts[place]), is_base=code == "base")
