"""Items answered in rows: the same questions several times, the most important row first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.language.catalogue import gettext, mark
from app.questionnaire.answer import BLANK, Answer, Finding, Status
from app.questionnaire.codebook import Variable
from app.questionnaire.expression import met
from app.questionnaire.instrument import Item
from app.questionnaire.kinds.kind import Cell, Kind, Raw, Reading, Value, is_substantive
from app.questionnaire.kinds.rows import fields_of, part, placed, rows_in, rows_of
from app.questionnaire.text import Text
from app.questionnaire.types import Type

OF_OPTIONS = frozenset({"single", "picker"})
"""Kinds within a row that conditions outside can look at."""

Row = Mapping[str, Answer]

_NUMBERED = mark("{name} {n}")


@dataclass(frozen=True, slots=True)
class Roster:
    """Up to so many rows of the same items, each row with its own answers.

    A row in which nothing was given is no row; those after it move up. What an item of a row is
    asked by is an earlier item of the same row. Answers in a row that are off that path are kept
    with it and count for nothing.

    Parameters
    ----------
    kinds : mapping
        The kinds that may stand in a row, by their words.
    """

    kinds: Mapping[str, Kind]

    def parse(self, item: Item, raw: Raw, language: str) -> Reading:
        """The rows in which something came."""
        rows = rows_in(item, raw)
        if item.max_rows is not None and len(rows) > item.max_rows:
            return Reading(findings=(_too_many(item),))
        read: list[Mapping[str, Mapping[str, object]]] = []
        found: list[Finding] = []
        for number, row in enumerate(rows, start=1):
            answers, about = self.read_row(item, number, fields_of(item, number, row), language)
            found += about
            if answers:
                read.append({code: answer.to_document() for code, answer in answers.items()})
        return Reading(Answer(Status.GIVEN, tuple(read)) if read else BLANK, tuple(found))

    def read_row(
        self, item: Item, number: int, raw: Raw, language: str
    ) -> tuple[Row, list[Finding]]:
        """The answers that the fields of one row state, and what keeps them from being read."""
        row: dict[str, Answer] = {}
        found: list[Finding] = []
        seen: dict[str, Value] = {}
        for inner, placed_item in self._items(item, number):
            reading = self.kinds[inner.kind].parse(placed_item, raw, language)
            if met(inner.ask_if, seen):
                found += [placed(about, item, number, inner.code) for about in reading.findings]
                seen[inner.code] = self.kinds[inner.kind].value(placed_item, reading.answer)
            if not reading.is_hard and reading.answer != BLANK:
                row[inner.code] = reading.answer
        return row, found

    def raw(self, item: Item, answer: Answer, language: str) -> dict[str, list[str]]:
        """The fields of each row."""
        fields: dict[str, list[str]] = {}
        for number, row in enumerate(rows_of(answer), start=1):
            for inner, placed_item in self._items(item, number):
                if inner.code in row:
                    kind = self.kinds[inner.kind]
                    fields.update(kind.raw(placed_item, row[inner.code], language))
        return fields

    def findings(self, item: Item, answer: Answer) -> tuple[Finding, ...]:
        """Too many rows; in each row what lacks, what is not offered, what its checks find."""
        if not is_substantive(answer):
            return ()
        rows = rows_of(answer)
        if item.max_rows is not None and len(rows) > item.max_rows:
            return (_too_many(item),)
        return tuple(
            finding
            for number, row in enumerate(rows, start=1)
            for finding in self.row_findings(item, number, row)
        )

    def row_findings(self, item: Item, number: int, row: Row) -> Iterator[Finding]:
        """What is wrong in one row: what lacks, what is not offered, what its checks find."""
        asked = self.asked(item, row)
        for inner in asked:
            yield from self._about(item, number, inner, row)
        yield from _about_blanks(item, number, [one for one in asked if is_blank(one, row)])

    def _about(self, item: Item, number: int, inner: Item, row: Row) -> Iterator[Finding]:
        answer = row.get(inner.code, BLANK)
        if answer.status is Status.NOT_ANSWERED:
            if inner.required:
                place, texts = part(number, inner.code), {"label": inner.short}
                yield Finding("row_required", item.code, part=place, texts=texts)
        elif is_substantive(answer):
            for finding in self.kinds[inner.kind].findings(inner, answer):
                yield placed(finding, item, number, inner.code)
            yield from self._checked(item, number, inner, row)
        elif str(answer.status) not in inner.missing_codes:
            yield Finding("list_unknown", item.code, part=part(number, inner.code))

    def _checked(self, item: Item, number: int, inner: Item, row: Row) -> Iterator[Finding]:
        """The checks of an item of a row that are broken; they see the answers of that row."""
        values = self._values(item, row) if inner.checks else {}
        for check in inner.checks:
            if check.condition is not None and met(check.condition, values):
                yield Finding(
                    "check",
                    item.code,
                    check.level,
                    params={"check": check.code},
                    texts={"text": check.text},
                    part=part(number, inner.code),
                )

    def describe(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """For each row its name, and below it a line for each answer that the name leaves out."""
        described = self.rows(item, answer, language, fills)
        return tuple(line for name, details in described for line in (name, *details))

    def rows(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each row by its number and name, with a line for each answer that they leave out."""
        return tuple(
            (
                f"{number}. {self.name(item, row, language, fills)}",
                self.details(item, row, language, fills),
            )
            for number, row in enumerate(rows_of(answer), start=1)
        )

    def name(self, item: Item, row: Row, language: str, fills: Mapping[str, str]) -> str:
        """What a row is called: the label of the roster with the answers it names."""
        said = {
            inner.code: ", ".join(self._said(inner, row, language, fills))
            or inner.short.say(language, fills)
            for inner in item.items
        }
        return item.row_label.say(language, {**fills, **said}) if item.row_label else ""

    def details(
        self, item: Item, row: Row, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """A line for each answer of a row that its name does not say."""
        return self._lines(self.asked(item, row), item, row, language, fills)

    def own_words(
        self, item: Item, row: Row, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """What was typed in a row: enough to tell it from another of the same name."""
        typed = [inner for inner in self.asked(item, row) if inner.kind not in OF_OPTIONS]
        return self._lines(typed, item, row, language, fills)

    def _lines(
        self,
        inner_items: Sequence[Item],
        item: Item,
        row: Row,
        language: str,
        fills: Mapping[str, str],
    ) -> tuple[str, ...]:
        named = item.row_label.fills if item.row_label else frozenset()
        return tuple(
            _joined(inner.short.say(language, fills), ", ".join(said), language)
            for inner in inner_items
            if inner.code not in named
            for said in [self._said(inner, row, language, fills)]
            if said
        )

    def _said(
        self, inner: Item, row: Row, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        answer = row.get(inner.code)
        if answer is None:
            return ()
        return self.kinds[inner.kind].describe(inner, answer, language, fills)

    def value(self, item: Item, answer: Answer) -> Value:
        """The numbers of the rows, so that conditions can count them."""
        del item
        return tuple(str(number) for number, _ in enumerate(rows_of(answer), start=1)) or None

    def row_values(self, item: Item, answer: Answer) -> Mapping[str, Value]:
        """Under `item__inner` the options that were chosen in any row."""
        values = [self._values(item, row) for row in rows_of(answer)]
        return {
            f"{item.code}__{inner.code}": tuple(
                dict.fromkeys(str(row[inner.code]) for row in values if row.get(inner.code))
            )
            or None
            for inner in item.items
            if inner.kind in OF_OPTIONS
        }

    def value_types(self, item: Item) -> Mapping[str, Type]:
        """The rows that can be counted, and the options chosen in them."""
        numbers = frozenset(str(number) for number in range(1, (item.max_rows or 0) + 1))
        return {
            item.code: Type("codes", numbers),
            **{
                f"{item.code}__{inner.code}": Type(
                    "codes", frozenset(inner.option_codes) | frozenset(inner.missing_codes)
                )
                for inner in item.items
                if inner.kind in OF_OPTIONS
            },
        }

    def types_within(self, item: Item) -> Mapping[str, Type]:
        """The names that conditions within a row may use."""
        return {
            name: kind
            for inner in item.items
            for name, kind in self.kinds[inner.kind].value_types(inner).items()
        }

    def variables(self, item: Item) -> tuple[Variable, ...]:
        """How many rows there are; then for each row the columns of its items."""
        return (
            Variable(f"{item.code}__rows", item.short, item.code, "decimal", part="rows"),
            *(
                _variable(item, number, inner, found)
                for number in range(1, (item.max_rows or 0) + 1)
                for inner, placed_item in self._items(item, number)
                for found in self.kinds[inner.kind].variables(placed_item)
            ),
        )

    def cells(self, item: Item, answer: Answer | None) -> Mapping[str, Cell]:
        """What each row says, missing codes included; nothing off the path of the row."""
        rows = rows_of(answer)
        cells: dict[str, Cell] = {f"{item.code}__rows": Decimal(len(rows)) if rows else None}
        for number in range(1, (item.max_rows or 0) + 1):
            row = rows[number - 1] if number <= len(rows) else {}
            asked = {inner.code for inner in self.asked(item, row)}
            for inner, placed_item in self._items(item, number):
                given = row.get(inner.code) if inner.code in asked else None
                cells.update(self.kinds[inner.kind].cells(placed_item, given))
                if given is not None and str(given.status) in inner.missing_codes:
                    cells[placed_item.code] = str(given.status)
        return cells

    def asked(self, item: Item, row: Row) -> tuple[Item, ...]:
        """The items of a row that its own answers lead to."""
        seen: dict[str, Value] = {}
        asked = []
        for inner in item.items:
            if met(inner.ask_if, seen):
                asked.append(inner)
                if inner.code in row:
                    seen[inner.code] = self.kinds[inner.kind].value(inner, row[inner.code])
        return tuple(asked)

    def on_path(self, item: Item, answer: Answer) -> Answer:
        """The answer without what is off the path of its rows."""
        rows = [
            {inner.code: row[inner.code].to_document() for inner in asked if inner.code in row}
            for row in rows_of(answer)
            for asked in [self.asked(item, row)]
        ]
        return replace(answer, value=tuple(rows)) if rows else answer

    def _values(self, item: Item, row: Row) -> Mapping[str, Value]:
        return {
            inner.code: self.kinds[inner.kind].value(inner, row[inner.code])
            for inner in self.asked(item, row)
            if inner.code in row
        }

    def _items(self, item: Item, number: int) -> Iterator[tuple[Item, Item]]:
        """Each item of a row, as it is and under the name that it has in the row."""
        yield from zip(item.items, item.in_row(number), strict=True)


def _too_many(item: Item) -> Finding:
    return Finding("roster_max", item.code, params={"k": str(item.max_rows)})


def _about_blanks(item: Item, number: int, blank: Sequence[Item]) -> Iterator[Finding]:
    """One reminder for a row, at the field where only one lacks."""
    if len(blank) == 1:
        place, texts = part(number, blank[0].code), {"label": blank[0].short}
        yield Finding("row_blank", item.code, "soft", part=place, texts=texts)
    elif blank:
        params = {"n": str(len(blank))}
        yield Finding("row_blanks", item.code, "soft", part=str(number), params=params)


def is_blank(inner: Item, row: Row) -> bool:
    """Whether a row lacks an answer that the firm is reminded of."""
    is_optional = not inner.required and inner.kind != "short_text"
    return is_optional and row.get(inner.code, BLANK).status is Status.NOT_ANSWERED


def _joined(name: str, said: str, language: str) -> str:
    """A name and what was answered; a name that is a question brings its own sign."""
    if name.endswith("?"):
        return f"{name} {said}"
    return (
        name
        + ("" if name.endswith("\N{FULLWIDTH QUESTION MARK}") else gettext(language, ": "))
        + said
    )


def _variable(item: Item, number: int, inner: Item, found: Variable) -> Variable:
    """The column of an item of a row as a column of the roster."""
    codes = found.codes
    if found.type == "code":
        codes = {**codes, **{option.code: option.label for option in inner.missing}}
    return replace(
        found,
        label=item.short,
        item=item.code,
        part=found.name.removeprefix(f"{item.code}__"),
        part_label=_part_label(item, number, inner),
        codes=codes,
    )


def _part_label(item: Item, number: int, inner: Item) -> Text:
    """The name of the row with its number, and what the item within it is called."""
    name = item.row_name or item.short
    said = {
        language: heading(language, name.in_language(language), number)
        + gettext(language, ": ")
        + inner.short.in_language(language)
        for language in inner.short.wordings
    }
    return Text(inner.short.base, said)


def heading(language: str, name: str, number: int) -> str:
    """A row's name with its number, as it begins a line."""
    return gettext(language, _NUMBERED, name=name[:1].upper() + name[1:], n=number)
