"""Whether a report asks of its waves what they can give: every problem at once."""

from collections.abc import Iterator, Mapping

from app.disclosure.policy import treatment
from app.questionnaire.instrument import Item, Questionnaire
from app.questionnaire.text import FILL
from app.reporting.definition import (
    CHOICES,
    ReportDefinition,
    TableDefinition,
    categories,
    label,
    question,
)
from app.reporting.document import Words
from app.reporting.published import PublishedFigures
from app.reporting.questions import ROWED
from app.reporting.tables.compilation import NO_FIGURES

KINDS: Mapping[str, frozenset[str]] = {
    "choice": CHOICES | ROWED,
    "scale": frozenset({"single"}) | ROWED,
    "rank": frozenset({"rank"}),
    "sum": frozenset({"constant_sum"}),
    "roster": frozenset({"roster"}),
    "exposure": frozenset({"roster"}),
}
"""By the kind of a table, the kinds of item that it can show."""

MOST_ROWS = 18
"""Rows of a table beyond which nobody reads it, and no chart holds it."""


def problems_with(
    definition: ReportDefinition,
    questionnaires: Mapping[str, Questionnaire],
    figures: PublishedFigures = NO_FIGURES,
) -> tuple[str, ...]:
    """Everything in a report that its waves, and the figures of others, cannot give.

    Parameters
    ----------
    definition : ReportDefinition
    questionnaires : mapping
        By wave, the questionnaire that its firms answered.
    figures : PublishedFigures

    Returns
    -------
    tuple of str
        Waves that are unknown; items that a wave does not have, that are of another kind than the
        table, or that may not be shown; codes that no option has or that two categories claim;
        wordings with a fill, which would say different things to the two groups; sensitive items
        that are shown twice, as two tables of one give away hidden cells; figures of others that
        the file does not have.
    """
    problems = [
        f"groups: wave {group.wave!r} is not there"
        for group in definition.groups
        if group.wave not in questionnaires
    ]
    for table in definition.tables:
        place = f"table {table.code!r}"
        problems += [f"{place}: {told}" for told in _unfit(table)]
        problems += [f"{place}: {told}" for told in _uncited(table, figures)]
        for code in _items(table):
            for wave, questionnaire in sorted(questionnaires.items()):
                item = questionnaire.items.get(code)
                if item is None:
                    problems.append(f"{place}: wave {wave!r} has no item {code!r}")
                elif code == table.item:
                    problems += [f"{place}: {told}" for told in _against(table, item)]
    for questionnaire in questionnaires.values():
        problems += _shown_twice(definition, questionnaire)
    return tuple(dict.fromkeys(problems))


def _items(table: TableDefinition) -> tuple[str, ...]:
    """The items that a table needs."""
    beside = table.beside_item.item if table.beside_item else ""
    gate = (table.exposure.gate or "") if table.exposure else ""
    return tuple(code for code in (table.item, beside, gate) if code)


def _unfit(table: TableDefinition) -> Iterator[str]:
    """What a table of its kind needs, or has no use for."""
    rules = {
        "needs an item": table.kind == "participation" or bool(table.item),
        "is about no item": table.kind != "participation" or not table.item,
        "needs a question": table.kind != "participation" or table.question is not None,
        "needs sub_item": table.kind != "roster" or table.sub_item is not None,
        "needs exposure": (table.kind == "exposure") == (table.exposure is not None),
        "needs by": table.kind != "participation" or bool(table.by),
    }
    yield from (told for told, holds in rules.items() if not holds)


def _uncited(table: TableDefinition, figures: PublishedFigures) -> Iterator[str]:
    for cited in table.beside:
        found = figures.of(cited.survey, cited.wave, cited.status, cited.question)
        options = {figure.option["en"] for figure in found}
        for option in sorted(set(cited.rows.values()) - options):
            yield f"beside {cited.code!r}: no figure of {option!r}; there are {sorted(options)}"


def _shown_twice(definition: ReportDefinition, questionnaire: Questionnaire) -> Iterator[str]:
    """Sensitive answers in two tables: two bases or groupings of one give away hidden cells."""
    seen: set[tuple[str, str | None, str | None]] = set()
    for table in definition.tables:
        item = questionnaire.items.get(table.item)
        if item is None or treatment(item.role) != "sensitive" or table.kind == "exposure":
            continue
        if table.subject in seen:
            yield f"table {table.code!r}: the sensitive item {item.code!r} stands twice"
        seen.add(table.subject)


def _against(table: TableDefinition, item: Item) -> Iterator[str]:
    if item.kind not in KINDS[table.kind]:
        yield f"item {item.code!r} is a {item.kind}, no item for a table of kind {table.kind}"
        return
    if treatment(item.role) == "never":
        yield f"item {item.code!r} has the role {item.role!r} and is never shown"
    yield from _about_parts(table, item)
    if table.kind in {"sum", "exposure"}:
        yield from _fills({"question": question(table, item)})
        return
    asked = item
    if table.sub_item is not None:
        named = [one for one in item.items if one.code == table.sub_item]
        if not named:
            yield f"item {item.code!r} has no item {table.sub_item!r} inside"
            return
        asked = named[0]
    yield from _about_rows(table, asked)


def _about_parts(table: TableDefinition, item: Item) -> Iterator[str]:
    """Rows of the item that the table names, or does not name and should."""
    rows = [row.code for row in item.rows]
    if item.kind in ROWED and table.row is None and table.kind != "scale":
        yield f"row: expected one of {rows}"
    if table.row is not None and table.row not in rows:
        yield f"row: item {item.code!r} has no row {table.row!r}"


def _about_rows(table: TableDefinition, item: Item) -> Iterator[str]:
    rows = [row.code for row in categories(table, item)]
    if len(rows) > MOST_ROWS:
        yield f"{len(rows)} rows are more than {MOST_ROWS}: group them in categories"
    placed = {"last": table.last, **{f"sides.{side}": held for side, held in table.sides.items()}}
    for what, codes in placed.items():
        yield from (f"{what}: no row {code!r}" for code in codes if code not in rows)
    known = {**item.option_codes, **item.missing_codes}
    yield from (f"labels: no code {code!r}" for code in table.labels if code not in known)
    yield from _unclear_groupings(table, item)
    for cited in table.beside:
        absent = sorted(cited.rows.keys() - set(rows))
        yield from (f"beside {cited.code!r}: no row {code!r}" for code in absent)
    wordings = {"question": question(table, item)} | {
        f"label of {code!r}": label(table, item, code) for code in rows
    }
    yield from _fills(wordings)


def _fills(wordings: Mapping[str, Words]) -> Iterator[str]:
    for what, words in wordings.items():
        if any(FILL.search(wording) for wording in words.values()):
            yield f"the {what} has a fill, which differs between groups: state it in the report"


def _unclear_groupings(table: TableDefinition, item: Item) -> Iterator[str]:
    lists = {option.group for option in item.options}
    for part in table.categories:
        unknown = [code for code in part.codes if code not in item.option_codes]
        yield from (f"category {part.code!r}: no option {code!r}" for code in unknown)
        empty = [group for group in part.groups if group not in lists]
        yield from (f"category {part.code!r}: no option in group {group!r}" for group in empty)
        if part.code in item.option_codes and part.code not in part.codes:
            yield f"category {part.code!r}: has the code of an option outside it"
    for option in item.options:
        homes = [part.code for part in table.categories if part.holds(option)]
        if len(homes) > 1:
            yield f"option {option.code!r} stands in categories {homes}"
