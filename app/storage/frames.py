"""The frame of a wave, the access codes of its units, and which of them have answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from app.collection.frame import Unit
from app.collection.response import ResponseState, WaveState
from app.storage import schema
from app.storage.database import has_row_locks


@dataclass(frozen=True, slots=True)
class Invited:
    """What an access code leads to: a unit, its wave, and its response where it has one."""

    unit_id: int
    unit_code: str
    firm: str
    facts: Mapping[str, str]
    stratum: str
    completed_on: date | None
    wave_code: str
    wave_status: WaveState
    anonymous: bool
    opens_at: datetime
    closes_at: datetime
    plan_hash: str
    instrument_hash: str
    response_id: str | None
    response_status: ResponseState | None
    contributors: int | None
    submitted_at: datetime | None
    receipt: str | None


_unit, _assignment, _response, _wave = (
    schema.unit,
    schema.assignment,
    schema.response,
    schema.wave,
)
_INVITED = (
    select(
        _unit.c.id,
        _unit.c.code,
        _unit.c.name,
        _unit.c.country,
        _unit.c.sector,
        _unit.c.size,
        _unit.c.stratum,
        _unit.c.completed_on,
        _wave.c.code,
        _wave.c.status,
        _wave.c.anonymous,
        _wave.c.opens_at,
        _wave.c.closes_at,
        _wave.c.plan_hash,
        _wave.c.instrument_hash,
        _response.c.id,
        _response.c.status,
        _response.c.contributors,
        _response.c.submitted_at,
        _response.c.receipt,
    )
    .select_from(_unit)
    .join(_wave, _wave.c.code == _unit.c.wave_code)
    .outerjoin(_response, _response.c.unit_id == _unit.c.id)
)
_BY_CODE = _INVITED.join(_assignment, _assignment.c.unit_id == _unit.c.id).where(
    _assignment.c.revoked_at.is_(None)
)

_HOLD = (
    select(_unit.c.id)
    .join(_wave, _wave.c.code == _unit.c.wave_code)
    .with_for_update(read=True, of=_wave)
    .suffix_with("FOR UPDATE OF unit", dialect="postgresql")
)
_HOLD_BY_CODE = _HOLD.join(_assignment, _assignment.c.unit_id == _unit.c.id)
_HOLD_BY_RESPONSE = _HOLD.join(_response, _response.c.unit_id == _unit.c.id)


def invited(connection: Connection, code_hash: bytes) -> Invited | None:
    """What a live code leads to."""
    asked = _BY_CODE.where(_assignment.c.code_hash == code_hash)
    return _invited(connection.execute(asked).one_or_none())


def invited_to_change(connection: Connection, code_hash: bytes) -> Invited | None:
    """What a live code leads to, its unit held for the rest of the transaction.

    The unit is held first and read after: a join that waited for the lock would still show the
    response as it was before the wait. The wave is held too, so that it cannot close meanwhile.
    """
    if has_row_locks(connection):
        connection.execute(_HOLD_BY_CODE.where(_assignment.c.code_hash == code_hash))
    return invited(connection, code_hash)


def hold_unit(connection: Connection, response_id: str) -> None:
    """Hold the unit of a response, and its wave, for the rest of the transaction.

    Everybody holds wave, unit and response in this order, so that no two wait for one another.
    """
    if has_row_locks(connection):
        connection.execute(_HOLD_BY_RESPONSE.where(_response.c.id == response_id))


def units_by_code(connection: Connection, wave_code: str) -> Mapping[str, tuple[int, Unit]]:
    """The units of a wave by their code, each with its id, in frame order."""
    columns = (_unit.c.name, _unit.c.country, _unit.c.sector, _unit.c.size, _unit.c.stratum)
    asked = (
        select(_unit.c.id, _unit.c.code, *columns)
        .where(_unit.c.wave_code == wave_code)
        .order_by(_unit.c.id)
    )
    return {row[1]: (row[0], Unit(*row[1:])) for row in connection.execute(asked)}


def unit_of_hash(connection: Connection, wave_code: str) -> Mapping[bytes, str]:
    """The code of the unit that each live access code of a wave belongs to, by the code's hash."""
    asked = (
        select(_assignment.c.code_hash, _unit.c.code)
        .join(_unit, _unit.c.id == _assignment.c.unit_id)
        .where(_unit.c.wave_code == wave_code, _assignment.c.revoked_at.is_(None))
    )
    return {bytes(row[0]): row[1] for row in connection.execute(asked)}


def unit_count(connection: Connection, wave_code: str) -> int:
    """How many units the frame of a wave has."""
    asked = select(func.count()).select_from(_unit).where(_unit.c.wave_code == wave_code)
    return int(connection.execute(asked).scalar_one())


