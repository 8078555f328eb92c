"""Whether a report asks of its waves what they can give: every problem at once."""

from collections.abc import Iterator, Mapping

from app.disclosure.policy import treatment
from app.questionnaire.instrument import Item, Questionnaire
from app.questionnaire.text import FILL
from app.reporting.beside import MEASURED
from app.reporting.definition import (
    CHOICES,
    Citation,
    ReportDefinition,
    TableDefinition,
    categories,
    label,
    question,
)
from app.reporting.document import Words
from app.reporting.lines import Place
from app.reporting.published import PublishedFigure, PublishedFigures
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

Told = tuple[Place, str]
"""A problem and its place: in the report, or in a table of it."""

ANSWERS_SAID: Mapping[str, str] = {"first": "one answer", "top": "several answers"}

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
        the file does not have, or beside a rank without saying which of its shares counts alike.
    """
    found: list[Told] = [
        (("groups", number, "wave"), f"groups: wave {group.wave!r} is not there")
        for number, group in enumerate(definition.groups)
        if group.wave not in questionnaires
    ]
    for number, table in enumerate(definition.tables):
        for part, told in _with_table(table, questionnaires, definition.languages, figures):
            found.append((("tables", number, *part), f"table {table.code!r}: {told}"))
    for questionnaire in questionnaires.values():
        found += _shown_twice(definition, questionnaire)
    return tuple(dict.fromkeys(definition.lines.told(place, told) for place, told in found))


def _with_table(
    table: TableDefinition,
    questionnaires: Mapping[str, Questionnaire],
    languages: tuple[str, ...],
    figures: PublishedFigures,
) -> Iterator[Told]:
    """What a table asks for and its waves, or the figures of others, do not have."""
    yield from _unfit(table)
    yield from _uncited(table, figures, languages)
    for name, code in _items(table).items():
        for wave, questionnaire in sorted(questionnaires.items()):
            item = questionnaire.items.get(code)
            if item is None:
                yield (name,), f"wave {wave!r} has no item {code!r}"
            elif code == table.item:
                yield from _against(table, item)
                yield from _untranslated(table, item, wave, languages)


def _items(table: TableDefinition) -> Mapping[str, str]:
    """The items that a table needs, by the part of it that names them."""
    named = {
        "item": table.item,
        "beside_item": table.beside_item.item if table.beside_item else "",
        "exposure": (table.exposure.gate or "") if table.exposure else "",
    }
    return {name: code for name, code in named.items() if code}


def _unfit(table: TableDefinition) -> Iterator[Told]:
    """What a table of its kind needs, or has no use for."""
    rules = {
        "needs an item": table.kind == "participation" or bool(table.item),
        "is about no item": table.kind != "participation" or not table.item,
        "needs a question": table.kind != "participation" or table.question is not None,
        "needs sub_item": table.kind != "roster" or table.sub_item is not None,
        "needs exposure": (table.kind == "exposure") == (table.exposure is not None),
        "needs by": table.kind != "participation" or bool(table.by),
    }
    yield from (((), told) for told, holds in rules.items() if not holds)


def _uncited(
    table: TableDefinition, figures: PublishedFigures, languages: tuple[str, ...]
) -> Iterator[Told]:
    """What a table cites that the file does not have, or that cannot stand where it says."""
    for number, cited in enumerate(table.beside):
        found = figures.of(cited.survey, cited.wave, cited.status, cited.question)
        told = (*_uncited_options(cited, found, languages), *_unmeasured(table, cited, found))
        for part, problem in told:
            yield ("beside", number, *part), f"beside {cited.code!r}: {problem}"


def _uncited_options(
    cited: Citation, found: tuple[PublishedFigure, ...], languages: tuple[str, ...]
) -> Iterator[Told]:
    there = {figure.option["en"]: figure.option for figure in found}
    for option in sorted({*cited.rows.values(), *cited.alone} - there.keys()):
        yield (), f"no figure of {option!r}; there are {sorted(there)}"
    for option in cited.alone:
        if option in cited.rows.values():
            yield ("alone",), f"{option!r} stands in a row and alone"
        missing = [one for one in languages if option in there and one not in there[option]]
        for language in missing:
            yield ("alone",), f"{option!r} has no label in {language!r} in the file of figures"


def _unmeasured(
    table: TableDefinition, cited: Citation, found: tuple[PublishedFigure, ...]
) -> Iterator[Told]:
    """Whether it is plain which figure of ours counts as the source did."""
    if table.kind != "rank":
        if cited.measure:
            yield (
                ("measure",),
                f"measure: a table of kind {table.kind} has one share; leave it out",
            )
        return
    if not cited.measure:
        yield (), "needs measure: top, ranked at all, or first, ranked first"
    elif found and MEASURED[found[0].answers] != cited.measure:
        fits = MEASURED[found[0].answers]
        told = f"measure: expected {fits}, as the source took {ANSWERS_SAID[fits]} from each firm"
        yield ("measure",), told


def _shown_twice(definition: ReportDefinition, questionnaire: Questionnaire) -> Iterator[Told]:
    """Sensitive answers in two tables: two bases or groupings of one give away hidden cells."""
    seen: set[tuple[str, str | None, str | None]] = set()
    for number, table in enumerate(definition.tables):
        item = questionnaire.items.get(table.item)
        if item is None or treatment(item.role) != "sensitive" or table.kind == "exposure":
            continue
        if table.subject in seen:
            told = f"table {table.code!r}: the sensitive item {item.code!r} stands twice"
            yield ("tables", number, "item"), told
        seen.add(table.subject)


def _against(table: TableDefinition, item: Item) -> Iterator[Told]:
    if item.kind not in KINDS[table.kind]:
        told = f"item {item.code!r} is a {item.kind}, no item for a table of kind {table.kind}"
        yield ("item",), told
        return
    if treatment(item.role) == "never":
        yield ("item",), f"item {item.code!r} has the role {item.role!r} and is never shown"
    yield from _about_parts(table, item)
    drawn = () if table.kind == "exposure" else _labels(table, item)
    yield from _fills({"question": question(table, item)} | {what: one for _, what, one in drawn})
    if table.kind in {"sum", "exposure"}:
        return
    asked = item
    if table.sub_item is not None:
        named = [one for one in item.items if one.code == table.sub_item]
        if not named:
            yield ("sub_item",), f"item {item.code!r} has no item {table.sub_item!r} inside"
            return
        asked = named[0]
    yield from _about_rows(table, asked)


def _about_parts(table: TableDefinition, item: Item) -> Iterator[Told]:
    """Rows of the item that the table names, or does not name and should."""
    rows = [row.code for row in item.rows]
    if item.kind in ROWED and table.row is None and table.kind != "scale":
        yield ("row",), f"row: expected one of {rows}"
    if table.row is not None and table.row not in rows:
        yield ("row",), f"row: item {item.code!r} has no row {table.row!r}"


def _about_rows(table: TableDefinition, item: Item) -> Iterator[Told]:
    rows = [row.code for row in categories(table, item)]
    if len(rows) > MOST_ROWS:
        yield (), f"{len(rows)} rows are more than {MOST_ROWS}: group them in categories"
    placed = {"last": table.last, **{f"sides.{side}": held for side, held in table.sides.items()}}
    for what, codes in placed.items():
        place = tuple(what.split("."))
        yield from ((place, f"{what}: no row {code!r}") for code in codes if code not in rows)
    known = {**item.option_codes, **item.missing_codes} | {row.code: row for row in item.rows}
    strange = [code for code in table.labels if code not in known]
    yield from ((("labels", code), f"labels: no code {code!r}") for code in strange)
    yield from _unclear_groupings(table, item)
    for number, cited in enumerate(table.beside):
        absent = sorted(cited.rows.keys() - set(rows))
        beside = ("beside", number, "rows")
        yield from (
            ((*beside, code), f"beside {cited.code!r}: no row {code!r}") for code in absent
        )


def _untranslated(
    table: TableDefinition, item: Item, wave: str, languages: tuple[str, ...]
) -> Iterator[Told]:
    """Wordings of the questionnaire that are drawn and lack a language of the report."""
    wordings = ((("question",), "question", question(table, item)), *_labels(table, item))
    for part, what, words in wordings:
        for language in languages:
            if not words.get(language):
                missing = f"wave {wave!r}: the {what} has no wording in {language!r}"
                yield part, f"{missing}: state it here, or leave the language out of the report"


def _labels(table: TableDefinition, item: Item) -> Iterator[tuple[Place, str, Words]]:
    """The labels that a table takes from its item: of rows, of options, of items inside."""
    for row in item.rows:
        if row.code not in table.labels and table.row in {None, row.code}:
            yield ("labels",), f"label of row {row.code!r}", row.label.wordings
    if table.kind == "exposure":
        for one in item.items:
            yield ("exposure",), f"short name of {one.code!r}", one.short.wordings
            bands = [(option.code, option.label.wordings) for option in one.options]
            yield from ((("exposure",), f"label of {code!r}", words) for code, words in bands)
    elif table.kind != "sum":
        asked = next((one for one in item.items if one.code == table.sub_item), item)
        for code in [category.code for category in categories(table, asked)]:
            yield ("labels",), f"label of {code!r}", label(table, asked, code)


def _fills(wordings: Mapping[str, Words]) -> Iterator[Told]:
    for what, words in wordings.items():
        if any(FILL.search(wording) for wording in words.values()):
            key = "question" if what == "question" else "labels"
            told = f"the {what} has a fill, which differs between groups: state it in the report"
            yield (key,), f"{told}, under {key}:"


def _unclear_groupings(table: TableDefinition, item: Item) -> Iterator[Told]:
    lists = {option.group for option in item.options}
    for number, part in enumerate(table.categories):
        at = ("categories", number)
        unknown = [code for code in part.codes if code not in item.option_codes]
        yield from ((at, f"category {part.code!r}: no option {code!r}") for code in unknown)
        empty = [group for group in part.groups if group not in lists]
        yield from (
            (at, f"category {part.code!r}: no option in group {group!r}") for group in empty
        )
        if part.code in item.option_codes and part.code not in part.codes:
            named = f"category {part.code!r} is named like an option that is not in it"
            yield at, f"{named}; rename it or add the option"
    for option in item.options:
        homes = [part.code for part in table.categories if part.holds(option)]
        if len(homes) > 1:
            yield ("categories",), f"option {option.code!r} stands in categories {homes}"
