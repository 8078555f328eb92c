"""Field work: the frame of a wave, its opening and its closing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.actions.instruments import known_wave, plan
from app.actions.opening import LACKS, lacks
from app.collection.frame import FileProblem, Frame, read_frame
from app.collection.response import WaveState
from app.collection.wave import WavePlan, missing_privacy
from app.storage import audit, consents, drafts, frames, surveys
from app.storage.database import Database
from app.storage.surveys import Wave


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
        detail = {"until": closes_at.astimezone(UTC).isoformat()}
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
        ends = {"from": found.closes_at, "until": until}
        detail = {name: end.astimezone(UTC).isoformat() for name, end in ends.items()}
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
