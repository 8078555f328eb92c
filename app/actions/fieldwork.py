"""Field work: the frame, codes, opening and closing a wave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.access import tokens
from app.actions.instruments import known_wave, plan
from app.actions.opening import LACKS, lacks
from app.collection.frame import FileProblem, Frame, Unit, read_frame
from app.collection.response import WaveState
from app.collection.wave import WavePlan, missing_privacy
from app.storage import audit, consents, drafts, frames, surveys
from app.storage.database import Database
from app.storage.surveys import Wave

if TYPE_CHECKING:
    from sqlalchemy import Connection  # only storage speaks SQL: named here for the checker


class NotNow(ValueError):
    """The wave is in a state in which this cannot be done; the text says what comes first.

    `code` names what is in the way, where pages say it in their own words.
    """

    def __init__(self, told: str, code: str = "") -> None:
        super().__init__(told)
        self.code = code


class BadFile(ValueError):
    """A file of rows has problems, all of them told; nothing of it was taken."""

    def __init__(self, problems: tuple[FileProblem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class WaveView:
    """A wave as it stands, with its plan."""

    code: str
    questionnaire: str
    instrument_hash: str
    status: WaveState
    simulated: bool
    opens_at: datetime
    closes_at: datetime
    plan: WavePlan

    @property
    def planned_end(self) -> datetime:
        """Until when it is open unless another end is named: a past one does not shorten it."""
        return max(self.closes_at, self.plan.closes)


def waves(database: Database) -> tuple[WaveView, ...]:
    """Every wave, by its code."""
    with database.read() as connection:
        found = surveys.waves(connection)
    return tuple(_view(database, one) for one in found)


def wave(database: Database, code: str) -> WaveView:
    """The wave with that code.

    Raises
    ------
    UnknownWave
        There is none.
    """
    with database.read() as connection:
        found = surveys.wave(connection, code)
    return _view(database, known_wave(found, code))


def load_frame(database: Database, code: str, text: str, *, by: str, now: datetime) -> Frame:
    """Take the frame of a wave from a CSV file, whole or not at all.

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The wave has a frame already.
    BadFile
        The file has problems.
    """
    with database.write() as connection:
        found = known_wave(surveys.wave_to_change(connection, code), code)
        there = frames.unit_count(connection, code)
        frame, problems = read_frame(text, strata=plan(database, found.plan_hash).strata)
        if there:
            told = (
                f"wave {code} has a frame of {there} units already, and keeps it; for another"
                " frame plan a wave with another code in design.yaml, publish, and load it there"
            )
            raise NotNow("\n".join((told, *map(str, problems))))
        if problems:
            raise BadFile(problems)
        frames.add_units(connection, code, frame.units)
        audit.record(
            connection,
            "frame.loaded",
            by=by,
            about=code,
            now=now,
            detail={"units": len(frame.units), "strata": dict(frame.sizes())},
        )
    return frame


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
        firms = dict(known.values())
        issued = {number: tokens.new_code() for number in chosen}
        hashes = {
            number: tokens.digest(tokens.normalise(new) or "", code_key)
            for number, new in issued.items()
        }
        frames.add_codes(connection, hashes, now=now)
        detail: dict[str, object] = {"count": len(issued)}
        if isinstance(whom, str):
            detail["unit"] = whom
        audit.record(connection, "codes.issued", by=by, about=code, now=now, detail=detail)
    return tuple(
        Issued(firms[number].code, firms[number].name, new) for number, new in issued.items()
    )


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


def open_wave(
    database: Database, code: str, *, by: str, now: datetime, until: datetime | None = None
) -> WaveView:
    """Take answers from now on, until the planned end or another one.

    Raises
    ------
    UnknownWave
        There is no such wave: its survey has not been published.
    NotNow
        The wave has no frame, its end has passed, firms would be asked for real under a privacy
        text that no counsel has approved, or it promised anonymity and was closed.
    """
    with database.write() as connection:
        found = known_wave(surveys.wave_to_change(connection, code), code)
        view = _view(database, found)
        closes_at = until or view.planned_end
        has_frame = frames.unit_count(connection, code) > 0
        for lack in lacks(view, has_frame=has_frame, until=closes_at, now=now):
            missing = ", ".join(missing_privacy(view.plan))
            raise NotNow(LACKS[lack].format(wave=code, end=closes_at, missing=missing), lack)
        opens_at = min(found.opens_at, now)
        surveys.set_fieldwork(
            connection, code, status="open", opens_at=opens_at, closes_at=closes_at
        )
        detail = {"until": closes_at.isoformat()}
        audit.record(connection, "wave.opened", by=by, about=code, now=now, detail=detail)
    return wave(database, code)


def move_end(
    database: Database, code: str, until: datetime, *, by: str, now: datetime
) -> WaveView:
    """Let an open wave take answers until another moment, later or earlier than was planned.

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The wave is not open, or the moment has passed.
    """
    with database.write() as connection:
        found = known_wave(surveys.wave_to_change(connection, code), code)
        if found.status != "open":
            raise NotNow(f"wave {code} is {found.status}, not open", "not_open")
        if until <= now:
            raise NotNow(LACKS["ended"].format(wave=code, end=until), "ended")
        surveys.set_fieldwork(
            connection, code, status="open", opens_at=found.opens_at, closes_at=until
        )
        detail = {"from": found.closes_at.isoformat(), "until": until.isoformat()}
        audit.record(connection, "wave.end_moved", by=by, about=code, now=now, detail=detail)
    return wave(database, code)


def close_wave(database: Database, code: str, *, by: str, now: datetime) -> WaveView:
    """Take no more answers; a wave that closes early has ended now and not at its planned end.

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The wave is not open.
    """
    with database.write() as connection:
        found = known_wave(surveys.wave_to_change(connection, code), code)
        if found.status != "open":
            raise NotNow(f"wave {code} is {found.status}, not open")
        closes_at = min(found.closes_at, now)
        surveys.set_fieldwork(
            connection, code, status="closed", opens_at=found.opens_at, closes_at=closes_at
        )
        drafts.drop_of_wave(connection, code)
        if found.anonymous:
            frames.write_anew(connection, code, on=closes_at.date())
            consents.write_anew(connection, code, on=closes_at.date())
        audit.record(connection, "wave.closed", by=by, about=code, now=now)
    return wave(database, code)


def mark_simulated(database: Database, code: str, *, by: str, now: datetime) -> None:
    """Say of a wave that its firms and answers are invented; it cannot be taken back.

    Raises
    ------
    UnknownWave
        There is no such wave.
    """
    with database.write() as connection:
        known_wave(surveys.wave_to_change(connection, code), code)
        surveys.mark_simulated(connection, code)
        audit.record(connection, "wave.simulated", by=by, about=code, now=now)


def units(database: Database, code: str) -> Mapping[str, str]:
    """Names of the units of a wave by their code, in frame order."""
    with database.read() as connection:
        return {
            key: unit.name for key, (_, unit) in frames.units_by_code(connection, code).items()
        }


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


def _unit(known: Mapping[str, tuple[int, Unit]], wave: str, unit: str) -> int:
    if unit not in known:
        raise NotNow(f"the frame of wave {wave} has no unit {unit!r}")
    return known[unit][0]


def _view(database: Database, found: Wave) -> WaveView:
    return WaveView(
        code=found.code,
        questionnaire=found.questionnaire,
        instrument_hash=found.instrument_hash,
        status=found.status,
        simulated=found.simulated,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        plan=plan(database, found.plan_hash),
    )
