"""An answer to one item, its status, and what a check finds about it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from app.language.numbers import format_decimal
from app.questionnaire.text import Text

Rows = tuple[Mapping[str, Mapping[str, object]], ...]
"""The rows of a roster: for each the stored answers to its items, by their codes."""

Value = str | tuple[str, ...] | Mapping[str, str] | Rows | None
"""A code, text or canonical decimal; several codes; a code a row; rows of answers; nothing."""

Level = Literal["hard", "soft"]


class Status(StrEnum):
    """What is known about an answer; one list for pages, storage, snapshots and tables."""

    GIVEN = "given"
    ESTIMATED = "estimated"
    DONT_KNOW = "dont_know"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASKED = "not_asked"
    NOT_ANSWERED = "not_answered"


SUBSTANTIVE = frozenset({Status.GIVEN, Status.ESTIMATED})


@dataclass(frozen=True, slots=True)
class Answer:
    """A value given to one item, or the reason why there is none.

    `other` is the text beside an option that asks for one. An item whose page was saved blank has
    an answer with the status not_answered; an item never shown has no answer at all.
    """

    status: Status
    value: Value = None
    other: str | None = None

    def to_document(self) -> dict[str, object]:
        """The answer as it is stored: JSON values alone, nothing that is empty."""
        stored: dict[str, object] = {"status": str(self.status)}
        if isinstance(self.value, tuple):
            stored["value"] = [_plain(one) for one in self.value]
        elif isinstance(self.value, Mapping):
            stored["value"] = dict(self.value)
        elif self.value is not None:
            stored["value"] = self.value
        if self.other is not None:
            stored["other"] = self.other
        return stored

    @classmethod
    def from_document(cls, stored: Mapping[str, object]) -> "Answer":
        """The answer that `to_document` wrote."""
        value = stored.get("value")
        other = stored.get("other")
        return cls(
            status=Status(str(stored["status"])),
            value=_value(value),
            other=None if other is None else str(other),
        )


BLANK = Answer(Status.NOT_ANSWERED)

Answers = Mapping[str, Answer]


def _value(stored: object) -> Value:
    if stored is None or isinstance(stored, str):
        return stored
    if isinstance(stored, list) and any(isinstance(one, dict) for one in stored):
        return tuple({str(code): dict(one) for code, one in row.items()} for row in stored)
    if isinstance(stored, list):
        return tuple(str(code) for code in stored)
    if isinstance(stored, dict):
        return {str(row): str(code) for row, code in stored.items()}
    raise TypeError(f"a stored answer is text, a list or a mapping, not {type(stored).__name__}")


def _plain(one: str | Mapping[str, Mapping[str, object]]) -> object:
    return one if isinstance(one, str) else {code: dict(stored) for code, stored in one.items()}


def fingerprint(answer: Answer | None) -> str:
    """A short hash of a stored answer: equal when, and only when, the answer is the same."""
    if answer is None:
        return "-"
    canonical = json.dumps(answer.to_document(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, told in a code whose wording is in the catalogue.

    Parameters
    ----------
    code : str
        Key of the wording in `app.language.findings`; a check of the questionnaire itself has the
        code "check" and brings its own text in `params["text"]`.
    item : str
        The item it concerns.
    level : {"hard", "soft"}
        A hard finding keeps the page from being saved; a soft one is shown once.
    params : mapping
        What fills the wording, the same in every language.
    texts : mapping
        Wordings of the questionnaire that fill it, such as the label of an option.
    figures : mapping
        Numbers that fill it, written by the habits of the language.
    part : str, optional
        The field within the item: a row, or "other".
    """

    code: str
    item: str
    level: Level = "hard"
    params: Mapping[str, str] = field(default_factory=dict)
    part: str | None = None
    texts: Mapping[str, Text] = field(default_factory=dict)
    figures: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What names this finding among those of a page, so that a soft one can be confirmed."""
        places = (self.part, self.params.get("check"))
        return ":".join([self.item, self.code, *(place for place in places if place)])

    def fillings(self, language: str, fills: Mapping[str, str] | None = None) -> dict[str, str]:
        """Everything that fills the wording, in a language: what `findings.say` wants."""
        said = {name: text.say(language, fills) for name, text in self.texts.items()}
        numbers = {name: format_decimal(figure, language) for name, figure in self.figures.items()}
        return {**self.params, **said, **numbers}
