"""What changed from one run of a report to the next: figures that readers would see differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.reporting.document import Cell, Column, Document, Table, Words


@dataclass(frozen=True, slots=True)
class Change:
    """One figure as it was and as it is; None where it stood or stands nowhere, or is hidden.

    `measure` is the place of the measure in its table: 0 for the first.
    """

    row: Words
    group: Words
    measure: int
    before: str | None
    after: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class TableChanges:
    """A table in both runs, or in one of them.

    `state` is "new", "gone", "changed" or "same"; `bases` are the base of each group before and
    after, where it differs.
    """

    table: Table
    state: str
    changes: tuple[Change, ...] = ()
    bases: tuple[tuple[Words, int, int], ...] = ()


def changes(before: Document, after: Document) -> tuple[TableChanges, ...]:
    """Every table of the later run in its order, then those that are gone.

    Both documents hold what is published and no more, so nothing hidden can be read from it.
    """
    earlier = {table.code: table for table in before.tables}
    later = {table.code for table in after.tables}
    told = [
        _compared(earlier[table.code], table)
        if table.code in earlier
        else TableChanges(table, "new")
        for table in after.tables
    ]
    gone = [TableChanges(table, "gone") for code, table in earlier.items() if code not in later]
    return (*told, *gone)


def _compared(before: Table, after: Table) -> TableChanges:
    found = tuple(_changed(before, after))
    bases = tuple(_bases(before, after))
    return TableChanges(after, "changed" if found or bases else "same", found, bases)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of a table: its words, its unit and the cell that stands there."""

    row: Words
    group: Words
    unit: str
    cell: Cell


def _changed(before: Table, after: Table) -> Iterator[Change]:
    was, now = _places(before), _places(after)
    for place in dict.fromkeys((*now, *was)):
        earlier, later = was.get(place), now.get(place)
        named = later or earlier
        old, new = (found.cell.percent if found else None for found in (earlier, later))
        if named is not None and old != new:
            yield Change(named.row, named.group, place[2], old, new, named.unit)


def _places(table: Table) -> Mapping[tuple[str, str, int], _Place]:
    held = {}
    for row in table.rows:
        measures = ((table.measure, row.cells), *zip(table.measures, row.also, strict=False))
        for number, (measure, cells) in enumerate(measures):
            for column, cell in zip(table.columns, cells, strict=True):
                place = _Place(row.label, column.name, measure.unit, cell)
                held[(row.code, column.code, number)] = place
    return held


def _bases(before: Table, after: Table) -> Iterator[tuple[Words, int, int]]:
    was: Mapping[str, Column] = {column.code: column for column in before.columns}
    for column in after.columns:
        earlier = was.get(column.code)
        if earlier is not None and earlier.base != column.base:
            yield column.name, earlier.base, column.base
