"""Tables where a wave asked the short form: questions it left out, rows of a roster it did not."""

from dataclasses import replace

from app.reporting.definition import TableDefinition
from app.reporting.document import NO_FIGURE, Cell, Column, Gap, Note, Row, Table
from app.reporting.tables.compilation import Compilation
from app.reporting.tables.linking import COMPARING

NOTHING = Cell(shown=NO_FIGURE)


def in_forms(compilation: Compilation, defined: TableDefinition, table: Table) -> Table:
    """The table without figures of groups whose form does not have its question.

    Nobody was asked there: no firm said anything, not even of all firms.
    """
    if not defined.item:
        return table
    places = _outside(compilation, defined.item)
    told = _without(table, places) if places else table
    beside = defined.beside_item
    further = (_outside(compilation, beside.item) if beside else frozenset()) - places
    if further:
        told = _without_measure(told, further)
    if compilation.is_shortened(defined.item):
        rows = compilation.items(defined.item)[0].max_rows
        told = replace(told, notes=(*told.notes, Note("core_rows", {"k": str(rows)})))
    return told


def _outside(compilation: Compilation, item: str) -> frozenset[int]:
    return frozenset(
        place
        for place, group in enumerate(compilation.groups)
        if not compilation.source(group).asks(item)
    )


def _without(table: Table, places: frozenset[int]) -> Table:
    is_compared = not places & {0, 1}
    codes = {table.columns[place].code for place in places}
    kept = [
        note
        for note in table.notes
        if note.params.get("group") not in codes and (is_compared or note.code not in COMPARING)
    ]
    return replace(
        table,
        columns=_columns(table.columns, places),
        rows=tuple(_row(row, places, is_compared=is_compared) for row in table.rows),
        tests=table.tests if is_compared else 0,
        notes=(*kept, *_notes(table, places)),
    )


def _without_measure(table: Table, places: frozenset[int]) -> Table:
    """The table whose first further measure rests on a question that a form left out."""
    first, *others = table.measures
    return replace(
        table,
        measures=(replace(first, columns=_columns(first.columns, places)), *others),
        rows=tuple(
            replace(row, also=(_cells(row.also[0], places), *row.also[1:])) for row in table.rows
        ),
        notes=(*table.notes, *_notes(table, places)),
    )


def _notes(table: Table, places: frozenset[int]) -> tuple[Note, ...]:
    return tuple(
        Note("not_in_form", {"group": table.columns[place].code}) for place in sorted(places)
    )


def _columns(columns: tuple[Column, ...], places: frozenset[int]) -> tuple[Column, ...]:
    return tuple(
        replace(column, base=0) if place in places else column
        for place, column in enumerate(columns)
    )


def _row(row: Row, places: frozenset[int], *, is_compared: bool) -> Row:
    return replace(
        row,
        cells=_cells(row.cells, places),
        also=tuple(_cells(also, places) for also in row.also),
        gap=row.gap if is_compared or row.gap is None else Gap(),
    )


def _cells(cells: tuple[Cell, ...], places: frozenset[int]) -> tuple[Cell, ...]:
    return tuple(NOTHING if place in places else cell for place, cell in enumerate(cells))
