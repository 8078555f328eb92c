"""Responses as documents, and the append-only record of their events."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from app.collection.response import Contributor, ResponseState, WaveState
from app.storage import schema

EventKind = Literal["opened", "answered", "dropped", "language", "submitted", "reopened"]
Stored = Mapping[str, object]


class StaleWrite(RuntimeError):
    """The response changed between reading and writing in one transaction, which cannot be."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A response as it stands, with what its pages need of unit and wave.

    `pages_held` is the number of pages that were left before they could be saved.
    """

    id: str
    wave_code: str
    anonymous: bool
    unit_id: int | None
    instrument_hash: str
    status: ResponseState
    language: str
    facts: Mapping[str, str]
    row_version: int
    saved_at: datetime
    submitted_at: datetime | None
    receipt: str | None
    answers: Mapping[str, Stored]
    firm: str | None
    wave_status: WaveState
    closes_at: datetime
    plan_hash: str
    pages_held: int = 0


@dataclass(frozen=True, slots=True)
class NewResponse:
    """A response to keep; one that is imported may be sent already."""

    id: str
    wave_code: str
    anonymous: bool
    unit_id: int | None
    instrument_hash: str
    language: str
    facts: Mapping[str, str]
    stratum: str
    at: datetime
    contributors: int = 1
    answers: Mapping[str, Stored] | None = None
    submitted_at: datetime | None = None
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a response."""

    response_id: str
    at: datetime
    by: Contributor
    kind: EventKind
    item: str | None = None
    old: Stored | None = None
    new: Stored | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A response as it was sent last, for snapshots and exports."""

    id: str
    unit_code: str | None
    instrument_hash: str
    stratum: str
    facts: Mapping[str, str]
    language: str
    status: ResponseState
    submitted_at: datetime | None
    receipt: str | None
    answers: Mapping[str, Stored]


_response, _unit, _wave, _event = (
    schema.response,
    schema.unit,
    schema.wave,
    schema.response_event,
)
_page_draft = schema.page_draft
_DRAFT = (
    select(
        _response.c.id,
        _response.c.wave_code,
        _response.c.anonymous,
        _response.c.unit_id,
        _response.c.instrument_hash,
        _response.c.status,
        _response.c.language,
        _response.c.country,
        _response.c.sector,
        _response.c.size,
        _response.c.row_version,
        _response.c.saved_at,
        _response.c.submitted_at,
        _response.c.receipt,
        _response.c.answers,
        _unit.c.name,
        _wave.c.status,
        _wave.c.closes_at,
        _wave.c.plan_hash,
        select(func.count()).where(_page_draft.c.response_id == _response.c.id).scalar_subquery(),
    )
    .join(_wave, _wave.c.code == _response.c.wave_code)
    .outerjoin(_unit, _unit.c.id == _response.c.unit_id)
    .where(_response.c.id == bindparam("response"))
)
_DRAFT_HELD = _DRAFT.with_for_update(read=True, of=_wave).suffix_with(
    "FOR UPDATE OF response", dialect="postgresql"
)
_SAVE = (
    update(_response)
    .where(
        _response.c.id == bindparam("response"),
        _response.c.row_version == bindparam("version_read"),
    )
    .values(
        answers=bindparam("answers"),
        saved_at=bindparam("saved_at"),
        row_version=_response.c.row_version + 1,
    )
)
_ADD_EVENT = insert(_event)


def draft(connection: Connection, response_id: str) -> Draft | None:
    """A response as it stands."""
    return _draft(connection.execute(_DRAFT, {"response": response_id}).one_or_none())


def draft_to_change(connection: Connection, response_id: str) -> Draft | None:
    """A response as it stands, held for the rest of the transaction.

    Its wave is held first, so that a closing waits for this and what follows a closing sees it.
    Both are read as they are once they are held.
    """
    return _draft(connection.execute(_DRAFT_HELD, {"response": response_id}).one_or_none())


def add(connection: Connection, new: NewResponse) -> None:
    """Keep a response that was not there."""
    add_all(connection, (new,))


def add_all(connection: Connection, new: Sequence[NewResponse]) -> None:
    """Keep responses that were not there."""
    if new:
        connection.execute(insert(_response), [_values(one) for one in new])


def save_answers(
    connection: Connection, before: Draft, answers: Mapping[str, Stored], *, now: datetime
) -> None:
    """Keep the answers of a response that was read in this transaction.

    Raises
    ------
    StaleWrite
        The response is not as it was read.
    """
    saved = connection.execute(
        _SAVE,
        {
            "response": before.id,
            "version_read": before.row_version,
            "answers": dict(answers),
            "saved_at": now,
        },
    )
    _require_one(saved.rowcount, before.id)


def send(
    connection: Connection,
    before: Draft,
    answers: Mapping[str, Stored],
    *,
    receipt: str,
    now: datetime,
) -> None:
    """Keep a response as sent; an anonymous one forgets its unit."""
    sent = connection.execute(
        update(_response).where(
            _response.c.id == before.id, _response.c.row_version == before.row_version
        ),
        {
            "status": "submitted",
            "submitted_at": now,
            "saved_at": now,
            "receipt": receipt,
            "answers": dict(answers),
            "sent": dict(answers),
            "unit_id": None if before.anonymous else before.unit_id,
            "row_version": before.row_version + 1,
        },
    )
    _require_one(sent.rowcount, before.id)


def reopen(connection: Connection, before: Draft, answers: Mapping[str, Stored]) -> None:
    """Let the firm change these answers; what was sent stays until it sends again."""
    reopened = connection.execute(
        update(_response).where(
            _response.c.id == before.id, _response.c.row_version == before.row_version
        ),
        {
            "status": "started",
            "answers": dict(answers),
            "row_version": before.row_version + 1,
        },
    )
    _require_one(reopened.rowcount, before.id)


def add_contributor(connection: Connection, response_id: str, number: int) -> None:
    """Note how many sittings the response has had."""
    connection.execute(
        update(_response).where(_response.c.id == response_id), {"contributors": number}
    )


def set_language(connection: Connection, response_id: str, language: str) -> None:
    """Note the language in which the response is given."""
    connection.execute(
        update(_response).where(_response.c.id == response_id), {"language": language}
    )


def append(connection: Connection, events: Sequence[Event]) -> None:
    """Add events to the record, in their order."""
    if events:
        connection.execute(_ADD_EVENT, [_event_values(one) for one in events])


def events(connection: Connection, response_id: str) -> tuple[Event, ...]:
    """What happened to a response, in order."""
    columns = (_event.c.kind, _event.c.item, _event.c.old, _event.c.new, _event.c.reason)
    found = connection.execute(
        select(_event.c.response_id, _event.c.at, _event.c.contributor, _event.c.source, *columns)
        .where(_event.c.response_id == response_id)
        .order_by(_event.c.id)
    )
    return tuple(Event(row[0], row[1], Contributor(row[3], row[2]), *row[4:]) for row in found)


def answered_at(
    connection: Connection, response_id: str, items: Collection[str]
) -> dict[str, datetime]:
    """When the answers to some items were changed last."""
    found = connection.execute(
        select(_event.c.item, func.max(_event.c.at))
        .where(_event.c.response_id == response_id, _event.c.item.in_(sorted(items)))
        .group_by(_event.c.item)
    )
    return {row[0]: row[1] for row in found}


def last_event(connection: Connection, wave_code: str) -> int:
    """The number of the last event of a wave; 0 where nothing has happened."""
    asked = (
        select(func.coalesce(func.max(_event.c.id), 0))
        .join(_response, _response.c.id == _event.c.response_id)
        .where(_response.c.wave_code == wave_code)
    )
    return int(connection.execute(asked).scalar_one())


def sent(connection: Connection, wave_code: str) -> Iterator[Sent]:
    """Every response of a wave that was sent, as it was sent last, by the response's id."""
    asked = (
        select(
            _response.c.id,
            _unit.c.code,
            _response.c.instrument_hash,
            _response.c.stratum,
            _response.c.country,
            _response.c.sector,
            _response.c.size,
            _response.c.language,
            _response.c.submitted_at,
            _response.c.receipt,
            _response.c.sent,
        )
        .outerjoin(_unit, _unit.c.id == _response.c.unit_id)
        .where(_response.c.wave_code == wave_code, _response.c.receipt.is_not(None))
        .order_by(_response.c.id)
    )
    for row in connection.execute(asked):
        facts = {"country": row[4], "sector": row[5], "size": row[6]}
        yield Sent(row[0], row[1], row[2], row[3], facts, row[7], "submitted", *row[8:])


