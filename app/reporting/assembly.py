"""A report put together: definition, questionnaires, responses and policy become a document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pandas as pd

from app.disclosure.policy import Policy
from app.questionnaire.instrument import Item, Questionnaire
from app.reporting.cells import Rule, column_cells, gaps
from app.reporting.definition import (
    Group,
    ReportDefinition,
    TableDefinition,
    categories,
    label,
    question,
)
from app.reporting.document import (
    HIDDEN,
    SMALL_BASE,
    Column,
    Document,
    Figure,
    Note,
    Origin,
    Row,
    Table,
    WaveOrigin,
)
from app.reporting.responses import Answers, Responses
from app.reporting.sentences import alternative, finding
from app.reporting.tabulation import Category, GroupShares, ItemShares, tabulate


@dataclass(frozen=True, eq=False)
class Source:
    """A wave as it enters a report.

    Parameters
    ----------
    origin : WaveOrigin
    questionnaire : Questionnaire
        What its firms answered.
    columns : DataFrame
        n rows, one per submitted response, as `collection.snapshot` writes them.
    frame : mapping
        Units in each stratum of the frame.
    is_simulated : bool
    """

    origin: WaveOrigin
    questionnaire: Questionnaire
    columns: pd.DataFrame
    frame: Mapping[str, int]
    is_simulated: bool


def assemble(
    definition: ReportDefinition, sources: Mapping[str, Source], policy: Policy, origin: Origin
) -> Document:
    """The report, with every figure rounded as published and nothing in it that is hidden.

    Figures are described but not drawn: `figures.drawn` does that.

    Parameters
    ----------
    definition : ReportDefinition
        Without problems against the questionnaires of the sources.
    sources : mapping
        By wave.
    policy : Policy
        The strictest that holds for the waves.
    origin : Origin

    Returns
    -------
    Document

    Source: docs/methods.md. Checked in tests/reporting/test_assembly.py.
    """
    used = [sources[group.wave] for group in definition.groups]
    is_provisional = any(source.origin.is_open for source in used)
    assembly = _Assembly(definition, sources, policy, is_provisional)
    tables = tuple(assembly.table(table) for table in definition.tables)
    return Document(
        code=definition.code,
        title=definition.title,
        subtitle=definition.subtitle,
        languages=definition.languages,
        reading=definition.reading,
        level=definition.level,
        tables=tables,
        figures=tuple(_figure(table, definition.languages) for table in tables),
        notes=(
            Note(f"reading_{definition.reading}"),
            Note("level", {"level": str(definition.level)}),
            Note("base"),
            Note("bounds"),
        ),
        origin=origin,
        is_provisional=is_provisional,
        is_simulated=any(source.is_simulated for source in used),
    )


def answers(columns: pd.DataFrame, item: Item) -> Answers:
    """The answers to an item that is a choice from a list, out of the columns of a snapshot."""
    status = columns[f"{item.code}__status"].astype("object").to_numpy(dtype=np.object_)
    chosen = {code: np.asarray(status == code, dtype=np.bool_) for code in item.missing_codes}
    for code in item.option_codes:
        flag = f"{item.code}__{code}"
        held = columns[flag].isin([True]) if flag in columns else columns[item.code].isin([code])
        chosen[code] = held.to_numpy(dtype=np.bool_)
    return Answers(status=status, chosen=chosen)


def responses(group: Group, source: Source) -> Responses:
    """The responses of a group, as a part of its wave."""
    member = np.ones(len(source.columns), dtype=np.bool_)
    for fact, values in group.where.items():
        member &= source.columns[fact].isin(values).to_numpy(dtype=np.bool_)
    return Responses(
        code=group.code,
        strata=tuple(str(stratum) for stratum in source.columns["stratum"]),
        frame=source.frame,
        member=member if group.where else None,
    )


@dataclass(frozen=True, eq=False)
class _Assembly:
    """A report on its way to tables."""

    definition: ReportDefinition
    sources: Mapping[str, Source]
    policy: Policy
    is_provisional: bool

    def table(self, defined: TableDefinition) -> Table:
        item = self._items(defined)[0]
        rows = categories(defined, item)
        shares = tabulate(
            [
                (responses(group, self.sources[group.wave]), answers(columns, own))
                for group, own in zip(self.definition.groups, self._items(defined), strict=True)
                for columns in [self.sources[group.wave].columns]
            ],
            rows,
            readings=(self.definition.reading,),
            level=self.definition.level / 100,
        )
        rule = Rule(
            self.policy, item, self.definition.reading, self.definition.level, self.is_provisional
        )
        cells = [column_cells(rule, group) for group in shares.groups]
        differences, tests = gaps(rule, shares, cells)
        built = tuple(
            Row(
                code=row.code,
                label=label(defined, item, row.code),
                kind=_kind(row, defined),
                cells=tuple(column[place] for column in cells),
                gap=differences[place],
            )
            for place, row in enumerate(rows)
        )
        table = Table(
            code=defined.code,
            item=item.code,
            num=item.num,
            title=defined.title,
            question=question(defined, item),
            answers="single" if rule.is_single else "multiple",
            max_choices=item.max_choices,
            columns=tuple(map(self._column, self.definition.groups, shares.groups)),
            rows=_ordered(built, defined),
            tests=tests,
        )
        return replace(table, notes=tuple(self._notes(table, shares)))

    def _items(self, defined: TableDefinition) -> list[Item]:
        return [
            self.sources[group.wave].questionnaire.items[defined.item]
            for group in self.definition.groups
        ]

    def _column(self, group: Group, shares: GroupShares) -> Column:
        sums = shares.tally
        return Column(
            code=group.code,
            label=group.label,
            name=group.name,
            color=group.color,
            wave=group.wave,
            frame=sums.frame if shares.responses.is_whole_wave else None,
            responses=sums.responses,
            asked=sums.asked,
            answered=sums.answered,
            base=sums.base,
            not_answered=sums.not_answered,
            refused=sums.refused,
            not_applicable=sums.not_applicable,
            is_weighted=shares.is_weighted,
            strata=len(shares.responses.frame),
        )

    def _notes(self, table: Table, shares: ItemShares) -> Iterator[Note]:
        yield _answers_note(table)
        yield from _hiding_notes(table, self.policy)
        yield from _bare_notes(table)
        if len(table.columns) > 1 and table.tests:
            first, second = table.columns[:2]
            tested = {"first": first.code, "second": second.code, "tests": str(table.tests)}
            yield Note("difference_plain" if self.is_provisional else "difference", tested)
            alpha = Decimal(100 - self.definition.level) / 100
            yield Note("no_marks") if self.is_provisional else Note("mark", {"alpha": str(alpha)})
        for group in shares.groups:
            yield from _group_notes(group)
        if table.answers == "single" and not _adds_up(table):
            yield Note("rounding")


def _kind(row: Category, defined: TableDefinition) -> str:
    if row.is_missing:
        return "missing"
    return "rest" if row.code in defined.last else "option"


def _ordered(rows: tuple[Row, ...], defined: TableDefinition) -> tuple[Row, ...]:
    """Rows by the published share of the first group; a hidden share never moves its row up."""
    if defined.order == "given":
        return rows
    fixed = [row for row in rows if row.kind != "option"]
    free = [row for row in rows if row.kind == "option"]
    shown = [row for row in free if row.cells[0].percent is not None]
    shown.sort(key=lambda row: (-Decimal(row.cells[0].percent or 0), row.code))
    return (*shown, *(row for row in free if row not in shown), *fixed)


def _answers_note(table: Table) -> Note:
    if table.answers == "single":
        return Note("single")
    if table.max_choices is None:
        return Note("multiple")
    return Note("multiple_up_to", {"k": str(table.max_choices)})


def _hiding_notes(table: Table, policy: Policy) -> Iterator[Note]:
    if any(cell.reason == HIDDEN for row in table.rows for cell in row.cells):
        yield Note("hidden")
    for place, column in enumerate(table.columns):
        cells = [row.cells[place] for row in table.rows]
        if any(cell.reason == SMALL_BASE for cell in cells):
            least = str(policy.hide_base_under)
            yield Note("small_base", {"group": column.code, "least": least})
        if any(cell.shown == "few" for cell in cells):
            yield Note("few", {"group": column.code})


def _bare_notes(table: Table) -> Iterator[Note]:
    """Groups with shares that have no interval."""
    for place, column in enumerate(table.columns):
        cells = [row.cells[place] for row in table.rows]
        if any(cell.percent is not None and cell.low is None for cell in cells):
            yield Note("no_interval", {"group": column.code})


def _group_notes(group: GroupShares) -> Iterator[Note]:
    found = group.responses
    if group.is_weighted:
        yield Note("weighted", {"group": group.code, "strata": str(len(found.frame))})
    for code, strata in (("silent", found.silent_strata), ("lonely", found.lonely_strata)):
        if strata:
            yield Note(code, {"group": group.code, "list": ", ".join(strata)})
    if not found.is_whole_wave:
        yield Note("part", {"group": group.code})


def _adds_up(table: Table) -> bool:
    """Whether the published shares of every column without hidden cells add to 100."""
    columns = [
        [row.cells[place].percent for row in table.rows] for place in range(len(table.columns))
    ]
    return all(
        None in column or sum(Decimal(share or 0) for share in column) == 100 for column in columns
    )


def _figure(table: Table, languages: tuple[str, ...]) -> Figure:
    return Figure(
        code=table.code,
        table=table.code,
        title={language: finding(table, language) for language in languages},
        alternative={language: alternative(table, language) for language in languages},
    )
