"""Snapshots kept under a label: provisional while a wave is under way, final when it is closed."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.actions.fieldwork import NotNow
from app.actions.freezing import Taken, as_taken, freeze
from app.actions.instruments import known_wave
from app.storage import audit, responses, snapshots, surveys
from app.storage.database import Database
from app.storage.snapshots import Kept, Label, Snapshot
from app.storage.surveys import Wave

if TYPE_CHECKING:
    from sqlalchemy import Connection  # only storage speaks SQL: named here for the checker

LONGEST_LABEL, LONGEST_REASON = 80, 400
"""Characters of a label, and of the reason why a final snapshot is replaced."""


class UnknownSnapshot(LookupError):
    """No snapshot of that number is kept."""


class UnfitLabel(ValueError):
    """A label or a reason that cannot be; `code` names which, the text says what can."""

    def __init__(self, code: str, told: str) -> None:
        super().__init__(told)
        self.code = code


class Replaced(ValueError):
    """The snapshot was final once and has been replaced: nothing new is made from it."""


def keep_snapshot(
    database: Database, wave_code: str, label: Label, *, by: str, now: datetime
) -> Kept:
    """Freeze a wave and keep what was frozen under a label, as provisional or as final.

    A wave has one final snapshot. Another one takes its place only for a reason, which is kept
    with it; the one before stays and says that it was replaced.

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The wave promises anonymity and is not closed; or a final snapshot of a wave that is not
        closed, or that has one and no reason was given.
    UnfitLabel
        The label is empty, too long or taken, or the reason too long.
    """
    wanted = _fit(label)
    _refuse_final_of_open(_state(database, wave_code), wanted)
    taken = freeze(database, wave_code, by=by, now=now)
    with database.write() as connection:
        wave = surveys.wave_to_change(connection, wave_code)
        _refuse_final_of_open(wave, wanted)
        before = snapshots.kept_of(connection, wave_code)
        _refuse_taken(before, wanted)
        found = _unchanged(connection, taken, wanted)
        if wanted.kind == "final":
            snapshots.replace_final(connection, wave_code, now=now)
        number = snapshots.keep(connection, found, wanted, by=by, now=now)
        audit.record(
            connection,
            "snapshot.kept",
            by=by,
            about=wave_code,
            now=now,
            detail={
                "number": number,
                "kind": wanted.kind,
                "label": wanted.label,
                "responses": found.responses,
                "hash": found.hash,
                **({"reason": wanted.reason} if wanted.reason else {}),
            },
        )
    return kept_snapshot(database, number)


def kept_snapshots(database: Database, wave_code: str) -> tuple[Kept, ...]:
    """The snapshots of a wave that are kept under a label, the latest first."""
    with database.read() as connection:
        return snapshots.kept_of(connection, wave_code)


def kept_snapshot(database: Database, number: int) -> Kept:
    """The kept snapshot with that number.

    Raises
    ------
    UnknownSnapshot
        There is none.
    """
    with database.read() as connection:
        found = snapshots.kept(connection, number)
    if found is None:
        raise UnknownSnapshot(f"no snapshot is kept under the number {number}")
    return found


def recalled(database: Database, wave_code: str, number: int) -> Taken:
    """A kept snapshot of a wave as a report takes it in, as of the moment it was kept.

    Raises
    ------
    UnknownWave
        There is no such wave.
    UnknownSnapshot
        The wave has no kept snapshot of that number.
    Replaced
        It was replaced by another final snapshot.
    """
    kept = kept_snapshot(database, number)
    with database.read() as connection:
        wave = known_wave(surveys.wave(connection, wave_code), wave_code)
        found = snapshots.snapshot(connection, kept.snapshot_id)
    if kept.wave_code != wave_code or found is None:
        raise UnknownSnapshot(f"wave {wave_code} has no kept snapshot {number}")
    if kept.replaced_at is not None:
        raise Replaced(f"snapshot {number} of wave {wave_code} was replaced by another final one")
    return Taken(wave=wave, snapshot=replace(as_taken(found), taken_at=kept.kept_at), kept=kept)


def _state(database: Database, wave_code: str) -> Wave | None:
    with database.read() as connection:
        return surveys.wave(connection, wave_code)


def _fit(label: Label) -> Label:
    told = " ".join(label.label.split())
    reason = " ".join((label.reason or "").split()) or None
    if not 0 < len(told) <= LONGEST_LABEL or not told.isprintable():
        raise UnfitLabel("label", f"expected a label of 1 to {LONGEST_LABEL} characters")
    if reason and not (len(reason) <= LONGEST_REASON and reason.isprintable()):
        raise UnfitLabel("reason", f"expected a reason of at most {LONGEST_REASON} characters")
    return Label(label.kind, told, reason)


def _refuse_final_of_open(wave: Wave | None, wanted: Label) -> None:
    if wave is not None and wanted.kind == "final" and wave.status != "closed":
        told = f"wave {wave.code} is {wave.status}: close it before its final snapshot"
        raise NotNow(told, "kind")


def _unchanged(connection: "Connection", taken: Taken, wanted: Label) -> Snapshot:
    """What was frozen, as it is stored, where nothing has come between."""
    code = taken.wave.code
    is_last = responses.last_event(connection, code) == taken.snapshot.last_event
    if wanted.kind == "final" and not is_last:
        raise NotNow(f"answers reached wave {code} while it was frozen: do it again")
    found = snapshots.latest(connection, code)
    if found is None or found.hash != taken.snapshot.hash:
        raise NotNow(f"wave {code} was frozen by somebody else: do it again")
    return found


def _refuse_taken(before: tuple[Kept, ...], wanted: Label) -> None:
    if any(one.label == wanted.label for one in before):
        raise UnfitLabel("label", f"the label {wanted.label!r} is taken: choose another")
    has_final = any(one.kind == "final" and one.replaced_at is None for one in before)
    if wanted.kind == "final" and has_final and not wanted.reason:
        told = "there is a final snapshot already: say why another one replaces it"
        raise NotNow(told, "reason")
