"""A line above a chart that says which ink is what, broken where the paper ends."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.reporting.charts.lettering import VALUE, width
from app.reporting.charts.sheet import HALO, LINE, TOP, Area, Draft, Word

SWATCH = 10.0
RIM = 1.5
BEHIND_SWATCH, BEHIND_WORDS = 6.0, 16.0


@dataclass(frozen=True, slots=True)
class Entry:
    """What an ink stands for; a hollow swatch has a rim of its ink."""

    ink: str
    text: str
    is_hollow: bool = False


def key(draft: Draft, entries: Iterable[Entry]) -> float:
    """Set the entries beside one another; the height below them."""
    x, top = 0.0, TOP
    for entry in entries:
        room = SWATCH + BEHIND_SWATCH + width(entry.text, VALUE) + BEHIND_WORDS
        if x and x + room - BEHIND_WORDS > draft.page.width:
            x, top = 0.0, top + LINE
        middle = top + LINE / 2
        low, high = middle - SWATCH / 2, middle + SWATCH / 2
        draft.areas.append(Area(x, x + SWATCH, low, high, entry.ink))
        if entry.is_hollow:
            inner = (x + RIM, x + SWATCH - RIM, low + RIM, high - RIM)
            draft.areas.append(Area(*inner, HALO))
        draft.words.append(Word(x + SWATCH + BEHIND_SWATCH, middle, entry.text, "ink", VALUE))
        x += room
    return top + LINE
