"""What a reader has to know of a table: how many answers, what is hidden, which groups, tests."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from app.disclosure.policy import Policy
from app.reporting.document import HIDDEN, SMALL_BASE, Cell, Note, Table
from app.reporting.responses import Responses
from app.reporting.tables.compilation import Compilation


def noted(
    compilation: Compilation,
    table: Table,
    responses: Sequence[Responses],
    further: Sequence[Note] = (),
) -> Table:
    """The table with its notes: those of its kind first, those of published figures last."""
    notes = (
        *further,
        *_base_notes(table),
        *_hiding_notes(table, compilation),
        *_bare_notes(table),
        *_test_notes(table, compilation),
        *(told for found in responses for told in _group_notes(found)),
        *table.notes,
    )
    return replace(table, notes=notes)


def answers_note(table: Table) -> Note:
    """How many answers a firm could give."""
    if table.answers == "single":
        return Note("single")
    if table.max_choices is None:
        return Note("multiple")
    return Note("multiple_up_to", {"k": str(table.max_choices)})


def sum_notes(table: Table) -> Iterator[Note]:
    """To how much the published shares of a group add, where that is more than 100."""
    if table.answers == "single":
        return
    for place, column in enumerate(table.columns):
        shares = [row.cells[place].percent for row in table.rows]
        total = sum(Decimal(share) for share in shares if share is not None)
        if None not in shares and total > 100:
            yield Note("sum", {"group": column.code, "sum": str(total)})


def _base_notes(table: Table) -> Iterator[Note]:
    if table.base_kind != "answered" and table.kind != "participation":
        yield Note(f"base_{table.base_kind}")


def _figures(table: Table, place: int) -> list[Cell]:
    """Every cell of a group, further measures included."""
    return [
        cell
        for row in table.rows
        for cell in (row.cells[place], *(also[place] for also in row.also))
    ]


def _hiding_notes(table: Table, compilation: Compilation) -> Iterator[Note]:
    places = range(len(table.columns))
    if any(cell.reason == HIDDEN for place in places for cell in _figures(table, place)):
        yield Note("hidden")
    for place in places:
        cells, group = _figures(table, place), table.columns[place].code
        if any(cell.reason == SMALL_BASE for cell in cells):
            least = str(compilation.policy.hide_base_under)
            yield Note("small_base", {"group": group, "least": least})
        if any(cell.shown == "few" for cell in cells):
            yield Note("few", {"group": group})
        if any(_is_uncounted(cell) for cell in _shares(table, place)):
            least = str(compilation.policy.weighted_count_under)
            yield Note("uncounted", {"group": group, "least": least})


def _shares(table: Table, place: int) -> Iterator[Cell]:
    """The figures of a group that count firms; means and points do not."""
    for row in table.rows:
        for measure, cells in zip(
            (table.measure, *table.measures), (row.cells, *row.also), strict=True
        ):
            if measure.code not in {"mean", "median", "points"}:
                yield cells[place]


def _is_uncounted(cell: Cell) -> bool:
    return cell.percent is not None and cell.count is None


def _bare_notes(table: Table) -> Iterator[Note]:
    """Groups with figures that have no interval, where the table has intervals at all."""
    if table.kind == "participation":
        return
    for place, column in enumerate(table.columns):
        cells = _figures(table, place)
        if any(cell.percent is not None and cell.low is None for cell in cells):
            yield Note("no_interval", {"group": column.code})


def _test_notes(table: Table, compilation: Compilation) -> Iterator[Note]:
    if len(table.columns) < 2 or not table.tests:
        return
    first, second = table.columns[:2]
    tested = {"first": first.code, "second": second.code, "tests": str(table.tests)}
    plain = "_plain" if compilation.is_provisional else ""
    yield Note(f"difference{plain}", tested)
    yield (
        Note("no_marks") if plain else mark_note(compilation.policy, compilation.definition.level)
    )


def mark_note(policy: Policy, level: int) -> Note:
    """What a mark says, and where there is none although p is small."""
    alpha, least = str(Decimal(100 - level) / 100), policy.no_mark_count_under
    if not least:
        return Note("mark_any", {"alpha": alpha})
    return Note("mark_from", {"alpha": alpha, "least": str(least)})


def _group_notes(found: Responses) -> Iterator[Note]:
    if len(found.frame) > 1:
        yield Note("weighted", {"group": found.code, "strata": str(len(found.frame))})
    if found.silent_strata or found.lonely_strata:
        # Neither which nor how many: participation hides what would name them.
        yield Note("thin", {"group": found.code})
    if not found.is_whole_wave:
        yield Note("part", {"group": found.code})


def adds_up(table: Table) -> bool:
    """Whether the published shares of every column without hidden cells add to 100."""
    columns = [
        [row.cells[place].percent for row in table.rows] for place in range(len(table.columns))
    ]
    return all(
        None in column or sum(Decimal(share or 0) for share in column) == 100 for column in columns
    )
