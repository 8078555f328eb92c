"""Who took part: firms on the list, firms that answered, rate, by facts of the frame."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from app.disclosure.breakdown import Part, part_rulings
from app.disclosure.policy import TAKING_PART, Publication, Shown
from app.language.catalogue import mark
from app.language.rounding import percent_of_counts
from app.reporting.cells import public_reason
from app.reporting.definition import Group, TableDefinition
from app.reporting.document import NO_FIGURE, Cell, Column, Measure, Note, Row, Table
from app.reporting.source import FrameCell
from app.reporting.tables.compilation import Compilation, Head, table
from app.reporting.tables.facts import Value, head, values, words
from app.reporting.tables.notes import noted

WHOLE = mark("All firms")


def participation_table(compilation: Compilation, defined: TableDefinition) -> Table:
    """Rate of response of each part of the frame; parts too small to be told are hidden.

    A rate is counted, not estimated: it has no interval. The whole list is always shown, because
    every table prints it.

    Source: docs/methods.md, section 6. Checked in tests/reporting/test_kinds.py.
    """
    languages = compilation.definition.languages
    answered = {group.code: _whole(compilation, group) for group in compilation.groups}
    rows = [
        Row(
            code="all",
            label=words(WHOLE, languages),
            kind="option",
            cells=tuple(_shown(compilation, answered[one.code]) for one in compilation.groups),
        ),
        *(row for fact in defined.by for row in _rows(compilation, defined, fact)),
    ]
    made = table(
        compilation,
        defined,
        Head("", "", defined.question or defined.title, "single"),
        columns=tuple(
            _column(compilation, group, answered[group.code]) for group in compilation.groups
        ),
        rows=tuple(rows),
    )
    made = replace(made, measure=Measure("rate"), base_kind="all")
    untold = () if is_told(compilation) or not defined.by else (Note("participation_whole"),)
    return noted(compilation, made, (), (Note("participation"), *untold))


def is_told(compilation: Compilation) -> bool:
    """Whether the snapshots say what the frames are like."""
    return all(compilation.source(group).facts for group in compilation.groups)


def _rows(compilation: Compilation, defined: TableDefinition, fact: str) -> Iterator[Row]:
    """A row for each value of a fact, where some list has more than one."""
    if not is_told(compilation):
        return
    languages = compilation.definition.languages
    listed = {one.code: _listed(compilation, one, fact) for one in compilation.groups}
    rows = values(defined, {value for held in listed.values() for value in held}, languages)
    counted = {
        group.code: {row.code: _counts(compilation, group, fact, row) for row in rows}
        for group in compilation.groups
    }
    if all(sum(base > 0 for _, base in one.values()) < 2 for one in counted.values()):
        return
    ruled = {
        code: part_rulings(
            compilation.policy,
            {row: Part(base, (count,)) for row, (count, base) in counts.items()},
            role=TAKING_PART,
        )
        for code, counts in counted.items()
    }
    for row in rows:
        yield Row(
            code=f"{fact}_{row.code}",
            label=row.label,
            kind="option",
            cells=tuple(
                _cell(counted[one.code][row.code], ruled[one.code][row.code])
                for one in compilation.groups
            ),
            part=head(fact, languages),
        )


def _listed(compilation: Compilation, group: Group, fact: str) -> frozenset[str]:
    """Values of a fact that the list of a group has."""
    cells = compilation.source(group).facts
    return frozenset(str(getattr(cell, fact)) for cell in cells if _belongs(cell, group))


def _counts(compilation: Compilation, group: Group, fact: str, row: Value) -> tuple[int, int]:
    """Firms that answered and firms on the list, of some values of a fact."""
    source = compilation.source(group)
    held = source.columns[fact].isin(row.members).to_numpy(dtype=np.bool_)
    listed = sum(
        cell.units
        for cell in source.facts
        if _belongs(cell, group) and str(getattr(cell, fact)) in row.members
    )
    return int((held & compilation.responses(group).members).sum()), listed


def _belongs(cell: FrameCell, group: Group) -> bool:
    return all(getattr(cell, fact) in values for fact, values in group.where.items())


def _whole(compilation: Compilation, group: Group) -> tuple[int, int]:
    source = compilation.source(group)
    found = compilation.responses(group)
    if found.is_whole_wave:
        return len(found.strata), sum(source.frame.values())
    listed = sum(cell.units for cell in source.facts if _belongs(cell, group))
    return int(found.members.sum()), listed


def _shown(compilation: Compilation, whole: tuple[int, int]) -> Cell:
    count, base = whole
    if base == 0:
        return Cell(shown=NO_FIGURE)
    rate = percent_of_counts(min(count, base), base, compilation.policy.decimals)
    return Cell(shown="full", percent=str(rate), count=count, base=base)


def _cell(counted: tuple[int, int], ruling: Publication) -> Cell:
    if counted[1] == 0:
        return Cell(shown=NO_FIGURE)
    if ruling.shown is Shown.HIDDEN:
        return Cell(shown="hidden", reason=public_reason(ruling))
    count, base = counted
    rate = percent_of_counts(count, base, ruling.decimals)
    return Cell(shown=str(ruling.shown), percent=str(rate), count=count, base=base)


def _column(compilation: Compilation, group: Group, whole: tuple[int, int]) -> Column:
    count, base = whole
    found = compilation.responses(group)
    return Column(
        code=group.code,
        label=group.label,
        name=group.name,
        color=group.color,
        wave=group.wave,
        frame=base,
        responses=count,
        asked=base,
        answered=count,
        base=base,
        not_answered=0,
        refused=0,
        not_applicable=0,
        is_weighted=False,
        strata=len(found.frame),
    )
