"""Items answered with a figure: numbers with a unit, and percentages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.language.catalogue import gettext, mark
from app.language.numbers import canonical, format_decimal, format_percent, read_decimal
from app.questionnaire.answer import BLANK, Answer, Finding, Status
from app.questionnaire.codebook import Variable
from app.questionnaire.instrument import Item
from app.questionnaire.kinds import fields
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

_ESTIMATED = mark("{value} (an estimate)")
_WITH_UNIT = mark("{value} {unit}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number within bounds."""

    is_percent: bool = False

    def parse(self, item: Item, raw: Raw, language: str) -> Reading:
        """The number by the habits of the language, or the missing code that was ticked.

        A figure whose other reading would be allowed too is asked back once, as a soft finding.
        """
        text = fields.typed(raw, item.code)
        missing = fields.chosen(raw, f"{item.code}__missing")
        is_estimate = bool(fields.chosen(raw, f"{item.code}__est")) and item.allow_estimate
        found = _about_fields(item, raw, missing, text)
        if found:
            return Reading(findings=found)
        if text:
            return self.read(item, text, language, is_estimate=is_estimate)
        if missing:
            return Reading(missing_answer(missing[0]))
        lacking = Finding("estimate_without_number", item.code)
        return Reading(BLANK, (lacking,) if is_estimate else ())

    def read(self, item: Item, text: str, language: str, *, is_estimate: bool = False) -> Reading:
        """The number that one text states, whichever field it came in."""
        found = fields.text_findings(item, text, most=None)
        if found:
            return Reading(findings=found)
        reading = read_decimal(text, language)
        if reading.value is None:
            return Reading(findings=(self._unreadable(item, reading.readings),))
        status = Status.ESTIMATED if is_estimate else Status.GIVEN
        answer = Answer(status, canonical(reading.value))
        if reading.other is None or self._outside(item, reading.other):
            return Reading(answer)
        if self._outside(item, reading.value):
            both = {"first": reading.value, "second": reading.other}
            return Reading(findings=(Finding("number_unreadable", item.code, figures=both),))
        figures = {"value": reading.value, "other": reading.other}
        return Reading(answer, (Finding("number_factor", item.code, "soft", figures=figures),))

    def raw(self, item: Item, answer: Answer, language: str) -> dict[str, list[str]]:
        """The number as the language writes it, or the missing code."""
        code = str(answer.status)
        if code in item.missing_codes:
            return {f"{item.code}__missing": [code]}
        figure = figure_of(answer)
        if figure is None:
            return {}
        posted = {item.code: [format_decimal(figure, language)]}
        if answer.status is Status.ESTIMATED:
            posted[f"{item.code}__est"] = ["1"]
        return posted

    def findings(self, item: Item, answer: Answer) -> tuple[Finding, ...]:
        """A number outside its bounds or with too many decimals."""
        if not is_substantive(answer):
            return ()
        figure = figure_of(answer)
        if figure is None:
            return (Finding("number_unreadable", item.code),)
        found = self._outside(item, figure)
        return (found,) if found else ()

    def _unreadable(self, item: Item, readings: Sequence[Decimal]) -> Finding:
        """What to type in place of a text that states no number, or one of several."""
        if readings:
            named = zip(("first", "second"), readings, strict=False)
            return Finding("number_unreadable", item.code, figures=dict(named))
        if self.is_percent:
            least, most = self._bounds(item)
            return self._range(item, least, most)
        return Finding("number_unreadable" if item.decimals else "whole_unreadable", item.code)

    def _outside(self, item: Item, figure: Decimal) -> Finding | None:
        least, most = self._bounds(item)
        if (least is not None and figure < least) or (most is not None and figure > most):
            return self._range(item, least, most)
        if not _has_decimals(figure, item.decimals):
            return None
        if item.decimals == 0:
            return Finding("whole_number", item.code)
        return Finding("decimals", item.code, params={"k": str(item.decimals)})

    def _bounds(self, item: Item) -> tuple[Decimal | None, Decimal | None]:
        if not self.is_percent:
            return item.min, item.max
        least = Decimal(0) if item.min is None else item.min
        return least, Decimal(100) if item.max is None else item.max

    def _range(self, item: Item, least: Decimal | None, most: Decimal | None) -> Finding:
        if self.is_percent and least == 0 and most == 100:
            return Finding("share_range", item.code)
        bounds = {"min": least, "max": most}
        figures = {name: bound for name, bound in bounds.items() if bound is not None}
        code = "number_range" if len(figures) == 2 else f"number_{next(iter(figures))}"
        return Finding(code, item.code, figures=figures)

    def describe(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """The number with its unit, marked where it is an estimate."""
        figure = figure_of(answer)
        if figure is None:
            return missing_label(item, answer, language, fills)
        said = self._said(item, figure, language, fills)
        if answer.status is Status.ESTIMATED:
            said = gettext(language, _ESTIMATED, value=said)
        return (said,)

    def _said(self, item: Item, figure: Decimal, language: str, fills: Mapping[str, str]) -> str:
        if self.is_percent:
            return format_percent(figure, language, decimals_of(figure))
        value = format_decimal(figure, language)
        if item.unit is None:
            return value
        return gettext(language, _WITH_UNIT, value=value, unit=item.unit.say(language, fills))

    def value(self, item: Item, answer: Answer) -> Value:
        """The number."""
        del item
        return figure_of(answer)

    def row_values(self, item: Item, answer: Answer) -> Mapping[str, Value]:
        """Nothing: the item has no rows."""
        del item, answer
        return {}

    def value_types(self, item: Item) -> Mapping[str, Type]:
        """A number."""
        return {item.code: NUMBER}

    def variables(self, item: Item) -> tuple[Variable, ...]:
        """One column of numbers."""
        return (Variable(item.code, item.short, item.code, "decimal"),)

    def cells(self, item: Item, answer: Answer | None) -> Mapping[str, Cell]:
        """The number."""
        return {item.code: figure_of(answer) if answer else None}


def _about_fields(
    item: Item, raw: Raw, missing: tuple[str, ...], text: str
) -> tuple[Finding, ...]:
    """What keeps the fields from being one answer: unknown, repeated, both figure and none."""
    found = fields.unknown(item, missing, item.missing)
    if not found and (len(missing) > 1 or fields.is_repeated(raw, item.code)):
        return (Finding("one_answer", item.code),)
    if not found and missing and text:
        label = item.missing_codes[missing[0]].label
        return (Finding("number_or_missing", item.code, texts={"label": label}),)
    return found


def figure_of(answer: Answer) -> Decimal | None:
    """The number that an answer gives; None where it gives none that is finite."""
    if not is_substantive(answer) or not isinstance(answer.value, str):
        return None
    return finite(answer.value)


def finite(written: str) -> Decimal | None:
    """The number that a stored text states; None where it states none that is finite."""
    try:
        figure = Decimal(written)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None


def decimals_of(figure: Decimal) -> int:
    """How many digits a number has behind the point."""
    exponent = figure.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _has_decimals(figure: Decimal, most: int) -> bool:
    """Whether a number has more decimals than allowed; zeros at its end do not count."""
    return "." in (plain := canonical(figure)) and len(plain.partition(".")[2]) > most
