"""Whether anything in a database changed, whoever changed it."""

import sqlite3
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from app.storage.schema import metadata
from tests import databases

STATE = " UNION ALL ".join(
    f"SELECT count(*), sum(xmin::text::bigint) FROM {table}"  # noqa: S608  (names of tables)
    for table in metadata.tables
)
"""Rows of each table, and the transactions that wrote them."""


class Watch:
    """Looks at a database from outside and puts it back as it was when the watch began.

    Parameters
    ----------
    folder : Path
        Of the database; nobody may be connected to it when the watch begins.
    aside : Path
        Where it is kept as it was.
    """

    def __init__(self, folder: Path, aside: Path) -> None:
        self._folder, self._aside = folder, aside
        databases.copied(folder, aside)
        self._connection = self._connected()

    def state(self) -> object:
        """A value that differs whenever somebody else has committed a change."""
        if isinstance(self._connection, sqlite3.Connection):
            return self._connection.execute("PRAGMA data_version").fetchone()
        return self._connection.execute(STATE.encode()).fetchall()

    def rows(self, *, without: str) -> object:
        """Every row of every table but one."""
        tables = [table for table in metadata.tables if table != without]
        return [
            self._connection.execute(f"SELECT * FROM {table}".encode()).fetchall()  # noqa: S608
            if isinstance(self._connection, psycopg.Connection)
            else self._connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            for table in tables
        ]

    def restore(self) -> None:
        """Every row as it was."""
        if databases.is_postgresql():
            self.close()
        databases.copied(self._aside, self._folder)
        if databases.is_postgresql():
            self._connection = self._connected()

    def close(self) -> None:
        """End the watch."""
        self._connection.close()

    def _connected(self) -> sqlite3.Connection | psycopg.Connection[tuple[object, ...]]:
        url = make_url(databases.address(self._folder))
        if not databases.is_postgresql():
            return sqlite3.connect(str(url.database))
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(plain, autocommit=True)
