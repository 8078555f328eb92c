"""Tables of ranked items: share that ranked an option at all, ranked it first, mean points."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.disclosure.policy import Publication, Shown, treatment
from app.questionnaire.instrument import Item
from app.reporting.answers import Ranked, ranked
from app.reporting.cells import (
    POINTS,
    Rule,
    column_cells,
    covered,
    differences,
    mean_cells,
    rulings,
)
from app.reporting.definition import TableDefinition, categories, label, question
from app.reporting.document import NO_FIGURE, Cell, Measure, Note, Row, Table
from app.reporting.means import Mean, Numbers, means
from app.reporting.responses import in_base
from app.reporting.tables.compilation import (
    Compilation,
    Head,
    base_of,
    columns,
    kind_of_row,
    ordered,
    table,
)
from app.reporting.tables.notes import noted
from app.reporting.tabulation import Category, GroupShares, ItemShares, tabulate


@dataclass(frozen=True, eq=False)
class _Ranks:
    """The three measures of a ranked item in every group, and how they are published."""

    top: ItemShares
    first: ItemShares
    points: tuple[tuple[Mean, ...], ...]


def rank_table(compilation: Compilation, defined: TableDefinition) -> Table:
    """Share of firms that ranked each option among their first so many, first, and its points.

    Firms that ranked something else, nothing in particular, or don't know, are in the base: an
    option that a firm did not rank has no points there. The difference is that of the share that
    ranked it at all.

    Source: docs/methods.md, section 11. Checked in tests/reference/test_report_figures.py.
    """
    item = compilation.items(defined.item)[0]
    rows = categories(defined, item)
    rule = compilation.rule(item)
    found = _ranks(compilation, defined, rows)
    ruled = [
        rank_rulings(rule, top, first)
        for top, first in zip(found.top.groups, found.first.groups, strict=True)
    ]
    cells = [
        column_cells(rule, top, one) for top, one in zip(found.top.groups, ruled, strict=True)
    ]
    one_each = replace(rule, is_row=True)
    first = [
        column_cells(one_each, one, by) for one, by in zip(found.first.groups, ruled, strict=True)
    ]
    points = [_points(rule, one, by, rows) for one, by in zip(found.points, ruled, strict=True)]
    gaps, tests = differences(rule, found.top, cells)
    built = tuple(
        Row(
            code=row.code,
            label=label(defined, item, row.code),
            kind=kind_of_row(row, defined),
            cells=tuple(column[place] for column in cells),
            gap=gaps[place],
            also=tuple(tuple(column[place] for column in one) for one in (first, points)),
        )
        for place, row in enumerate(rows)
    )
    groups = found.top.groups
    made = table(
        compilation,
        defined,
        Head(item.code, item.num, question(defined, item), "multiple", item.max_choices),
        columns=columns(compilation.groups, [(one.responses, one.tally) for one in groups]),
        rows=ordered(built, defined),
        tests=tests,
    )
    made = replace(
        made, measure=Measure("top"), measures=(Measure("first"), Measure("points", "points"))
    )
    own = Note("rank", {"k": str(_places(item))})
    return noted(compilation, made, [one.responses for one in groups], (own,))


def rank_rulings(rule: Rule, top: GroupShares, first: GroupShares) -> tuple[Publication, ...]:
    """How much of each row of a ranked item is published: all its measures, or none.

    Of a sensitive item a row goes where either count is one that hides a share: the points and
    one of the shares would give the other away. First ranks add up to the base.
    """
    if treatment(rule.item.role) != "sensitive":
        return rulings(rule, top)
    judged = [
        two if one.shown is not Shown.HIDDEN and two.shown is Shown.HIDDEN else one
        for one, two in zip(rulings(rule, top), rulings(rule, first), strict=True)
    ]
    return covered(rule, judged, {share.category: share.count for share in first.shares})


def _ranks(compilation: Compilation, defined: TableDefinition, rows: Sequence[Category]) -> _Ranks:
    items = compilation.items(defined.item)
    given = [
        ranked(compilation.source(group).columns, item)
        for group, item in zip(compilation.groups, items, strict=True)
    ]
    tops = _shares(compilation, defined, rows, given, among=_places(items[0]))
    points = tuple(
        means(
            _numbers(compilation, defined, group, own, rows),
            reading=compilation.definition.reading,
            level=compilation.level,
        )
        for group, own in zip(tops.groups, given, strict=True)
    )
    return _Ranks(tops, _shares(compilation, defined, rows, given, among=1), points)


def _shares(
    compilation: Compilation,
    defined: TableDefinition,
    rows: Sequence[Category],
    given: Sequence[Ranked],
    *,
    among: int,
) -> ItemShares:
    return tabulate(
        [
            (compilation.responses(group), own.among(among))
            for group, own in zip(compilation.groups, given, strict=True)
        ],
        rows,
        readings=(compilation.definition.reading,),
        level=compilation.level,
        base=base_of(defined),
    )


def _numbers(
    compilation: Compilation,
    defined: TableDefinition,
    group: GroupShares,
    given: Ranked,
    rows: Sequence[Category],
) -> Numbers:
    found = group.responses
    item = compilation.items(defined.item)[0]
    points = {
        row.code: np.sum([given.points(code) for code in sorted(row.members)], axis=0)
        for row in rows
        if _is_ranked(item, row)
    }
    kind = base_of(defined)
    base = in_base(given.among(1), kind) & found.members
    return Numbers(found, group.tally, base, points, float(given.places), kind)


def _points(
    rule: Rule,
    means_of: Sequence[Mean],
    ruled: Sequence[Publication],
    rows: Sequence[Category],
) -> tuple[Cell, ...]:
    """Points of each row; don't know and "none", which are no rank, have none."""
    told = {mean.row: mean for mean in means_of}
    found = [
        mean_cells(rule, [told[row.code]], [by], unit=POINTS)[0] if row.code in told else None
        for row, by in zip(rows, ruled, strict=True)
    ]
    return tuple(cell or Cell(shown=NO_FIGURE) for cell in found)


def _is_ranked(item: Item, row: Category) -> bool:
    """Whether the codes of a row can stand beside others, and so have a rank."""
    return not row.is_missing and not all(item.option_codes[one].exclusive for one in row.members)


def _places(item: Item) -> int:
    return item.max_choices or len(item.options)
