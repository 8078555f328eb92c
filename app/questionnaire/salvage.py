"""What can be built of a definition that has problems, so that all of them are found at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.questionnaire.items import KINDS, ROSTER
from app.questionnaire.mapping import Builder, listed, mapped
from app.questionnaire.wordings import Wordings

_CANNOT_BE_BUILT = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)


MOST_ROWS = 20
"""Rows that a roster can have; with more it is not judged further."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The parts of a definition that can be built; `lost` are the codes of items that cannot."""

    mapping: Mapping[str, object]
    lost: frozenset[str]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages, the base language first."""
        languages = mapped(self.mapping["languages"])
        return (str(languages["base"]), *(str(one) for one in listed(languages["also"])))


def salvaged(value: object) -> Salvaged:
    """A mapping that can be built, holding everything of a definition that can be."""
    source = value if isinstance(value, Mapping) else {}
    builder = Builder(Wordings("en"))
    lost: set[str] = set()
    sections = [
        _section(section, builder, lost)
        for section in _listed(source.get("sections"))
        if isinstance(section, Mapping)
    ]
    fills = source.get("fills")
    fills = fills if isinstance(fills, Mapping) else {}
    mapping: dict[str, object] = {
        "id": _text(source.get("id"), "unknown/unknown"),
        "title": _text(source.get("title"), "?"),
        "languages": _languages(source.get("languages")),
        "sections": sections,
        "fills": {name: fill for name, fill in fills.items() if _builds(builder.fill, name, fill)},
    }
    for name in ("intro", "closing"):
        if _builds(builder.passage, name, source.get(name)):
            mapping[name] = source.get(name)
    retired = source.get("retired")
    mapping["retired"] = dict(retired) if isinstance(retired, Mapping) else {}
    return Salvaged(mapping, frozenset(lost))


def _section(section: Mapping[str, object], builder: Builder, lost: set[str]) -> dict[str, object]:
    code = _text(section.get("code"), "?")
    items = []
    for item in _listed(section.get("items")):
        if not isinstance(item, Mapping):
            continue
        if _is_of_a_kind(item) and _builds(builder.item, item):
            items.append(item)
        else:
            lost.add(str(item.get("code")))
    kept: dict[str, object] = {
        "code": code,
        "letter": _text(section.get("letter"), "?"),
        "title": _text(section.get("title"), code),
        "items": items,
    }
    for name in ("intro", "contributor"):
        if isinstance(section.get(name), str):
            kept[name] = section[name]
    return kept


def _is_of_a_kind(item: Mapping[str, object]) -> bool:
    """Whether the kind of an item is known, and those of the items in its rows are."""
    inner = [one for one in _listed(item.get("items")) if isinstance(one, Mapping)]
    rows = item.get("max_rows", 0)
    is_sound = isinstance(rows, int) and rows <= MOST_ROWS
    return (
        is_sound
        and str(item.get("kind")) in KINDS
        and all(str(one.get("kind")) in ROSTER.kinds for one in inner)
    )


def _builds(build: Callable[..., object], *parts: object) -> bool:
    try:
        build(*parts)
    except _CANNOT_BE_BUILT:
        return False
    return True


def _languages(value: object) -> dict[str, object]:
    languages = value if isinstance(value, Mapping) else {}
    base = _text(languages.get("base"), "en")
    also = [one for one in _listed(languages.get("also")) if isinstance(one, str) and one != base]
    return {"base": base, "also": list(dict.fromkeys(also))}


def _text(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) and value else otherwise


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
