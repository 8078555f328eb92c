"""What every kind of item knows: from the fields that were posted to the columns it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from app.questionnaire.answer import BLANK, SUBSTANTIVE, Answer, Finding, Status
from app.questionnaire.codebook import Variable
from app.questionnaire.instrument import Item
from app.questionnaire.types import Type

Raw = Mapping[str, Sequence[str]]
"""What came in each field of a page; a field that did not come is not there."""

Cell = str | bool | Decimal | None
Value = Decimal | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the fields of an item were read as.

    After a hard finding the answer is whatever could be read and is not to be stored.
    """

    answer: Answer = BLANK
    findings: tuple[Finding, ...] = ()

    @property
    def is_hard(self) -> bool:
        """Whether something keeps the answer from being stored."""
        return any(finding.level == "hard" for finding in self.findings)


class Kind(Protocol):
    """One kind of item. Items come as they are asked of the firm, options left out and all."""

    def parse(self, item: Item, raw: Raw, language: str) -> Reading:
        """The answer that posted fields state, and what keeps them from being read."""

    def raw(self, item: Item, answer: Answer, language: str) -> dict[str, list[str]]:
        """What stands in the fields for an answer; reading it gives the answer again."""

    def findings(self, item: Item, answer: Answer) -> tuple[Finding, ...]:
        """What is wrong with an answer that could be read: bounds, counts, lengths, codes."""

    def describe(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """The answer in words, a line for each part; nothing for an item left blank."""

    def value(self, item: Item, answer: Answer) -> Value:
        """What conditions see; None unless a figure, code or text was given."""

    def row_values(self, item: Item, answer: Answer) -> Mapping[str, Value]:
        """What conditions see under the names of the item's rows."""

    def value_types(self, item: Item) -> Mapping[str, Type]:
        """The names that conditions may use for the item, each with its type."""

    def variables(self, item: Item) -> tuple[Variable, ...]:
        """The columns that the item becomes."""

    def cells(self, item: Item, answer: Answer | None) -> Mapping[str, Cell]:
        """The answer in those columns; None where there is no value."""


def is_substantive(answer: Answer | None) -> bool:
    """Whether an answer says something else than why there is none."""
    return answer is not None and answer.status in SUBSTANTIVE and answer.value is not None


def missing_answer(code: str) -> Answer:
    """The answer that a missing code stands for: a status and no value."""
    return Answer(Status(code))


def missing_label(
    item: Item, answer: Answer, language: str, fills: Mapping[str, str]
) -> tuple[str, ...]:
    """The label of the missing code that was chosen; nothing where none was."""
    option = item.missing_codes.get(str(answer.status))
    return (option.label.say(language, fills),) if option else ()
