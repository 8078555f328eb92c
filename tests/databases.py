"""Where a test keeps what it stores: SQLite files, or databases of one PostgreSQL server.

Every address of a database comes from here, so that the same tests run on either.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import NullPool, create_engine, inspect, text
from sqlalchemy.engine import make_url

from app.storage.database import Database, upgrade

WITHOUT_DATABASE = frozenset(
    {"access", "collection", "disclosure", "estimation", "language", "questionnaire", "reference",
     "reporting", "surveys",
     "actions/test_orders_file.py", "house/test_dependencies.py", "house/test_makefile.py",
     "house/test_modules.py", "published/test_reader.py", "web/staff/test_tenure.py",
     "web/test_forms.py", "web/test_shelf.py"}
)  # fmt: skip
"""Folders and files of tests that touch no database; they need not run twice."""

TEMPLATE = "with_tables"
GONE_WITHIN_S = 5.0
LOOK_AGAIN_S = 0.002


@dataclass
class _Kept:
    """Which server holds the databases of this process, and what was made on it."""

    server: str | None = None
    """Address of a database on the PostgreSQL server; None for files."""
    connection: psycopg.Connection[Any] | None = None
    made: dict[str, Path] = field(default_factory=dict)
    file: Path | None = None
    """A SQLite file with every table and no row."""
    folder: tempfile.TemporaryDirectory[str] | None = None


_kept = _Kept()


def needs_none(file: PurePath) -> bool:
    """Whether a file of tests, named from their folder, touches no database."""
    return any(place.as_posix() in WITHOUT_DATABASE for place in (file, *file.parents))


def use_server(url: str) -> None:
    """Keep everything from now on as databases of a server that has the template."""
    _kept.server = url


def leave_server() -> None:
    """Close the connection by which databases were made."""
    if _kept.connection is not None:
        _kept.connection.close()
        _kept.connection = None


def make_template() -> None:
    """The database with every table and no row, from which the others are copied."""
    _create(TEMPLATE, source="template0")
    database = Database(_url(TEMPLATE))
    upgrade(database)
    database.close()


def is_postgresql() -> bool:
    """Whether the databases are PostgreSQL's."""
    return _kept.server is not None


def address(folder: Path) -> str:
    """The address of the database of a folder: every table is there, without rows at first."""
    _refuse_silent_use()
    if is_postgresql():
        return _on_server(folder, TEMPLATE)
    file = _file_in(folder)
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_file_with_tables(), file)
    return f"sqlite:///{file}"


def address_without_tables(folder: Path) -> str:
    """The address of a database that has no tables yet."""
    _refuse_silent_use()
    if is_postgresql():
        return _on_server(folder, "template0")
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{_file_in(folder)}"


def copied(source: Path, target: Path) -> str:
    """The database of one folder as that of another, which it replaces; the target's address.

    Nobody may be writing to the source, and nobody stays connected to it.
    """
    if is_postgresql():
        _drop(_name(target))
        return _on_server(target, _name(source))
    target.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(_file_in(source))) as whole,
        closing(sqlite3.connect(_file_in(target))) as copy,
    ):
        whole.backup(copy)
    return f"sqlite:///{_file_in(target)}"


def asked(url: str, statement: str, **values: object) -> list[tuple[Any, ...]]:
    """Rows of a database by a statement with `:names`, read past the application."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), values)]


def dump(database: Database) -> str:
    """Every row with every value, in an order of their own."""
    with database.read() as connection:
        return "\n".join(
            sorted(
                f"{table} {tuple(row)}"
                for table in inspect(connection).get_table_names()
                for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608  (names of tables)
            )
        )


def document(read: object) -> Any:
    """A document as it was read: SQLite returns its text, PostgreSQL what it says."""
    return json.loads(read) if isinstance(read, str) else read


def drop(folder: Path) -> None:
    """Remove the databases of a folder and of those inside it from the server."""
    for name in [name for name, place in _kept.made.items() if place.is_relative_to(folder)]:
        _drop(name)


def _drop(name: str) -> None:
    _cut_off(name)
    _administer("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)
    _kept.made.pop(name, None)


def _on_server(folder: Path, source: str) -> str:
    name = _name(folder)
    if name not in _kept.made:
        _create(name, source=source)
        _kept.made[name] = folder
    return _url(name)


def _create(name: str, *, source: str) -> None:
    """Make a database as a copy of another one, from which everybody else is cut off."""
    _cut_off(source)
    made: LiteralString = "CREATE DATABASE {name} TEMPLATE {template}"
    # Copied as files, a checkpoint comes before and after: worth it where there are rows.
    strategy: LiteralString = " STRATEGY wal_log" if source == TEMPLATE else " STRATEGY file_copy"
    _administer(made + strategy, name=name, template=source)


def _cut_off(name: str) -> None:
    """End every connection to a database, and wait until they are gone.

    The server itself looks again only after 100 ms, which would be most of what a test takes.
    """
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {source}"
    until = time.monotonic() + GONE_WITHIN_S
    while _administer(ended, source=name).fetchall() and time.monotonic() < until:
        time.sleep(LOOK_AGAIN_S)


def _administer(statement: LiteralString, **names: str) -> psycopg.Cursor[Any]:
    if _kept.connection is None:
        info = make_url(_url("postgres")).set(drivername="postgresql")
        _kept.connection = psycopg.connect(
            info.render_as_string(hide_password=False), autocommit=True
        )
    parts = {
        key: sql.Literal(name) if key == "source" else sql.Identifier(name)
        for key, name in names.items()
    }
    return _kept.connection.execute(sql.SQL(statement).format(**parts))


def _name(folder: Path) -> str:
    return f"t_{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]}"


def _url(name: str) -> str:
    if _kept.server is None:
        raise RuntimeError("expected a server for the tests, found none")
    return make_url(_kept.server).set(database=name).render_as_string(hide_password=False)


def _file_in(folder: Path) -> Path:
    return folder / "kakehashi.sqlite"


def _file_with_tables() -> Path:
    if _kept.file is None:
        _kept.folder = tempfile.TemporaryDirectory(prefix="kakehashi-tables-")
        _kept.file = _file_in(Path(_kept.folder.name))
        database = Database(f"sqlite:///{_kept.file}")
        upgrade(database)
        database.close()
    return _kept.file


def _refuse_silent_use() -> None:
    """A test of a folder that says it has no database would run on one of them alone."""
    file = PurePath(os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[0])
    if file.is_relative_to("tests") and needs_none(file.relative_to("tests")):
        raise RuntimeError(f"{file} stands in WITHOUT_DATABASE of tests/databases.py")
