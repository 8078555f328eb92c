"""Snapshots of a wave: its columns, stamped with the event they are as of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from app.storage.schema import snapshot as _snapshot


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The responses that a wave had sent by one event, and the frame they come from."""

    id: int
    wave_code: str
    instrument_hash: str
    last_event: int
    responses: int
    frame: Mapping[str, int]
    simulated: bool
    taken_at: datetime
    hash: str
    parquet: bytes


@dataclass(frozen=True, slots=True)
class NewSnapshot:
    """A snapshot to keep; `frame` counts the units of each stratum."""

    wave_code: str
    instrument_hash: str
    last_event: int
    responses: int
    frame: Mapping[str, int]
    simulated: bool
    taken_at: datetime
    hash: str
    parquet: bytes


_COLUMNS = (
    _snapshot.c.id,
    _snapshot.c.wave_code,
    _snapshot.c.instrument_hash,
    _snapshot.c.last_event,
    _snapshot.c.responses,
    _snapshot.c.frame,
    _snapshot.c.simulated,
    _snapshot.c.taken_at,
    _snapshot.c.hash,
    _snapshot.c.parquet,
)


def add(connection: Connection, new: NewSnapshot) -> int:
    """Keep a snapshot; its number."""
    added = connection.execute(
        insert(_snapshot).returning(_snapshot.c.id),
        {
            "wave_code": new.wave_code,
            "instrument_hash": new.instrument_hash,
            "last_event": new.last_event,
            "responses": new.responses,
            "frame": dict(new.frame),
            "simulated": new.simulated,
            "taken_at": new.taken_at,
            "hash": new.hash,
            "parquet": new.parquet,
        },
    )
    return int(added.scalar_one())


def snapshot(connection: Connection, number: int) -> Snapshot | None:
    """The snapshot with that number."""
    return _read(
        connection.execute(select(*_COLUMNS).where(_snapshot.c.id == number)).one_or_none()
    )


def latest(connection: Connection, wave_code: str) -> Snapshot | None:
    """The newest snapshot of a wave."""
    asked = (
        select(*_COLUMNS)
        .where(_snapshot.c.wave_code == wave_code)
        .order_by(_snapshot.c.id.desc())
        .limit(1)
    )
    return _read(connection.execute(asked).one_or_none())


def _read(row: Row[*tuple[Any, ...]] | None) -> Snapshot | None:
    return Snapshot(*row) if row else None
