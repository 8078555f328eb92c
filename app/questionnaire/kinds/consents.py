"""Items by which a firm permits something or does not: never a variable."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.questionnaire.answer import Answer
from app.questionnaire.codebook import Variable
from app.questionnaire.instrument import Item
from app.questionnaire.kinds.choices import Single
from app.questionnaire.kinds.kind import Cell

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Consent(Single):
    """Yes or no, with nothing chosen beforehand.

    A consent is about the firm by its name, so it becomes no column: it never leaves with the
    answers, whose firm nobody is to know.
    """

    def variables(self, item: Item) -> tuple[Variable, ...]:
        """No column."""
        del item
        return ()

    def cells(self, item: Item, answer: Answer | None) -> Mapping[str, Cell]:
        """Nothing."""
        del item, answer
        return {}
