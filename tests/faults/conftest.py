"""An installation on the disk with forty firms, and a server that runs on it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.actions import fieldwork, publishing
from app.actions.codes import issue_codes
from app.storage.database import Database, upgrade
from bench.browser import Browser
from bench.postgresql import PostgreSQL, postgresql
from bench.server import Server
from tests import databases
from tests.faults.application import SURVEYS

WAVE = "counting-jp"
FIRMS = 40
SECRETS = {"SECRET_KEY": "for-the-faults-alone-and-long-enough", "CODE_KEY": "for-faults-alone"}


@dataclass(frozen=True)
class Installation:
    """Where the answers lie, and the codes of the firms by their units."""

    folder: Path
    url: str
    codes: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """What a server on this installation reads."""
        where = {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url}
        return {**where, "DEMO": "1", "HTTPS": "off", **SECRETS}

    def ask(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """Rows as they stand, read past the application."""
        return databases.asked(self.url, sql, **values)

    def answers(self, unit: str) -> dict[str, Any]:
        """The stored answers of a firm."""
        rows = self.ask(
            "SELECT answers FROM response JOIN unit ON unit.id = unit_id WHERE unit.code = :unit",
            unit=unit,
        )
        found: dict[str, Any] = databases.document(rows[0][0])
        return found

    def history(self, unit: str, item: str) -> list[str]:
        """Every value that an item of a firm has had, oldest first."""
        rows = self.ask(
            "SELECT new FROM response_event AS event "
            "JOIN response ON response.id = response_id JOIN unit ON unit.id = unit_id "
            "WHERE unit.code = :unit AND event.item = :item AND event.kind = 'answered' "
            "ORDER BY event.id",
            unit=unit,
            item=item,
        )
        return [databases.document(new)["value"] for (new,) in rows]

    def receipt(self, unit: str) -> str:
        """The receipt number that a firm was given."""
        rows = self.ask(
            "SELECT receipt FROM response JOIN unit ON unit.id = unit_id WHERE unit.code = :unit",
            unit=unit,
        )
        return str(rows[0][0])

    def submissions(self, unit: str) -> int:
        """How often a firm's response was submitted."""
        rows = self.ask(
            "SELECT count(*) FROM response_event AS event "
            "JOIN response ON response.id = response_id JOIN unit ON unit.id = unit_id "
            "WHERE unit.code = :unit AND event.kind = 'submitted'",
            unit=unit,
        )
        return int(rows[0][0])


@dataclass(frozen=True)
class Doors:
    """The ways in: browsers that have opened a response, closed when the test is over."""

    installation: Installation
    server: Server
    stack: ExitStack

    def opened(self, firm: int) -> tuple[str, Browser]:
        """A browser in which a firm has pressed Start, and the unit of that firm."""
        unit, code = list(self.installation.codes.items())[firm]
        browser = self.stack.enter_context(closing(Browser(self.server.port)))
        browser.open_code(code)
        return unit, browser

    def twin(self, browser: Browser) -> Browser:
        """Another window of the same browser."""
        return self.stack.enter_context(closing(browser.twin()))


@pytest.fixture(scope="session")
def durable() -> Iterator[PostgreSQL | None]:
    """A PostgreSQL server whose commits wait for the disk, where the tests run on PostgreSQL."""
    if not databases.is_postgresql():
        yield None
        return
    with postgresql() as started:
        yield started


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, durable: PostgreSQL | None
) -> Installation:
    """Forty invented firms with a code each, in a wave that is open."""
    folder = tmp_path_factory.mktemp("faults")
    url = databases.address(folder) if durable is None else durable.made(folder.name)
    database, now = Database(url), datetime.now(UTC)  # noqa: TID251
    upgrade(database)
    publishing.publish_survey(database, SURVEYS, "counting/2026", by="tests", now=now)
    units = [f"F{number:02d}" for number in range(FIRMS)]
    rows = "".join(f"{unit},Invented firm {unit},JP,machinery,50-249\n" for unit in units)
    frame = f"unit,name,country,sector,size\n{rows}"
    fieldwork.load_frame(database, WAVE, frame, by="tests", now=now)
    fieldwork.open_wave(database, WAVE, by="tests", now=now)
    codes = issue_codes(
        database, WAVE, count=FIRMS, code_key=SECRETS["CODE_KEY"], by="tests", now=now
    )
    database.close()
    return Installation(folder, url, dict(zip(units, codes, strict=True)))


@pytest.fixture(scope="module")
def server(installation: Installation) -> Iterator[Server]:
    """The server as it runs in service, on that installation."""
    started = Server("tests.faults.application:application", installation.environment)
    yield started
    started.end()


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Tells what a test measured at the end of the run, after the database it ran on."""
    database = "PostgreSQL" if databases.is_postgresql() else "SQLite"
    return lambda told: record_property("figure", f"{database}: {told}")


@pytest.fixture
def doors(installation: Installation, server: Server) -> Iterator[Doors]:
    """Browsers for the length of a test."""
    with ExitStack() as stack:
        yield Doors(installation, server, stack)
