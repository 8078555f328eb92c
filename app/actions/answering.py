"""What a firm does with its response: open it, save a page, send it, change it again."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from app.access import tokens
from app.actions import drafting
from app.actions.consenting import consents_asked
from app.actions.instruments import asked_instrument, plan
from app.actions.posting import (
    Place,
    Posted,
    Saved,
    changed,
    event_of,
    read_posted,
    stored_answers,
)
from app.actions.sending import Moment, send
from app.collection import response as life
from app.collection.response import Contributor, Refusal, ResponseState, WaveState
from app.collection.wave import WavePlan
from app.questionnaire.answer import Answers, Finding
from app.questionnaire.checks import findings_along
from app.questionnaire.instrument import Instrument
from app.questionnaire.routing import Path, path
from app.storage import consents, drafts, frames, responses
from app.storage.database import Database
from app.storage.drafts import PageDraft
from app.storage.frames import Invited
from app.storage.responses import Draft, Event, NewResponse


class UnknownResponse(LookupError):
    """There is no response with that id."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a valid code leads to, before anything is opened.

    Parameters
    ----------
    code : str
        The code as it is written, whatever was typed.
    state : {"ready", "started", "submitted", "not_open", "closed"}
        What the firm can do; a response that was sent is "submitted" even after the end.
    receipt, submitted_at
        Of a response that was sent and is still linked to its firm.
    """

    code: str
    wave: WavePlan
    state: Literal["ready", "started", "submitted", "not_open", "closed"]
    firm: str
    facts: Mapping[str, str]
    opens_at: datetime
    closes_at: datetime
    instrument: Instrument
    response_id: str | None = None
    submitted_at: datetime | None = None
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A response that is open, and the number of this sitting in it."""

    response_id: str
    contributor: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a code opens nothing: "unknown" stands for mistyped and revoked codes alike."""

    reason: Literal["unknown"] | Refusal


@dataclass(frozen=True, slots=True)
class AnsweringView:
    """One response as its pages need it."""

    response_id: str
    wave: WavePlan
    wave_status: WaveState
    closes_at: datetime
    instrument: Instrument
    answers: Answers
    facts: Mapping[str, str]
    firm: str | None
    language: str
    status: ResponseState
    saved_at: datetime
    submitted_at: datetime | None
    receipt: str | None
    drafts: tuple[PageDraft, ...] = ()

    def refusal(self, now: datetime) -> Refusal | None:
        """Why the wave takes no answers at a moment; None while it does."""
        return life.refusal(self.wave_status, self.closes_at, now)


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of sending: a receipt, or what keeps the response from being sent.

    Parameters
    ----------
    outcome : {"submitted", "findings", "incomplete", "closed"}
        "submitted" also where it had been sent before; the receipt is then the same.
    next : (section, page), optional
        After "incomplete", the first page that was never saved.
    """

    outcome: Literal["submitted", "findings", "incomplete", "closed"]
    receipt: str | None = None
    findings: tuple[Finding, ...] = ()
    next: Place | None = None


def look_up(
    database: Database, code_text: str, *, code_key: str, now: datetime
) -> Invitation | None:
    """What a code leads to; None for unknown, mistyped and revoked codes. Nothing is written."""
    code = tokens.normalise(code_text)
    if code is None:
        return None
    with database.read() as connection:
        found = frames.invited(connection, tokens.digest(code, code_key))
    if found is None:
        return None
    return Invitation(
        code=tokens.grouped(code),
        wave=plan(database, found.plan_hash),
        state=_state(found, now),
        firm=found.firm,
        facts=found.facts,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        instrument=asked_instrument(database, found.instrument_hash, found.plan_hash),
        response_id=found.response_id,
        submitted_at=found.submitted_at,
        receipt=found.receipt,
    )


def open_response(
    database: Database, code_text: str, *, code_key: str, language: str, now: datetime
) -> Opened | Refused:
    """Open the response of a firm for one more sitting; begin it at the first.

    A response that was sent opens too while its wave takes answers, unless that is anonymous.
    """
    code = tokens.normalise(code_text)
    if code is None:
        return Refused("unknown")
    with database.write() as connection:
        found = frames.invited_to_change(connection, tokens.digest(code, code_key))
        if found is None:
            return Refused("unknown")
        refused = _refused(found, now)
        if refused:
            return Refused(refused)
        at = life.recorded(now, anonymous=found.anonymous)
        if found.response_id is None:
            response_id, number = str(uuid.uuid4()), 1
            responses.add(connection, _begun(found, response_id, language=language, at=at))
        else:
            response_id, number = found.response_id, (found.contributors or 0) + 1
            responses.add_contributor(connection, response_id, number)
        responses.append(
            connection, [Event(response_id, at, Contributor(number=number), "opened")]
        )
    return Opened(response_id, number)


def answering_view(database: Database, response_id: str) -> AnsweringView | None:
    """One response as its pages need it; None where there is none."""
    with database.read() as connection:
        draft = responses.draft(connection, response_id)
        typed = drafts.of_response(connection, response_id) if draft and draft.pages_held else ()
    if draft is None:
        return None
    return AnsweringView(
        response_id=draft.id,
        wave=plan(database, draft.plan_hash),
        wave_status=draft.wave_status,
        closes_at=draft.closes_at,
        instrument=asked_instrument(database, draft.instrument_hash, draft.plan_hash),
        answers=stored_answers(draft),
        facts=draft.facts,
        firm=draft.firm,
        language=draft.language,
        status=draft.status,
        saved_at=draft.saved_at,
        submitted_at=draft.submitted_at,
        receipt=draft.receipt,
        drafts=typed,
    )


