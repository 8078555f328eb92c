"""The table of firms that a report's rule calls exposed, in all and by facts of the frame."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.disclosure.breakdown import Part, part_rulings
from app.disclosure.policy import (
    Publication,
    Reason,
    Shown,
    is_neutral,
    may_be_marked,
    treatment,
    withheld_counts,
)
from app.language.catalogue import gettext, mark
from app.questionnaire.instrument import Item
from app.reporting.cells import Rule, column_cells, gaps, is_uncounted
from app.reporting.definition import ExposureSettings, Group, TableDefinition, question
from app.reporting.document import Cell, Measure, Note, Row, Table, Words
from app.reporting.exposure import EXPOSED, UNTOLD, described, exposure
from app.reporting.responses import Answers, Base, Responses
from app.reporting.tables.compilation import Compilation, Head, columns, table
from app.reporting.tables.facts import head, values, words
from app.reporting.tables.gates import tells_a_gate
from app.reporting.tables.notes import noted
from app.reporting.tabulation import Category, ItemShares, tabulate

CATEGORIES = (
    Category(EXPOSED, frozenset({EXPOSED})),
    Category("at_most", frozenset({EXPOSED, UNTOLD})),
)
EVERY = frozenset(category.code for category in CATEGORIES)
WITH_INPUT = mark("Firms that named a critical input")
EVERYBODY = mark("All firms but those that were asked and named no input")
AT_MOST = mark("Exposed, or cannot be told")
SHAPES: Mapping[str, str] = {
    "between": mark("“{label}” from {low} to {high}"),
    "open": mark("“{label}” {low} or more"),
    "beyond": mark("“{label}” more than any number"),
    "number": mark("“{label}” {low}"),
    "between_bands": mark("; "),
}


@dataclass(frozen=True, eq=False)
class _Line:
    """A row on its way: its label, and its shares in every group."""

    code: str
    label: Words
    shares: ItemShares
    part: Words | None = None


def exposure_table(compilation: Compilation, defined: TableDefinition) -> Table:
    """Share of firms that the rule calls exposed, and with those that cannot be told.

    First of the firms that named a critical input, then of all firms, then of the former by facts
    of the frame. Differences between the groups are one family.

    Source: docs/methods.md, section 14. Checked in tests/reporting/test_exposure.py.
    """
    if defined.exposure is None:
        raise ValueError(f"table {defined.code!r}: expected the rule of exposure")
    roster, settings = compilation.items(defined.item)[0], defined.exposure
    read = {
        group.code: exposure(
            compilation.source(group).columns, item, settings, settings.home.get(group.code, ())
        )
        for group, item in zip(compilation.groups, compilation.items(defined.item), strict=True)
    }
    whole, everybody = _whole(compilation, read, "answered"), _whole(compilation, read, "all")
    languages = compilation.definition.languages
    lines = [
        _Line("input", words(WITH_INPUT, languages), whole),
        _Line("all", words(EVERYBODY, languages), everybody),
        *(line for fact in defined.by for line in _lines(compilation, defined, read, fact)),
    ]
    rule = compilation.rule(replace(roster, kind="multiple"))
    telling = [_tells_the_gate(compilation, group, defined, read) for group in compilation.groups]
    cells = _cells(rule, lines, telling)
    built, tests = _rows(rule, lines, cells)
    made = table(
        compilation,
        defined,
        Head(roster.code, roster.num, question(defined, roster), "single"),
        columns=columns(compilation.groups, [(one.responses, one.tally) for one in whole.groups]),
        rows=built,
        tests=tests,
    )
    at_most = Measure("at_most", label=words(AT_MOST, languages))
    made = replace(made, measure=Measure("exposed"), measures=(at_most,))
    own = tuple(_rule_notes(roster, settings, languages))
    return noted(compilation, made, [one.responses for one in whole.groups], own)


def _whole(compilation: Compilation, read: Mapping[str, Answers], base: Base) -> ItemShares:
    pairs = [(compilation.responses(group), read[group.code]) for group in compilation.groups]
    return _tabulated(compilation, pairs, base)


def _tabulated(
    compilation: Compilation, pairs: Sequence[tuple[Responses, Answers]], base: Base
) -> ItemShares:
    reading = compilation.definition.reading
    return tabulate(pairs, CATEGORIES, readings=(reading,), level=compilation.level, base=base)


def _lines(
    compilation: Compilation, defined: TableDefinition, read: Mapping[str, Answers], fact: str
) -> Iterator[_Line]:
    """A line for each value of a fact that firms of any group have."""
    languages = compilation.definition.languages
    facts = {group.code: compilation.source(group).columns[fact] for group in compilation.groups}
    there = {str(value) for held in facts.values() for value in held.dropna().unique()}
    rows = values(defined, there, languages)
    for row in rows if len(rows) > 1 else ():
        pairs = []
        for group in compilation.groups:
            found = compilation.responses(group)
            held = facts[group.code].isin(row.members).to_numpy(dtype=np.bool_)
            part = Responses(group.code, found.strata, found.frame, found.members & held)
            pairs.append((part, read[group.code]))
        shares = _tabulated(compilation, pairs, "answered")
        yield _Line(f"{fact}_{row.code}", row.label, shares, head(fact, languages))


def _tells_the_gate(
    compilation: Compilation, group: Group, defined: TableDefinition, read: Mapping[str, Answers]
) -> bool:
    """Whether the firms that cannot be told, of all firms, give away an answer to the gate."""
    gate = defined.exposure.gate if defined.exposure else None
    if gate is None:
        return False
    item = compilation.source(group).questionnaire.items[gate]
    return tells_a_gate(compilation, group, item, read[group.code], UNTOLD)


def _cells(
    rule: Rule, lines: Sequence[_Line], telling: Sequence[bool]
) -> list[list[tuple[Cell, ...]]]:
    """For each group and line the two figures: hidden together, and with what gives them away.

    `telling` says of each group whether its figures of all firms would give the gate away.
    """
    cells = []
    for place, is_telling in enumerate(telling):
        ruled = exposure_rulings(
            rule,
            {
                line.code: (
                    line.part,
                    Part(shares.tally.base, tuple(one.count for one in shares.shares)),
                )
                for line in lines
                for shares in [line.shares.groups[place]]
            },
        )
        if is_telling:
            ruled = {**ruled, "all": Publication(Shown.HIDDEN, reason=Reason.COMPLEMENT)}
        bare = _uncounted(rule, lines, place, ruled)
        cells.append(
            [
                tuple(
                    replace(cell, base=line.shares.groups[place].tally.base)
                    if cell.percent is not None
                    else cell
                    for cell in column_cells(
                        rule,
                        line.shares.groups[place],
                        [ruled[line.code]] * len(CATEGORIES),
                        uncounted=EVERY if line.code in bare else frozenset(),
                    )
                )
                for line in lines
            ]
        )
    return cells


def _uncounted(
    rule: Rule, lines: Sequence[_Line], place: int, ruled: Mapping[str, Publication]
) -> frozenset[str]:
    """Lines whose counts are withheld: both figures of a line, and both bases of the whole."""
    groups = {line.code: line.shares.groups[place] for line in lines}
    if not is_uncounted(rule, groups[lines[0].code]):
        return frozenset()
    bare: set[str] = set()
    for part in {str(line.part): line.part for line in lines}.values():
        own = [line.code for line in lines if line.part == part]
        shown = [code for code in own if ruled[code].shown is not Shown.HIDDEN]
        for figure in range(len(CATEGORIES)):
            cells = {
                code: (one.count, one.base)
                for code in shown
                for one in [groups[code].shares[figure]]
            }
            bare |= withheld_counts(rule.policy, cells, adding_up=len(shown) == len(own))
    return frozenset(bare)


def exposure_rulings(
    rule: Rule, lines: Mapping[str, tuple[Words | None, Part]]
) -> Mapping[str, Publication]:
    """How much of each line is published, given the head it stands under and its counts.

    The two lines without a head have the same firms counted, of two bases: where one is hidden,
    both are, and so is everything below, which adds up to the first.
    """
    neutral = is_neutral(rule.policy, rule.item.code)
    role = rule.item.role

    def judged(parts: Mapping[str, Part]) -> Mapping[str, Publication]:
        return part_rulings(rule.policy, parts, role=role, neutral=neutral)

    whole = {code: part for code, (own, part) in lines.items() if own is None}
    apart = {code: judged({code: part})[code] for code, part in whole.items()}
    hidden = [one for one in apart.values() if one.shown is Shown.HIDDEN]
    if hidden:
        covering = Publication(Shown.HIDDEN, reason=Reason.COMPLEMENT)
        return {code: apart[code] if apart.get(code) in hidden else covering for code in lines}
    found = dict(apart)
    heads = {str(own): own for own, _ in lines.values() if own is not None}
    for above in heads.values():
        found.update(judged({code: part for code, (own, part) in lines.items() if own == above}))
    return found


def _rows(
    rule: Rule, lines: Sequence[_Line], cells: Sequence[Sequence[tuple[Cell, ...]]]
) -> tuple[tuple[Row, ...], int]:
    main = [tuple(column[place][0] for place in range(len(lines))) for column in cells]
    differing, tests = (
        gaps(
            rule,
            [line.shares.differences[rule.reading][0] for line in lines],
            main,
            markable=[_may_be_marked(rule, line) for line in lines],
        )
        if len(cells) > 1
        else ((None,) * len(lines), 0)
    )
    return (
        tuple(
            Row(
                code=line.code,
                label=line.label,
                kind="option",
                cells=tuple(column[place] for column in main),
                gap=differing[place],
                also=(tuple(column[place][1] for column in cells),),
                part=line.part,
            )
            for place, line in enumerate(lines)
        ),
        tests,
    )


def _may_be_marked(rule: Rule, line: _Line) -> bool:
    pair = tuple((one.shares[0].count, one.shares[0].base) for one in line.shares.groups[:2])
    return may_be_marked(rule.policy, pair)


def _rule_notes(
    roster: Item, settings: ExposureSettings, languages: tuple[str, ...]
) -> Iterator[Note]:
    """The rule, and how each band was read."""
    yield Note(
        "exposure_rule",
        {"share": str(settings.least_share), "months": str(settings.least_months)},
    )
    for bands in (settings.share, settings.replace, settings.cover):
        item = next(one for one in roster.items if one.code == bands.item)
        yield Note(
            "exposure_bands",
            words={
                "item": item.short.wordings,
                "bands": {
                    language: described(
                        bands,
                        item,
                        language,
                        {shape: gettext(language, msgid) for shape, msgid in SHAPES.items()},
                    )
                    for language in languages
                },
            },
        )
    yield Note("exposure_untold")
    if treatment(roster.role) == "sensitive":
        yield Note("exposure_hidden")
