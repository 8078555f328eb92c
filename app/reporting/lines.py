"""In which line of its file every value of a `report.yaml` stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

Place = tuple[str | int, ...]

MOST_VALUES = 30_000
DEEPEST = 20
"""Values, and values in one another, whose lines are kept; aliases could repeat them for ever."""


@dataclass(frozen=True)
class Lines:
    """A file as its author knows it, and the line of each value by its place, from 1."""

    file: str = "report.yaml"
    places: Mapping[Place, int] = field(default_factory=dict)

    def told(self, place: Place, message: str) -> str:
        """A problem as editors and terminals link it."""
        return f"{self.file}:{self.line(place)}: {message}"

    def line(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it."""
        while place and place not in self.places:
            place = place[:-1]
        return self.places.get(place, 1)


def lines(content: bytes, file: str) -> Lines:
    """The line of every value of a file; none where it cannot be read as YAML."""
    places: dict[Place, int] = {}
    try:
        root = YAML(typ="safe", pure=True).compose(content)
    except YAMLError:
        return Lines(file)
    for number, (place, line) in enumerate(_walk(root, ())):
        if number >= MOST_VALUES:
            break
        places.setdefault(place, line)
    return Lines(file, places)


def line_of(problem: YAMLError) -> int:
    """The line where a file stops being YAML."""
    mark = problem.problem_mark if isinstance(problem, MarkedYAMLError) else None
    return int(mark.line) + 1 if mark else 1


def _walk(node: Node | None, place: Place) -> Iterator[tuple[Place, int]]:
    if node is None or len(place) > DEEPEST:
        return
    yield place, int(node.start_mark.line) + 1
    if isinstance(node, SequenceNode):
        for number, part in enumerate(node.value):
            yield from _walk(part, (*place, number))
    elif isinstance(node, MappingNode):
        for name, part in node.value:
            inside = (*place, str(name.value))
            yield inside, int(name.start_mark.line) + 1
            yield from _walk(part, inside)
