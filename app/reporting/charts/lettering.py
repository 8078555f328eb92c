"""How wide words are and where they break, by an estimate that is the same on every machine."""

import unicodedata
from collections.abc import Iterator

LABEL, VALUE = 14, 13
"""Sizes of type: of labels; of values, scales and remarks."""

NARROW_PART = 0.56
NEVER_LAST = frozenset("（「『【〈《([“")
NEVER_FIRST = frozenset("、。，．・：；）」』】ーっゃゅょッャュョ々,.)]”%％")


def wrapped(text: str, room: float, size: int = LABEL) -> tuple[str, ...]:
    """The text in lines of at most so many pixels: by words, in Japanese by characters."""
    lines, line = [], ""
    for part in _parts(text):
        if line and width(line + part.rstrip(), size) > room:
            lines.append(line.rstrip())
            line = ""
        line += part
    return (*lines, line.rstrip())


def width(text: str, size: int = LABEL) -> float:
    """The width of a line of text in pixels: a full em for wide characters, about half else."""
    return sum(size * (1.0 if _is_wide(char) else NARROW_PART) for char in text)


def _parts(text: str) -> Iterator[str]:
    """Pieces between which a line may break."""
    part = ""
    for place, char in enumerate(text):
        part += char
        following = text[place + 1 : place + 2]
        breaks = char == " " or (_is_wide(char) or (following and _is_wide(following)))
        if breaks and following not in NEVER_FIRST and char not in NEVER_LAST:
            yield part
            part = ""
    if part:
        yield part


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F", "A"} and ord(char) > 0x2E7F
