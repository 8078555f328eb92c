"""Where everything in a chart of shares stands: pixel positions, computed without any font.

Labels are wrapped by an estimate of their width, so a chart is the same wherever it is drawn.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.reporting.document import Column, Row, Table

BAR = 11.0
BETWEEN_BARS = 3.0
BETWEEN_ROWS = 17.0
LINE = 18.0
TOP = 6.0
AXIS = 26.0
VALUE_ROOM = 96.0
EM = 14.0
NEVER_FIRST = "、。，．・：；）」』】ーっゃゅょッャュョ々,.)]”%％"


@dataclass(frozen=True, slots=True)
class Page:
    """The paper of a chart; without a column for labels they stand above their bars."""

    name: str
    width: float
    labels: float


PAGES = (Page("wide", 720.0, 250.0), Page("narrow", 340.0, 0.0))


@dataclass(frozen=True, slots=True)
class Bar:
    """The share of one group in one row; positions in pixels from the top left."""

    group: str
    top: float
    bottom: float
    start: float
    end: float | None
    low: float | None
    high: float | None
    text_at: float

    @property
    def middle(self) -> float:
        """Height at which the interval, the estimate and the value stand."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Label:
    """One line of the label of a row."""

    text: str
    at: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A gridline with the percentage it stands for."""

    percent: int
    at: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything in one chart, for one language and one width of paper."""

    width: float
    height: float
    bars: tuple[tuple[Bar, ...], ...]
    labels: tuple[Label, ...]
    ticks: tuple[Tick, ...]
    floor: float


def laid_out(table: Table, language: str, page: Page) -> Layout:
    """The positions of a chart of a table: a block of bars for each row, in the table's order."""
    scale = _Scale.of(table, page)
    bars: list[tuple[Bar, ...]] = []
    labels: list[Label] = []
    top = TOP
    for row in table.rows:
        lines = wrapped(row.label[language], page.labels - 16 if page.labels else page.width)
        block = len(row.cells) * (BAR + BETWEEN_BARS) - BETWEEN_BARS
        if page.labels:
            start = top + max(0.0, (len(lines) * LINE - block) / 2)
            labels += _lines(lines, 0.0, top + max(0.0, (block - len(lines) * LINE) / 2))
            height = max(block, len(lines) * LINE)
        else:
            start = top + len(lines) * LINE + 4
            labels += _lines(lines, 0.0, top)
            height = len(lines) * LINE + 4 + block
        bars.append(tuple(_bars(row, table.columns, start, scale)))
        top += height + BETWEEN_ROWS
    floor = top - BETWEEN_ROWS + 8
    return Layout(
        width=page.width,
        height=floor + AXIS,
        bars=tuple(bars),
        labels=tuple(labels),
        ticks=tuple(Tick(percent, scale.at(percent)) for percent in scale.ticks),
        floor=floor,
    )


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """The text in lines of at most so many pixels: by words, in Japanese by characters."""
    lines, line = [], ""
    for part in _parts(text):
        if line and _width(line + part.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += part
    return (*lines, line.rstrip())


@dataclass(frozen=True, slots=True)
class _Scale:
    """Percentages to pixels, from zero."""

    start: float
    pixels: float
    most: int
    ticks: tuple[int, ...]

    @classmethod
    def of(cls, table: Table, page: Page) -> "_Scale":
        cells = [cell for row in table.rows for cell in row.cells]
        largest = max((float(cell.high or cell.percent or 0) for cell in cells), default=0.0)
        step = next(step for step in (5, 10, 20, 25) if largest <= step * 5 or step == 25)
        most = max(step, -(-int(largest * 100) // (step * 100)) * step)
        room = page.width - page.labels - VALUE_ROOM
        return cls(page.labels, room, most, tuple(range(0, min(most, 100) + 1, step)))

    def at(self, percent: float) -> float:
        return round(self.start + self.pixels * percent / self.most, 2)


def _bars(row: Row, columns: Sequence[Column], start: float, scale: _Scale) -> Iterator[Bar]:
    for place, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
        top = start + place * (BAR + BETWEEN_BARS)
        end, low, high = (_at(scale, figure) for figure in (cell.percent, cell.low, cell.high))
        yield Bar(
            group=column.code,
            top=top,
            bottom=top + BAR,
            start=scale.at(0),
            end=end,
            low=low,
            high=high,
            text_at=max(high or 0, end or 0, scale.at(0)) + 8,
        )


def _at(scale: _Scale, figure: str | None) -> float | None:
    return None if figure is None else scale.at(float(Decimal(figure)))


def _lines(lines: tuple[str, ...], at: float, top: float) -> Iterator[Label]:
    for number, line in enumerate(lines):
        yield Label(line, at, top + number * LINE + LINE / 2)


def _parts(text: str) -> Iterator[str]:
    """Pieces between which a line may break."""
    part = ""
    for place, char in enumerate(text):
        part += char
        following = text[place + 1 : place + 2]
        breaks = char == " " or (_is_wide(char) or (following and _is_wide(following)))
        if breaks and following not in set(NEVER_FIRST):
            yield part
            part = ""
    if part:
        yield part


def _width(text: str) -> float:
    return sum(EM if _is_wide(char) else EM * 0.56 for char in text)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F", "A"} and ord(char) > 0x2E7F
