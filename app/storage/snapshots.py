"""Snapshots of a wave: its columns as of one event, some of them kept under a label."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from app.storage.schema import kept_snapshot as _kept
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


Kind = Literal["provisional", "final"]
"""What the figures made from a kept snapshot are called."""


@dataclass(frozen=True, slots=True)
class Label:
    """Under what name and as what a snapshot is to be kept; `reason` where it replaces a final."""

    kind: Kind
    label: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot that staff keep under a label: everything but its columns."""

    number: int
    wave_code: str
    kind: Kind
    label: str
    kept_at: datetime
    kept_by: str
    reason: str | None
    replaced_at: datetime | None
    snapshot_id: int
    responses: int
    last_event: int
    hash: str


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


_KEPT = select(
    _kept.c.id, _kept.c.wave_code, _kept.c.kind, _kept.c.label, _kept.c.kept_at, _kept.c.kept_by,
    _kept.c.reason, _kept.c.replaced_at,
    _snapshot.c.id, _snapshot.c.responses, _snapshot.c.last_event, _snapshot.c.hash,
).join(_snapshot, _snapshot.c.id == _kept.c.snapshot_id)  # fmt: skip


def keep(connection: Connection, found: Snapshot, label: Label, *, by: str, now: datetime) -> int:
    """Keep a snapshot under a label; its number among those kept."""
    added = connection.execute(
        insert(_kept).returning(_kept.c.id),
        {
            "wave_code": found.wave_code,
            "snapshot_id": found.id,
            "kind": label.kind,
            "label": label.label,
            "kept_at": now,
            "kept_by": by,
            "reason": label.reason,
            "final_of": found.wave_code if label.kind == "final" else None,
        },
    )
    return int(added.scalar_one())


def replace_final(connection: Connection, wave_code: str, *, now: datetime) -> None:
    """Let the final snapshot of a wave be final no longer; it stays kept."""
    connection.execute(
        update(_kept).where(_kept.c.final_of == wave_code),
        {"final_of": None, "replaced_at": now},
    )


def kept(connection: Connection, number: int) -> Kept | None:
    """The kept snapshot with that number."""
    return _kept_row(connection.execute(_KEPT.where(_kept.c.id == number)).one_or_none())


def kept_of(connection: Connection, wave_code: str) -> tuple[Kept, ...]:
    """Every kept snapshot of a wave, the latest first."""
    asked = _KEPT.where(_kept.c.wave_code == wave_code).order_by(_kept.c.id.desc())
    found = [_kept_row(row) for row in connection.execute(asked)]
    return tuple(one for one in found if one is not None)


def finals(connection: Connection) -> frozenset[str]:
    """Codes of the waves that have a final snapshot."""
    asked = select(_kept.c.final_of).where(_kept.c.final_of.is_not(None))
    return frozenset(connection.execute(asked).scalars())


def _read(row: Row[*tuple[Any, ...]] | None) -> Snapshot | None:
    return Snapshot(*row) if row else None


def _kept_row(row: Row[*tuple[Any, ...]] | None) -> Kept | None:
    return Kept(*row) if row else None
