"""Differences between two groups as dots with their intervals, about a line at zero.

A filled dot is marked: p, adjusted for the family of tests, is under the level. Others are rings.
"""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from app.language.catalogue import gettext, mark
from app.reporting import measures
from app.reporting.charts.bars import AXIS, MOST_CATEGORIES, placed_label
from app.reporting.charts.lettering import VALUE, width
from app.reporting.charts.sheet import HALO, LINE, TOP, Dot, Draft, Line, Page, Sheet, Word
from app.reporting.document import Gap, Row, Table

BLOCK = 14.0
BETWEEN_ROWS = 10.0
HEAD = LINE + 8
EDGE = 10.0


def dots(table: Table, language: str, page: Page) -> Sheet:
    """The chart of the differences of a table: those that are published, in its order."""
    draft = Draft(page)
    rows = drawn_rows(table)
    values = {row.code: measures.signed(row.gap.points, language) for row in rows if row.gap}
    room = max((width(value, VALUE) for value in values.values()), default=0.0) + 12
    start = page.labels + EDGE
    middle = start + (page.width - start - room - EDGE) / 2
    most, step = _reach(rows)
    pixels = (middle - start) / most
    _heads(draft, table, language, middle)
    top = TOP + HEAD
    for row in rows:
        at, top = placed_label(draft, row.label[language], top, BLOCK)
        if row.gap is not None:
            _dot(draft, row.gap, (middle, pixels), at + BLOCK / 2)
            x = page.width - room + 12
            draft.words.append(Word(x, at + BLOCK / 2, values[row.code], "ink", VALUE))
        top += BETWEEN_ROWS
    floor = top - BETWEEN_ROWS + 8
    for points in range(-most, most + 1, step):
        x = round(middle + points * pixels, 2)
        line = ("ink", 1.25) if points == 0 else ("quiet", 1.0)
        draft.grid.append(Line(x, x, TOP + HEAD - 4, floor, *line))
        text = measures.signed(str(points), language)
        draft.words.append(Word(x, floor + 14, text, "quiet", VALUE, "center"))
    return draft.finished(floor + AXIS)


def drawn_rows(table: Table) -> tuple[Row, ...]:
    """Rows whose difference is published; of too many, options with marked and large ones."""
    shown = tuple(row for row in table.rows if row.gap is not None and row.gap.points is not None)
    if len(shown) <= MOST_CATEGORIES:
        return shown
    options = [row for row in shown if row.kind == "option"]
    first = sorted(options, key=_weight, reverse=True)[:MOST_CATEGORIES]
    return tuple(row for row in options if row in first)


def rows_without_gap(table: Table) -> int:
    """How many rows have no difference to draw."""
    return sum(row.gap is None or row.gap.points is None for row in table.rows)


def _weight(row: Row) -> tuple[bool, Decimal]:
    """What of a row its finding speaks of first: marked differences, then large ones."""
    points = row.gap.points if row.gap else None
    return bool(row.gap and row.gap.is_marked), abs(Decimal(points or 0))


def _reach(rows: Sequence[Row]) -> tuple[int, int]:
    """How far the scale goes to either side, and its step, in points."""
    ends = [
        abs(Decimal(figure))
        for row in rows
        if row.gap is not None
        for figure in (row.gap.points, row.gap.low, row.gap.high)
        if figure is not None
    ]
    largest = max(ends, default=Decimal(0))
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50) if largest <= step * 3 or step == 50)
    return max(step, ceil(largest / step) * step), step


def _heads(draft: Draft, table: Table, language: str, middle: float) -> None:
    """Which side of the line is whose, each in the colour of its group."""
    first, second = table.columns[0], table.columns[1]
    y = TOP + LINE / 2
    less = gettext(language, mark("← more in {group}"), group=second.name[language])
    more = gettext(language, mark("more in {group} →"), group=first.name[language])
    draft.words.append(Word(middle - 8, y, less, second.color, VALUE, "right"))
    draft.words.append(Word(middle + 8, y, more, first.color, VALUE, "left"))


def _dot(draft: Draft, gap: Gap, scale: tuple[float, float], y: float) -> None:
    at, low, high = (_at(scale, figure) for figure in (gap.points, gap.low, gap.high))
    if low is not None and high is not None:
        draft.lines.append(Line(low, high, y, y, "ink", 1.5))
    if at is not None:
        draft.dots.append(Dot(at, y, "ink", 70.0))
        if not gap.is_marked:
            draft.dots.append(Dot(at, y, HALO, 28.0))


def _at(scale: tuple[float, float], figure: str | None) -> float | None:
    return None if figure is None else round(scale[0] + float(Decimal(figure)) * scale[1], 2)
