"""What a report says in words: its notes, and the finding of a table, from published figures."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from app.language.catalogue import gettext, mark
from app.language.numbers import format_percent
from app.reporting.beside import REMARKS
from app.reporting.document import HIDDEN, Cell, Column, Note, Published, Row, Table

THIN = mark(
    "{group}: in some strata one firm answered, or none. No figure covers a stratum without an "
    "answer; intervals are wider for one with a single answer."
)
"""Documents of earlier programs name these strata; nobody who reads one may learn them."""

NOTES: Mapping[str, str] = {
    "base": mark(
        "Base: firms that were asked and gave an answer; “none” and “do not know” are answers. "
        "Firms that gave no answer, refused or said that the question does not apply to them "
        "stand outside the base."
    ),
    "reading_frame": mark(
        "Reading: these firms. Intervals speak of the firms on the list and of no others. They "
        "take the firms that answered for a random part of those on the list."
    ),
    "reading_process": mark(
        "Reading: firms like these. Intervals speak of firms like those on the list, now and in "
        "other years, and are therefore wider than for the list alone."
    ),
    "level": mark("Nominal level of each interval: {level}%."),
    "bounds": mark(
        "Bounds assume nothing about the firms on the list that gave no answer: the lower counts "
        "them as if none would give this answer, the upper as if all would."
    ),
    "families": mark(
        "The report makes {tests} tests in all. p is adjusted within each table, not across them."
    ),
    "base_all": mark(
        "Base: all firms, with those that were not asked; these count as not having named it. "
        "Firms that were asked and gave no answer stand outside the base."
    ),
    "base_asked": mark(
        "Base: all firms that were asked. Firms that gave no answer count as not having named it."
    ),
    "roster": mark(
        "Share of firms that named it for at least one of up to {k} inputs; the firm is counted "
        "once, and the shares may add to more than 100%."
    ),
    "rank": mark(
        "Up to {k} answers in order of importance. Points: as many as there are ranks for the "
        "first, one less for each rank below, none where it was not ranked. Every figure is of "
        "all firms in the base."
    ),
    "constant_sum": mark(
        "Mean of the percentages that firms stated, whatever the amount a firm buys; totals of 99 "
        "to 101 are brought to 100. Firms that do not know, or to whom the question does not "
        "apply, stand outside the base."
    ),
    "median_rounded": mark(
        "Medians are rounded to {points} points, because each is the answer of a firm. The number "
        "of firms behind a mean is not shown."
    ),
    "participation": mark(
        "Rate of response: firms that sent their answers, in percent of the firms on the list. It "
        "is counted and has no interval. Parts of the list that are too small, or in which nearly "
        "all or nearly none took part, are not shown."
    ),
    "participation_whole": mark(
        "A snapshot was taken before the list was kept with country, sector and size, so only the "
        "whole list is shown."
    ),
    "exposure_rule": mark(
        "Rule: a firm is exposed if, for one of the inputs it named, the largest country of "
        "origin lies outside its own area and has at least {share}% of the purchases, replacing "
        "it would take {months} months or more, and the stocks normally held last less long than "
        "that."
    ),
    "exposure_bands": mark("Read as numbers, {item}: {bands}."),
    "exposure_untold": mark(
        "A band that does not decide a condition, an origin that is not known, or an answer that "
        "is missing, leaves it open; one condition that surely fails is enough for “not exposed”. "
        "Of an input that cannot be replaced, any stock lasts less long than that. Firms that "
        "cannot be told count as not exposed in the first figure and as exposed in the second; "
        "among all firms these are also firms that have not checked, or did not say, whether they "
        "use such inputs. Firms that were asked and named no input stand in neither base."
    ),
    "exposure_hidden": mark(
        "Both figures of a row are shown or neither is. Where a part is hidden, further parts are "
        "hidden so that it cannot be computed."
    ),
    "multiple_up_to": mark(
        "Multiple answers, up to {k} for each firm: the shares may add to more than 100%."
    ),
    "multiple": mark("Multiple answers: the shares may add to more than 100%."),
    "sum": mark("{group}: the shares of this table add to {sum}%."),
    "single": mark("One answer for each firm."),
    "rounding": mark("Shares are rounded one by one and may not add to 100 exactly."),
    "weighted": mark(
        "{group}: shares are weighted so that each of the {strata} strata counts as it does on "
        "the list. Numbers of firms are not weighted."
    ),
    "hidden": mark(
        "Hidden: so few firms stand behind this share, or behind all others, that the answer of a "
        "single firm could be known. Further shares are hidden so that these cannot be computed."
    ),
    "small_base": mark("{group}: fewer than {least} firms stand in the base; shares are hidden."),
    "withheld": mark(
        "Left out: {titles}. One of these questions leads to another, and how many firms were "
        "asked could tell the answer of a single firm."
    ),
    "linked": mark(
        "{group}: hidden here as well, because the same answers of fewer firms stand in another "
        "table of this question."
    ),
    "few": mark("{group}: few firms, shares in whole percent."),
    "uncounted": mark(
        "{group}: where few firms stand behind a share or behind all others (fewer than {least}, "
        "and what would tell their number), it is in whole percent without a number of firms or "
        "bounds, because these together could tell the answers of a single stratum."
    ),
    "no_interval": mark(
        "{group}: no interval can be given where too few firms of a stratum answered to show how "
        "much they differ."
    ),
    "difference": mark(
        "Difference: {first} minus {second}, in percentage points. Each interval stands for "
        "itself. p is adjusted for the {tests} differences of this table (Holm)."
    ),
    "difference_plain": mark(
        "Difference: {first} minus {second}, in percentage points. Each interval stands for "
        "itself."
    ),
    "mark": mark(
        "● marks a difference with p under {alpha}. Where there is no mark, equality has not been "
        "shown either."
    ),
    "no_marks": mark("The data are provisional: differences carry neither p nor mark."),
    "thin": THIN,
    "silent": THIN,
    "lonely": THIN,
    "not_in_form": mark(
        "{group}: this question is not in the short form, which this wave asked; there is no "
        "figure."
    ),
    "core_rows": mark(
        "Of the inputs of each firm the first {k} are counted in every group, because the short "
        "form asks for no more."
    ),
    "part": mark("{group}: a part of its wave; bounds without assumption cannot be given."),
    "provisional": mark("Provisional: answers are still coming in, and figures will change."),
    "simulated": mark("Simulated: firms and answers are invented."),
    "from_counts": mark(
        "Made from published counts: each question comes out as counted. Which firm gave which "
        "answers together is invented, so nothing follows from two questions at once."
    ),
    **REMARKS,
}
"""Code of a note to its wording in English; `group`, `first` and `second` name a column."""


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
