"""Bars from zero with their intervals: a block for each row, a bar for each group.

Where a second measure stands beside the first (planned beside taken), its bars are hollow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.language.catalogue import gettext, mark
from app.reporting import measures
from app.reporting.charts.keys import RIM, Entry, key
from app.reporting.charts.lettering import LABEL, VALUE, width, wrapped
from app.reporting.charts.sheet import HALO, LINE, TOP, Align, Area, Draft, Line, Page, Sheet, Word
from app.reporting.document import NO_FIGURE, Cell, Column, Measure, Row, Table

BAR = 11.0
BETWEEN_BARS = 3.0
BETWEEN_ROWS = 12.0
AXIS = 26.0
MOST_CATEGORIES = 7

NAMED = 0.3
"""Part of the paper that values with the names of their groups may take; else a key has these."""

BETWEEN_TICKS = 44.0
"""Pixels that the figures of two ticks need, so that they never stand over one another."""


@dataclass(frozen=True, slots=True)
class Track:
    """The bars of one group and one measure through all rows."""

    place: int
    column: Column
    measure: Measure
    second: int | None = None

    def cell(self, row: Row) -> Cell:
        """The cell of a row."""
        return (row.cells if self.second is None else row.also[self.second])[self.place]

    def says(self, row: Row) -> bool:
        """Whether it has a figure, or is the first to say that the figures are hidden."""
        cell = self.cell(row)
        is_repeated = self.second is not None and row.cells[self.place].percent is None
        return cell.shown != NO_FIGURE and not (is_repeated and cell.percent is None)


@dataclass(frozen=True, slots=True)
class Scale:
    """Figures to pixels, from zero."""

    start: float
    pixels: float
    most: int
    ticks: tuple[int, ...]

    @classmethod
    def of(cls, largest: float, start: float, pixels: float) -> "Scale":
        """A scale that holds a figure: at most five steps below 100, fewer where it is narrow."""
        step = next(step for step in (1, 2, 5, 10, 20, 25) if largest <= step * 5 or step == 25)
        most = max(step, -(-int(largest * 100) // (step * 100)) * step)
        every = next(
            every
            for every in range(step, most + 1)
            if most % every == 0 and (every == most or pixels * every / most >= BETWEEN_TICKS)
        )
        return cls(start, pixels, most, tuple(range(0, min(most, 100) + 1, every)))

    def at(self, figure: float) -> float:
        """The position of a figure."""
        return round(self.start + self.pixels * figure / self.most, 2)


def drawn_rows(table: Table) -> tuple[Row, ...]:
    """The rows that a chart holds, in their order: those with a figure, if they are not too many.

    Else these are the options with the largest figures of any group, so that what leads in one is
    there. In a table of parts they are the first; its rows for all firms are no categories.
    """
    shown = tuple(row for row in table.rows if _has_figure(row, table))
    whole = [row for row in shown if row.part is None] if has_parts(table) else []
    if len(shown) - len(whole) <= MOST_CATEGORIES:
        return shown
    options = [row for row in shown if row.kind == "option"]
    if has_parts(table):
        return tuple(options[: MOST_CATEGORIES + len(whole)])
    largest = sorted(options, key=_largest, reverse=True)[:MOST_CATEGORIES]
    return tuple(row for row in options if row in largest)


def has_parts(table: Table) -> bool:
    """Whether the rows of a table stand under heads."""
    return any(row.part for row in table.rows)


def rows_without_figure(table: Table) -> int:
    """How many rows have nothing to draw in any group, as a rule because they are hidden."""
    return sum(not _has_figure(row, table) for row in table.rows)


def tracks(table: Table) -> tuple[Track, ...]:
    """The bars of a row in their order: each group, each with its measures."""
    is_paired = measures.is_paired(table)
    return tuple(
        track
        for place, column in enumerate(table.columns)
        for track in (
            Track(place, column, table.measure),
            *([Track(place, column, table.measures[0], 0)] if is_paired else []),
        )
    )


def bars(table: Table, language: str, page: Page) -> Sheet:
    """The chart of a table: its rows in their order, every bar with its value."""
    draft = Draft(page)
    rows, held = drawn_rows(table), tracks(table)
    words = _Words.of_rows(rows, held, language, page)
    cells = [track.cell(row) for row in rows for track in held]
    largest = max((float(cell.high or cell.percent or 0) for cell in cells), default=0.0)
    room = page.width - page.labels - words.room(rows)
    scale = Scale.of(largest, page.labels, room)
    begin = TOP if words.first else key(draft, _entries(table, held, language)) + 8
    top, part = begin, None
    for row in rows:
        if row.part and row.part != part:
            top = draft.say((row.part[language],), 0.0, top, ink="quiet", size=VALUE) + 4
        part = row.part
        own = [track for track in held if track.says(row)]
        block = len(own) * (BAR + BETWEEN_BARS) - BETWEEN_BARS
        start, top = placed_label(draft, row.label[language], top, block)
        for number, track in enumerate(own):
            _bar(draft, scale, (row, track, words), start + number * (BAR + BETWEEN_BARS))
        top += BETWEEN_ROWS
    floor = top - BETWEEN_ROWS + 8
    _axis(draft, scale, (begin - TOP, floor), (table.measure, language))
    return draft.finished(floor + AXIS)


def placed_label(draft: Draft, label: str, top: float, block: float) -> tuple[float, float]:
    """Set the label of a block beside it or above it: where the block begins, where all ends."""
    page = draft.page
    lines = wrapped(label, page.labels - 16 if page.labels else page.width)
    high = len(lines) * LINE
    if not page.labels:
        draft.areas.append(Area(0.0, max(map(width, lines)), top, top + high, HALO))
        draft.say(lines, 0.0, top, ink="ink", size=LABEL)
        return top + high + 4, top + high + 4 + block
    draft.say(lines, 0.0, top + max(0.0, (block - high) / 2), ink="ink", size=LABEL)
    return top + max(0.0, (high - block) / 2), top + max(block, high)


@dataclass(frozen=True, slots=True)
class _Words:
    """The values behind the bars; in the first row with the group, where there is room."""

    tracks: Sequence[Track]
    first: Row | None
    language: str

    @classmethod
    def of_rows(
        cls, rows: Sequence[Row], tracks: Sequence[Track], language: str, page: Page
    ) -> "_Words":
        """The values of a chart; measures of two sorts are always told by a key."""
        named = cls(tracks, rows[0] if rows else None, language)
        is_paired = any(track.second is not None for track in tracks)
        if is_paired or named.room(rows) > NAMED * page.width:
            return cls(tracks, None, language)
        return named

    def of(self, row: Row, track: Track) -> str:
        cell = track.cell(row)
        value = measures.valued(cell.percent, track.measure.unit, self.language)
        if row is not self.first:
            return value
        group = track.column.name[self.language]
        return gettext(self.language, mark("{group} {percent}"), group=group, percent=value)

    def room(self, rows: Sequence[Row]) -> float:
        said = [self.of(row, track) for row in rows for track in self.tracks]
        return max((width(text, VALUE) for text in said), default=0.0) + 14


def _entries(table: Table, held: Sequence[Track], language: str) -> Iterator[Entry]:
    """Each group in its colour; where there are two measures, which is solid and which hollow."""
    yield from (Entry(column.color, column.name[language]) for column in table.columns)
    if any(track.second is not None for track in held):
        yield Entry("ink", measures.name(table.measure, language))
        yield Entry("ink", measures.name(table.measures[0], language), is_hollow=True)


def _bar(draft: Draft, scale: Scale, what: tuple[Row, Track, _Words], top: float) -> None:
    row, track, words = what
    cell, middle = track.cell(row), top + BAR / 2
    end, low, high = (_at(scale, figure) for figure in (cell.percent, cell.low, cell.high))
    if end is not None:
        draft.areas.append(Area(scale.at(0), end, top, top + BAR, track.column.color))
        if track.second is not None and end - scale.at(0) > 2 * RIM:
            inner = (scale.at(0) + RIM, end - RIM, top + RIM, top + BAR - RIM)
            draft.areas.append(Area(*inner, HALO))
        if low is not None and high is not None:
            draft.interval((low, high), (end, middle))
    behind = max(high or 0.0, end or 0.0, scale.at(0)) + 8
    ink = "quiet" if end is None else track.column.color
    draft.words.append(Word(behind, middle, words.of(row, track), ink, VALUE))


def _axis(
    draft: Draft, scale: Scale, ends: tuple[float, float], said: tuple[Measure, str]
) -> None:
    measure, language = said
    begin, floor = ends
    for tick in scale.ticks:
        at = scale.at(tick)
        draft.grid.append(Line(at, at, begin, floor, "quiet", 1.0))
        text = measures.valued(str(tick), measure.unit, language)
        align: Align = "left" if at < width(text, VALUE) else "center"
        draft.words.append(Word(at, floor + 14, text, "quiet", VALUE, align))


def _at(scale: Scale, figure: str | None) -> float | None:
    return None if figure is None else scale.at(float(Decimal(figure)))


def _largest(row: Row) -> Decimal:
    """The largest figure of a row in any group."""
    return max(Decimal(cell.percent or 0) for cell in row.cells)


def _has_figure(row: Row, table: Table) -> bool:
    """Whether a chart has anything to draw for a row."""
    beside = row.also[:1] if measures.is_paired(table) else ()
    return any(cell.percent is not None for cells in (row.cells, *beside) for cell in cells)
