"""Tables of one question side by side: what one hides, another must not give away."""

from collections.abc import Sequence
from dataclasses import replace

from app.reporting.definition import TableDefinition
from app.reporting.document import SMALL_BASE, Cell, Gap, Note, Row, Table

COMPARING = frozenset({"difference", "difference_plain", "mark_any", "mark_from", "no_marks"})
"""Notes on differences, of which none is left where a group is hidden."""


def linked(defined: Sequence[TableDefinition], tables: Sequence[Table]) -> tuple[Table, ...]:
    """The tables, with groups hidden in all tables of a question where one has too small a base.

    The same firms are counted whatever the base: 3 of 45 firms of all would give away 3 of 8 of
    those that were asked, which is hidden because 8 are too few.
    """
    small: dict[object, set[str]] = {}
    for one, table in zip(defined, tables, strict=True):
        if one.item:
            small.setdefault(one.subject, set()).update(_small(table))
    return tuple(
        _hiding(table, small[one.subject] - _small(table)) if one.item else table
        for one, table in zip(defined, tables, strict=True)
    )


def _small(table: Table) -> set[str]:
    """Groups of which a table shows nothing because their base is too small."""
    return {
        column.code
        for place, column in enumerate(table.columns)
        if table.rows and all(row.cells[place].reason == SMALL_BASE for row in table.rows)
    }


def _hiding(table: Table, groups: set[str]) -> Table:
    if not groups:
        return table
    places = {place for place, one in enumerate(table.columns) if one.code in groups}
    is_compared = not places & {0, 1}
    return replace(
        table,
        rows=tuple(_row(row, places, is_compared=is_compared) for row in table.rows),
        tests=table.tests if is_compared else 0,
        notes=tuple(note for note in table.notes if is_compared or note.code not in COMPARING)
        + tuple(Note("linked", {"group": code}) for code in sorted(groups)),
    )


def _row(row: Row, places: set[int], *, is_compared: bool) -> Row:
    return replace(
        row,
        cells=_cells(row.cells, places),
        also=tuple(_cells(also, places) for also in row.also),
        gap=row.gap if is_compared or row.gap is None else Gap(),
    )


def _cells(cells: tuple[Cell, ...], places: set[int]) -> tuple[Cell, ...]:
    hides = Cell(shown="hidden", reason=SMALL_BASE)
    return tuple(hides if place in places else cell for place, cell in enumerate(cells))
