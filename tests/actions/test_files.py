"""Responses leave as a file and come back as they were, whole or not at all."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from app.actions import answering, fieldwork, progress
from app.actions.codes import revoke_codes
from app.actions.exporting import export_responses
from app.actions.fieldwork import BadFile, NotNow
from app.actions.importing import load_responses
from app.collection.datafile import BOM, read_csv
from app.storage import responses
from app.storage.schema import response_event, unit
from tests import cast
from tests.cast import BY, KEY, NOW, World

NAMED = "tea-named"


@pytest.fixture
def elsewhere(tmp_path: Path) -> World:
    """Another installation with the same survey and frame."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return cast.world(folder)


def load(world: World, text: str, wave: str = NAMED) -> int:
    return load_responses(world.database, wave, text, code_key=KEY, by=BY, now=NOW)


def exported(world: World, wave: str = NAMED) -> str:
    return export_responses(world.database, wave, by=BY, now=NOW)


def problems(world: World, lines: Sequence[str]) -> list[str]:
    with pytest.raises(BadFile) as told:
        load(world, "\n".join(lines) + "\n")
    return [str(problem) for problem in told.value.problems]


@pytest.mark.parametrize("wave", ["tea-named", "tea-quiet"])
def test_what_was_exported_is_loaded_and_exported_to_the_same_bytes(
    world: World, elsewhere: World, wave: str
) -> None:
    for firm in (2, 0, 3):
        world.sent(firm, wave)
    fieldwork.close_wave(world.database, wave, by=BY, now=NOW)
    first = exported(world, wave)

    count = load(elsewhere, first, wave)
    fieldwork.close_wave(elsewhere.database, wave, by=BY, now=NOW)

    assert count == 3
    assert exported(elsewhere, wave) == first


def test_the_file_opens_in_excel_and_no_cell_is_a_formula(world: World) -> None:
    world.sent()

    text = exported(world)

    assert text.startswith(BOM)
    assert "'=Mugicha, 麦茶" in text
    assert read_csv(text)[0].rows[0][1]["teas__other_text"] == "=Mugicha, 麦茶"


def test_the_file_holds_the_status_of_every_item_and_no_name_of_a_firm(world: World) -> None:
    world.sent()

    text = exported(world)
    ((_, cells),) = read_csv(text)[0].rows

    statuses = {key: cell for key, cell in cells.items() if key.endswith("__status")}
    assert statuses == {
        "drinks__status": "given",
        "cups__status": "estimated",
        "teas__status": "given",
        "origin__status": "given",
        "remark__status": "given",
    }
    assert "Nonesuch" not in text


def test_items_may_come_by_their_code_and_units_by_their_access_code(world: World) -> None:
    code = world.codes[NAMED][1]

    load(world, f"code,drinks,cups,teas\n{code},yes,1.5,green;black\n")

    ((_, cells),) = read_csv(exported(world))[0].rows
    assert cells["unit"] == "N2"
    assert (cells["cups"], cells["teas__black"], cells["teas__other"]) == ("1.5", "1", "0")
    assert cells["origin__status"] == "not_answered"


def test_a_missing_code_and_an_item_that_was_not_asked_are_kept_apart(world: World) -> None:
    load(world, "unit,drinks,cups\nN1,yes,dont_know\nN3,no,\n")

    rows = {cells["unit"]: cells for _, cells in read_csv(exported(world))[0].rows}
    assert rows["N1"]["cups__status"] == "dont_know"
    assert rows["N3"]["cups__status"] == "not_asked"


def test_imported_answers_are_events_of_their_own_source(world: World) -> None:
    load(world, "unit,drinks\nN1,no\n")

    with world.database.read() as connection:
        (sent,) = responses.sent(connection, NAMED)
        sources = {event.by.source for event in responses.events(connection, sent.id)}
    assert sources == {"import"}
    assert progress.of_wave(world.database, NAMED).total.submitted == 1


def test_every_problem_of_a_file_is_told_with_its_row_and_nothing_is_taken(world: World) -> None:
    world.opened(3)

    told = problems(
        world,
        [
            "unit,drinks,cups,teas__green,origin__home,remark,colour,status",
            "N1,yes,2,1,high,fine,,submitted",
            "N1,perhaps,2,1,high,,,",
            "N2,no,7,,,,,",
            "N3,yes,99999,maybe,far,,,",
            "N4,yes,,,,,,",
            "N9,yes,,,,,,",
            "N2,,,,,bad \x00 text,,started",
        ],
    )

    assert told == [
        "row 1, colour: is no column of this wave",
        "row 3, drinks: Choose an entry from the list.",
        "row 3, cups: is not asked of this firm, going by its other answers",
        "row 3, teas: is not asked of this firm, going by its other answers",
        "row 3, drinks: Choose an answer to A1.",
        "row 3, unit: N1 has a response already",
        "row 4, cups: is not asked of this firm, going by its other answers",
        "row 5, teas__green: expected 1 or 0",
        "row 5, origin__home: Choose an entry from the list.",
        "row 5, cups: Enter a number from 0 to 1,000.",
        "row 6, unit: N4 has a response already",
        "row 7, unit: the frame has no such unit",
        "row 8, status: only responses that were sent can be loaded",
        "row 8, remark: Remove the characters that cannot be shown, and enter the text again.",
        "row 8, drinks: Choose an answer to A1.",
        "row 8, unit: N2 has a response already",
    ]
    assert progress.of_wave(world.database, NAMED).total.submitted == 0


