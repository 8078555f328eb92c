"""Connections: reading ones that cannot write, and a queue for the one that does.

Engines hide the parameters of a statement that failed: they are answers, and go into no log.
"""

import fcntl
import json
import os
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url

from app.storage import postgresql

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
BUSY_S = 10
MIGRATING = 7_524_811_063
"""The key of the lock that PostgreSQL's migrations take, so that two never run at once."""


class UnstorableText(ValueError):
    """A text holds NUL or half a character, which no database keeps as it is."""


class NestedWrite(RuntimeError):
    """A write was begun inside another one of the same thread, which would wait for ever."""


class Database:
    """One database, reached by reading connections and by a queue of writers.

    Parameters
    ----------
    url : str
        SQLAlchemy's address of a SQLite file or of a PostgreSQL database.
    waits_for_disk : bool
        A commit returns when it is on the disk; without it, when the operating system has it.
    """

    def __init__(self, url: str, *, waits_for_disk: bool = True) -> None:
        self._url = _known(make_url(url))
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self._queue = _queue_file(self._url) if self._is_sqlite else None
        if self._is_sqlite:
            self._reading = _sqlite_reading(self._url)
            self._writing = _sqlite_writing(self._url, waits_for_disk=waits_for_disk)
        else:
            self._reading, self._writing = _postgresql(self._url, waits_for_disk=waits_for_disk)
        self._held = threading.local()
        weakref.finalize(self, _dispose, self._reading, self._writing)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that can only read; each statement sees what is committed by then."""
        with self._reading.connect() as connection:
            yield connection

    @contextmanager
    def read_moment(self) -> Iterator[Connection]:
        """A connection that can only read and sees one moment throughout."""
        if not self._is_sqlite:
            with self._writing.connect() as fresh:
                connection = fresh.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
                yield connection
            return
        with self._reading.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back when anything is raised.

        On SQLite writers queue for a lock on a file before they begin, so that none starves; the
        operating system releases the lock of a writer that is killed.
        """
        with self._in_turn(), self._writing.begin() as connection:
            yield connection

    def hasty(self) -> "Database":
        """The same database for what can be made again: its commits do not wait for the disk."""
        url = self._url.render_as_string(hide_password=False)
        return Database(url, waits_for_disk=False)

    def close(self) -> None:
        """Close every connection."""
        _dispose(self._reading, self._writing)

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A writing connection outside of any transaction, while nobody else is `alone`."""
        with self._in_turn(), self._writing.connect() as connection:
            if self._is_sqlite:
                yield connection
                return
            with self._writing.begin() as guard:
                guard.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
                yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if getattr(self._held, "is_writing", False):
            raise NestedWrite("finish the first write before the next begins")
        self._held.is_writing = True
        try:
            if self._queue is None:
                yield
            else:
                with _locked(self._queue):
                    yield
        finally:
            self._held.is_writing = False


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables to the newest form, or to a given revision."""
    _migrate(database, lambda config: command.upgrade(config, revision))


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to an earlier revision."""
    _migrate(database, lambda config: command.downgrade(config, revision))


def _migrate(database: Database, migrate: Callable[[Config], None]) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.alone() as connection:
        config.attributes["connection"] = connection
        migrate(config)


def _known(url: URL) -> URL:
    if postgresql.is_postgresql(url):
        return postgresql.driven(url)
    if url.get_backend_name() != "sqlite":
        raise ValueError(f"expected SQLite or PostgreSQL, got {url.get_backend_name()}")
    return url


def _dispose(*engines: Engine) -> None:
    for engine in engines:
        engine.dispose()


def _queue_file(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise ValueError("expected a SQLite file, because writers of several processes share it")
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f"{path.name}.queue")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _postgresql(url: URL, *, waits_for_disk: bool) -> tuple[Engine, Engine]:
    """The engine that reads and the one that writes."""
    reach = postgresql.Reach()
    haste = () if waits_for_disk else ("synchronous_commit=off",)
    reading = postgresql.engine(
        url, reach, "default_transaction_read_only=on", isolation_level="AUTOCOMMIT"
    )
    return reading, postgresql.engine(url, reach, *haste, json_serializer=to_json)


def _sqlite_reading(url: URL) -> Engine:
    engine = _sqlite_engine(url)
    event.listen(engine, "connect", _only_read)
    return engine


def _sqlite_writing(url: URL, *, waits_for_disk: bool) -> Engine:
    engine = _sqlite_engine(url)
    event.listen(engine, "connect", _overwrite_deleted)
    event.listen(engine, "begin", _begin_immediate)
    if not waits_for_disk:
        event.listen(engine, "connect", _hasten)
    return engine


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url, json_serializer=to_json, hide_parameters=True, connect_args={"timeout": BUSY_S}
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """Let BEGIN be ours alone, and make every commit reach the disk."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _overwrite_deleted(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA secure_delete = ON")


def _hasten(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _only_read(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def has_row_locks(connection: Connection) -> bool:
    """Whether rows are held one by one; a writer of SQLite holds the whole database already."""
    return connection.dialect.name != "sqlite"


def storable(text: str) -> str:
    """A text with a mark where NUL or half of a surrogate pair stood, which no database keeps."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def to_json(document: object) -> str:
    """A document as JSON text.

    Raises
    ------
    UnstorableText
        A text in it holds NUL or half of a surrogate pair.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if "\\u0000" in text.replace("\\\\", ""):
        raise UnstorableText("a text holds NUL")
    try:
        text.encode()
    except UnicodeEncodeError as problem:
        raise UnstorableText("a text holds half of a surrogate pair") from problem
    return text
