"""Items that divide a whole of 100 percent between named rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from app.language.catalogue import gettext, mark
from app.language.numbers import canonical, format_decimal, format_percent, read_decimal
from app.questionnaire.answer import BLANK, Answer, Finding, Status
from app.questionnaire.codebook import Variable
from app.questionnaire.instrument import Item
from app.questionnaire.kinds import fields
from app.questionnaire.kinds.figures import Number, decimals_of, finite
from app.questionnaire.kinds.kind import (
    Cell,
    Raw,
    Reading,
    Value,
    is_substantive,
    missing_answer,
    missing_label,
)
from app.questionnaire.types import NUMBER, Type

WHOLE = Decimal(100)
LEAST, MOST = Decimal(99), Decimal(101)
"""Totals between these are rounding and may stay; others are mistakes."""

SUM = "sum"
"""The part of the item that a finding about its total concerns."""

_TOTAL = mark("Total: {n}%")
_SHARE = Number(is_percent=True)


@dataclass(frozen=True, slots=True)
class ConstantSum:
    """A percentage for each row, together 100.

    An empty row is 0 once any row has a figure. The figures are kept as the firm gave them, so
    they add to 99 to 101; whoever estimates with them divides by their total.
    """

    def parse(self, item: Item, raw: Raw, language: str) -> Reading:
        """The figures by the habits of the language, or the missing code that was ticked."""
        texts = {row.code: fields.typed(raw, f"{item.code}__{row.code}") for row in item.rows}
        missing = fields.chosen(raw, f"{item.code}__missing")
        found = _about_missing(item, missing, is_given=any(texts.values()))
        shares: dict[str, str] = {}
        for row, text in texts.items():
            if fields.is_repeated(raw, f"{item.code}__{row}"):
                found += (Finding("one_answer", item.code, part=row),)
            elif text:
                reading = _SHARE.read(item, text, language)
                found += tuple(replace(finding, part=row) for finding in reading.findings)
                found += _about_share(item, row, reading.answer)
                shares[row] = str(reading.answer.value)
        if any(finding.level == "hard" for finding in found):
            return Reading(findings=found)
        if missing:
            return Reading(missing_answer(missing[0]))
        return Reading(Answer(Status.GIVEN, shares) if shares else BLANK, found)

    def raw(self, item: Item, answer: Answer, language: str) -> dict[str, list[str]]:
        """Each figure as the language writes it, or the missing code."""
        code = str(answer.status)
        if code in item.missing_codes:
            return {f"{item.code}__missing": [code]}
        return {
            f"{item.code}__{row}": [format_decimal(share, language)]
            for row, share in shares_of(answer).items()
        }

    def findings(self, item: Item, answer: Answer) -> tuple[Finding, ...]:
        """Rows that do not exist, figures out of bounds, a total other than 100."""
        if not is_substantive(answer):
            return ()
        given = answer.value if isinstance(answer.value, Mapping) else {}
        if not given or given.keys() - {row.code for row in item.rows}:
            return (Finding("list_unknown", item.code),)
        found = tuple(
            finding
            for row, figure in given.items()
            for finding in _about_share(item, row, Answer(Status.GIVEN, figure))
        )
        return found or _about_total(item, sum(shares_of(answer).values(), Decimal(0)))

    def describe(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """A line for each row that was given a figure, and the total where it is not 100."""
        shares = shares_of(answer)
        if not shares:
            return missing_label(item, answer, language, fills)
        between = gettext(language, ": ")
        lines = tuple(
            row.label.say(language, fills)
            + between
            + format_percent(shares[row.code], language, decimals_of(shares[row.code]))
            for row in item.rows
            if row.code in shares
        )
        added = sum(shares.values(), Decimal(0))
        if added == WHOLE:
            return lines
        return (*lines, gettext(language, _TOTAL, n=format_decimal(added, language)))

    def value(self, item: Item, answer: Answer) -> Value:
        """The rows that have more than nothing."""
        shares = shares_of(answer)
        return tuple(row.code for row in item.rows if shares.get(row.code)) or None

    def row_values(self, item: Item, answer: Answer) -> Mapping[str, Value]:
        """The figure of each row under `item__row`, 0 where it was left empty."""
        shares = shares_of(answer)
        return {
            f"{item.code}__{row.code}": shares.get(row.code, Decimal(0)) if shares else None
            for row in item.rows
        }

    def value_types(self, item: Item) -> Mapping[str, Type]:
        """The rows that have more than nothing, and a number for each row."""
        codes = frozenset(row.code for row in item.rows) | frozenset(item.missing_codes)
        rows = {f"{item.code}__{row.code}": NUMBER for row in item.rows}
        return {item.code: Type("codes", codes), **rows}

    def variables(self, item: Item) -> tuple[Variable, ...]:
        """A column of numbers for each row."""
        return tuple(
            Variable(
                f"{item.code}__{row.code}",
                item.short,
                item.code,
                "decimal",
                part=row.code,
                part_label=row.label,
            )
            for row in item.rows
        )

    def cells(self, item: Item, answer: Answer | None) -> Mapping[str, Cell]:
        """The figure of each row, 0 where it was left empty; None where none was given."""
        shares = shares_of(answer) if answer else {}
        return {
            f"{item.code}__{row.code}": shares.get(row.code, Decimal(0)) if shares else None
            for row in item.rows
        }


def shares_of(answer: Answer) -> Mapping[str, Decimal]:
    """The percentage of each row that an answer gives; empty where it gives none."""
    if not is_substantive(answer) or not isinstance(answer.value, Mapping):
        return {}
    found = {row: finite(figure) for row, figure in answer.value.items()}
    return {row: figure for row, figure in found.items() if figure is not None}


def total(item: Item, raw: Raw, language: str) -> Decimal | None:
    """What the fields of an item add to, in percent; None where none or one cannot be read."""
    texts = [fields.typed(raw, f"{item.code}__{row.code}") for row in item.rows]
    figures = [read_decimal(text, language).value for text in texts if text]
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(figures) else None


def _about_missing(item: Item, missing: tuple[str, ...], *, is_given: bool) -> tuple[Finding, ...]:
    """What keeps a missing code from being the answer: unknown, several, beside figures."""
    found = fields.unknown(item, missing, item.missing)
    if found:
        return found
    if len(missing) > 1:
        return (Finding("one_answer", item.code),)
    if missing and is_given:
        label = item.missing_codes[missing[0]].label
        return (Finding("number_or_missing", item.code, texts={"label": label}),)
    return ()


def _about_share(item: Item, row: str, answer: Answer) -> tuple[Finding, ...]:
    """What is wrong with the figure of a row; nothing where none could be read."""
    if answer.value is None:
        return ()
    return tuple(replace(finding, part=row) for finding in _SHARE.findings(item, answer))


def _about_total(item: Item, total: Decimal) -> tuple[Finding, ...]:
    if total == WHOLE:
        return ()
    figures = {"total": Decimal(canonical(total))}
    if LEAST <= total <= MOST:
        return (Finding("sum_near", item.code, "soft", part=SUM, figures=figures),)
    return (Finding("sum", item.code, part=SUM, figures=figures),)
