"""A page that came back: what it brought, and what is to become of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.collection.response import Contributor
from app.questionnaire.answer import Answer, Answers, Finding, fingerprint
from app.questionnaire.checks import read_page
from app.questionnaire.instrument import Instrument
from app.questionnaire.routing import next_page, path
from app.storage.responses import Draft, Event

Place = tuple[str, str]
"""A page: the codes of its section and of itself."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a page brought back.

    Parameters
    ----------
    raw : mapping
        What came in each field.
    seen : mapping
        Fingerprint of each answer that the page showed, by item.
    confirmed : frozenset of str
        Soft findings that the firm has seen, each by its `Finding.key`.
    """

    section: str
    page: str
    raw: Mapping[str, Sequence[str]]
    seen: Mapping[str, str]
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a page.

    Parameters
    ----------
    outcome : {"saved", "findings", "conflict", "closed", "submitted", "off_path"}
        After "findings" the page has been stored unless one of them is hard.
    theirs : mapping
        After "conflict", the answers that somebody else stored meanwhile, by item.
    next : (section, page), optional
        The page that follows on the path as it is now.
    """

    outcome: Literal["saved", "findings", "conflict", "closed", "submitted", "off_path"]
    findings: tuple[Finding, ...] = ()
    theirs: Mapping[str, Answer] = field(default_factory=dict)
    next: Place | None = None


def stored_answers(draft: Draft) -> dict[str, Answer]:
    """The answers of a response, as they are stored."""
    return {code: Answer.from_document(stored) for code, stored in draft.answers.items()}


def read_posted(
    published: Instrument, draft: Draft, posted: Posted, language: str
) -> tuple[Saved, Answers]:
    """What is to become of a page, and the answers of it that are to be stored."""
    answers = stored_answers(draft)
    step = path(published, answers, draft.facts).step(posted.section, posted.page)
    if step is None:
        return Saved("off_path"), {}
    reading = read_page(published, step, posted.raw, answers, facts=draft.facts, language=language)
    if reading.is_hard:
        return Saved("findings", reading.findings), {}
    theirs = _theirs(answers, reading.answers, posted.seen)
    if theirs:
        conflicts = tuple(Finding("conflict", code) for code in theirs)
        return Saved("conflict", conflicts, theirs), {}
    after = {**answers, **reading.answers}
    following = next_page(path(published, after, draft.facts), posted.section, posted.page)
    place = following.codes if following else None
    open_findings = tuple(found for found in reading.findings if found.key not in posted.confirmed)
    outcome: Literal["saved", "findings"] = "findings" if open_findings else "saved"
    return Saved(outcome, open_findings, next=place), reading.answers


def _theirs(answers: Answers, new: Answers, seen: Mapping[str, str]) -> dict[str, Answer]:
    """Answers stored since the page was shown, where the page would change them."""
    return {
        code: answers[code]
        for code, answer in new.items()
        if code in answers
        and fingerprint(answers[code]) != seen.get(code)
        and answers[code] != answer
    }


def changes(draft: Draft, new: Answers, by: Contributor, at: datetime) -> list[Event]:
    """An event for each answer that differs from what is stored."""
    documents = {code: answer.to_document() for code, answer in new.items()}
    return [
        Event(draft.id, at, by, "answered", code, draft.answers.get(code), document)
        for code, document in documents.items()
        if document != draft.answers.get(code)
    ]
