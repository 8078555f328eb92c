"""Tables of shares: options chosen, steps of a scale, what was named in any row of a roster."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.questionnaire.instrument import Item
from app.reporting.answers import answers, roster_answers, row_answers
from app.reporting.cells import column_cells, differences
from app.reporting.definition import TableDefinition, categories, label, question
from app.reporting.document import Cell, Measure, Note, Row, Table, Words
from app.reporting.responses import Answers, Responses
from app.reporting.source import Source
from app.reporting.tables.compilation import (
    Compilation,
    Head,
    base_of,
    columns,
    kind_of_row,
    ordered,
    side_of_row,
    table,
)
from app.reporting.tables.gates import blocks
from app.reporting.tables.notes import adds_up, answers_note, noted, sum_notes
from app.reporting.tabulation import Category, ItemShares, tabulate


def choice_table(compilation: Compilation, defined: TableDefinition) -> Table:
    """Share of firms in each row of an item, of one of its rows, or of an item inside a roster."""
    item = compilation.items(defined.item)[0]
    asked = subject(item, defined)
    rows = categories(defined, asked)
    rule = compilation.rule(
        replace(item, kind="multiple") if defined.sub_item else item,
        is_row=defined.row is not None,
        blocks=blocks(compilation, item, rows) if item is asked else (),
    )
    pairs = compilation.answers(defined.item, lambda source, own: _read(source, own, defined))
    shares = _tabulated(compilation, pairs, rows, defined)
    cells = [column_cells(rule, group) for group in shares.groups]
    gaps, tests = differences(rule, shares, cells)
    further, measures = _companion(compilation, defined, rows)
    built = tuple(
        Row(
            code=row.code,
            label=label(defined, asked, row.code),
            kind=kind_of_row(row, defined),
            cells=tuple(column[place] for column in cells),
            gap=gaps[place],
            also=tuple(tuple(column[place] for column in one) for one in further),
            side=side_of_row(row.code, defined),
        )
        for place, row in enumerate(rows)
    )
    made = table(
        compilation,
        defined,
        _head(item, asked, defined, is_single=rule.is_single),
        columns=columns(compilation.groups, [(one.responses, one.tally) for one in shares.groups]),
        rows=ordered(built, defined),
        tests=tests,
    )
    made = replace(made, measure=Measure("share", label=defined.measure), measures=measures)
    return noted(compilation, made, [pair[0] for pair in pairs], tuple(_own_notes(made, item)))


def subject(item: Item, defined: TableDefinition) -> Item:
    """The item whose options the table shows: inside a roster it is another."""
    if defined.sub_item is None:
        return item
    return next(one for one in item.items if one.code == defined.sub_item)


def row_label(item: Item, code: str, defined: TableDefinition) -> Words:
    """The label of a row of an item, unless the table states another."""
    return defined.labels.get(code) or next(
        row.label.wordings for row in item.rows if row.code == code
    )


def _read(source: Source, item: Item, defined: TableDefinition) -> Answers:
    if defined.sub_item is not None:
        return roster_answers(source.columns, item, defined.sub_item)
    if defined.row is not None:
        return row_answers(source.columns, item, defined.row)
    return answers(source.columns, item)


def _tabulated(
    compilation: Compilation,
    pairs: tuple[tuple[Responses, Answers], ...],
    rows: tuple[Category, ...],
    defined: TableDefinition,
) -> ItemShares:
    return tabulate(
        pairs,
        rows,
        readings=(compilation.definition.reading,),
        level=compilation.level,
        base=base_of(defined),
    )


def _companion(
    compilation: Compilation, defined: TableDefinition, rows: tuple[Category, ...]
) -> tuple[tuple[tuple[tuple[Cell, ...], ...], ...], tuple[Measure, ...]]:
    """The shares of the same rows in the item beside, and the measure that they are."""
    if defined.beside_item is None:
        return (), ()
    beside = defined.beside_item
    item = compilation.items(beside.item)[0]
    rule = compilation.rule(item)
    pairs = compilation.answers(beside.item, lambda source, own: answers(source.columns, own))
    shares = _tabulated(compilation, pairs, rows, defined)
    tallied = [(one.responses, one.tally) for one in shares.groups]
    measure = Measure(
        beside.item, label=beside.label, columns=columns(compilation.groups, tallied)
    )
    return (tuple(column_cells(rule, group) for group in shares.groups),), (measure,)


def _head(item: Item, asked: Item, defined: TableDefinition, *, is_single: bool) -> Head:
    wordings: Mapping[str, str] = question(defined, asked)
    if defined.row is not None and defined.question is None:
        wordings = {
            language: f"{wording} — {row_label(item, defined.row, defined)[language]}"
            for language, wording in wordings.items()
        }
    return Head(
        item=item.code,
        num=item.num,
        question=wordings,
        answers="single" if is_single and defined.sub_item is None else "multiple",
        max_choices=item.max_rows if defined.sub_item else item.max_choices,
    )


def _own_notes(made: Table, item: Item) -> Iterator[Note]:
    if made.kind == "roster":
        yield Note("roster", {"k": str(item.max_rows or 1)})
    else:
        yield answers_note(made)
    yield from sum_notes(made)
    if made.answers == "single" and not adds_up(made):
        yield Note("rounding")
