"""A definition joined with the official lists that it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.questionnaire.lists import OfficialList, read_list
from app.questionnaire.mapping import listed, mapped
from app.questionnaire.problem import Problem, hint, quoted
from app.questionnaire.salvage import Salvaged
from app.questionnaire.source import Place, Source

_KEYS = (("options", "options_from"), ("rows", "rows_from"))

Lists = Mapping[str, OfficialList]


@dataclass(frozen=True, slots=True)
class Joined:
    """A mapping with its lists written out, and what is wrong with them.

    `lost` are the codes of items that are in the file and not in the mapping.
    """

    mapping: Mapping[str, object]
    languages: tuple[str, ...]
    lost: frozenset[str]
    problems: tuple[Problem, ...]


def with_lists(salvaged: Salvaged, source: Source, library: Path) -> Joined:
    """The definition with the entries of each list as options or rows before its own ones.

    Each list is read once. An item whose list cannot be read is left out: what refers to its
    options cannot be judged.
    """
    lists: dict[str, OfficialList] = {}
    problems: list[Problem] = []
    for name, places in _named(source).items():
        path = library / "lists" / f"{name}.csv"
        if not path.is_file():
            known = [file.stem for file in (library / "lists").glob("*.csv")]
            message = f"there is no list {quoted(name)}{hint(name, known)}"
            problems += [source.problem(place, message) for place in places]
            continue
        found, about = read_list(path, salvaged.languages)
        problems += about
        if found is not None:
            lists[name] = found
    lost = set(salvaged.lost)
    sections = [
        _section(mapped(section), lists, lost) for section in listed(salvaged.mapping["sections"])
    ]
    versions = {name: found.version for name, found in sorted(lists.items())}
    mapping = {**salvaged.mapping, "sections": sections, "lists": versions}
    return Joined(mapping, salvaged.languages, frozenset(lost), tuple(problems))


def _named(source: Source) -> Mapping[str, list[Place]]:
    """The lists that a definition names, with the places where it does."""
    named: dict[str, list[Place]] = {}
    for place, name in source.named("options_from", "rows_from"):
        if isinstance(name, str) and name.isidentifier():
            named.setdefault(name, []).append(place)
    return named


def _section(section: Mapping[str, object], lists: Lists, lost: set[str]) -> dict[str, object]:
    items: list[object] = []
    for item in map(mapped, listed(section["items"])):
        if all(_has_lists(one, lists) for one in (item, *_inner(item))):
            items.append(_item(item, lists))
        else:
            lost.add(str(item["code"]))
    return {**section, "items": items}


def _inner(item: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The items within a roster; none in any other item."""
    return [mapped(one) for one in listed(item.get("items"))]


def _has_lists(item: Mapping[str, object], lists: Lists) -> bool:
    return all(item.get(named) is None or str(item[named]) in lists for _, named in _KEYS)


def _item(item: Mapping[str, object], lists: Lists) -> Mapping[str, object]:
    joined = dict(item)
    for key, named in _KEYS:
        if item.get(named) is not None:
            entries = [dict(entry) for entry in lists[str(item[named])].entries]
            joined[key] = [*entries, *listed(item.get(key))]
    if item.get("items") is not None:
        joined["items"] = [_item(one, lists) for one in _inner(item)]
    return joined
