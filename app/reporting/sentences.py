"""What a report says in words: a note, and the finding of a table, from published figures."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from app.language.catalogue import gettext, mark
from app.language.numbers import format_percent
from app.reporting.document import HIDDEN, Cell, Column, Note, Published, Row, Table
from app.reporting.wordings import NOTES

LEADS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "choice": (
        (
            mark("Named most often: “{label}” ({shares})"),
            mark("Named most often: {answers}"),
        ),
        (
            mark("Of the shares shown, named most often: “{label}” ({shares})"),
            mark("Of the shares shown, named most often: {answers}"),
        ),
        (
            mark(
                "Leaving aside “none”, “other” and “do not know”, named most often: “{label}” "
                "({shares})"
            ),
            mark("Leaving aside “none”, “other” and “do not know”, named most often: {answers}"),
        ),
    ),
    "rank": (
        (
            mark("Ranked most often: “{label}” ({shares})"),
            mark("Ranked most often: {answers}"),
        ),
        (
            mark("Of the shares shown, ranked most often: “{label}” ({shares})"),
            mark("Of the shares shown, ranked most often: {answers}"),
        ),
        (
            mark(
                "Leaving aside “none”, “other” and “do not know”, ranked most often: “{label}” "
                "({shares})"
            ),
            mark("Leaving aside “none”, “other” and “do not know”, ranked most often: {answers}"),
        ),
    ),
    "sum": (
        (
            mark("Largest mean share: “{label}” ({shares})"),
            mark("Largest mean share: {answers}"),
        ),
        (
            mark("Largest of the mean shares shown: “{label}” ({shares})"),
            mark("Largest of the mean shares shown: {answers}"),
        ),
        (
            mark("Largest mean share of what is named: “{label}” ({shares})"),
            mark("Largest mean share of what is named: {answers}"),
        ),
    ),
}
"""By kind of table, what leads: the same in every group, or each its own. First where all is shown
and nothing else is larger, then where an option is hidden, then where "none", "other" or "do not
know" is larger than what leads, or hidden."""

HEADLINES: Mapping[str, str] = {
    "participation": mark("Rate of response: {shares}"),
    "exposure": mark("{label}: exposed are {shares}"),
}
"""By kind of table, the sentence on its first row."""


def note(told: Note, language: str, columns: Iterable[Column | Published]) -> str:
    """The wording of a note; columns, of others too, are named as the report names them."""
    names = {
        column.code: column.label[language]
        if isinstance(column, Published)
        else column.name[language]
        for column in columns
    }
    params = {name: names.get(value, value) for name, value in told.params.items()}
    words = {name: said[language] for name, said in told.words.items()}
    return gettext(language, NOTES[told.code], **params, **words)


def finding(table: Table, language: str) -> str:
    """The title of a table's chart: what it shows in each group, as published."""
    if table.kind in HEADLINES:
        return _headline(table, language)
    return _leading(table, language)


def _headline(table: Table, language: str) -> str:
    """The first row of a table that breaks one figure down, in each group."""
    first = table.rows[0]
    shares = [
        _part(column, cell, language)
        for column, cell in zip(table.columns, first.cells, strict=True)
        if cell.percent is not None
    ]
    if not shares:
        return gettext(language, _without_finding(table))
    return gettext(
        language,
        HEADLINES[table.kind],
        label=first.label[language],
        shares=_joined(shares, language),
    )


def _leading(table: Table, language: str) -> str:
    """What leads in each group.

    A hidden option may lead a group, so where one is hidden only the shares shown are spoken of.
    """
    led = [
        (column, leaders)
        for place, column in enumerate(table.columns)
        for leaders in [_leaders(table, place)]
        if leaders
    ]
    if not led:
        return gettext(language, _without_finding(table))
    doubt = max(_doubt(table, table.columns.index(column)) for column, _ in led)
    together, apart = LEADS.get(table.kind, LEADS["choice"])[doubt]
    if len({row.code for _, leaders in led for row, _ in leaders}) == 1:
        shares = [_part(column, leaders[0][1], language) for column, leaders in led]
        label = row_name(led[0][1][0][0], language)
        return gettext(language, together, label=label, shares=_joined(shares, language))
    answers = [
        gettext(
            language,
            mark("{group} “{label}” ({percent})"),
            group=column.name[language],
            label=gettext(language, mark("” and “")).join(
                row_name(row, language) for row, _ in leaders
            ),
            percent=percent(leaders[0][1].percent, language),
        )
        for column, leaders in led
    ]
    return gettext(language, apart, answers=_joined(answers, language))


def alternative(table: Table, language: str) -> str:
    """What the chart shows, for those who cannot see it: the finding and every published share."""
    said = [finding(table, language)]
    for row in table.rows:
        shares = [
            _part(column, cell, language)
            for column, cell in zip(table.columns, row.cells, strict=True)
            if cell.percent is not None
        ]
        if shares:
            said.append(
                gettext(
                    language,
                    mark("{label}: {shares}"),
                    label=row_name(row, language),
                    shares=_joined(shares, language),
                )
            )
    return gettext(language, mark(". ")).join(said)


def percent(published: str | None, language: str) -> str:
    """A published percentage with its sign; its decimals are those that it was published with."""
    if published is None:
        return gettext(language, mark("hidden"))
    value = Decimal(published)
    exponent = value.as_tuple().exponent
    return format_percent(value, language, -exponent if isinstance(exponent, int) else 0)


def row_name(row: Row, language: str) -> str:
    """The label of a row, after that of the part of the table in which it stands."""
    if row.part is None:
        return row.label[language]
    return gettext(
        language,
        mark("{part}: {label}"),
        part=row.part[language],
        label=row.label[language],
    )


def _doubt(table: Table, place: int) -> int:
    """What keeps an option from being called the largest: nothing, a hidden one, another row."""
    others = [row.cells[place] for row in table.rows if row.kind != "option"]
    most = _leaders(table, place)[0][1].percent
    if any(
        cell.shown == HIDDEN or Decimal(cell.percent or 0) >= Decimal(most or 0) for cell in others
    ):
        return 2
    return 1 if _hides_an_option(table, place) else 0


def _hides_an_option(table: Table, place: int) -> bool:
    return any(row.kind == "option" and row.cells[place].percent is None for row in table.rows)


def _without_finding(table: Table) -> str:
    """Why there is no finding; a base that is large enough is not called too small."""
    reasons = {cell.reason for row in table.rows for cell in row.cells}
    if any(row.kind == "option" and cell.percent for row in table.rows for cell in row.cells):
        return mark("None of these answers was given")
    if HIDDEN in reasons:
        return mark("No share of these answers can be shown")
    return mark("Too few firms answered to show a finding")


def _leaders(table: Table, place: int) -> list[tuple[Row, Cell]]:
    """Options with the largest published share of a group; several where they are equal."""
    shown = [
        (row, row.cells[place])
        for row in table.rows
        if row.kind == "option" and row.cells[place].percent is not None
    ]
    most = max((Decimal(cell.percent or 0) for _, cell in shown), default=None) or None
    return [(row, cell) for row, cell in shown if Decimal(cell.percent or 0) == most]


def _part(column: Column, cell: Cell, language: str) -> str:
    return gettext(
        language,
        mark("{group} {percent}"),
        group=column.name[language],
        percent=percent(cell.percent, language),
    )


def _joined(parts: list[str], language: str) -> str:
    return gettext(language, mark(", ")).join(parts)
