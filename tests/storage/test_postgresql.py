"""What is PostgreSQL's alone: its addresses, its locks, and what waits for it."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from app.actions import answering, fieldwork, membership
from app.actions.answering import Opened, Refused
from app.storage import accounts
from app.storage import postgresql as reaching
from app.storage.database import Database, upgrade
from app.storage.frames import complete, hold_unit
from app.storage.responses import draft, draft_to_change, save_answers
from app.storage.surveys import wave_to_change
from bench.postgresql import HASTY, PostgreSQL, postgresql
from tests import databases
from tests.cast import BY, FIRM, KEY, NOW, World, posted

pytestmark = pytest.mark.postgresql_alone("on SQLite a writer holds the whole database")
REMARK = ("kinds", "remark")


def is_waiting(database: Database) -> bool:
    """Whether a connection to the database waits for a lock that another one holds."""
    asked = """SELECT count(*) FROM pg_stat_activity
               WHERE datname = current_database() AND wait_event_type = 'Lock'"""
    with database.read() as connection:
        return bool(connection.execute(text(asked)).scalar_one())


def wait_for_a_lock(database: Database) -> None:
    """Return once a connection waits for another one."""
    end = time.monotonic() + 5
    while not is_waiting(database):
        assert time.monotonic() < end, "nobody waits"
        time.sleep(0.01)


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "postgresql", "postgres"])
def test_every_usual_way_to_write_the_address_is_understood(tmp_path: Path, scheme: str) -> None:
    url = make_url(databases.address(tmp_path)).set(drivername=scheme)
    database = Database(url.render_as_string(hide_password=False))

    with database.read() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    database.close()


def test_a_page_waits_for_a_closing_and_then_sees_it(world: World) -> None:
    response = world.opened()
    page = posted(REMARK, {"remark": ["too late"]}, seen=world.seen(response))

    with ThreadPoolExecutor(1) as pool:
        with world.database.write() as closing:
            wave_to_change(closing, "tea-named")
            closing.execute(text("UPDATE wave SET status = 'closed' WHERE code = 'tea-named'"))
            saved = pool.submit(
                answering.save_page,
                world.database, response, page, by=FIRM, language="en", now=NOW,
            )  # fmt: skip
            wait_for_a_lock(world.database)
        outcome = saved.result().outcome

    assert outcome == "closed"
    assert stored(world, response) == {}


def test_a_page_that_held_nothing_would_be_saved_in_a_closed_wave(world: World) -> None:
    response = world.opened()

    with world.database.write() as saving:
        seen = draft(saving, response)
        assert seen is not None
        with ThreadPoolExecutor(1) as pool:
            pool.submit(fieldwork.close_wave, world.database, "tea-named", by=BY, now=NOW).result()
        assert seen.wave_status == "open"
        save_answers(saving, seen, {"remark": {"status": "given", "value": "late"}}, now=NOW)

    assert fieldwork.wave(world.database, "tea-named").status == "closed"
    assert stored(world, response) != {}, "the race that the locks of draft_to_change prevent"


def stored(world: World, response: str) -> object:
    with world.database.read() as connection:
        found = draft(connection, response)
    assert found is not None
    return found.answers


def test_coming_back_while_a_colleague_sends_ends_in_no_deadlock(world: World) -> None:
    code = world.codes["tea-quiet"][0]
    opened = answering.open_response(world.database, code, code_key=KEY, language="en", now=NOW)
    assert isinstance(opened, Opened)

    with ThreadPoolExecutor(2) as pool, world.database.write() as sending:
        hold_unit(sending, opened.response_id)
        held = draft_to_change(sending, opened.response_id)
        assert held is not None
        back = pool.submit(
            answering.open_response, world.database, code, code_key=KEY, language="en", now=NOW
        )
        wait_for_a_lock(world.database)
        assert held.unit_id is not None
        complete(sending, {held.unit_id: NOW.date()})

    assert back.result() == Refused("submitted")


def test_a_closing_waits_for_the_pages_that_are_being_saved(world: World) -> None:
    response = world.opened()

    with ThreadPoolExecutor(1) as pool:
        with world.database.write() as saving:
            draft_to_change(saving, response)
            closed = pool.submit(fieldwork.close_wave, world.database, "tea-named", by=BY, now=NOW)
            wait_for_a_lock(world.database)
            assert not closed.done()
        closed.result()

    assert fieldwork.wave(world.database, "tea-named").status == "closed"


def test_pages_of_different_firms_do_not_wait_for_one_another(world: World) -> None:
    first, second = world.opened(0), world.opened(1)
    page = posted(REMARK, {"remark": ["meanwhile"]}, seen=world.seen(second))

    with ThreadPoolExecutor(1) as pool, world.database.write() as saving:
        draft_to_change(saving, first)
        saved = pool.submit(
            answering.save_page,
            world.database, second, page, by=FIRM, language="en", now=NOW,
        )  # fmt: skip
        outcome = saved.result(timeout=5).outcome

    assert outcome == "saved"


def test_two_owners_who_close_each_other_at_once_leave_one(world: World) -> None:
    owners = [
        membership.create_account(
            world.database,
            membership.Newcomer(f"{name}@example.org", name, "administrator"),
            "oolong-and-sencha",
            by=BY,
            now=NOW,
        )
        for name in ("rin", "mei")
    ]

    with ThreadPoolExecutor(1) as pool:
        with world.database.write() as connection:
            first = membership.known(connection, owners[0])
            membership.refuse_last_owner(connection, first.id)
            second = pool.submit(
                membership.close_account, world.database, owners[1], by=BY, now=NOW
            )
            wait_for_a_lock(world.database)
            accounts.set_active(connection, first.id, is_active=False)
        with pytest.raises(membership.UnfitAccount, match="nobody else"):
            second.result(timeout=5)


def test_a_lock_that_is_not_let_go_is_waited_for_and_given_up(world: World) -> None:
    response = world.opened()
    with world.database.read() as connection:
        told = connection.execute(text("SHOW lock_timeout")).scalar_one()
    assert told == "10s"

    with world.database.write() as saving:
        draft_to_change(saving, response)
        with (
            ThreadPoolExecutor(1) as pool,
            pytest.raises(OperationalError, match="lock timeout"),
        ):
            pool.submit(impatient, world.database, response).result()


def impatient(database: Database, response: str) -> None:
    with database.write() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
        draft_to_change(connection, response)


def test_tables_are_made_once_when_many_start_together(tmp_path: Path) -> None:
    url = databases.address_without_tables(tmp_path)
    barrier = threading.Barrier(4)

    def start() -> None:
        database = Database(url)
        barrier.wait()
        upgrade(database)
        database.close()

    with ThreadPoolExecutor(4) as pool:
        for started in [pool.submit(start) for _ in range(4)]:
            started.result()

    found = databases.asked(url, "SELECT count(*) FROM alembic_version")
    assert found == [(1,)]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """A server that the tests of this module may crash."""
    with postgresql(HASTY) as started:
        yield started


@pytest.mark.slow
def test_a_server_that_comes_back_is_waited_for(server: PostgreSQL) -> None:
    database = Database(server.url("postgres"))
    with database.read() as connection:
        connection.execute(text("SELECT 1"))

    server.crash()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(one, database)
        time.sleep(0.5)
        server.restart()
        assert asked.result() == 1
    database.close()


@pytest.mark.slow
def test_a_server_that_stays_away_is_not_waited_for_twice(
    server: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "BACK_WITHIN_S", 2)
    database = Database(server.url("postgres"))
    one(database)
    server.crash()
    waits = []

    for _ in range(2):
        began = time.monotonic()
        with pytest.raises(OperationalError):
            one(database)
        waits.append(time.monotonic() - began)
    server.restart()

    assert waits[0] >= 2
    assert waits[1] < 2
    assert one(database) == 1
    database.close()


def one(database: Database) -> int:
    with database.write() as connection:
        found: int = connection.execute(text("SELECT 1")).scalar_one()
    return found


STARTS = """
import time
from bench.postgresql import HASTY, PostgreSQL
server = PostgreSQL(HASTY)
print(server.process.pid, server.folder, flush=True)
time.sleep(600)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the signal is Linux's")
def test_a_server_ends_with_the_process_that_began_it_even_where_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", STARTS], stdout=subprocess.PIPE) as beginner:
        assert beginner.stdout is not None
        told = beginner.stdout.readline().decode().split()
        beginner.kill()
    shutil.rmtree(told[1], ignore_errors=True)

    end = time.monotonic() + 20
    while Path(f"/proc/{told[0]}").exists():
        assert time.monotonic() < end, "the server outlives its parent"
        time.sleep(0.1)
