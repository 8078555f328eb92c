"""The rows of a roster as the fields of a page bring them, and the items in each row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.questionnaire.answer import Answer, Finding, Status
from app.questionnaire.instrument import Item
from app.questionnaire.kinds.kind import Raw

Fields = dict[str, Sequence[str]]
"""What came in the fields of one row, each by its name within the row."""


def rows_in(item: Item, raw: Raw) -> list[Fields]:
    """The rows in which something came, in their order; a row without anything is left out."""
    name = re.compile(rf"{re.escape(item.code)}__([1-9][0-9]{{0,3}})__(.+)", re.DOTALL)
    rows: dict[int, Fields] = {}
    for field, values in raw.items():
        found = name.fullmatch(field)
        if found and any(value.strip() for value in values):
            rows.setdefault(int(found[1]), {})[found[2]] = values
    return [rows[number] for number in sorted(rows)]


def fields_of(item: Item, number: int, row: Fields) -> dict[str, Sequence[str]]:
    """A row as the fields of the page, under a number."""
    return {f"{item.code}__{number}__{name}": values for name, values in row.items()}


def is_of_row(item: Item, field: str) -> bool:
    """Whether a field belongs to a row of the roster, whatever its number."""
    return re.match(rf"{re.escape(item.code)}__[0-9]+__", field) is not None


def part(number: int, code: str, inside: str | None = None) -> str:
    """How a finding names what an item of a row is about."""
    return f"{number}__{code}__{inside}" if inside else f"{number}__{code}"


def placed(finding: Finding, item: Item, number: int, code: str) -> Finding:
    """A finding about an item of a row as one about the roster."""
    return replace(finding, item=item.code, part=part(number, code, finding.part))


def rows_of(answer: Answer | None) -> tuple[Mapping[str, Answer], ...]:
    """The rows that an answer gives, with the answer to each item; none where it gives none."""
    if answer is None or answer.status is not Status.GIVEN or not isinstance(answer.value, tuple):
        return ()
    return tuple(
        {code: Answer.from_document(stored) for code, stored in row.items()}
        for row in answer.value
        if isinstance(row, Mapping)
    )
