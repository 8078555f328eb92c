"""A scale as bars that part at a line: what is low to the left, what is high to the right.

A middle lies across the line; answers that are no place on the scale stand apart, in numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from app.language.catalogue import gettext, mark
from app.reporting import measures
from app.reporting.charts.bars import MOST_CATEGORIES
from app.reporting.charts.keys import Entry, key
from app.reporting.charts.lettering import LABEL, VALUE, width, wrapped
from app.reporting.charts.sheet import Area, Draft, Line, Page, Sheet, Word
from app.reporting.document import Column, Row, Table, Words

BAR = 18.0
BETWEEN_BARS = 4.0
BETWEEN_BLOCKS = 14.0
FLAG = 4.0
DEPTHS = 3
FOOT = 12.0


@dataclass(frozen=True, slots=True)
class Place:
    """A row as a place on the scale: its side and its ink."""

    row: Row
    side: str
    ink: str


@dataclass(frozen=True, slots=True)
class Block:
    """The rows under one head of a table, as places on the scale."""

    part: Words | None
    rows: tuple[Row, ...]
    places: tuple[Place, ...]


def diverging(table: Table, language: str, page: Page) -> Sheet:
    """The chart of a scale: a bar for each group, or for each head and each group."""
    draft = Draft(page)
    blocks = _blocks(table)
    names = max(width(column.name[language]) for column in table.columns) + FLAG + 16
    has_heads = any(block.part for block in blocks)
    start = max(names, page.labels) if has_heads else names
    scale = _Scale.of(blocks, len(table.columns), (start, page.width))
    top = key(draft, _entries(blocks, language)) + 10
    for block in blocks:
        head = top
        if block.part:
            room = start - names - 8 if page.labels else page.width
            lines = wrapped(block.part[language], room)
            head = draft.say(lines, 0.0, top, ink="ink", size=LABEL)
            top = top if page.labels else head + 4
        for number, column in enumerate(table.columns):
            left = start - names if page.labels else 0.0
            _group(draft, (column, column.name[language]), left, top)
            _bar(draft, block.places, number, (scale, top, language))
            top = _apart(draft, block.rows, number, (start, top + BAR, language)) + BETWEEN_BARS
        top = max(top, head) + BETWEEN_BLOCKS
    return draft.finished(top - BETWEEN_BLOCKS + FOOT)


def places_of(rows: Sequence[Row]) -> tuple[Place, ...]:
    """The options of a scale from low to high, the strongest of each side in the deepest ink."""
    options = [row for row in rows if row.kind == "option"]
    if any(row.side for row in options):
        sides = [row.side for row in options]
    else:
        half = len(options) // 2
        sides = ["high"] * half + ["middle"] * (len(options) % 2) + ["low"] * half
    held = {
        side: [row for row, own in zip(options, sides, strict=True) if own == side]
        for side in ("low", "middle", "high")
    }
    if sides and sides[0] == "high":
        held = {side: list(reversed(found)) for side, found in held.items()}
    return (
        *(Place(row, "low", _ink("low", n)) for n, row in enumerate(held["low"])),
        *(Place(row, "middle", "middle") for row in held["middle"]),
        *(
            Place(row, "high", _ink("high", len(held["high"]) - 1 - n))
            for n, row in enumerate(held["high"])
        ),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Percentages to pixels, about the line."""

    middle: float
    pixels: float

    @classmethod
    def of(cls, blocks: Sequence[Block], columns: int, room: tuple[float, float]) -> "_Scale":
        low, high = 1.0, 1.0
        for block in blocks:
            for number in range(columns):
                low = max(low, sum(_left(place, number) for place in block.places))
                high = max(high, sum(_right(place, number) for place in block.places))
        start, end = room
        pixels = (end - start) / (low + high)
        return cls(round(start + low * pixels, 2), pixels)


def _blocks(table: Table) -> list[Block]:
    """The rows under each head, in order; one block without a head where there are none."""
    held = [tuple(rows) for _, rows in groupby(table.rows, key=lambda row: row.part)]
    return [Block(rows[0].part, rows, places_of(rows)) for rows in held][:MOST_CATEGORIES]


def _ink(side: str, depth: int) -> str:
    return f"{side}_{min(depth, DEPTHS - 1) + 1}"


def _percent(place: Place, number: int) -> float:
    return float(Decimal(place.row.cells[number].percent or 0))


def _left(place: Place, number: int) -> float:
    return {"low": 1.0, "middle": 0.5, "high": 0.0}[place.side] * _percent(place, number)


def _right(place: Place, number: int) -> float:
    return {"low": 0.0, "middle": 0.5, "high": 1.0}[place.side] * _percent(place, number)


def _entries(blocks: Sequence[Block], language: str) -> list[Entry]:
    """Which ink is which answer, from low to high."""
    places = blocks[0].places if blocks else ()
    return [Entry(place.ink, place.row.label[language]) for place in places]


def _group(draft: Draft, who: tuple[Column, str], left: float, top: float) -> None:
    """The name of a group beside its bar, behind a flag in its colour."""
    column, name = who
    draft.areas.append(Area(left, left + FLAG, top, top + BAR, column.color))
    draft.words.append(Word(left + FLAG + 6, top + BAR / 2, name, column.color, LABEL))


def _bar(
    draft: Draft, places: Sequence[Place], number: int, at: tuple[_Scale, float, str]
) -> None:
    scale, top, language = at
    x = scale.middle - sum(_left(place, number) for place in places) * scale.pixels
    for place in places:
        share = place.row.cells[number].percent
        if share is None:
            continue
        end = x + _percent(place, number) * scale.pixels
        draft.areas.append(Area(round(x, 2), round(end, 2), top, top + BAR, place.ink))
        text = measures.written(share, language)
        if width(text, VALUE) + 6 < end - x:
            ink = "on_deep" if place.ink.endswith("_1") else "ink"
            word = Word(round((x + end) / 2, 2), top + BAR / 2, text, ink, VALUE, "center")
            draft.words.append(word)
        x = end
    has_middle = any(place.side == "middle" for place in places)
    ends = (
        ((top - 4, top), (top + BAR, top + BAR + 4)) if has_middle else ((top - 4, top + BAR + 4),)
    )
    for begin, finish in ends:
        draft.lines.append(Line(scale.middle, scale.middle, begin, finish, "ink", 1.5))


def _apart(draft: Draft, rows: Sequence[Row], number: int, at: tuple[float, float, str]) -> float:
    """Don't know and what else is no place on the scale, hidden places too; the height below."""
    left, top, language = at
    told = list(_told_apart(rows, number, language))
    if not told:
        return top
    text = gettext(language, mark("; ")).join(told)
    lines = wrapped(text, draft.page.width - left, VALUE)
    return draft.say(lines, left, top + 2, ink="quiet", size=VALUE)


def _told_apart(rows: Sequence[Row], number: int, language: str) -> Iterator[str]:
    for row in rows:
        share = row.cells[number].percent
        if row.kind != "option" or share is None:
            value = measures.valued(share, "percent", language)
            yield gettext(
                language, mark("{group} {percent}"), group=row.label[language], percent=value
            )