def units_with_response(connection: Connection, wave_code: str) -> frozenset[int]:
    """Ids of the units that have a response linked to them."""
    asked = select(_response.c.unit_id).where(_response.c.wave_code == wave_code)
    return frozenset(found for found in connection.execute(asked).scalars() if found is not None)


def instruments_used(connection: Connection, wave_code: str) -> tuple[str, ...]:
    """Hashes of the instruments that the responses of a wave are on."""
    asked = select(_response.c.instrument_hash).where(_response.c.wave_code == wave_code)
    return tuple(sorted(connection.execute(asked.distinct()).scalars()))


def known_ids(connection: Connection) -> frozenset[str]:
    """Ids of all responses."""
    return frozenset(connection.execute(select(_response.c.id)).scalars())


def _draft(row: Row[*tuple[Any, ...]] | None) -> Draft | None:
    if row is None:
        return None
    facts = {"country": row[7], "sector": row[8], "size": row[9]}
    return Draft(*(*row[:7], facts, *row[10:]))


def _require_one(rows: int, response_id: str) -> None:
    if rows != 1:
        raise StaleWrite(f"response {response_id}: {rows} rows written, expected 1")


def _values(new: NewResponse) -> dict[str, object]:
    answers = {code: dict(answer) for code, answer in (new.answers or {}).items()}
    return {
        "id": new.id,
        "wave_code": new.wave_code,
        "anonymous": new.anonymous,
        "unit_id": new.unit_id,
        "instrument_hash": new.instrument_hash,
        "status": "submitted" if new.receipt else "started",
        "language": new.language,
        "country": new.facts["country"],
        "sector": new.facts["sector"],
        "size": new.facts["size"],
        "stratum": new.stratum,
        "contributors": new.contributors,
        "row_version": 1,
        "started_at": new.at,
        "saved_at": new.at,
        "submitted_at": new.submitted_at,
        "receipt": new.receipt,
        "answers": answers,
        "sent": answers if new.receipt else None,
    }


def _event_values(event: Event) -> dict[str, object]:
    return {
        "response_id": event.response_id,
        "at": event.at,
        "source": event.by.source,
        "contributor": event.by.number,
        "kind": event.kind,
        "item": event.item,
        "old": event.old,
        "new": event.new,
        "reason": event.reason,
    }
