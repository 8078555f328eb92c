"""The firms of a wave as those see them who run the field work: codes and states, no answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from app.storage import schema

FirmState = Literal["uninvited", "revoked", "waiting", "begun", "sent"]
"""Never had a code; has none that works any more; has one and has not opened; has opened; has
sent."""

STATES: tuple[FirmState, ...] = ("uninvited", "waiting", "begun", "sent", "revoked")
"""In the order in which they need somebody."""

_unit, _assignment, _response = schema.unit, schema.assignment, schema.response


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm with its state, its live codes and the day the last of them was issued."""

    unit: str
    name: str
    country: str
    stratum: str
    state: FirmState
    codes: int
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class Search:
    """Which firms are looked for: in one state, or with a text in name or code."""

    state: FirmState | None = None
    text: str = ""
    first: int = 0
    most: int | None = None


_LIVE = (
    select(
        _assignment.c.unit_id.label("unit_id"),
        func.count().label("codes"),
        func.max(_assignment.c.issued_at).label("issued_at"),
    )
    .where(_assignment.c.revoked_at.is_(None))
    .group_by(_assignment.c.unit_id)
    .subquery()
)
_IS_SENT = or_(_unit.c.completed_on.is_not(None), _response.c.receipt.is_not(None))
_STATE = case(
    (_IS_SENT, "sent"),
    (_response.c.id.is_not(None), "begun"),
    (_LIVE.c.codes.is_not(None), "waiting"),
    (exists().where(_assignment.c.unit_id == _unit.c.id), "revoked"),
    else_="uninvited",
)
_ORDER = case({state: place for place, state in enumerate(STATES)}, value=_STATE)


def firms(connection: Connection, wave_code: str, search: Search) -> tuple[Firm, ...]:
    """The firms looked for: in the order of `STATES`, then of the frame."""
    asked = _joined(
        select(
            _unit.c.code, _unit.c.name, _unit.c.country, _unit.c.stratum, _STATE,
            func.coalesce(_LIVE.c.codes, 0), _LIVE.c.issued_at,
        )
    )  # fmt: skip
    asked = asked.where(_wanted(wave_code, search)).order_by(_ORDER, _unit.c.id)
    rows = connection.execute(asked.offset(search.first).limit(search.most))
    return tuple(Firm(*row) for row in rows)


def firm(connection: Connection, wave_code: str, unit: str) -> Firm | None:
    """One firm of a wave."""
    found = firms(connection, wave_code, Search(text=unit))
    return next((one for one in found if one.unit == unit), None)


def counts(connection: Connection, wave_code: str) -> dict[str, int]:
    """How many firms of a wave are in each state."""
    states = _joined(select(_STATE.label("state"))).where(_unit.c.wave_code == wave_code)
    each = states.subquery()
    asked = select(each.c.state, func.count()).group_by(each.c.state)
    found = {row[0]: int(row[1]) for row in connection.execute(asked)}
    return {state: found.get(state, 0) for state in STATES}


def matching(connection: Connection, wave_code: str, search: Search) -> int:
    """How many firms are found."""
    asked = _joined(select(func.count())).where(_wanted(wave_code, search))
    return int(connection.execute(asked).scalar_one())


def _joined(asked: Select[Any]) -> Select[Any]:
    return (
        asked.select_from(_unit)
        .outerjoin(_response, _response.c.unit_id == _unit.c.id)
        .outerjoin(_LIVE, _LIVE.c.unit_id == _unit.c.id)
    )


def _wanted(wave_code: str, search: Search) -> ColumnElement[bool]:
    rules = [_unit.c.wave_code == wave_code]
    if search.state is not None:
        rules.append(_STATE.in_([search.state]))
    if search.text:
        rules.append(
            or_(
                _unit.c.name.icontains(search.text, autoescape=True),
                _unit.c.code.icontains(search.text, autoescape=True),
            )
        )
    return and_(*rules)
