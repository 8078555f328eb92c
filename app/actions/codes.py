"""Access codes: issued, replaced and revoked, and the firms of a wave with the state of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.access import tokens
from app.actions.fieldwork import NotNow
from app.actions.instruments import known_wave
from app.collection.frame import Unit
from app.storage import audit, firms, frames, surveys
from app.storage.database import Database
from app.storage.firms import Firm, Search

if TYPE_CHECKING:
    from sqlalchemy import Connection  # only storage speaks SQL: named here for the checker


@dataclass(frozen=True, slots=True)
class Found:
    """Some firms of a wave, how many there are of the kind, and how many in each state."""

    firms: tuple[Firm, ...]
    matching: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Issued:
    """A new code, with the unit and the firm that it is for."""

    unit: str
    firm: str
    code: str


@dataclass(frozen=True, slots=True)
class Uninvited:
    """So many of the units that never had a code, of which somebody has `seen` how many are left.

    What was asked for twice, by a second press or by two people, is refused the second time.
    """

    count: int
    seen: int


def firms_of(database: Database, wave_code: str, search: Search) -> Found:
    """The firms of a wave that are looked for, those that need something first."""
    with database.read_moment() as connection:
        return Found(
            firms.firms(connection, wave_code, search),
            firms.matching(connection, wave_code, search),
            firms.counts(connection, wave_code),
        )


def firm_of(database: Database, wave_code: str, unit: str) -> Firm | None:
    """One firm of a wave; None where its frame has no such unit."""
    with database.read() as connection:
        return firms.firm(connection, wave_code, unit)


def issue_codes(
    database: Database, code: str, *, count: int, code_key: str, by: str, now: datetime
) -> tuple[str, ...]:
    """New access codes as `issue` makes them, without the firms they are for."""
    made = issue(database, code, count, code_key=code_key, by=by, now=now)
    return tuple(one.code for one in made)


def issue(
    database: Database,
    code: str,
    whom: int | str | Uninvited,
    *,
    code_key: str,
    by: str,
    now: datetime,
) -> tuple[Issued, ...]:
    """New access codes, each told here once and kept as a keyed hash.

    They are for the unit named, for so many of those that never had one, or for so many units:
    those that never had one first, in frame order. A unit that gets another code keeps the one it
    has: both lead to the same response. A unit whose codes were revoked gets one by name alone.

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The wave is closed, fewer units than codes have still to answer, there is no such unit, or
        the units that never had a code are not as many as were seen ("others_left").
    """
    with database.write() as connection:
        found = known_wave(surveys.wave_to_change(connection, code), code)
        if found.status == "closed":
            raise NotNow(f"wave {code} is closed")
        known = frames.units_by_code(connection, code)
        if isinstance(whom, str):
            chosen: tuple[int, ...] = (_unit(known, code, whom),)
        else:
            chosen = _next(connection, code, whom)
        issued = _made(connection, known, chosen, code_key=code_key, now=now)
        detail: dict[str, object] = {"count": len(issued)}
        if isinstance(whom, str):
            detail["unit"] = whom
        audit.record(connection, "codes.issued", by=by, about=code, now=now, detail=detail)
    return issued


def reissue(
    database: Database, wave_code: str, unit: str, *, code_key: str, by: str, now: datetime
) -> Issued:
    """A new code for a firm in place of every one that it has, told here once.

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The wave is closed, or its frame has no such unit.
    """
    with database.write() as connection:
        wave = known_wave(surveys.wave_to_change(connection, wave_code), wave_code)
        if wave.status == "closed":
            raise NotNow(f"wave {wave_code} is closed", "closed")
        known = frames.units_by_code(connection, wave_code)
        number = _unit(known, wave_code, unit)
        revoked = frames.revoke_codes(connection, number, now=now)
        (issued,) = _made(connection, known, (number,), code_key=code_key, now=now)
        about, detail = f"{wave_code}/{unit}", {"revoked": revoked}
        audit.record(connection, "codes.reissued", by=by, about=about, now=now, detail=detail)
    return issued


def revoke_codes(database: Database, code: str, unit: str, *, by: str, now: datetime) -> int:
    """Revoke every live code of a unit; how many there were.

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The frame has no such unit.
    """
    with database.write() as connection:
        known_wave(surveys.wave(connection, code), code)
        number = _unit(frames.units_by_code(connection, code), code, unit)
        revoked = frames.revoke_codes(connection, number, now=now)
        audit.record(
            connection,
            "codes.revoked",
            by=by,
            about=f"{code}/{unit}",
            now=now,
            detail={"count": revoked},
        )
    return revoked


def _next(connection: "Connection", code: str, whom: int | Uninvited) -> tuple[int, ...]:
    """The units that get the next codes, all that are wanted or none."""
    if isinstance(whom, Uninvited):
        left = frames.never_invited(connection, code)
        if len(left) != whom.seen:
            told = f"wave {code} has {len(left)} units that never had a code"
            raise NotNow(f"{told}, not {whom.seen}", "others_left")
        return left[: whom.count]
    chosen = frames.next_to_invite(connection, code, whom)
    if len(chosen) < whom:
        told = f"wave {code} has {len(chosen)} units that have still to answer"
        raise NotNow(f"{told}, fewer than {whom}")
    return chosen


def _made(
    connection: "Connection",
    known: Mapping[str, tuple[int, Unit]],
    chosen: tuple[int, ...],
    *,
    code_key: str,
    now: datetime,
) -> tuple[Issued, ...]:
    """A new code for each of the units chosen, kept as a keyed hash."""
    new = {number: tokens.new_code() for number in chosen}
    hashes = {
        number: tokens.digest(tokens.normalise(code) or "", code_key)
        for number, code in new.items()
    }
    frames.add_codes(connection, hashes, now=now)
    units = dict(known.values())
    return tuple(
        Issued(units[number].code, units[number].name, code) for number, code in new.items()
    )


def _unit(known: Mapping[str, tuple[int, Unit]], wave: str, unit: str) -> int:
    if unit not in known:
        raise NotNow(f"the frame of wave {wave} has no unit {unit!r}")
    return known[unit][0]
