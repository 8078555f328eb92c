"""A page that came back: what it brought, and what is to become of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from app.collection.response import Contributor
from app.questionnaire.answer import BLANK, Answer, Answers, Finding, fingerprint
from app.questionnaire.checks import read_page
from app.questionnaire.instrument import Instrument, Item
from app.questionnaire.items import kind_of
from app.questionnaire.routing import Path, next_page, path, path_after
from app.storage.responses import Draft, Event

Outcome = Literal["saved", "findings", "conflict", "unshown", "closed", "submitted", "off_path"]
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
    shown : frozenset of str, optional
        Items that the page showed, which alone are read; all that it asks now where left out.
    path : Path, optional
        The path that led to the page; it is taken again where the response has changed since.
    is_left : bool
        Whether the page was left by another way than "Save and continue": what was not answered
        on it stays open then, and what cannot be saved waits as it was typed.
    """

    section: str
    page: str
    raw: Mapping[str, Sequence[str]]
    seen: Mapping[str, str]
    confirmed: frozenset[str] = frozenset()
    shown: frozenset[str] | None = None
    path: Path | None = None
    is_left: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed or chosen on the page; which rows are open is neither."""
        fields = (values for name, values in self.raw.items() if not name.endswith("__open"))
        return not any(value.strip() for values in fields for value in values)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a page.

    Parameters
    ----------
    outcome : {"saved", "findings", "conflict", "unshown", "closed", "submitted", "off_path"}
        After "findings" the page has been stored unless one of them is hard. After "unshown" it
        has been stored and asks for something that it did not show.
    theirs : mapping
        After "conflict", the answers that somebody else stored meanwhile, by item.
    theirs_at : mapping
        When each of them was stored; empty where an anonymous wave keeps no more than the day.
    next : (section, page), optional
        The page that follows on the path as it is now.
    kept : frozenset of str
        Items that came back as they had been shown, while somebody else changed their answer.
    """

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    theirs: Mapping[str, Answer] = field(default_factory=dict)
    theirs_at: Mapping[str, datetime] = field(default_factory=dict)
    next: Place | None = None
    kept: frozenset[str] = frozenset()

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the page was stored."""
        is_hard = any(found.level == "hard" for found in self.findings)
        return self.outcome == "conflict" or (self.outcome == "findings" and is_hard)


def stored_answers(draft: Draft) -> dict[str, Answer]:
    """The answers of a response, as they are stored."""
    return {code: Answer.from_document(stored) for code, stored in draft.answers.items()}


def read_posted(
    published: Instrument, draft: Draft, posted: Posted, language: str
) -> tuple[Saved, Answers]:
    """What is to become of a page, and the answers of it that are to be stored."""
    return weigh(published, stored_answers(draft), draft.facts, posted, language=language)


def weigh(
    published: Instrument,
    answers: Answers,
    facts: Mapping[str, str],
    posted: Posted,
    *,
    language: str,
) -> tuple[Saved, Answers]:
    """The same beside any answers: nothing is stored here."""
    walked = _walked(published, facts, posted, answers)
    step = walked.step(posted.section, posted.page)
    if step is None:
        return Saved("off_path"), {}
    shown = [item for item in step.items if posted.shown is None or item.code in posted.shown]
    kept = _untouched(shown, posted, answers, language)
    read = replace(step, items=tuple(item for item in shown if item.code not in kept))
    reading = read_page(published, read, posted.raw, answers, facts=facts, language=language)
    if reading.is_hard:
        return Saved("findings", reading.findings, kept=kept), {}
    theirs = _theirs(answers, reading.answers, posted.seen)
    if theirs:
        conflicts = tuple(Finding("conflict", code) for code in theirs)
        return Saved("conflict", conflicts, theirs=theirs, kept=kept), {}
    following = next_page(path_after(walked, reading.answers), posted.section, posted.page)
    place = following.codes if following else None
    findings = tuple(found for found in reading.findings if found.key not in posted.confirmed)
    outcome: Outcome = "findings" if findings else "saved"
    if len(shown) < len(step.items):
        outcome = "unshown"
    new = _answered(reading.answers, answers) if posted.is_left else reading.answers
    return Saved(outcome, findings, next=place, kept=kept), new


def _answered(new: Answers, answers: Answers) -> Answers:
    """What was answered, or taken back; blanks of a page that is left are no answers yet."""
    return {code: one for code, one in new.items() if one != BLANK or code in answers}


def _walked(
    published: Instrument, facts: Mapping[str, str], posted: Posted, answers: Answers
) -> Path:
    known = posted.path
    if known is not None and (known.answers, known.facts) == (answers, facts):
        return known
    return path(published, answers, facts)


def _untouched(
    shown: Sequence[Item], posted: Posted, answers: Answers, language: str
) -> frozenset[str]:
    """Items that came back as they had been shown, while somebody else changed their answer."""
    untouched = set()
    for item in shown:
        reading = kind_of(item).parse(item, posted.raw, language)
        if item.code not in answers or reading.is_hard or answers[item.code] == reading.answer:
            continue
        came = "-" if reading.answer == BLANK else fingerprint(reading.answer)
        if posted.seen.get(item.code) in {came, fingerprint(reading.answer)}:
            untouched.add(item.code)
    return frozenset(untouched)


def _theirs(answers: Answers, new: Answers, seen: Mapping[str, str]) -> dict[str, Answer]:
    """Answers stored since the page was shown, where the page would change them."""
    return {
        code: answers[code]
        for code, answer in new.items()
        if code in answers
        and fingerprint(answers[code]) != seen.get(code)
        and answers[code] != answer
    }


def changed(draft: Draft, new: Answers) -> dict[str, dict[str, object]]:
    """The answers that differ from what is stored, as they are to be stored."""
    documents = {code: answer.to_document() for code, answer in new.items()}
    return {
        code: document
        for code, document in documents.items()
        if document != draft.answers.get(code)
    }


def event_of(
    draft: Draft,
    code: str,
    new: Mapping[str, object],
    *,
    by: Contributor,
    at: datetime,
    apart: frozenset[str],
) -> Event:
    """The event of an answer that was given.

    What a firm said to items kept `apart` stands in no event: the record is never shortened.
    """
    if code in apart:
        return Event(draft.id, at, by, "answered", code)
    return Event(draft.id, at, by, "answered", code, draft.answers.get(code), new)
