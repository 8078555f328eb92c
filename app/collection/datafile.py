"""Responses as a CSV file that spreadsheets open without harm."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.collection.frame import FileProblem, Problems

BOM = "\ufeff"
_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠'")


@dataclass(frozen=True, slots=True)
class Rows:
    """The cells of a file by their column, with the number of each row; row 1 is the heading."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A CSV file in UTF-8 with a mark at its beginning, so that Excel reads Japanese.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; so does one
    that begins with an apostrophe, so that reading gives back what was written.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return BOM + written.getvalue()


def read_csv(text: str, *, required: Sequence[str] = ()) -> tuple[Rows, Problems]:
    """The cells of a CSV file, and what is wrong with its shape."""
    try:
        lines = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))
    except csv.Error as problem:
        return Rows((), ()), (FileProblem(1, "file", f"cannot be read as CSV: {problem}"),)
    columns = tuple(column.strip() for column in lines[0]) if lines else ()
    problems = [
        FileProblem(1, column, "the heading has to name this column")
        for column in required
        if column not in columns
    ]
    problems += [
        FileProblem(1, column, "stands in the heading twice")
        for column in sorted({column for column in columns if columns.count(column) > 1})
    ]
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if len(line) > len(columns):
            problems.append(FileProblem(number, "row", "has more cells than the heading"))
        if any(line):
            cells = zip(columns, line, strict=False)
            rows.append((number, {column: _unguarded(cell) for column, cell in cells}))
    return Rows(columns, tuple(rows)), tuple(problems)


def guarded(text: str) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return guarded(str(value))


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_DANGEROUS) else cell