def save_page(
    database: Database,
    response_id: str,
    posted: Posted,
    *,
    by: Contributor,
    language: str,
    now: datetime,
) -> Saved:
    """Store the answers of one page, unless somebody else changed one of them meanwhile.

    Raises
    ------
    UnknownResponse
        There is no response with that id.
    """
    with database.write() as connection:
        draft = _held(responses.draft_to_change(connection, response_id), response_id)
        if draft.status == "submitted":
            return Saved("submitted")
        if life.refusal(draft.wave_status, draft.closes_at, now):
            return Saved("closed")
        published = asked_instrument(database, draft.instrument_hash, draft.plan_hash)
        saved, answers = read_posted(published, draft, posted, language)
        new = changed(draft, answers)
        at = life.recorded(now, anonymous=draft.anonymous)
        drafting.hold(connection, draft, posted, saved, by=by, at=at)
        if saved.theirs and not draft.anonymous:
            times = responses.answered_at(connection, draft.id, saved.theirs)
            saved = replace(saved, theirs_at=times)
        if new:
            responses.save_answers(connection, draft, {**draft.answers, **new}, now=at)
            apart = consents_asked(published)
            told = [event_of(draft, *one, by=by, at=at, apart=apart) for one in new.items()]
            responses.append(connection, told)
    return saved


def submit(database: Database, response_id: str, *, by: Contributor, now: datetime) -> Submitted:
    """Send a response, exactly once however often it is asked for.

    Every check along the path is run again. Answers off the path are dropped, with an event each.

    Raises
    ------
    UnknownResponse
        There is no response with that id.
    """
    with database.write() as connection:
        frames.hold_unit(connection, response_id)
        draft = _held(responses.draft_to_change(connection, response_id), response_id)
        if draft.status == "submitted":
            return Submitted("submitted", draft.receipt)
        if life.refusal(draft.wave_status, draft.closes_at, now):
            return Submitted("closed")
        published = asked_instrument(database, draft.instrument_hash, draft.plan_hash)
        walked = path(published, stored_answers(draft), draft.facts)
        refused = _unsendable(walked)
        if refused:
            return refused
        moment = Moment(now, plan(database, draft.plan_hash).timezone)
        receipt = send(connection, published, draft, walked, by=by, now=moment)
    return Submitted("submitted", receipt)


def reopen(database: Database, response_id: str, *, by: Contributor, now: datetime) -> bool:
    """Let a firm change what it has sent until the wave closes; False where it cannot.

    The receipt stays, and so does what was sent, until it is sent again.

    Raises
    ------
    UnknownResponse
        There is no response with that id.
    """
    with database.write() as connection:
        draft = _held(responses.draft_to_change(connection, response_id), response_id)
        if draft.anonymous or life.refusal(draft.wave_status, draft.closes_at, now):
            return False
        if draft.status == "started":
            return True
        life.after(draft.status, "reopen")
        agreed = consents.of_unit(connection, draft.unit_id) if draft.unit_id else {}
        responses.reopen(connection, draft, {**draft.answers, **agreed})
        responses.append(connection, [Event(draft.id, now, by, "reopened")])
    return True


def choose_language(
    database: Database, response_id: str, language: str, *, by: Contributor, now: datetime
) -> None:
    """Note the language that a firm chose for its pages.

    Raises
    ------
    UnknownResponse
        There is no response with that id.
    """
    with database.write() as connection:
        draft = _held(responses.draft_to_change(connection, response_id), response_id)
        if language == draft.language or draft.status == "submitted":
            return
        if language not in plan(database, draft.plan_hash).languages:
            return
        responses.set_language(connection, draft.id, language)
        at = life.recorded(now, anonymous=draft.anonymous)
        responses.append(connection, [Event(draft.id, at, by, "language", reason=language)])


def _state(
    found: Invited, now: datetime
) -> Literal["ready", "started", "submitted", "not_open", "closed"]:
    if found.response_status == "submitted" or found.completed_on is not None:
        return "submitted"
    refused = life.refusal(found.wave_status, found.closes_at, now)
    if refused == "not_open":
        return "not_open"
    if refused:
        return "submitted" if found.receipt else "closed"
    return "started" if found.response_id else "ready"


def _refused(found: Invited, now: datetime) -> Refusal | None:
    if found.completed_on is not None:
        return "submitted"
    return life.refusal(found.wave_status, found.closes_at, now)


def _begun(found: Invited, response_id: str, *, language: str, at: datetime) -> NewResponse:
    return NewResponse(
        id=response_id,
        wave_code=found.wave_code,
        anonymous=found.anonymous,
        unit_id=found.unit_id,
        instrument_hash=found.instrument_hash,
        language=language,
        facts=found.facts,
        stratum=found.stratum,
        at=at,
    )


def _held(draft: Draft | None, response_id: str) -> Draft:
    if draft is None:
        raise UnknownResponse(f"there is no response {response_id!r}")
    return draft


def _unsendable(walked: Path) -> Submitted | None:
    """What keeps a response from being sent; None where nothing does."""
    hard = tuple(finding for finding in findings_along(walked) if finding.level == "hard")
    open_step = next(
        (
            step
            for step in walked.pages
            if any(item.code not in walked.answers for item in step.items)
        ),
        None,
    )
    if open_step is not None:
        return Submitted("incomplete", findings=hard, next=open_step.codes)
    return Submitted("findings", findings=hard) if hard else None
