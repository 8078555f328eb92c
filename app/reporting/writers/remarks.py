"""The notes of a document in one language: what holds for all tables once, the rest at a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.language.catalogue import gettext, mark
from app.reporting import differences
from app.reporting.document import Document, Note, Table
from app.reporting.sentences import note
from app.reporting.writers.words import Speech

MARKS = frozenset({"mark", "mark_any", "mark_from"})
"""Codes of notes that say what a mark is."""

SHARED = frozenset(
    {"difference_plain", "hidden", "no_marks", "rounding", "weighted", *MARKS}
)  # fmt: skip
"""Codes of notes that explain a word or a mark, and so hold wherever it stands."""

METHOD = mark("How these figures were made")


@dataclass(frozen=True)
class Remarks:
    """The notes of a document in one language."""

    document: Document
    language: str

    @property
    def method(self) -> tuple[str, ...]:
        """The notes that hold for every table, and how many differences were tested."""
        tests = sum(table.tests for table in self.document.tables)
        stated = [told for told in self.document.notes if told.code != "families"]
        told = [note(told, self.language, ()) for told in stated]
        told += [shared for shared in self._shared if shared not in told]
        if tests and not self.document.is_provisional:
            said = mark(
                "Tests: {tests} differences in all, adjusted within each table. At the {level}% "
                "level some of many tests are marked by chance."
            )
            count, level = Speech(self.language).count(tests), 100 - self.document.level
            told.append(gettext(self.language, said, tests=count, level=level))
        return tuple(told)

    def of_table(self, table: Table) -> Iterator[str]:
        """The notes of a table; those on one column of figures of others stand with it."""
        others = {one.code for one in table.beside}
        for told in table.notes:
            if told.params.get("group") not in others:
                yield from self._said(told, table)

    def _said(self, told: Note, table: Table) -> Iterator[str]:
        """A note at its table: in full, in short where the method has it, or not at all."""
        wording = note(told, self.language, table.columns)
        is_needed = told.code in MARKS and differences.has_unmarked(table, self.document.level)
        if is_needed or wording not in self._shared:
            yield wording
        elif told.code == "weighted":
            words = {"method": gettext(self.language, METHOD), "group": told.params["group"]}
            yield note(Note("weighted_here", words), self.language, table.columns)

    @cached_property
    def _shared(self) -> tuple[str, ...]:
        """Notes that several tables have in the same words, to be said once for all of them."""
        wordings: dict[tuple[str, str], list[str]] = {}
        for table in self.document.tables:
            for told in table.notes:
                if told.code in SHARED:
                    key = (told.code, told.params.get("group", ""))
                    wordings.setdefault(key, []).append(note(told, self.language, table.columns))
        return tuple(
            said[0] for said in wordings.values() if len(said) > 1 and len(set(said)) == 1
        )
