"""Items answered in the firm's own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.questionnaire.answer import BLANK, Answer, Finding, Status
from app.questionnaire.codebook import Variable
from app.questionnaire.instrument import Item
from app.questionnaire.kinds import fields
from app.questionnaire.kinds.kind import Cell, Raw, Reading, Value, is_substantive
from app.questionnaire.types import TEXT, Type


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A text of limited length, in one line or in several."""

    lines: bool

    def parse(self, item: Item, raw: Raw, language: str) -> Reading:
        """The text without spaces at its ends; its length counts characters, not bytes."""
        del language
        text = fields.typed(raw, item.code)
        if fields.is_repeated(raw, item.code):
            return Reading(findings=(Finding("one_answer", item.code),))
        if not text:
            return Reading(BLANK)
        answer = Answer(Status.GIVEN, text)
        found = fields.text_findings(item, text, most=item.max_length, lines=self.lines)
        return Reading(BLANK if found else answer, found)

    def raw(self, item: Item, answer: Answer, language: str) -> dict[str, list[str]]:
        """The text."""
        del language
        return {item.code: [str(answer.value)]} if is_substantive(answer) else {}

    def findings(self, item: Item, answer: Answer) -> tuple[Finding, ...]:
        """A text that is too long or cannot be shown."""
        if not is_substantive(answer):
            return ()
        text = str(answer.value)
        return fields.text_findings(item, text, most=item.max_length, lines=self.lines)

    def describe(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """The lines of the text, as they were typed."""
        del item, language, fills
        return tuple(str(answer.value).split("\n")) if is_substantive(answer) else ()

    def value(self, item: Item, answer: Answer) -> Value:
        """The text."""
        del item
        return str(answer.value) if is_substantive(answer) else None

    def row_values(self, item: Item, answer: Answer) -> Mapping[str, Value]:
        """Nothing: the item has no rows."""
        del item, answer
        return {}

    def value_types(self, item: Item) -> Mapping[str, Type]:
        """A text."""
        return {item.code: TEXT}

    def variables(self, item: Item) -> tuple[Variable, ...]:
        """One column of text."""
        return (Variable(item.code, item.short, item.code, "text"),)

    def cells(self, item: Item, answer: Answer | None) -> Mapping[str, Cell]:
        """The text."""
        return {item.code: str(answer.value) if answer and is_substantive(answer) else None}
