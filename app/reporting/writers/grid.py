"""One table as a grid of words: heads, and rows under their heads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from app.language.catalogue import mark
from app.reporting import measures
from app.reporting.document import NO_FIGURE, Cell, Measure, Row, Table
from app.reporting.writers.others import ALONE, OtherRow, head_remarks, other_rows
from app.reporting.writers.words import UNKNOWN, Speech

TALLIES: Mapping[str, str] = {
    "frame": mark("Firms on the list"),
    "responses": mark("Responses"),
    "asked": mark("Asked this question"),
    "answered": mark("Answered it"),
    "base": mark("Base of the shares"),
    "not_answered": mark("No answer"),
    "refused": mark("Refused"),
    "not_applicable": mark("Does not apply"),
}
"""What became of a question, in the order told."""

OF_THE_LIST = ("frame", "responses")
"""What became of the list itself, where no question is asked."""

SHOWN_WHERE_ANY = frozenset({"refused", "not_applicable"})
OF_MEASURE: Mapping[str, str] = {
    "asked": mark("{measure}: asked"),
    "answered": mark("{measure}: answered"),
    "base": mark("{measure}: base"),
}

STATUSES: Mapping[str, str] = {
    "provisional": mark("provisional"),
    "final": mark("final"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group of columns, with what is said about it in a quieter ink."""

    label: str
    span: int
    color: str = ""
    remarks: tuple[str, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class SubHead:
    """The head of one column."""

    label: str
    under: str = ""
    is_first: bool = False
    bounds: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands in one place of a table: a figure, under it its interval and its bounds."""

    value: str
    under: str = ""
    kind: str = ""
    span: int = 1
    is_first: bool = False
    is_marked: bool = False
    bounds: str = ""


T = TypeVar("T", SubHead, Figures)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table."""

    label: str
    places: tuple[Figures, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """Rows that stand together, under a head where they have one."""

    head: str
    lines: tuple[Line, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in one language; every row has as many columns as `width`, the labels' included."""

    heads: tuple[Head, ...]
    subheads: tuple[SubHead, ...]
    bodies: tuple[Body, ...]
    width: int


@dataclass(frozen=True)
class Gridding:
    """A table on its way to a grid."""

    table: Table
    speech: Speech
    level: int

    def grid(self) -> Grid:
        """The table with all its columns, those that would be empty left out."""
        heads = (*self._group_heads(), *self._gap_heads(), *self._beside_heads())
        return Grid(
            heads=heads,
            subheads=tuple(self._subheads()),
            bodies=tuple(self._bodies()),
            width=1 + sum(head.span for head in heads),
        )

    # --- which columns there are ---

    @property
    def _cells(self) -> list[Cell]:
        return [cell for row in self.table.rows for cell in row.cells]

    @property
    def _has_counts(self) -> bool:
        return any(cell.count is not None for cell in self._cells)

    @property
    def _has_bases(self) -> bool:
        return any(cell.base is not None for cell in self._cells)

    @property
    def _has_bounds(self) -> bool:
        return any(cell.least is not None for cell in self._cells)

    @property
    def _stacks_bounds(self) -> bool:
        """Whether bounds stand under intervals, so that a table with much beside stays whole."""
        return self._has_bounds and bool(self.table.measures or self.table.beside)

    @property
    def _has_gaps(self) -> bool:
        return any(row.gap is not None for row in self.table.rows)

    @property
    def _has_p(self) -> bool:
        return any(row.gap is not None and row.gap.p is not None for row in self.table.rows)

    @property
    def _span(self) -> int:
        """Columns of a group."""
        flags = (self._has_counts, self._has_bases, self._has_bounds and not self._stacks_bounds)
        return 1 + len(self.table.measures) + sum(flags)

    # --- heads ---

    def _group_heads(self) -> Iterator[Head]:
        for place, column in enumerate(self.table.columns):
            is_few = any(row.cells[place].shown == "few" for row in self.table.rows)
            remarks = (self.speech.say(mark("few firms")),) if is_few else ()
            yield Head(column.label[self.speech.language], self._span, column.color, remarks)

    def _gap_heads(self) -> Iterator[Head]:
        if self._has_gaps:
            names = [column.name[self.speech.language] for column in self.table.columns[:2]]
            label = self.speech.say(
                mark("Difference: {first} minus {second}"), first=names[0], second=names[-1]
            )
            yield Head(label, 2 if self._has_p else 1)

    def _beside_heads(self) -> Iterator[Head]:
        for one in self.table.beside:
            yield Head(
                one.label[self.speech.language],
                1,
                "published",
                tuple(head_remarks(one, self.speech)),
                is_whole=True,
            )

    def _subheads(self) -> Iterator[SubHead]:
        interval = self.speech.say(mark("{level}% interval"), level=self.level)
        for _ in self.table.columns:
            yield from _first(tuple(self._group_subheads(interval)))
        if self._has_gaps:
            yield SubHead(self.speech.say(mark("Points")), interval, is_first=True)
            if self._has_p:
                yield SubHead(self.speech.say(mark("p (Holm)")))

    def _group_subheads(self, interval: str) -> Iterator[SubHead]:
        if self._has_counts:
            yield SubHead(self.speech.say(mark("Firms (n)")))
        if self._has_bases:
            yield SubHead(self.speech.say(mark("Base")))
        held = [row.cells for row in self.table.rows]
        first = self._measure_subhead(self.table.measure, held, interval)
        bounds = self.speech.say(mark("Bounds"))
        yield replace(first, bounds=bounds) if self._stacks_bounds else first
        for number, measure in enumerate(self.table.measures):
            also = [row.also[number] for row in self.table.rows if row.also]
            yield self._measure_subhead(measure, also, interval)
        if self._has_bounds and not self._stacks_bounds:
            yield SubHead(bounds)

    def _measure_subhead(
        self, measure: Measure, held: Sequence[tuple[Cell, ...]], interval: str
    ) -> SubHead:
        has_interval = any(cell.low is not None for cells in held for cell in cells)
        name = measures.name(measure, self.speech.language)
        return SubHead(name, interval if has_interval else "")

    # --- rows ---

    def _bodies(self) -> Iterator[Body]:
        def together(row: Row) -> tuple[object, bool]:
            return row.part, row.part is None and row.kind != "option"

        for _, rows in groupby(self.table.rows, key=together):
            held = tuple(rows)
            part = held[0].part
            head = part[self.speech.language] if part else ""
            yield Body(head, tuple(self._line(row) for row in held))
        alone = tuple(self._other_line(row) for row in other_rows(self.table))
        if alone:
            yield Body(self.speech.say(ALONE), alone)

    def _line(self, row: Row) -> Line:
        places = [
            figures
            for place in range(len(self.table.columns))
            for figures in _first(tuple(self._places(row, place)))
        ]
        return Line(
            row.label[self.speech.language],
            (*places, *self._gap(row), *self._beside(row)),
            row.kind,
        )

    def _places(self, row: Row, place: int) -> Iterator[Figures]:
        cell = row.cells[place]
        if cell.shown == NO_FIGURE:
            yield from self._alone(UNKNOWN, "n", self._span)
            return
        if cell.percent is None:
            yield from self._alone(self.speech.say(mark("hidden")), "hidden", self._span)
            return
        if self._has_counts:
            yield Figures(self.speech.count(cell.count), kind="n")
        if self._has_bases:
            yield Figures(self.speech.count(cell.base), kind="n")
        bounds = self.speech.range(cell.least, cell.most)
        share = self._value(cell, "share")
        yield replace(share, bounds=bounds) if self._stacks_bounds else share
        for also in row.also:
            yield self._value(also[place], "also")
        if self._has_bounds and not self._stacks_bounds:
            yield Figures(bounds, kind="n")

    def _value(self, cell: Cell, kind: str) -> Figures:
        if cell.shown == NO_FIGURE:
            return Figures(UNKNOWN, kind=kind)
        if cell.percent is None:
            return Figures(self.speech.say(mark("hidden")), kind="hidden")
        value = self.speech.figure(cell.percent)
        return Figures(value, self.speech.range(cell.low, cell.high), kind)

    def _gap(self, row: Row) -> Iterator[Figures]:
        if not self._has_gaps:
            return
        gap = row.gap
        if gap is None or gap.points is None:
            said = "" if gap is None else self.speech.say(mark("hidden"))
            yield from self._alone(said, "hidden", 2 if self._has_p else 1)
            return
        points = self.speech.signed(gap.points)
        under = self.speech.signed_range(gap)
        yield Figures(points, under, is_first=True, is_marked=gap.is_marked)
        if self._has_p:
            yield Figures(self.speech.p(gap.p))

    def _beside(self, row: Row) -> Iterator[Figures]:
        for one in self.table.beside:
            yield self._published(one.percents.get(row.code))

    def _published(self, percent: str | None) -> Figures:
        value = self.speech.figure(percent) or UNKNOWN
        return Figures(value, kind="published", is_first=True)

    def _other_line(self, row: OtherRow) -> Line:
        """An option that we did not offer: no figure of ours, those of others."""
        places = [one for _ in self.table.columns for one in self._alone(UNKNOWN, "n", self._span)]
        if self._has_gaps:
            places += self._alone("", "n", 2 if self._has_p else 1)
        published = (self._published(percent) for percent in row.percents)
        return Line(row.label[self.speech.language], (*places, *published))

    def _alone(self, said: str, kind: str, span: int) -> Iterator[Figures]:
        """What is said of a whole group, in its first column."""
        yield Figures(said, kind=kind, is_first=True)
        if span > 1:
            yield Figures("", span=span - 1)


def tallies(table: Table) -> Mapping[str, str]:
    """The tallies that a table tells, with their wordings."""
    if table.kind != "participation":
        return TALLIES
    return {name: TALLIES[name] for name in OF_THE_LIST}


def _first(places: tuple[T, ...]) -> tuple[T, ...]:
    """The columns of a group, with room before the first of them."""
    return tuple(replace(one, is_first=number == 0) for number, one in enumerate(places))
