"""A page that is acknowledged is on the disk: SQLite waits for it, and readers cannot write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app.storage.database import Database
from tests import databases

pytestmark = pytest.mark.sqlite_alone("its settings of a connection")
FULL = 2


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(databases.address(tmp_path))
    yield made
    made.close()


def test_every_commit_waits_for_the_disk(database: Database) -> None:
    with database.write() as connection:
        mode = connection.exec_driver_sql("PRAGMA synchronous").scalar()
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()

    assert (mode, journal) == (FULL, "wal")


def test_only_what_was_told_to_hurry_does_not_wait(database: Database) -> None:
    hasty = database.hasty()

    with hasty.write() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 0
    with database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == FULL
    hasty.close()


def test_foreign_keys_are_kept(database: Database) -> None:
    with database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_reading_connection_cannot_write(database: Database) -> None:
    with database.read() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql("CREATE TABLE answer (value TEXT)")
