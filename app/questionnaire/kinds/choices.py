"""Items answered by choosing options: one or several, from a few or from a long list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from app.questionnaire.kinds.others import (
    about_other,
    exclusive,
    is_text_apart,
    labelled,
    other_cell,
    other_text,
    other_variable,
    raw_other,
    specified,
)
from app.questionnaire.text import Text
from app.questionnaire.types import Type


@dataclass(frozen=True, slots=True)
class Single:
    """One option."""

    def parse(self, item: Item, raw: Raw, language: str) -> Reading:
        """The option that came; a text typed beside no option at all chooses its option."""
        del language
        codes = fields.chosen(raw, item.code)
        found = fields.unknown(item, codes, (*item.options, *item.missing))
        if found or len(codes) > 1:
            return Reading(findings=found or (Finding("one_answer", item.code),))
        if codes and is_text_apart(item, raw, codes):
            option = item.option_codes[specified(item)]
            unchosen = Finding(
                "other_unchosen", item.code, texts={"label": option.label}, part="other"
            )
            return Reading(findings=(unchosen,))
        if codes and codes[0] in item.missing_codes:
            return Reading(missing_answer(codes[0]))
        other, about_other = other_text(item, raw)
        if not codes and other is None:
            return Reading(BLANK, about_other)
        code = codes[0] if codes else specified(item)
        return Reading(Answer(Status.GIVEN, code, other), about_other)

    def raw(self, item: Item, answer: Answer, language: str) -> dict[str, list[str]]:
        """The option's code, and the text beside it."""
        del language
        if is_substantive(answer):
            return {item.code: [str(answer.value)], **raw_other(item, answer)}
        code = str(answer.status)
        return {item.code: [code]} if code in item.missing_codes else {}

    def findings(self, item: Item, answer: Answer) -> tuple[Finding, ...]:
        """A code that is not offered; a text that is missing or too long."""
        if not is_substantive(answer):
            return ()
        codes = (str(answer.value),)
        return fields.unknown(item, codes, item.options) or about_other(item, answer, codes)

    def describe(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """The label, followed by the text typed beside it."""
        if not is_substantive(answer):
            return missing_label(item, answer, language, fills)
        return (labelled(item, str(answer.value), answer, language, fills),)

    def value(self, item: Item, answer: Answer) -> Value:
        """The code."""
        del item
        return str(answer.value) if is_substantive(answer) else None

    def row_values(self, item: Item, answer: Answer) -> Mapping[str, Value]:
        """Nothing: the item has no rows."""
        del item, answer
        return {}

    def value_types(self, item: Item) -> Mapping[str, Type]:
        """One code, of the options or the missing codes."""
        return {item.code: Type("code", frozenset(_codes(item)))}

    def variables(self, item: Item) -> tuple[Variable, ...]:
        """One column of codes, and one of text where an option opens a text."""
        column = Variable(item.code, item.short, item.code, "code", codes=_labels(item))
        return (column, *other_variable(item))

    def cells(self, item: Item, answer: Answer | None) -> Mapping[str, Cell]:
        """The code."""
        value = str(answer.value) if answer and is_substantive(answer) else None
        return {item.code: value, **other_cell(item, answer)}


@dataclass(frozen=True, slots=True)
class Multiple:
    """Several options; some of them exclude every other."""

    def parse(self, item: Item, raw: Raw, language: str) -> Reading:
        """The options that came, in the order of the questionnaire; a text chooses its option."""
        del language
        codes = fields.chosen(raw, item.code)
        if codes and is_text_apart(item, raw, codes):
            codes = (*codes, specified(item))
        found = fields.unknown(item, codes, (*item.options, *item.missing))
        if found:
            return Reading(findings=found)
        missing = [code for code in codes if code in item.missing_codes]
        if missing and len(codes) > 1:
            return Reading(findings=(exclusive(item, item.missing_codes[missing[0]]),))
        if missing:
            return Reading(missing_answer(missing[0]))
        other, about_other = other_text(item, raw)
        if not codes and other is None:
            return Reading(BLANK, about_other)
        value = _in_order(item, codes) if codes else (specified(item),)
        return Reading(Answer(Status.GIVEN, value, other), about_other)

    def raw(self, item: Item, answer: Answer, language: str) -> dict[str, list[str]]:
        """The codes, and the text beside one of them."""
        del language
        if is_substantive(answer):
            return {item.code: list(chosen_codes(answer)), **raw_other(item, answer)}
        code = str(answer.status)
        return {item.code: [code]} if code in item.missing_codes else {}

    def findings(self, item: Item, answer: Answer) -> tuple[Finding, ...]:
        """Unknown codes, too many, or an exclusive one beside others."""
        if not is_substantive(answer):
            return ()
        codes = chosen_codes(answer)
        found = fields.unknown(item, codes, item.options)
        if found:
            return found
        alone = [item.option_codes[code] for code in codes if item.option_codes[code].exclusive]
        if alone and len(codes) > 1:
            return (exclusive(item, alone[0]),)
        if item.max_choices is not None and len(codes) > item.max_choices:
            params = {"k": str(item.max_choices), "n": str(len(codes))}
            found = (Finding("count_max", item.code, params=params),)
        return (*found, *about_other(item, answer, codes))

    def describe(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """A line for each option chosen."""
        if not is_substantive(answer):
            return missing_label(item, answer, language, fills)
        return tuple(
            labelled(item, code, answer, language, fills) for code in chosen_codes(answer)
        )

    def value(self, item: Item, answer: Answer) -> Value:
        """The codes."""
        del item
        return chosen_codes(answer) if is_substantive(answer) else None

    def row_values(self, item: Item, answer: Answer) -> Mapping[str, Value]:
        """Nothing: the item has no rows."""
        del item, answer
        return {}

    def value_types(self, item: Item) -> Mapping[str, Type]:
        """Several codes of the options or the missing codes."""
        return {item.code: Type("codes", frozenset(_codes(item)))}

    def variables(self, item: Item) -> tuple[Variable, ...]:
        """A flag for each option, and a text where one opens a text."""
        flags = tuple(
            Variable(
                f"{item.code}__{option.code}",
                item.short,
                item.code,
                "flag",
                part=option.code,
                part_label=option.label,
            )
            for option in item.options
        )
        return (*flags, *other_variable(item))

    def cells(self, item: Item, answer: Answer | None) -> Mapping[str, Cell]:
        """Whether each option was chosen; None for all of them where nothing was given."""
        given = answer is not None and is_substantive(answer)
        codes = chosen_codes(answer) if answer is not None and given else ()
        flags = {
            f"{item.code}__{option.code}": option.code in codes if given else None
            for option in item.options
        }
        return {**flags, **other_cell(item, answer)}


def _codes(item: Item) -> tuple[str, ...]:
    return (*item.option_codes, *item.missing_codes)


def chosen_codes(answer: Answer) -> tuple[str, ...]:
    """The codes that an answer gives, in its order."""
    if isinstance(answer.value, tuple):
        return tuple(code for code in answer.value if isinstance(code, str))
    return (answer.value,) if isinstance(answer.value, str) else ()


def _in_order(item: Item, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(option.code for option in item.options if option.code in codes)


def _labels(item: Item) -> Mapping[str, Text]:
    return {option.code: option.label for option in item.options}
