"""Published instruments and waves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, insert, select, update

from app.collection.response import WaveState
from app.storage import schema


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave as it stands; its plan is read by `plan`."""

    code: str
    questionnaire: str
    instrument_hash: str
    status: WaveState
    anonymous: bool
    simulated: bool
    opens_at: datetime
    closes_at: datetime
    plan_hash: str


_WAVE = select(
    schema.wave.c.code,
    schema.wave.c.questionnaire,
    schema.wave.c.instrument_hash,
    schema.wave.c.status,
    schema.wave.c.anonymous,
    schema.wave.c.simulated,
    schema.wave.c.opens_at,
    schema.wave.c.closes_at,
    schema.wave.c.plan_hash,
)


def wave(connection: Connection, code: str) -> Wave | None:
    """The wave with that code."""
    row = connection.execute(_WAVE.where(schema.wave.c.code == code)).one_or_none()
    return Wave(*row) if row else None


def wave_to_change(connection: Connection, code: str) -> Wave | None:
    """The wave with that code, held for the rest of the transaction."""
    held = _WAVE.where(schema.wave.c.code == code).with_for_update()
    row = connection.execute(held).one_or_none()
    return Wave(*row) if row else None


def waves(connection: Connection) -> tuple[Wave, ...]:
    """Every wave, by its code."""
    return tuple(Wave(*row) for row in connection.execute(_WAVE.order_by(schema.wave.c.code)))


def plan(connection: Connection, plan_hash: str) -> Mapping[str, object] | None:
    """The stored plan with that hash."""
    found: Mapping[str, object] | None = connection.execute(
        select(schema.wave.c.plan).where(schema.wave.c.plan_hash == plan_hash).limit(1)
    ).scalar_one_or_none()
    return found


def canonical(connection: Connection, instrument_hash: str) -> bytes | None:
    """The canonical definition of the instrument with that hash."""
    found: bytes | None = connection.execute(
        select(schema.instrument.c.canonical).where(schema.instrument.c.hash == instrument_hash)
    ).scalar_one_or_none()
    return found


def add_instrument(
    connection: Connection,
    instrument_hash: str,
    canonical_bytes: bytes,
    *,
    questionnaire: str,
    by: str,
    now: datetime,
) -> bool:
    """Keep an instrument; False where it was there already."""
    if canonical(connection, instrument_hash) is not None:
        return False
    connection.execute(
        insert(schema.instrument),
        {
            "hash": instrument_hash,
            "questionnaire": questionnaire,
            "canonical": canonical_bytes,
            "published_at": now,
            "published_by": by,
        },
    )
    return True


def add_wave(connection: Connection, new: Wave, stored_plan: Mapping[str, object]) -> None:
    """Keep a wave that was not there."""
    connection.execute(insert(schema.wave), _values(new, stored_plan) | {"code": new.code})


def change_wave(connection: Connection, changed: Wave, stored_plan: Mapping[str, object]) -> None:
    """Keep the new plan, instrument and state of a wave."""
    connection.execute(
        update(schema.wave).where(schema.wave.c.code == changed.code),
        _values(changed, stored_plan),
    )


def set_fieldwork(
    connection: Connection,
    code: str,
    *,
    status: WaveState,
    opens_at: datetime,
    closes_at: datetime,
) -> None:
    """Open or close a wave, with the times that hold from now on."""
    connection.execute(
        update(schema.wave).where(schema.wave.c.code == code),
        {"status": status, "opens_at": opens_at, "closes_at": closes_at},
    )


def mark_simulated(connection: Connection, code: str) -> None:
    """Say of a wave that its firms and answers are invented."""
    connection.execute(update(schema.wave).where(schema.wave.c.code == code), {"simulated": True})


def has_responses(connection: Connection, code: str) -> bool:
    """Whether anybody has begun to answer."""
    asked = select(exists().where(schema.response.c.wave_code == code))
    return bool(connection.execute(asked).scalar_one())


def _values(changed: Wave, stored_plan: Mapping[str, object]) -> dict[str, object]:
    return {
        "questionnaire": changed.questionnaire,
        "instrument_hash": changed.instrument_hash,
        "status": changed.status,
        "anonymous": changed.anonymous,
        "simulated": changed.simulated,
        "opens_at": changed.opens_at,
        "closes_at": changed.closes_at,
        "plan": dict(stored_plan),
        "plan_hash": changed.plan_hash,
    }
