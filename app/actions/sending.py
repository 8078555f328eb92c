"""What a response leaves when it is sent, whoever sends it: a firm, a file or a simulation."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import SystemRandom
from typing import TYPE_CHECKING

from app.actions.consenting import consents_asked
from app.collection import response as life
from app.questionnaire.items import ROSTER
from app.questionnaire.routing import asked_answers
from app.storage import consents, drafts, frames, responses
from app.storage.consents import OfUnit
from app.storage.responses import Event, NewResponse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection  # only storage speaks SQL: named here for the checker

    from app.collection.response import Contributor
    from app.questionnaire.answer import Answers
    from app.questionnaire.instrument import Instrument
    from app.questionnaire.routing import Path
    from app.storage.responses import Draft, Stored
    from app.storage.surveys import Wave

OFF_PATH = "not on the path"


@dataclass(frozen=True, slots=True)
class Whole:
    """A response that comes filled in to its end, of which nothing was stored before.

    Parameters
    ----------
    unit_id : int, optional
        The unit that it is from; a file of an anonymous wave need not tell.
    walked : Path
        The path that its answers lead through, taken for them.
    begun, sent : datetime
        When it was opened, and when it was filled in and sent.
    """

    id: str
    unit_id: int | None
    stratum: str
    language: str
    walked: Path
    begun: datetime
    sent: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is sent, and the time zone whose day is kept with the firm."""

    at: datetime
    timezone: str


@dataclass(frozen=True, slots=True)
class _Left:
    """The answers that stay with a response, those kept with its unit, and what goes on record."""

    answers: Mapping[str, Stored]
    agreed: Mapping[str, Stored]
    events: tuple[Event, ...]


def send(
    connection: Connection,
    published: Instrument,
    draft: Draft,
    walked: Path,
    *,
    by: Contributor,
    now: Moment,
) -> str:
    """Send a response that was stored page by page; its receipt, which stays once it has one.

    Parameters
    ----------
    walked : Path
        The path that its answers lead through, taken for all that are stored.

    Raises
    ------
    IllegalTransition
        It is sent already.
    """
    life.after(draft.status, "submit")
    apart = consents_asked(published)
    at = life.recorded(now.at, anonymous=draft.anonymous)
    receipt = draft.receipt or life.receipt()
    left = _left(walked, draft.answers, draft.id, apart=apart, by=by, at=at)
    responses.send(connection, draft, left.answers, receipt=receipt, now=at)
    responses.append(connection, left.events)
    if draft.pages_held:
        drafts.drop(connection, draft.id)
    if draft.unit_id is not None:
        day = life.day_with_firm(at, anonymous=draft.anonymous, timezone=now.timezone)
        of_unit = OfUnit(draft.unit_id, left.agreed, day)
        _keep_with_units(connection, [of_unit], apart, anonymous=draft.anonymous)
    return receipt


def send_whole(
    connection: Connection,
    published: Instrument,
    wave: Wave,
    whole: Sequence[Whole],
    *,
    by: Contributor,
    timezone: str,
) -> None:
    """Store responses as sent, with the record that saving page after page would have left.

    Those of an anonymous wave are written in an order of chance: that of the file could be that of
    the frame, and would tell whose each of them is.
    """
    apart = consents_asked(published)
    if wave.anonymous:
        whole = SystemRandom().sample(whole, len(whole))
    new, events, of_units = list[NewResponse](), list[Event](), list[OfUnit]()
    for one in whole:
        at = life.recorded(one.sent, anonymous=wave.anonymous)
        stored = {code: answer.to_document() for code, answer in one.walked.answers.items()}
        left = _left(one.walked, stored, one.id, apart=apart, by=by, at=at)
        new.append(_new(wave, one, left.answers, by=by, at=at))
        events.append(Event(one.id, new[-1].at, by, "opened"))
        events += [
            Event(one.id, at, by, "answered", code, None, None if code in apart else document)
            for code, document in stored.items()
        ]
        events += left.events
        if one.unit_id is not None:
            day = life.day_with_firm(at, anonymous=wave.anonymous, timezone=timezone)
            of_units.append(OfUnit(one.unit_id, left.agreed, day))
    responses.add_all(connection, new)
    responses.append(connection, events)
    _keep_with_units(connection, of_units, apart, anonymous=wave.anonymous)


def _left(
    walked: Path,
    stored: Mapping[str, Stored],
    response_id: str,
    *,
    apart: frozenset[str],
    by: Contributor,
    at: datetime,
) -> _Left:
    """What is left of stored answers: those on the path, rows without what is off theirs.

    What was dropped goes on record, but for what a firm said to items kept `apart`: the record is
    never shortened.
    """
    on_path = asked_answers(walked, walked.answers)
    short = _shortened(walked, on_path)
    kept = {code: stored[code] for code in on_path} | short
    dropped = {code: None for code in stored if code not in on_path} | short
    return _Left(
        answers={code: document for code, document in kept.items() if code not in apart},
        agreed={code: document for code, document in kept.items() if code in apart},
        events=(
            *(
                Event(response_id, at, by, "dropped", code, old, new, OFF_PATH)
                for code, new in dropped.items()
                for old in [None if code in apart else stored[code]]
            ),
            Event(response_id, at, by, "submitted"),
        ),
    )


def _shortened(walked: Path, on_path: Answers) -> dict[str, Stored]:
    """Rosters whose rows hold answers off the path of their row, without these answers."""
    short = {
        code: ROSTER.on_path(item, on_path[code])
        for code, item in walked.items.items()
        if item.items and code in on_path
    }
    return {code: one.to_document() for code, one in short.items() if one != on_path[code]}


def _new(
    wave: Wave, one: Whole, answers: Mapping[str, Stored], *, by: Contributor, at: datetime
) -> NewResponse:
    return NewResponse(
        id=one.id,
        wave_code=wave.code,
        anonymous=wave.anonymous,
        unit_id=None if wave.anonymous else one.unit_id,
        instrument_hash=wave.instrument_hash,
        language=one.language,
        facts=one.walked.facts,
        stratum=one.stratum,
        at=life.recorded(one.begun, anonymous=wave.anonymous),
        contributors=by.number,
        answers=answers,
        submitted_at=at,
        receipt=life.receipt(),
    )


def _keep_with_units(
    connection: Connection, of_units: Sequence[OfUnit], apart: frozenset[str], *, anonymous: bool
) -> None:
    """Keep what units agreed to, and that they have sent where nothing else tells."""
    # In the order of the frame: that of the responses would tell whose each of them is.
    in_order = sorted(of_units, key=lambda one: one.unit_id)
    if apart:
        consents.keep(connection, in_order)
    if anonymous:
        frames.complete(connection, {one.unit_id: one.on for one in in_order})
