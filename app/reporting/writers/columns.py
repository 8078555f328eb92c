"""One table with every number in a column of its own, as spreadsheets want it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.language.catalogue import mark
from app.reporting import measures
from app.reporting.document import NO_FIGURE, Cell, Column, Row, Table
from app.reporting.writers.grid import OF_MEASURE, SHOWN_WHERE_ANY, tallies
from app.reporting.writers.others import ALONE, head_remarks, other_rows
from app.reporting.writers.words import Speech, exact_p


@dataclass(frozen=True, slots=True)
class Place:
    """What stands in one place: a number as published, else a text, else nothing."""

    number: str | None = None
    text: str = ""
    style: str = "figure"


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that stand together under one head."""

    label: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its label."""

    label: str
    places: tuple[Place, ...] = ()
    style: str = "text"


@dataclass(frozen=True)
class Flat:
    """A table on its way to a sheet."""

    table: Table
    speech: Speech
    level: int

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The heads over the columns: each group, the difference, figures of others."""
        return (*self._group_blocks(), *self._gap_block(), *self._other_blocks())

    @property
    def lines(self) -> tuple[Line, ...]:
        """Rows under their heads, those of others alone, then what became of the question."""
        return (*self._row_lines(), *self._other_lines(), Line(""), *self._tallies())

    @property
    def _has_gaps(self) -> bool:
        return any(row.gap is not None for row in self.table.rows)

    @property
    def _has_bases(self) -> bool:
        """Whether rows have bases of their own; a row without one, hidden as a rule, has none."""
        return any(cell.base is not None for row in self.table.rows for cell in row.cells)

    @property
    def _has_bounds(self) -> bool:
        return any(cell.least is not None for row in self.table.rows for cell in row.cells)

    def _ends(self) -> tuple[str, str]:
        say = self.speech.say
        return (
            say(mark("{level}% interval, low"), level=self.level),
            say(mark("{level}% interval, high"), level=self.level),
        )

    def _group_blocks(self) -> Iterator[Block]:
        say = self.speech.say
        held = (self.table.measure, *self.table.measures)
        names = [measures.name(measure, self.speech.language) for measure in held]
        heads = (
            say(mark("Firms (n)")),
            say(mark("Base")),
            *(head for name in names for head in (name, *self._ends())),
            *((say(mark("Bounds, low")), say(mark("Bounds, high"))) if self._has_bounds else ()),
        )
        for column in self.table.columns:
            yield Block(column.label[self.speech.language], heads)

    def _gap_block(self) -> Iterator[Block]:
        if not self._has_gaps:
            return
        say = self.speech.say
        first, second = (column.name[self.speech.language] for column in self.table.columns[:2])
        label = say(mark("Difference: {first} minus {second}"), first=first, second=second)
        heads = (say(mark("Points")), *self._ends(), say(mark("p (Holm)")), say(mark("Marked")))
        yield Block(label, heads)

    def _other_blocks(self) -> Iterator[Block]:
        for one in self.table.beside:
            told = self.speech.joined(list(head_remarks(one, self.speech)))
            yield Block(one.label[self.speech.language], (told,))

    def _row_lines(self) -> Iterator[Line]:
        part = None
        for row in self.table.rows:
            if row.part and row.part != part:
                yield Line(row.part[self.speech.language], style="part")
            part = row.part
            yield Line(row.label[self.speech.language], tuple(self._places(row)))

    def _other_lines(self) -> Iterator[Line]:
        """Options that only others offered: their figures in their columns, nothing in ours."""
        rows = other_rows(self.table)
        if rows:
            yield Line(self.speech.say(ALONE), style="part")
        ours = sum(len(block.heads) for block in (*self._group_blocks(), *self._gap_block()))
        for row in rows:
            published = [Place(percent, style="published") for percent in row.percents]
            places = (*[Place()] * ours, *published)
            yield Line(row.label[self.speech.language], places)

    def _places(self, row: Row) -> Iterator[Place]:
        for number, column in enumerate(self.table.columns):
            cell = row.cells[number]
            yield _count(cell.count) if cell.percent is not None else Place()
            yield _count(cell.base if self._has_bases else column.base)
            for one in (cell, *(also[number] for also in row.also)):
                yield from self._figure(one)
            if self._has_bounds:
                yield from (Place(cell.least, style="limit"), Place(cell.most, style="limit"))
        yield from self._gap(row)
        for other in self.table.beside:
            yield Place(other.percents.get(row.code), style="published")

    def _figure(self, cell: Cell) -> Iterator[Place]:
        if cell.shown == NO_FIGURE:
            yield Place()
        elif cell.percent is None:
            yield Place(text=self.speech.say(mark("hidden")), style="hidden")
        else:
            yield Place(cell.percent)
        yield from (Place(cell.low, style="limit"), Place(cell.high, style="limit"))

    def _gap(self, row: Row) -> Iterator[Place]:
        gap = row.gap
        if gap is None:
            yield from [Place()] * (5 if self._has_gaps else 0)
            return
        hidden = Place(text=self.speech.say(mark("hidden")), style="hidden")
        yield hidden if gap.points is None else Place(gap.points)
        yield from (Place(end, style="limit") for end in (gap.low, gap.high))
        told = exact_p(gap.p)
        yield (
            Place(text=told, style="text")
            if told.startswith("<")
            else Place(told or None, style="p")
        )
        yield Place(text="●" if gap.is_marked else "", style="mark")

    def _tallies(self) -> Iterator[Line]:
        for name, msgid in tallies(self.table).items():
            yield from self._tally(self.table.columns, name, self.speech.say(msgid))
        for measure in self.table.measures:
            if measure.columns:
                called = measures.name(measure, self.speech.language)
                for name, msgid in OF_MEASURE.items():
                    said = self.speech.say(msgid, measure=called)
                    yield from self._tally(measure.columns, name, said)

    def _tally(self, columns: tuple[Column, ...], name: str, said: str) -> Iterator[Line]:
        counts: list[int | None] = [getattr(column, name) for column in columns]
        if not any(counts) and name in SHOWN_WHERE_ANY:
            return
        style = "base" if name == "base" else "count"
        blank = [Place()] * (len(self.blocks[0].heads) - 1)
        places = [place for count in counts for place in (_count(count, style), *blank)]
        yield Line(said, tuple(places))


def _count(count: int | None, style: str = "count") -> Place:
    return Place(None if count is None else str(count), style=style)
