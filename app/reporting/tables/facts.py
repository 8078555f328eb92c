"""Facts of the frame as rows: values that stand alone or together, under one head."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.language.catalogue import gettext, mark
from app.reporting.definition import TableDefinition
from app.reporting.document import Words

HEADS: Mapping[str, str] = {
    "country": mark("By country"),
    "sector": mark("By sector"),
    "size": mark("By size"),
}
"""Fact of the frame to the head of its rows."""


@dataclass(frozen=True, slots=True)
class Value:
    """Values of a fact that are one row."""

    code: str
    label: Words
    members: frozenset[str]


def values(
    defined: TableDefinition, there: Iterable[str], languages: Sequence[str]
) -> tuple[Value, ...]:
    """The rows of a fact: categories of the report, values it labels, and all others by code.

    Values that no firm of any list has make no row; every value that there is stands in one.
    """
    left = set(there)
    found = []
    for part in defined.categories:
        members = left & set(part.codes)
        if members:
            found.append(Value(part.code, part.label, frozenset(members)))
            left -= members
    for code in (
        *(one for one in defined.labels if one in left),
        *sorted(left - defined.labels.keys()),
    ):
        label = defined.labels.get(code, dict.fromkeys(languages, code))
        found.append(Value(code, label, frozenset({code})))
    return tuple(found)


def words(msgid: str, languages: Sequence[str]) -> Words:
    """A wording of the catalogue in each language."""
    return {language: gettext(language, msgid) for language in languages}


def head(fact: str, languages: Sequence[str]) -> Words:
    """The head of the rows of a fact."""
    return words(HEADS[fact], languages)
