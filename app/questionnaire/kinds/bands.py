"""Items asked for several rows on a common scale of bands."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.language.catalogue import gettext
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
from app.questionnaire.types import Type


@dataclass(frozen=True, slots=True)
class BandedShare:
    """A band of shares for each row; one missing code for the item as a whole."""

    def parse(self, item: Item, raw: Raw, language: str) -> Reading:
        """The band of each row that has one, or the missing code that was ticked."""
        del language
        missing = fields.chosen(raw, f"{item.code}__missing")
        came = {row.code: fields.chosen(raw, f"{item.code}__{row.code}") for row in item.rows}
        bands = {row: codes[0] for row, codes in came.items() if codes}
        found = fields.unknown(item, missing, item.missing)
        found += tuple(
            Finding(finding.code, item.code, part=row)
            for row, codes in came.items()
            for finding in fields.unknown(item, codes, item.options)
        )
        found += tuple(
            Finding("one_answer", item.code, part=row)
            for row, codes in came.items()
            if len(codes) > 1
        )
        if not found and (len(missing) > 1 or (missing and bands)):
            label = item.missing_codes[missing[0]].label
            found = (Finding("exclusive", item.code, texts={"label": label}),)
        if found:
            return Reading(findings=found)
        if missing:
            return Reading(missing_answer(missing[0]))
        return Reading(Answer(Status.GIVEN, bands) if bands else BLANK)

    def raw(self, item: Item, answer: Answer, language: str) -> dict[str, list[str]]:
        """The band of each row, or the missing code."""
        del language
        code = str(answer.status)
        if code in item.missing_codes:
            return {f"{item.code}__missing": [code]}
        return {f"{item.code}__{row}": [band] for row, band in bands_of(answer).items()}

    def findings(self, item: Item, answer: Answer) -> tuple[Finding, ...]:
        """Codes that are not offered; rows left out, as a reminder."""
        if not is_substantive(answer):
            return ()
        bands = bands_of(answer)
        rows = {row.code for row in item.rows}
        if fields.unknown(item, tuple(bands.values()), item.options) or bands.keys() - rows:
            return (Finding("list_unknown", item.code),)
        return tuple(
            Finding("row_missing", item.code, "soft", part=row.code, texts={"label": row.label})
            for row in item.rows
            if row.code not in bands
        )

    def describe(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """A line for each row that has a band."""
        bands = bands_of(answer)
        if not bands:
            return missing_label(item, answer, language, fills)
        labels = {option.code: option.label.say(language, fills) for option in item.options}
        between = gettext(language, ": ")
        return tuple(
            row.label.say(language, fills) + between + labels.get(bands[row.code], bands[row.code])
            for row in item.rows
            if row.code in bands
        )

    def value(self, item: Item, answer: Answer) -> Value:
        """The rows that have a band."""
        bands = bands_of(answer)
        return tuple(row.code for row in item.rows if row.code in bands) or None

    def row_values(self, item: Item, answer: Answer) -> Mapping[str, Value]:
        """The band of each row under `item__row`."""
        bands = bands_of(answer)
        return {f"{item.code}__{row.code}": bands.get(row.code) for row in item.rows}

    def value_types(self, item: Item) -> Mapping[str, Type]:
        """The rows that have a band, and a band for each row."""
        missing = frozenset(item.missing_codes)
        bands = Type("code", frozenset(item.option_codes) | missing)
        rows = {f"{item.code}__{row.code}": bands for row in item.rows}
        return {
            item.code: Type("codes", frozenset(row.code for row in item.rows) | missing),
            **rows,
        }

    def variables(self, item: Item) -> tuple[Variable, ...]:
        """A column of codes for each row."""
        codes = {option.code: option.label for option in item.options}
        return tuple(
            Variable(
                f"{item.code}__{row.code}",
                item.short,
                item.code,
                "code",
                part=row.code,
                part_label=row.label,
                codes=codes,
            )
            for row in item.rows
        )

    def cells(self, item: Item, answer: Answer | None) -> Mapping[str, Cell]:
        """The band of each row."""
        bands = bands_of(answer) if answer else {}
        return {f"{item.code}__{row.code}": bands.get(row.code) for row in item.rows}


def bands_of(answer: Answer) -> Mapping[str, str]:
    """The band of each row that an answer gives; empty where it gives none."""
    if is_substantive(answer) and isinstance(answer.value, Mapping):
        return answer.value
    return {}
