"""How many statements each act costs once instrument and plan have been read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.actions import answering, progress
from app.storage.database import Database
from tests import databases
from tests.cast import FIRM, KEY, NOW, World, posted


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """The statements sent while the block runs."""
    sent: list[str] = []

    def note(*arguments: Any) -> None:
        sent.append(str(arguments[2]))

    engines = (database._reading, database._writing)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def without_begin(statements: list[str]) -> list[str]:
    return [one.split()[0] for one in statements if not one.startswith("BEGIN")]


def test_showing_a_page_takes_one_statement(world: World) -> None:
    response = world.filled()
    answering.answering_view(world.database, response)

    with counting(world.database) as sent:
        answering.answering_view(world.database, response)

    assert without_begin(sent) == ["SELECT"]


def test_saving_a_page_takes_three_statements(world: World) -> None:
    response = world.filled()
    page = posted(("kinds", "remark"), {"remark": ["Changed"]}, seen=world.seen(response))

    with counting(world.database) as sent:
        answering.save_page(world.database, response, page, by=FIRM, language="en", now=NOW)

    assert without_begin(sent) == ["SELECT", "UPDATE", "INSERT"]


def test_a_page_without_a_change_writes_nothing(world: World) -> None:
    response = world.filled()
    page = posted(("habits", "drinks"), {"drinks": ["yes"]})

    with counting(world.database) as sent:
        answering.save_page(world.database, response, page, by=FIRM, language="en", now=NOW)

    assert without_begin(sent) == ["SELECT"]


def test_opening_and_sending_take_three_statements_each(world: World) -> None:
    with counting(world.database) as opening:
        world.opened()
    response = world.filled()

    with counting(world.database) as sending:
        answering.submit(world.database, response, by=FIRM, now=NOW)

    holding = ["SELECT"] if databases.is_postgresql() else []
    assert without_begin(opening) == [*holding, "SELECT", "INSERT", "INSERT"]
    assert without_begin(sending) == [*holding, "SELECT", "UPDATE", "INSERT"]


def test_looking_up_a_code_takes_one_statement(world: World) -> None:
    answering.look_up(world.database, world.codes["tea-named"][0], code_key=KEY, now=NOW)

    with counting(world.database) as sent:
        answering.look_up(world.database, world.codes["tea-named"][1], code_key=KEY, now=NOW)

    assert without_begin(sent) == ["SELECT"]


def test_progress_takes_the_same_however_many_firms_there_are(world: World) -> None:
    progress.of_wave(world.database, "tea-named")

    with counting(world.database) as sent:
        progress.of_wave(world.database, "tea-named")

    assert without_begin(sent) == ["SELECT"] * 3
