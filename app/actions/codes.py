"""Access codes one firm at a time, and the firms of a wave with the state of their codes."""

from dataclasses import dataclass
from datetime import datetime

from app.access import tokens
from app.actions.fieldwork import Issued, NotNow
from app.actions.instruments import known_wave
from app.storage import audit, firms, frames, surveys
from app.storage.database import Database
from app.storage.firms import Firm, Search


@dataclass(frozen=True, slots=True)
class Found:
    """Some firms of a wave, how many there are of the kind, and how many in each state."""

    firms: tuple[Firm, ...]
    matching: int
    counts: dict[str, int]


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
        if unit not in known:
            raise NotNow(f"the frame of wave {wave_code} has no unit {unit!r}", "no_unit")
        number, found = known[unit]
        revoked = frames.revoke_codes(connection, number, now=now)
        new = tokens.new_code()
        digest = tokens.digest(tokens.normalise(new) or "", code_key)
        frames.add_codes(connection, {number: digest}, now=now)
        about, detail = f"{wave_code}/{unit}", {"revoked": revoked}
        audit.record(connection, "codes.reissued", by=by, about=about, now=now, detail=detail)
    return Issued(found.code, found.name, new)
