"""A file of YAML 1.2 as plain values with the line of each, read without trusting it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from app.questionnaire.problem import Problem, quoted

LARGEST = 1_000_000
MOST_NODES = 30_000
DEEPEST = 20
"""Limits of a file: bytes, values, and values in one another."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_WORDS: Mapping[str, bool | None] = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    "null": None,
    "Null": None,
    "NULL": None,
    "~": None,
    "": None,
}

_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = "\N{REPLACEMENT CHARACTER}"
_STANDARD = "tag:yaml.org,2002:"

PathPart = str | int
Place = tuple[PathPart, ...]


@dataclass(frozen=True)
class Source:
    """A file as plain values: mappings, lists, texts, whole numbers, decimals, true and false.

    `lines` gives the line of every value by its path, from 1.
    """

    file: str
    value: object = None
    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def at(self, place: Place) -> object:
        """The value at a place; None where there is none."""
        value = self.value
        for part in place:
            value = _inside(value, part)
        return value

    def named(self, *keys: str) -> Iterator[tuple[Place, object]]:
        """Every value that stands under one of these keys, anywhere in the file."""
        for place in self.lines:
            if place and place[-1] in keys:
                yield place, self.at(place)

    def items(self) -> Iterator[tuple[Place, Mapping[str, object]]]:
        """Every item that has the form of one, with its place."""
        for place in self.lines:
            if len(place) == 4 and place[0] == "sections" and place[2] == "items":
                item = self.at(place)
                if isinstance(item, Mapping):
                    yield place, item

    def inner(self, outer: Place) -> Iterator[tuple[Place, Mapping[str, object]]]:
        """Every item within an item, with its place; none where that is no roster."""
        listed = self.at((*outer, "items"))
        for at, one in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(one, Mapping):
                yield (*outer, "items", at), one

    def problem(self, place: Place, message: str, shown: str | None = None) -> Problem:
        """A problem that stands at a place of this file."""
        return Problem(self.file, self.line(place), shown or spelled(place, self.value), message)


def spelled(place: Place, value: object) -> str:
    """A path in words: parts of lists by their code, items without their section."""
    parts: list[str] = []
    for part in place:
        value = _inside(value, part)
        code = value.get("code") if isinstance(value, Mapping) else None
        parts.append(str(code) if isinstance(part, int) and isinstance(code, str) else str(part))
    if len(parts) > 3 and parts[0] == "sections" and parts[2] == "items":
        parts = parts[2:]
    return ".".join(parts) or "file"


def _inside(value: object, part: PathPart) -> object:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def read_source(path: Path, name: str) -> Source:
    """The values of a file, or the one problem that keeps it from being read as YAML.

    Refused are files that are too large or too deep, and what makes a file mean something else
    than it shows: anchors, aliases, tags, keys given twice, several documents.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        return _unreadable(name, 1, "this file is missing; it has to stand beside the others")
    if len(raw) > LARGEST:
        return _unreadable(name, 1, f"the file has more than {LARGEST:,} bytes; split it")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return _unreadable(name, line, "the file is not UTF-8; save it again as UTF-8")
    return source_of(text, name)


def source_of(text: str, name: str) -> Source:
    """The values of a text in YAML."""
    composer = _Composer()
    try:
        value = composer.document(_events(text))
    except _Refused as refused:
        return _unreadable(name, refused.line, str(refused))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        line = mark.line + 1 if mark else 1
        return _unreadable(name, line, f"this is not YAML here ({said}); look at the indent")
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        return _unreadable(name, line, "a character here cannot stand in a file; delete it")
    except (YAMLError, ValueError, RecursionError):
        return _unreadable(name, 1, "this is not YAML")
    problems = tuple(
        Problem(name, line, spelled(place, value), message)
        for place, line, message in composer.found
    )
    return Source(name, value, composer.lines, problems)


def _unreadable(name: str, line: int, message: str) -> Source:
    return Source(name, problems=(Problem(name, line, "file", message),))


def _events(text: str) -> Iterator[Event]:
    reader = YAML(typ="safe", pure=True)
    yield from reader.parse(text)


class _Refused(ValueError):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _Composer:
    """Builds values from the events of a file, keeping their lines and counting them."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {}
        self.found: list[tuple[Place, int, str]] = []
        self.nodes = 0

    def document(self, events: Iterator[Event]) -> object:
        value: object = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(_line(event), "a second document (---) starts here; remove it")
            elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent)):
                value = self.value(event, events, ())
            elif isinstance(event, AliasEvent):
                self._refuse(event)
        return value

    def value(self, event: Event, events: Iterator[Event], place: Place) -> object:
        self._refuse(event)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _Refused(
                _line(event), f"there are more than {MOST_NODES:,} values; split the file"
            )
        if len(place) > DEEPEST:
            raise _Refused(_line(event), f"values stand more than {DEEPEST} deep in one another")
        self.lines.setdefault(place, _line(event))
        if isinstance(event, ScalarEvent):
            return _scalar(event) if self._is_showable(event, place) else _HIDDEN
        if isinstance(event, SequenceStartEvent):
            return self._sequence(events, place)
        return self._mapping(events, place)

    def _sequence(self, events: Iterator[Event], place: Place) -> list[object]:
        values: list[object] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            values.append(self.value(event, events, (*place, len(values))))
        return values

    def _mapping(self, events: Iterator[Event], place: Place) -> dict[str, object]:
        values: dict[str, object] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            self._refuse(event)
            if not isinstance(event, ScalarEvent):
                raise _Refused(_line(event), "a key is a word, not a list or a mapping")
            key = str(event.value) if self._is_showable(event, place) else _HIDDEN
            inside = (*place, key)
            if key in values:
                message = f"{quoted(key)} stands here a second time; keep one of the two"
                self.found.append((inside, _line(event), message))
            self.lines[inside] = _line(event)
            values[key] = self.value(next(events), events, inside)
        return values

    def _is_showable(self, event: ScalarEvent, place: Place) -> bool:
        """Whether a text is free of what an escape can smuggle in: NUL, halves of characters."""
        if not _UNSHOWABLE.search(str(event.value)):
            return True
        self.found.append((place, _line(event), "a character here cannot be shown; delete it"))
        return False

    def _refuse(self, event: Event) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(_line(event), "anchors (&) and aliases (*) are not used; write it out")
        tag = str(getattr(event, "tag", None) or "!").replace(_STANDARD, "!!")
        if tag != "!":
            raise _Refused(_line(event), f"tags such as {quoted(tag)} are not used; delete it")


def _line(event: Event) -> int:
    mark = event.start_mark
    return int(mark.line) + 1 if mark else 1


def _scalar(event: ScalarEvent) -> object:
    """The value of a scalar by the core schema of YAML 1.2; `no` and `yes` are texts."""
    text = str(event.value)
    if event.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
