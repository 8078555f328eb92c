"""A roster in files: its rows leave as columns, come back from them and are frozen."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.actions import answering, freezing
from app.actions.exporting import export_responses
from app.actions.fieldwork import BadFile
from app.actions.importing import load_responses
from app.collection.datafile import read_csv
from app.collection.snapshot import from_parquet
from app.storage import responses
from app.storage.database import Database
from tests import cast, databases
from tests.cast import BY, FIRM, KEY, NOW, World
from tests.web.orders_site import prepare_orders

NAMED = "tea-named"
WEEKS = {"status": "given", "value": "6"}
ROWS = {
    "inputs__1__group": ["other"],
    "inputs__1__group__other": ["=Salt, 塩"],
    "inputs__1__origin": ["dont_know"],
    "inputs__1__stock": ["not_applicable"],
    "inputs__2__group": ["magnets"],
    "inputs__2__name": ["Sintered"],
    "inputs__2__origin": ["us"],
    "inputs__2__stock": ["yes"],
    "inputs__2__weeks": ["6"],
    "inputs__2__share": ["62"],
}


def installed(folder: Path) -> World:
    folder.mkdir()
    world = prepare_orders(folder, source="rows")
    return replace(world, database=Database(databases.address(folder)))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The survey of rows in the field, one response sent."""
    world = installed(tmp_path / "here")
    response = world.opened(1)
    for page, raw in (("inputs", ROWS), ("more", {"more": ["no"]})):
        answering.save_page(
            world.database,
            response,
            cast.posted(("all", page), raw),
            by=FIRM,
            language="en",
            now=NOW,
        )
    sent = answering.submit(world.database, response, by=FIRM, now=NOW)
    assert sent.outcome == "submitted", sent
    return world


def exported(world: World) -> str:
    return export_responses(world.database, NAMED, by=BY, now=NOW)


def load(world: World, text: str) -> int:
    return load_responses(world.database, NAMED, text, code_key=KEY, by=BY, now=NOW)


def test_the_rows_leave_as_columns_with_their_missing_codes(world: World) -> None:
    ((_, cells),) = read_csv(exported(world))[0].rows

    assert {name: cell for name, cell in cells.items() if name.startswith("inputs") and cell} == {
        "inputs__rows": "2",
        "inputs__1__group": "other",
        "inputs__1__group__other_text": "=Salt, 塩",
        "inputs__1__origin": "dont_know",
        "inputs__1__stock": "not_applicable",
        "inputs__2__group": "magnets",
        "inputs__2__name": "Sintered",
        "inputs__2__origin": "us",
        "inputs__2__stock": "yes",
        "inputs__2__weeks": "6",
        "inputs__2__share": "62",
        "inputs__status": "given",
    }


def test_what_was_exported_is_loaded_and_exported_to_the_same_bytes(
    world: World, tmp_path: Path
) -> None:
    elsewhere = installed(tmp_path / "there")
    first = exported(world)

    assert load(elsewhere, first) == 1

    assert exported(elsewhere) == first


def test_a_frozen_wave_holds_the_rows_in_columns_of_their_types(world: World) -> None:
    taken = freezing.take(world.database, NAMED, now=NOW)

    (row,) = from_parquet(taken.snapshot.parquet).to_pylist()
    assert row["inputs__1__origin"] == "dont_know"
    assert float(row["inputs__2__weeks"]) == 6
    assert float(row["inputs__rows"]) == 2
    assert row["inputs__3__group"] is None
    assert row["inputs__status"] == "given"


TOLD = {
    "a row that lacks what it needs": (
        {"inputs__1__group": "chips"},
        "row 2, inputs__1__origin: Answer “Origin”.",
    ),
    "a code that there is not": (
        {"inputs__1__group": "chips", "inputs__1__origin": "xx"},
        "row 2, inputs__1__origin: Choose an entry from the list.",
    ),
    "rows that do not add up": (
        {"inputs__1__group": "chips", "inputs__1__origin": "us", "inputs__rows": "2"},
        "row 2, inputs__rows: says 2; rows filled: 1",
    ),
    "a column beyond the last row": (
        {"inputs__4__group": "chips"},
        "row 1, inputs__4__group: is no column of this wave",
    ),
}


@pytest.mark.parametrize(("cells", "told"), TOLD.values(), ids=TOLD)
def test_what_is_wrong_with_a_row_is_told_by_its_column(
    world: World, cells: dict[str, str], told: str
) -> None:
    lines = [",".join(["unit", *cells]), ",".join(["O0", *cells.values()])]
    with pytest.raises(BadFile) as found:
        load(world, "\n".join(lines) + "\n")

    assert told in [str(problem) for problem in found.value.problems]


def test_an_answer_off_the_path_of_its_row_is_dropped_when_the_response_is_sent(
    tmp_path: Path,
) -> None:
    world = installed(tmp_path / "here")
    response = world.opened(0)
    raw = {**ROWS, "inputs__2__stock": ["no"]}
    for page, fields in (("inputs", raw), ("more", {"more": ["no"]})):
        answering.save_page(
            world.database,
            response,
            cast.posted(("all", page), fields),
            by=FIRM,
            language="en",
            now=NOW,
        )

    answering.submit(world.database, response, by=FIRM, now=NOW)

    with world.database.read() as connection:
        (sent,) = responses.sent(connection, NAMED)
        events = responses.events(connection, response)
    rows = sent.answers["inputs"]["value"]
    assert isinstance(rows, list)
    assert set(rows[1]) == {"group", "name", "origin", "stock"}
    (dropped,) = [event for event in events if event.kind == "dropped"]
    assert dropped.item == "inputs"
    assert dropped.new == sent.answers["inputs"]


def test_an_answer_off_the_path_of_its_row_is_dropped_from_a_file_as_well(
    tmp_path: Path,
) -> None:
    world = installed(tmp_path / "here")
    cells = {
        "unit": "O0",
        "inputs__1__group": "chips",
        "inputs__1__origin": "us",
        "inputs__1__stock": "no",
        "inputs__1__weeks": "6",
    }

    load(world, "\n".join([",".join(cells), ",".join(cells.values())]) + "\n")

    with world.database.read() as connection:
        (sent,) = responses.sent(connection, NAMED)
        events = responses.events(connection, sent.id)
    rows = sent.answers["inputs"]["value"]
    assert isinstance(rows, list)
    assert set(rows[0]) == {"group", "origin", "stock"}
    assert [(event.kind, event.new) for event in events if event.item == "inputs"] == [
        ("answered", {"status": "given", "value": [{**rows[0], "weeks": WEEKS}]}),
        ("dropped", sent.answers["inputs"]),
    ]
