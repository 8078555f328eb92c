"""Reading cannot write, writers queue, and what cannot be stored never reaches a table."""

import logging
import os
import re
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.storage import audit
from app.storage.database import Database, NestedWrite, UnstorableText, to_json
from tests import databases
from tests.cast import NOW, World

COUNTER = "CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)"
PROCESSES, EACH = 8, 40


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with one counter, at 0."""
    url = databases.address_without_tables(tmp_path)
    database = Database(url)
    with database.write() as connection:
        connection.execute(text(COUNTER))
        connection.execute(text("INSERT INTO counter VALUES (1, 0)"))
    database.close()
    return url


def count_up(url: str) -> float:
    """Add to the counter by reading and writing it; the longest wait for a commit in seconds."""
    database = Database(url)
    read = "SELECT n FROM counter"
    held = f"{read} FOR UPDATE" if databases.is_postgresql() else read
    longest = 0.0
    for _ in range(EACH):
        began = time.perf_counter()
        with database.write() as connection:
            n = connection.execute(text(held)).scalar_one()
            connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})
        longest = max(longest, time.perf_counter() - began)
    database.close()
    return longest


def counted(url: str) -> int:
    database = Database(url)
    with database.read() as connection:
        n: int = connection.execute(text("SELECT n FROM counter")).scalar_one()
    database.close()
    return n


def test_eight_processes_that_read_and_write_lose_nothing(url: str) -> None:
    with get_context("fork").Pool(PROCESSES) as pool:
        waits = pool.map(count_up, [url] * PROCESSES, chunksize=1)

    assert counted(url) == PROCESSES * EACH
    assert max(waits) < 5, "no writer may starve"


def test_threads_of_one_process_queue_as_well(url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, [url] * 8))

    assert counted(url) == 8 * EACH


def hold(url: str, started: str) -> None:
    """Begin to write, say so, and never end."""
    with Database(url).write() as connection:
        connection.execute(text("UPDATE counter SET n = 999"))
        Path(started).touch()
        time.sleep(60)


def test_a_killed_writer_holds_up_nobody_and_leaves_nothing(url: str, tmp_path: Path) -> None:
    started = tmp_path / "started"
    process = get_context("fork").Process(target=hold, args=(url, str(started)))
    process.start()
    while not started.exists():
        time.sleep(0.01)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()

    count_up(url)

    assert counted(url) == EACH


def write_and_fail(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE counter SET n = 7"))
        connection.execute(text("UPDATE nowhere SET n = 7"))


def test_a_write_that_fails_halfway_changes_nothing(url: str) -> None:
    database = Database(url)

    with pytest.raises(DBAPIError, match="nowhere"):
        write_and_fail(database)

    assert counted(url) == 0
    database.close()


def test_a_reading_connection_cannot_write(url: str) -> None:
    database = Database(url)

    with pytest.raises(DBAPIError, match=r"read-?only"), database.read() as connection:
        connection.execute(text("UPDATE counter SET n = 7"))

    database.close()


def test_reading_goes_on_while_somebody_writes(url: str) -> None:
    database = Database(url)

    with database.write() as writing:
        writing.execute(text("UPDATE counter SET n = 7"))
        with database.read() as reading:
            seen = reading.execute(text("SELECT n FROM counter")).scalar_one()

    assert seen == 0
    database.close()


def test_a_moment_stays_the_same_while_others_write(url: str) -> None:
    database = Database(url)

    with database.read_moment() as moment:
        before = moment.execute(text("SELECT n FROM counter")).scalar_one()
        with database.write() as writing:
            writing.execute(text("UPDATE counter SET n = 7"))
        after = moment.execute(text("SELECT n FROM counter")).scalar_one()

    assert (before, after, counted(url)) == (0, 0, 7)
    database.close()


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_ever(url: str) -> None:
    database = Database(url)

    with (
        pytest.raises(NestedWrite, match="finish"),
        database.write(),
        database.write(),
    ):
        pass

    count_up(url)
    database.close()


@pytest.mark.sqlite_alone("its settings of a connection")
def test_every_commit_reaches_the_disk_and_links_are_kept(url: str) -> None:
    database = Database(url)

    with database.write() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    database.close()


@pytest.mark.parametrize(
    "answer",
    ["a\x00b", "\x00", "\ud83d", {"nested": ["\udfff"]}, {"key\x00": "value"}],
    ids=["nul", "nul alone", "half", "half inside", "nul in a key"],
)
def test_what_a_database_would_change_is_refused(answer: object) -> None:
    with pytest.raises(UnstorableText):
        to_json({"remark": answer})


@pytest.mark.parametrize(
    "answer",
    ["\\u0000", "\\\\u0000", "😀", "\\ud83d", "é", "麦茶"],
    ids=["nul spelt out", "backslashes", "emoji", "half spelt out", "accent", "japanese"],
)
def test_what_only_looks_like_it_is_stored_as_it_is(answer: str, url: str) -> None:
    database = Database(url)
    first = "SELECT document ->> 0 FROM kept"
    if databases.is_postgresql():
        first = "SELECT CAST(document AS jsonb) ->> 0 FROM kept"
    with database.write() as connection:
        connection.execute(text("CREATE TABLE kept (document TEXT)"))
        connection.execute(text("INSERT INTO kept VALUES (:d)"), {"d": to_json([answer])})

    with database.read() as connection:
        assert connection.execute(text(first)).scalar_one() == answer
    database.close()


def test_what_was_done_goes_on_record_whatever_was_typed(world: World) -> None:
    with world.database.write() as connection:
        audit.record(
            connection, "request.refused", by="a\0b", about="/staff/waves/\0", now=NOW,
            detail={"route": "\ud83d\0", "status": 404},
        )  # fmt: skip

    with world.database.read() as connection:
        entry = audit.entries(connection)[0]
    assert (entry.by, entry.about) == ("a\ufffdb", "/staff/waves/\ufffd")
    assert entry.detail == {"route": "?\ufffd", "status": 404}


def test_not_a_number_is_no_answer() -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_json({"cups": float("nan")})


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="file"):
        Database("sqlite://")


@pytest.mark.sqlite_alone("its own way of making a copy")
def test_a_backup_while_firms_save_is_whole(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with ThreadPoolExecutor(1) as pool:
        counting = pool.submit(count_up, url)
        source = sqlite3.connect(url.removeprefix("sqlite:///"))
        target = sqlite3.connect(copy)
        source.backup(target)
        counting.result()

    assert target.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    source.close()
    target.close()


def test_what_a_failed_statement_carried_goes_into_no_log(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(url)
    answer = "our only supplier is Nonesuch"
    add = text("INSERT INTO counter SELECT 1, length(:answer)")

    try:
        with database.write() as connection:
            connection.execute(add, {"answer": answer})
    except IntegrityError:
        logging.getLogger(__name__).exception("a page could not be stored")
    database.close()

    assert re.search("(?i)unique constraint", caplog.text)
    assert "Nonesuch" not in caplog.text


@pytest.mark.sqlite_alone("PostgreSQL leaves that to VACUUM and to an encrypted disk")
def test_what_is_deleted_is_overwritten_in_the_file(url: str) -> None:
    database = Database(url)

    with database.write() as connection:
        is_on = connection.execute(text("PRAGMA secure_delete")).scalar_one()
    database.close()

    assert is_on == 1
