"""Tables of items that ask for several things on one scale: a part for each of them."""

from collections.abc import Sequence
from dataclasses import replace

from app.disclosure.policy import may_be_marked
from app.reporting.answers import row_answers, statuses
from app.reporting.cells import Rule, column_cells, gaps
from app.reporting.definition import TableDefinition, categories, label, question
from app.reporting.document import Cell, Gap, Row, Table
from app.reporting.responses import Answers, tally
from app.reporting.tables.choices import choice_table
from app.reporting.tables.compilation import (
    Compilation,
    Head,
    base_of,
    columns,
    kind_of_row,
    side_of_row,
    table,
)
from app.reporting.tables.notes import answers_note, noted
from app.reporting.tabulation import ItemShares, tabulate


def scale_table(compilation: Compilation, defined: TableDefinition) -> Table:
    """Share of firms at each step of a scale; in parts where it was asked of several things.

    Each part has a base of its own. The differences of all parts are one family.
    """
    item = compilation.items(defined.item)[0]
    if not item.rows or defined.row is not None:
        return choice_table(compilation, defined)
    rows, rule = categories(defined, item), compilation.rule(item, is_row=True)
    parts = [_shares(compilation, defined, row.code) for row in item.rows]
    cells = _cells(rule, parts)
    differing, tests = _gaps(rule, parts, cells)
    built = tuple(
        Row(
            code=f"{part.code}_{row.code}",
            label=label(defined, item, row.code),
            kind=kind_of_row(row, defined),
            cells=tuple(column[at] for column in cells),
            gap=differing[at],
            part=defined.labels.get(part.code, part.label.wordings),
            side=side_of_row(row.code, defined),
        )
        for number, part in enumerate(item.rows)
        for place, row in enumerate(rows)
        for at in [number * len(rows) + place]
    )
    asked = compilation.answers(
        defined.item, lambda source, own: Answers(statuses(source.columns, own.code), {})
    )
    made = table(
        compilation,
        defined,
        Head(item.code, item.num, question(defined, item), "single"),
        columns=columns(
            compilation.groups,
            [(found, tally(found, said, base_of(defined))) for found, said in asked],
        ),
        rows=built,
        tests=tests,
    )
    return noted(compilation, made, [found for found, _ in asked], (answers_note(made),))


def _shares(compilation: Compilation, defined: TableDefinition, row: str) -> ItemShares:
    item = compilation.items(defined.item)[0]
    return tabulate(
        compilation.answers(
            defined.item, lambda source, own: row_answers(source.columns, own, row)
        ),
        categories(defined, item),
        readings=(compilation.definition.reading,),
        level=compilation.level,
        base=base_of(defined),
    )


def _cells(rule: Rule, parts: Sequence[ItemShares]) -> list[tuple[Cell, ...]]:
    """By group, the cells of all parts one after the other, each with the base of its part."""
    return [
        tuple(
            replace(cell, base=part.groups[place].tally.base) if cell.percent else cell
            for part in parts
            for cell in column_cells(rule, part.groups[place])
        )
        for place in range(len(parts[0].groups))
    ]


def _gaps(
    rule: Rule, parts: Sequence[ItemShares], cells: list[tuple[Cell, ...]]
) -> tuple[Sequence[Gap | None], int]:
    if len(cells) < 2:
        return (None,) * len(cells[0]), 0
    pairs = [
        pair
        for part in parts
        for pair in zip(part.groups[0].shares, part.groups[1].shares, strict=True)
    ]
    return gaps(
        rule,
        [one for part in parts for one in part.differences[rule.reading]],
        cells,
        markable=[
            may_be_marked(rule.policy, tuple((share.count, share.base) for share in pair))
            for pair in pairs
        ],
    )
