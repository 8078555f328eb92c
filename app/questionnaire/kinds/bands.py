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
    """A band of shares, or a missing code, for each row.

    An item whose every row has the same missing code has that code as its status; a firm that
    knows one share and not another has given an answer.
    """

    def parse(self, item: Item, raw: Raw, language: str) -> Reading:
        """What was chosen in each row."""
        del language
        came = {row.code: fields.chosen(raw, f"{item.code}__{row.code}") for row in item.rows}
        found = tuple(
            Finding(finding.code, item.code, part=row)
            for row, codes in came.items()
            for finding in fields.unknown(item, codes, (*item.options, *item.missing))
        )
        found += tuple(
            Finding("one_answer", item.code, part=row)
            for row, codes in came.items()
            if len(codes) > 1
        )
        if found:
            return Reading(findings=found)
        chosen = {row: codes[0] for row, codes in came.items() if codes}
        said = set(chosen.values())
        if len(said) == 1 and len(chosen) == len(item.rows) and said <= item.missing_codes.keys():
            return Reading(missing_answer(said.pop()))
        return Reading(Answer(Status.GIVEN, chosen) if chosen else BLANK)

    def raw(self, item: Item, answer: Answer, language: str) -> dict[str, list[str]]:
        """What stands in each row."""
        del language
        return {f"{item.code}__{row}": [code] for row, code in _codes(item, answer).items()}

    def findings(self, item: Item, answer: Answer) -> tuple[Finding, ...]:
        """Codes that are not offered; rows left out, as a reminder."""
        if not is_substantive(answer):
            return ()
        bands = bands_of(answer)
        rows = {row.code for row in item.rows}
        offered = (*item.options, *item.missing)
        if fields.unknown(item, tuple(bands.values()), offered) or bands.keys() - rows:
            return (Finding("list_unknown", item.code),)
        return tuple(
            Finding("row_missing", item.code, "soft", part=row.code, texts={"label": row.label})
            for row in item.rows
            if row.code not in bands
        )

    def describe(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """A line for each row that has a code; one for all where nothing is known of any."""
        bands = bands_of(answer)
        if not bands:
            return missing_label(item, answer, language, fills)
        offered = (*item.options, *item.missing)
        labels = {option.code: option.label.say(language, fills) for option in offered}
        between = gettext(language, ": ")
        return tuple(
            row.label.say(language, fills) + between + labels.get(bands[row.code], bands[row.code])
            for row in item.rows
            if row.code in bands
        )

    def value(self, item: Item, answer: Answer) -> Value:
        """The rows that have a band."""
        bands = bands_of(answer)
        known = (row.code for row in item.rows if bands.get(row.code) in item.option_codes)
        return tuple(known) or None

    def row_values(self, item: Item, answer: Answer) -> Mapping[str, Value]:
        """The band of each row under `item__row`; unknown where it has a missing code."""
        bands = bands_of(answer)
        names = {row.code: f"{item.code}__{row.code}" for row in item.rows}
        return {
            name: bands[row] if bands.get(row) in item.option_codes else None
            for row, name in names.items()
        }

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
        codes = {option.code: option.label for option in (*item.options, *item.missing)}
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
        """What each row says, its missing code included."""
        codes = _codes(item, answer) if answer else {}
        return {f"{item.code}__{row.code}": codes.get(row.code) for row in item.rows}


def _codes(item: Item, answer: Answer) -> Mapping[str, str]:
    """The code of each row; the missing code of the whole stands in every one."""
    code = str(answer.status)
    if code in item.missing_codes:
        return {row.code: code for row in item.rows}
    return bands_of(answer)


def bands_of(answer: Answer) -> Mapping[str, str]:
    """The code of each row that an answer gives; empty where it gives none."""
    if is_substantive(answer) and isinstance(answer.value, Mapping):
        return answer.value
    return {}
