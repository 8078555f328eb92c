"""How far the waves are: counts of firms by wave, stratum and day, never their answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, or_, select

from app.collection.progress import StratumProgress, Totals
from app.storage import schema

_unit, _assignment, _response, _event = (
    schema.unit,
    schema.assignment,
    schema.response,
    schema.response_event,
)


def totals(connection: Connection) -> Mapping[str, Totals]:
    """How far every wave is; a wave without a frame is not among them."""
    framed = connection.execute(
        select(_unit.c.wave_code, func.count(), func.sum(case((_has_code(), 1), else_=0)))
        .group_by(_unit.c.wave_code)
    ).all()  # fmt: skip
    answered = connection.execute(
        select(_response.c.wave_code, *_reached()).group_by(_response.c.wave_code)
    )
    counts = {row[0]: row[1:] for row in answered}
    return {
        code: Totals(frame, int(invited), *_three(counts.get(code)))
        for code, frame, invited in framed
    }


def by_stratum(connection: Connection, wave_code: str) -> tuple[StratumProgress, ...]:
    """How far each stratum of a wave is, by name."""
    framed = connection.execute(
        select(_unit.c.stratum, func.count(), func.sum(case((_has_code(), 1), else_=0)))
        .where(_unit.c.wave_code == wave_code)
        .group_by(_unit.c.stratum)
        .order_by(_unit.c.stratum)
    ).all()
    answered = connection.execute(
        select(_response.c.stratum, *_reached())
        .where(_response.c.wave_code == wave_code)
        .group_by(_response.c.stratum)
    )
    counts = {row[0]: row[1:] for row in answered}
    return tuple(
        StratumProgress(frame, int(invited), *_three(counts.get(name)), stratum=name)
        for name, frame, invited in framed
    )


def sent_at(connection: Connection, wave_code: str) -> tuple[datetime, ...]:
    """When the responses of a wave were sent, in order; only days where it is anonymous."""
    asked = (
        select(_response.c.submitted_at)
        .where(_response.c.wave_code == wave_code, _response.c.submitted_at.is_not(None))
        .order_by(_response.c.submitted_at)
    )
    return tuple(connection.execute(asked).scalars())


def _has_code() -> ColumnElement[bool]:
    return exists().where(_assignment.c.unit_id == _unit.c.id, _assignment.c.revoked_at.is_(None))


def _reached() -> tuple[ColumnElement[int], ...]:
    """Responses that were opened, that hold an answer or were sent, and that were sent."""
    has_answer = exists().where(
        _event.c.response_id == _response.c.id, _event.c.kind == "answered"
    )
    has_started = or_(_response.c.receipt.is_not(None), has_answer)
    return (
        func.count(),
        func.sum(case((has_started, 1), else_=0)),
        func.count(_response.c.receipt),
    )


def _three(counts: Sequence[Any] | None) -> tuple[int, int, int]:
    opened, started, submitted = counts or (0, 0, 0)
    return int(opened), int(started), int(submitted)
