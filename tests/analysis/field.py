"""Two small waves of the default survey with invented firms, some of which have answered."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from app.actions import fieldwork, publishing
from app.storage import frames, responses, surveys
from app.storage.database import Database, upgrade
from app.storage.responses import NewResponse

ROOT = Path(__file__).parents[2]
SURVEYS = ROOT / "surveys"
REPORTS = ROOT / "reports"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BY = "a test"

FRAMES = {"2026-jp": {"JP": 60}, "2026-eu": {"DE": 40, "FR": 30, "IT": 30}}
SOURCES = ("cn", "us", "th", "kr", "none", "au")


def opened(url: str) -> Database:
    """A database with both waves and their frames, and no responses."""
    database = Database(url)
    upgrade(database)
    framed(database)
    return database


def framed(database: Database) -> None:
    """Publish the survey and load the frames of both waves."""
    publishing.publish_survey(database, SURVEYS, "economic_security/2026", by=BY, now=NOW)
    for wave, frame in FRAMES.items():
        fieldwork.load_frame(database, wave, frame_file(frame), by=BY, now=NOW)


def frame_file(frame: Mapping[str, int]) -> str:
    """A frame of invented firms, so many in each country."""
    lines = ["unit,name,country,sector,size"]
    for country, size in frame.items():
        lines += [
            f"{country}-{number:03},Invented {country} {number},{country},machinery,large"
            for number in range(1, size + 1)
        ]
    return "\n".join(lines) + "\n"


def answered(database: Database, wave: str, counts: Mapping[str, int]) -> None:
    """Sent responses of the first so many firms of each country, by a fixed pattern."""
    with database.write() as connection:
        found = surveys.wave(connection, wave)
        assert found is not None
        units = frames.units_by_code(connection, wave)
        responses.add_all(
            connection,
            [
                NewResponse(
                    id=f"{wave}-{code}",
                    wave_code=wave,
                    anonymous=False,
                    unit_id=number,
                    instrument_hash=found.instrument_hash,
                    language="en",
                    facts={"country": unit.country, "sector": unit.sector, "size": unit.size},
                    stratum=unit.stratum,
                    at=NOW,
                    answers=answers(int(code[3:])),
                    submitted_at=NOW,
                    receipt=f"R-{wave}-{code}",
                )
                for code, (number, unit) in units.items()
                if int(code[3:]) <= counts.get(unit.country, 0)
            ],
        )


def answers(number: int) -> dict[str, dict[str, object]]:
    """What the firm of that number has answered; each tenth does not know its largest source."""
    source: dict[str, object] = {"status": "given", "value": SOURCES[number % len(SOURCES)]}
    if number % 10 == 0:
        source = {"status": "dont_know"}
    obstacles = ["cost"] if number % 2 else ["expertise", "visibility"]
    return {
        "largest_source": source,
        "obstacles": {"status": "given", "value": obstacles},
        "sourcing_mix": {"status": "given", "value": {"japan": "60", "china": "40"}},
    }
