"""A run that readers could subtract from another is told before it is published."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions import analysis
from app.actions.differencing import Nearness, too_near
from app.storage.database import Database
from tests import databases
from tests.analysis.field import BY, NOW, REPORTS, SURVEYS, answered, opened

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database to be copied: answers, and a first run that has been published."""
    folder = tmp_path_factory.mktemp("published")
    made = opened(databases.address(folder))
    answered(made, "2026-jp", {"JP": 30})
    answered(made, "2026-eu", {"DE": 20, "FR": 20, "IT": 20})
    analysis.publish_run(made, run(made), by=BY, now=NOW)
    made.close()
    return folder


@pytest.fixture
def database(published: Path, tmp_path: Path) -> Iterator[Database]:
    made = Database(databases.copied(published, tmp_path))
    yield made
    made.close()


def run(database: Database) -> int:
    return analysis.run_report(
        database,
        "japan_eu",
        surveys=SURVEYS,
        reports=REPORTS,
        by=BY,
        now=NOW + timedelta(minutes=5),
    )


@pytest.mark.parametrize(
    ("firms", "expected"),
    [
        pytest.param(30, None, id="the same responses"),
        pytest.param(31, Nearness(run=1, responses=1, least=10), id="one more"),
        pytest.param(39, Nearness(run=1, responses=9, least=10), id="nine more"),
        pytest.param(40, None, id="as many as a base needs"),
    ],
)
def test_a_run_with_few_responses_more_is_too_near(
    database: Database, firms: int, expected: Nearness | None
) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM response WHERE wave_code = '2026-jp'")
    answered(database, "2026-jp", {"JP": firms})

    second = run(database)

    assert too_near(database, second, surveys=SURVEYS) == expected


def test_a_run_that_nobody_has_seen_gives_nothing_away(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE report_run SET published_at = NULL")
        connection.exec_driver_sql("DELETE FROM response WHERE wave_code = '2026-jp'")
    answered(database, "2026-jp", {"JP": 31})

    assert too_near(database, run(database), surveys=SURVEYS) is None
