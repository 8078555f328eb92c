"""What docs/deployment.md tells to type for PostgreSQL does what it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from app.actions import answering, fieldwork, progress
from app.storage.database import Database, downgrade, upgrade
from bench.postgresql import HASTY, PostgreSQL, postgresql
from tests import cast, databases
from tests.cast import BY, FIRM, NOW, World

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgresql_alone("SQLite has neither roles nor dumps"),
]
PAGE = (Path(__file__).parents[2] / "docs" / "deployment.md").read_text(encoding="utf-8")
STATEMENTS = re.findall(r"^((?:CREATE|GRANT|ALTER|REVOKE) .+?;)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """A server on which roles can be made."""
    with postgresql(HASTY) as started:
        yield started


def run(server: PostgreSQL, database: str, statements: list[str]) -> None:
    with psycopg.connect(server.conninfo(database), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def address(server: PostgreSQL, role: str, database: str) -> str:
    url = make_url(server.url(database)).set(username=role)
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def of_owner(server: PostgreSQL) -> Iterator[Database]:
    """A database that was set up as the page says, to its last line."""
    making = [one for one in STATEMENTS if "CREATE" in one]
    run(server, "postgres", making)
    owner = Database(address(server, "kakehashi_owner", "kakehashi"))
    upgrade(owner)
    run(server, "kakehashi", [one for one in STATEMENTS if "CREATE" not in one])
    yield owner
    owner.close()


@pytest.fixture
def world(server: PostgreSQL, of_owner: Database, tmp_path: Path) -> Iterator[World]:
    """The world of tea, made by the role of the application."""
    del of_owner
    made = cast.world(tmp_path, url=address(server, "kakehashi_app", "kakehashi"))
    yield made
    made.database.close()


def test_the_application_needs_no_more_than_its_role_may(world: World, of_owner: Database) -> None:
    response = world.filled()
    sent = answering.submit(world.database, response, by=FIRM, now=NOW)
    fieldwork.close_wave(world.database, "tea-named", by=BY, now=NOW)

    assert sent.outcome == "submitted"
    assert progress.of_wave(world.database, "tea-named").total.submitted == 1
    for refused in ("DROP TABLE audit", "DELETE FROM audit", "UPDATE response_event SET at = at"):
        with (
            pytest.raises(ProgrammingError, match=r"must be owner|permission denied"),
            world.database.write() as connection,
        ):
            connection.execute(text(refused))
    downgrade(of_owner, "base")


def test_a_dump_that_is_restored_holds_the_same_rows(server: PostgreSQL, tmp_path: Path) -> None:
    original = cast.world(tmp_path, url=server.made("original"))
    original.sent(0)
    original.opened(1)
    target = server.made("restored")

    server.copy("original", "restored")

    restored = Database(target)
    assert databases.dump(restored) == databases.dump(original.database)
    original.database.close()
    restored.close()
