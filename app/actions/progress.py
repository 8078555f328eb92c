"""How far the waves are: counts of firms by wave, stratum and day, never an answer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from zoneinfo import ZoneInfo

from app.actions import fieldwork
from app.actions.fieldwork import WaveView
from app.collection.progress import StratumProgress, Totals
from app.storage import progress as stored
from app.storage import snapshots
from app.storage.database import Database


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a wave stands among the others."""

    wave: WaveView
    totals: Totals
    has_final: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a wave is, by stratum."""

    wave: WaveView
    strata: tuple[StratumProgress, ...]

    @property
    def total(self) -> StratumProgress:
        """The sums over all strata."""
        return StratumProgress(
            sum(one.frame for one in self.strata),
            sum(one.invited for one in self.strata),
            sum(one.opened for one in self.strata),
            sum(one.started for one in self.strata),
            sum(one.submitted for one in self.strata),
        )


def of_waves(database: Database) -> tuple[Standing, ...]:
    """Where every wave stands, by its code."""
    with database.read() as connection:
        totals = stored.totals(connection)
        finals = snapshots.finals(connection)
    return tuple(
        Standing(wave, totals.get(wave.code, Totals()), wave.code in finals)
        for wave in fieldwork.waves(database)
    )


def of_wave(database: Database, code: str) -> Progress:
    """How far a wave is, by stratum.

    Raises
    ------
    UnknownWave
        There is none.
    """
    wave = fieldwork.wave(database, code)
    with database.read() as connection:
        return Progress(wave, stored.by_stratum(connection, code))


def sent_by_day(database: Database, wave: WaveView) -> Mapping[date, int]:
    """How many responses were sent on each day on which any was, by the clock of the panel.

    Of an anonymous wave no more is kept than the day in UTC.
    """
    zone = UTC if wave.plan.anonymous else ZoneInfo(wave.plan.timezone)
    with database.read() as connection:
        moments = stored.sent_at(connection, wave.code)
    return Counter(moment.astimezone(zone).date() for moment in moments)