def stratum_sizes(connection: Connection, wave_code: str) -> Mapping[str, int]:
    """Units of the frame in each stratum."""
    asked = (
        select(_unit.c.stratum, func.count())
        .where(_unit.c.wave_code == wave_code)
        .group_by(_unit.c.stratum)
        .order_by(_unit.c.stratum)
    )
    return {row[0]: row[1] for row in connection.execute(asked)}


def facts(connection: Connection, wave_code: str) -> tuple[tuple[str, str, str, int], ...]:
    """Country, sector and size of the units of a frame, with how many units have them."""
    held = (_unit.c.country, _unit.c.sector, _unit.c.size)
    asked = (
        select(*held, func.count())
        .where(_unit.c.wave_code == wave_code)
        .group_by(*held)
        .order_by(*held)
    )
    return tuple((row[0], row[1], row[2], row[3]) for row in connection.execute(asked))


def add_units(connection: Connection, wave_code: str, units: Sequence[Unit]) -> None:
    """Add units to the frame of a wave, in their order."""
    connection.execute(
        insert(_unit),
        [
            {
                "wave_code": wave_code,
                "code": unit.code,
                "name": unit.name,
                "country": unit.country,
                "sector": unit.sector,
                "size": unit.size,
                "stratum": unit.stratum,
            }
            for unit in units
        ],
    )


def next_to_invite(connection: Connection, wave_code: str, count: int) -> tuple[int, ...]:
    """Ids of the units whose turn it is for a code.

    First those that never had a code, then those with a live one; within each, those that have
    not begun first, in frame order. Units that have sent are left out, and so are those whose
    codes were revoked: somebody decides about each of them.
    """
    had_code = exists().where(_assignment.c.unit_id == _unit.c.id)
    has_code = exists().where(
        _assignment.c.unit_id == _unit.c.id, _assignment.c.revoked_at.is_(None)
    )
    asked = (
        select(_unit.c.id)
        .select_from(_unit)
        .outerjoin(_response, _response.c.unit_id == _unit.c.id)
        .where(
            _unit.c.wave_code == wave_code,
            _unit.c.completed_on.is_(None),
            _response.c.receipt.is_(None),
            or_(has_code, ~had_code),
        )
        .order_by(
            case((has_code, 1), else_=0),
            case((_response.c.id.is_not(None), 1), else_=0),
            _unit.c.id,
        )
        .limit(count)
    )
    return tuple(connection.execute(asked).scalars())


def never_invited(connection: Connection, wave_code: str) -> tuple[int, ...]:
    """Ids of the units that never had a code and have not answered without one, in frame order."""
    had_code = exists().where(_assignment.c.unit_id == _unit.c.id)
    has_response = exists().where(_response.c.unit_id == _unit.c.id)
    asked = (
        select(_unit.c.id)
        .where(
            _unit.c.wave_code == wave_code,
            _unit.c.completed_on.is_(None),
            ~had_code,
            ~has_response,
        )
        .order_by(_unit.c.id)
    )
    return tuple(connection.execute(asked).scalars())


def add_codes(connection: Connection, code_hashes: Mapping[int, bytes], *, now: datetime) -> None:
    """Keep the hash of a new code for each unit id."""
    rows = [
        {"unit_id": unit_id, "code_hash": code_hash, "issued_at": now}
        for unit_id, code_hash in code_hashes.items()
    ]
    if rows:
        connection.execute(insert(_assignment), rows)


def revoke_codes(connection: Connection, unit_id: int, *, now: datetime) -> int:
    """Revoke every live code of a unit; how many there were."""
    live = and_(_assignment.c.unit_id == unit_id, _assignment.c.revoked_at.is_(None))
    revoked = connection.execute(update(_assignment).where(live), {"revoked_at": now})
    return int(revoked.rowcount)


def complete(connection: Connection, days: Mapping[int, date]) -> None:
    """Note by day which units have answered, where their responses may not be linked to them."""
    if days:
        connection.execute(
            update(_unit)
            .where(_unit.c.id == bindparam("unit"))
            .values(completed_on=bindparam("day")),
            [{"unit": unit_id, "day": day} for unit_id, day in days.items()],
        )


def write_anew(connection: Connection, wave_code: str, *, on: date) -> None:
    """Write again, all at once and under one day, which units of a wave have answered.

    What a database notes of each row beside its columns is then the same for every unit too.
    """
    done = and_(_unit.c.wave_code == wave_code, _unit.c.completed_on.is_not(None))
    connection.execute(update(_unit).where(done).values(completed_on=on))


def completed(connection: Connection, wave_code: str) -> frozenset[int]:
    """Ids of the units that have answered without a link to their response."""
    asked = select(_unit.c.id).where(
        _unit.c.wave_code == wave_code, _unit.c.completed_on.is_not(None)
    )
    return frozenset(connection.execute(asked).scalars())


def _invited(row: Row[*tuple[Any, ...]] | None) -> Invited | None:
    if row is None:
        return None
    facts = {"country": row[3], "sector": row[4], "size": row[5]}
    return Invited(row[0], row[1], row[2], facts, *row[6:])
