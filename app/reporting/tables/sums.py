"""Tables of a whole that firms divided: mean and median share of each row."""

from dataclasses import replace

from app.reporting.cells import Rule, gaps, mean_cells, mean_rulings, median_cells
from app.reporting.definition import TableDefinition, question
from app.reporting.document import Measure, Note, Row, Table, Words
from app.reporting.means import differences, means, medians
from app.reporting.tables.compilation import Compilation, Head, columns, ordered, table
from app.reporting.tables.notes import noted
from app.reporting.wholes import markable, whole_numbers


def sum_table(compilation: Compilation, defined: TableDefinition) -> Table:
    """Mean share of each row in the wholes that firms divided, each firm counting the same.

    Firms gave 99 to 101 percent; each is brought to 100 first. Firms that do not know, or to whom
    the question does not apply, have no shares and stand outside the base.

    Source: docs/methods.md, section 4. Checked in tests/reference/test_report_figures.py.
    """
    items = compilation.items(defined.item)
    item, reading, level = items[0], compilation.definition.reading, compilation.level
    given = [
        whole_numbers(compilation.responses(group), compilation.source(group).columns, own)
        for group, own in zip(compilation.groups, items, strict=True)
    ]
    rule = compilation.rule(item)
    found = [means(numbers, reading=reading, level=level) for numbers in given]
    ruled = [mean_rulings(rule, one) for one in found]
    cells = [mean_cells(rule, one, by) for one, by in zip(found, ruled, strict=True)]
    middle = [
        median_cells(rule, medians(numbers, reading=reading, level=level), by)
        for numbers, by in zip(given, ruled, strict=True)
    ]
    apart = differences(given[0], given[1], reading=reading, level=level) if len(given) > 1 else ()
    differing, tests = (
        gaps(rule, apart, cells, markable=markable(rule, found[0], found[1]))
        if len(given) > 1
        else ((None,) * len(item.rows), 0)
    )
    built = tuple(
        Row(
            code=row.code,
            label=_label(defined, row.code, row.label.wordings),
            kind="rest" if row.code in defined.last else "option",
            cells=tuple(column[place] for column in cells),
            gap=differing[place],
            also=(tuple(column[place] for column in middle),),
        )
        for place, row in enumerate(item.rows)
    )
    made = table(
        compilation,
        defined,
        Head(item.code, item.num, question(defined, item), "single"),
        columns=columns(compilation.groups, [(one.responses, one.tally) for one in given]),
        rows=ordered(built, defined),
        tests=tests,
    )
    made = replace(made, measure=Measure("mean"), measures=(Measure("median"),))
    return noted(
        compilation,
        made,
        [one.responses for one in given],
        (Note("constant_sum"), *_median_notes(rule)),
    )


def _label(defined: TableDefinition, code: str, own: Words) -> Words:
    return defined.labels.get(code, own)


def _median_notes(rule: Rule) -> tuple[Note, ...]:
    """That medians of a sensitive item are rounded, because each is the answer of somebody."""
    if rule.item.role != "sensitive":
        return ()
    return (Note("median_rounded", {"points": str(rule.policy.reader_points)}),)
