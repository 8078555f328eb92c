"""A chart as marks on paper: lines, areas, dots and words at positions in pixels.

Inks are names of `palette.yaml`, or `HALO` for the ground that marks stand on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

HALO = "halo"
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Page:
    """The paper of a chart; without a column for labels they stand above their marks."""

    name: str
    width: float
    labels: float


PAGES = (Page("wide", 720.0, 270.0), Page("narrow", 340.0, 0.0))


@dataclass(frozen=True, slots=True)
class Area:
    """A filled rectangle."""

    x: float
    x2: float
    y: float
    y2: float
    ink: str


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x: float
    x2: float
    y: float
    y2: float
    ink: str
    weight: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle of so many square pixels."""

    x: float
    y: float
    ink: str
    size: float


@dataclass(frozen=True, slots=True)
class Word:
    """A line of text; `y` is the height of its middle."""

    x: float
    y: float
    text: str
    ink: str
    size: int
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chart for one language and one width of paper; what is named first lies lowest."""

    width: float
    height: float
    grid: tuple[Line, ...]
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    words: tuple[Word, ...]


@dataclass(slots=True)
class Draft:
    """A sheet that is being laid out."""

    page: Page
    grid: list[Line] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def say(self, lines: Iterable[str], x: float, top: float, *, ink: str, size: int) -> float:
        """Set lines of text below one another; the height below the last."""
        for line in lines:
            self.words.append(Word(x, top + LINE / 2, line, ink, size))
            top += LINE
        return top

    def interval(self, x: tuple[float, float], at: tuple[float, float]) -> None:
        """A thin line for an interval and a dot for its estimate, on a ground that bars leave."""
        for ink, weight, size in ((HALO, 4.0, 44.0), ("ink", 1.25, 20.0)):
            self.lines.append(Line(x[0], x[1], at[1], at[1], ink, weight))
            self.dots.append(Dot(at[0], at[1], ink, size))

    def finished(self, height: float) -> Sheet:
        """The sheet at its full height."""
        return Sheet(
            width=self.page.width,
            height=height,
            grid=tuple(self.grid),
            areas=tuple(self.areas),
            lines=tuple(self.lines),
            dots=tuple(self.dots),
            words=tuple(self.words),
        )


LINE = 18.0
"""Height of a line of text."""

TOP = 6.0
"""What is left free above the first mark."""
