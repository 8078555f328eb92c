"""The sampling frame of a wave: its units, their strata, and what is wrong with a frame file."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

REQUIRED = ("unit", "name", "country", "sector", "size")
LONGEST: Mapping[str, int] = {
    "unit": 60, "name": 300, "country": 10, "sector": 40, "size": 40, "stratum": 120
}  # fmt: skip
EMPTY_ALLOWED = frozenset({"sector", "size"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One enterprise of the frame, by its code, with the facts that routing and strata use."""

    code: str
    name: str
    country: str
    sector: str
    size: str
    stratum: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The units of a wave, in the order of the file."""

    units: tuple[Unit, ...]

    def sizes(self) -> Mapping[str, int]:
        """Units in each stratum, by the stratum's name in alphabetical order."""
        strata = [unit.stratum for unit in self.units]
        return {stratum: strata.count(stratum) for stratum in sorted(set(strata))}


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something in a file of rows that cannot stand; row 1 is the heading."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        """The problem as a line."""
        return f"row {self.row}, {self.column}: {self.message}"


Problems = tuple[FileProblem, ...]


def read_frame(text: str, *, strata: Sequence[str]) -> tuple[Frame, Problems]:
    """The frame that a CSV file holds, and every problem it has.

    Parameters
    ----------
    text : str
        Columns unit, name, country, sector, size, and stratum where the file names it.
    strata : sequence of str
        Columns whose values together name a unit's stratum, where the file does not.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        numbered = list(enumerate(rows, start=2))
    except csv.Error as problem:
        return Frame(()), (FileProblem(1, "file", f"cannot be read as CSV: {problem}"),)
    lacking = [column for column in REQUIRED if column not in (rows.fieldnames or ())]
    if lacking:
        message = f"the heading has to name {', '.join(REQUIRED)}"
        return Frame(()), tuple(FileProblem(1, column, message) for column in lacking)
    units, problems, seen = [], _twice(rows.fieldnames or ()), dict[str, int]()
    for number, row in numbered:
        cells = {column: _clean(row.get(column)) for column in LONGEST}
        problems += _cell_problems(number, cells, has_more=None in row)
        problems += _stratum_problems(number, cells, strata)
        if cells["unit"] in seen:
            message = f"{cells['unit']!r} stands in row {seen[cells['unit']]} already"
            problems.append(FileProblem(number, "unit", message))
        seen.setdefault(cells["unit"], number)
        units.append(_unit(cells, strata))
    if not units:
        problems.append(FileProblem(1, "unit", "there is no unit in the file"))
    return Frame(tuple(units)), tuple(problems)


def _twice(heading: Sequence[str]) -> list[FileProblem]:
    return [
        FileProblem(1, column, "stands in the heading twice")
        for column in sorted({column for column in heading if heading.count(column) > 1})
    ]


def _clean(cell: str | None) -> str:
    return unicodedata.normalize("NFC", (cell or "").strip())


def _cell_problems(number: int, cells: Mapping[str, str], *, has_more: bool) -> list[FileProblem]:
    problems = [
        FileProblem(number, column, "is empty")
        for column in REQUIRED
        if not cells[column] and column not in EMPTY_ALLOWED
    ]
    problems += [
        FileProblem(number, column, f"has more than {most} characters")
        for column, most in LONGEST.items()
        if len(cells[column]) > most
    ]
    problems += [
        FileProblem(number, column, "holds a character that cannot be shown")
        for column, cell in cells.items()
        if any(unicodedata.category(char) in {"Cc", "Cs"} for char in cell)
    ]
    if has_more:
        problems.append(FileProblem(number, "unit", "the row has more cells than the heading"))
    return problems


def _stratum_problems(
    number: int, cells: Mapping[str, str], strata: Sequence[str]
) -> list[FileProblem]:
    """Facts left empty that would have named the stratum."""
    return [
        FileProblem(number, column, "is empty, and the strata are made of it")
        for column in strata
        if column in EMPTY_ALLOWED and not cells["stratum"] and not cells[column]
    ]


def _unit(cells: Mapping[str, str], strata: Sequence[str]) -> Unit:
    named = " / ".join(cells[column] for column in strata)
    return Unit(
        code=cells["unit"],
        name=cells["name"],
        country=cells["country"],
        sector=cells["sector"],
        size=cells["size"],
        stratum=cells["stratum"] or named,
    )