def test_a_status_that_contradicts_its_answer_is_a_problem(world: World) -> None:
    told = problems(world, ["unit,drinks,cups,cups__status", "N1,yes,,given"])

    assert told == [
        "row 2, cups__status: says given, but going by the other columns it is not_answered"
    ]


def test_an_access_code_that_was_revoked_names_nobody(world: World) -> None:
    revoke_codes(world.database, NAMED, "N2", by=BY, now=NOW)

    told = problems(world, ["code,drinks", f"{world.codes[NAMED][1]},no"])

    assert told == ["row 2, code: the frame has no such unit"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "unit or code"),
        ("unit,drinks\n", "no response"),
        ("unit,unit,drinks\nN1,N1,no\n", "twice"),
        ("unit,drinks\nN1,no,more\n", "more cells"),
        ('unit,remark\nN1,"' + "x" * 200_000 + '"\n', "field larger"),
    ],
    ids=["empty", "heading alone", "column twice", "long row", "huge cell"],
)
def test_a_file_of_another_shape_is_refused(world: World, text: str, told: str) -> None:
    with pytest.raises(BadFile, match=told):
        load(world, text)


def test_a_closed_wave_takes_no_file(world: World) -> None:
    fieldwork.close_wave(world.database, NAMED, by=BY, now=NOW)

    with pytest.raises(NotNow, match="closed"):
        load(world, "unit,drinks\nN1,no\n")


def test_a_firm_of_an_anonymous_wave_is_done_when_its_file_is_loaded(world: World) -> None:
    quiet = "tea-quiet"
    text = "unit,drinks\nN1,no\n"

    load(world, text, quiet)

    found = answering.look_up(world.database, world.codes[quiet][0], code_key=KEY, now=NOW)
    assert found is not None
    assert found.state == "submitted"
    with pytest.raises(BadFile, match="N1 has a response already"):
        load(world, text, quiet)


def test_firms_of_an_anonymous_file_are_done_in_the_order_of_the_frame(world: World) -> None:
    done: list[object] = []

    def note(*arguments: Any) -> None:
        if str(arguments[2]).startswith("UPDATE unit"):
            done.extend(arguments[3])

    event.listen(world.database._writing, "before_cursor_execute", note)
    load(world, "unit,drinks\nN3,no\nN1,no\nN2,no\n", "tea-quiet")
    event.remove(world.database._writing, "before_cursor_execute", note)

    assert len(done) == 3
    assert done == sorted(done, key=str)


def test_responses_of_an_anonymous_file_are_kept_in_an_order_of_chance(world: World) -> None:
    ids = [str(uuid.UUID(int=n << 64, version=4)) for n in range(1, 13)]
    with world.database.read() as connection:
        frame = connection.execute(select(unit).where(unit.c.wave_code == "tea-quiet")).first()
    assert frame is not None
    facts = f"{frame.country},{frame.sector},{frame.size},{frame.stratum}"
    rows = "".join(f",{one},{facts},no\n" for one in ids)

    load(world, f"unit,response,country,sector,size,stratum,drinks\n{rows}", "tea-quiet")

    with world.database.read() as connection:
        kept = connection.execute(
            select(response_event.c.response_id).order_by(response_event.c.id)
        )
        order = list(dict.fromkeys(row[0] for row in kept))
    assert sorted(order) == ids
    assert order != ids


ONCE = "a row without unit or code needs the id of its response, to be loaded only once"


def test_a_row_that_names_nobody_states_a_stratum_and_an_id(world: World) -> None:
    with pytest.raises(BadFile) as told:
        load(world, "code,country,sector,drinks\n,FR," + "s" * 41 + ",no\n", "tea-quiet")

    assert [str(problem) for problem in told.value.problems] == [
        "row 2, sector: has more than 40 characters",
        "row 2, stratum: the frame has no such stratum",
        f"row 2, response: {ONCE}",
    ]


def test_invented_answers_stay_out_of_a_wave_of_real_firms(world: World) -> None:
    world.sent(0)
    real = export_responses(world.database, NAMED, by=BY, now=NOW)
    fieldwork.mark_simulated(world.database, NAMED, by=BY, now=NOW)
    invented = export_responses(world.database, NAMED, by=BY, now=NOW)

    said = [read_csv(text)[0].rows[0][1]["simulated"] for text in (real, invented)]
    assert said == ["0", "1"]
    with pytest.raises(BadFile, match="invented answers"):
        load_responses(
            world.database,
            "tea-quiet",
            invented.replace("N1", "N2"),
            code_key=KEY,
            by=BY,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("0026-11-24", "before the wave opens, on 2026-10-01"),
        ("2026-09-30", "before the wave opens, on 2026-10-01"),
        ("2026-11-25", "still to come"),
        ("9999-12-31", "still to come"),
    ],
)
def test_a_day_of_sending_outside_of_the_field_work_is_refused(
    world: World, day: str, told: str
) -> None:
    found = problems(world, ["unit,drinks,submitted", f"N1,no,{day}"])

    assert [told in one for one in found] == [True]


@pytest.mark.parametrize("day", ["2026-10-01", "2026-11-24"])
def test_a_response_may_be_sent_on_the_first_day_and_today(world: World, day: str) -> None:
    assert load(world, f"unit,drinks,submitted\nN1,no,{day}\n") == 1
