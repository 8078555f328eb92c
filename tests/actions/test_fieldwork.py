"""Frames, codes, opening and closing a wave, and its progress by stratum."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions import answering, fieldwork, opening, publishing
from app.actions.codes import issue_codes
from app.actions.fieldwork import BadFile, NotNow
from app.actions.instruments import UnknownWave
from app.storage import audit, schema
from app.storage.database import Database, upgrade
from tests import cast, databases
from tests.cast import BY, CLOSES, KEY, NOW, World

NAMED = "tea-named"


@pytest.fixture
def planned(world: World) -> World:
    """The world with its waves planned and empty."""
    folder = world.surveys.parent / "planned"
    database = Database(databases.address(folder))
    upgrade(database)
    publishing.publish_survey(database, world.surveys, cast.SURVEY, by=BY, now=NOW)
    return World(database, world.surveys, {})


def test_a_wave_needs_a_frame_before_it_opens(planned: World) -> None:
    with pytest.raises(NotNow, match="no frame"):
        fieldwork.open_wave(planned.database, NAMED, by=BY, now=NOW)


def test_a_wave_that_was_never_published_is_unknown(planned: World) -> None:
    with pytest.raises(UnknownWave, match="publish"):
        fieldwork.open_wave(planned.database, "2031-moon", by=BY, now=NOW)


def test_a_wave_whose_end_has_passed_needs_a_later_one(planned: World) -> None:
    fieldwork.load_frame(planned.database, NAMED, cast.FRAME, by=BY, now=NOW)
    late = CLOSES + timedelta(days=1)

    with pytest.raises(NotNow, match="later end"):
        fieldwork.open_wave(planned.database, NAMED, by=BY, now=late)
    opened = fieldwork.open_wave(
        planned.database, NAMED, by=BY, now=late, until=late + timedelta(days=7)
    )

    assert opened.closes_at == late + timedelta(days=7)


def test_a_planned_wave_takes_no_answers(planned: World) -> None:
    fieldwork.load_frame(planned.database, NAMED, cast.FRAME, by=BY, now=NOW)
    (code,) = issue_codes(planned.database, NAMED, count=1, code_key=KEY, by=BY, now=NOW)

    opened = answering.open_response(planned.database, code, code_key=KEY, language="en", now=NOW)

    assert opened == answering.Refused("not_open")


def test_every_problem_of_a_frame_is_told_and_nothing_is_taken(planned: World) -> None:
    broken = cast.FRAME + "N1,Twice Limited,JP,,\n,Nameless,JP,,\nN9,,,,\n"

    with pytest.raises(BadFile) as told:
        fieldwork.load_frame(planned.database, NAMED, broken, by=BY, now=NOW)

    assert [str(problem) for problem in told.value.problems] == [
        "row 6, unit: 'N1' stands in row 2 already",
        "row 7, unit: is empty",
        "row 8, name: is empty",
        "row 8, country: is empty",
    ]
    assert fieldwork.units(planned.database, NAMED) == {}


def test_a_second_frame_is_refused_with_the_way_out_and_what_is_wrong_with_it(
    world: World,
) -> None:
    bad = cast.FRAME + "N1,Again,JP,c28,250_999\n"

    for text in (cast.FRAME, bad):
        with pytest.raises(NotNow, match="4 units already, and keeps it; for another") as refused:
            fieldwork.load_frame(world.database, "tea-named", text, by=BY, now=NOW)

    assert "'N1'" in str(refused.value)


def test_units_without_a_code_come_first_in_frame_order(planned: World) -> None:
    database = planned.database
    fieldwork.load_frame(database, NAMED, cast.FRAME, by=BY, now=NOW)
    fieldwork.open_wave(database, NAMED, by=BY, now=NOW)

    codes = [
        code
        for count in (1, 2, 4)
        for code in issue_codes(database, NAMED, count=count, code_key=KEY, by=BY, now=NOW)
    ]

    firms = [
        found.firm[0]
        for code in codes
        if (found := answering.look_up(database, code, code_key=KEY, now=NOW))
    ]
    assert firms == ["N", "F", "I", "M", "N", "F", "I"]


def test_units_that_have_sent_get_no_more_codes(world: World) -> None:
    world.sent(0)
    world.sent(0, "tea-quiet")

    for wave in world.codes:
        with pytest.raises(NotNow, match="3 units"):
            issue_codes(world.database, wave, count=4, code_key=KEY, by=BY, now=NOW)


def test_a_second_code_of_a_firm_opens_the_same_response(world: World) -> None:
    response = world.opened(0)
    codes = issue_codes(world.database, NAMED, count=4, code_key=KEY, by=BY, now=NOW)

    opened = [
        answering.open_response(world.database, code, code_key=KEY, language="en", now=NOW)
        for code in codes
    ]

    assert response in {getattr(one, "response_id", None) for one in opened}


def test_no_code_stands_in_the_database(world: World) -> None:
    dump = databases.dump(world.database)

    for code in world.codes[NAMED]:
        assert code not in dump
        assert code.replace("-", "") not in dump


def test_every_act_leaves_one_line_in_the_record(world: World) -> None:
    fieldwork.close_wave(world.database, NAMED, by=BY, now=NOW)
    fieldwork.mark_simulated(world.database, NAMED, by=BY, now=NOW)

    with world.database.read() as connection:
        acts = [entry.action for entry in reversed(audit.entries(connection))]

    assert acts == [
        "survey.published",
        *["frame.loaded", "wave.opened", "codes.issued"] * 2,
        "wave.closed",
        "wave.simulated",
    ]


def test_an_act_that_fails_leaves_no_line(world: World) -> None:
    with world.database.read() as connection:
        before = len(audit.entries(connection))

    with pytest.raises(NotNow):
        issue_codes(world.database, NAMED, count=99, code_key=KEY, by=BY, now=NOW)

    with world.database.read() as connection:
        assert len(audit.entries(connection)) == before
        assert len(connection.execute(select(schema.assignment.c.id)).all()) == 8


def test_a_wave_marked_simulated_stays_so_when_it_is_published_again(world: World) -> None:
    fieldwork.mark_simulated(world.database, NAMED, by=BY, now=NOW)

    publishing.publish_survey(world.database, world.surveys, cast.SURVEY, by=BY, now=NOW)

    assert fieldwork.wave(world.database, NAMED).simulated


def test_a_wave_closed_early_has_ended_when_it_was_closed(world: World) -> None:
    early = fieldwork.close_wave(world.database, "tea-named", by=BY, now=NOW)
    late = fieldwork.close_wave(world.database, "tea-quiet", by=BY, now=CLOSES + timedelta(days=1))

    assert (early.closes_at, late.closes_at) == (NOW, CLOSES)


def test_the_end_of_an_open_wave_is_moved_and_recorded(world: World) -> None:
    later = CLOSES + timedelta(days=3)

    moved = fieldwork.move_end(world.database, NAMED, later, by=BY, now=NOW)

    assert moved.closes_at == later
    with world.database.read() as connection:
        last = audit.entries(connection, most=1)[0]
    assert (last.action, last.about) == ("wave.end_moved", NAMED)
    assert last.detail["until"] == later.isoformat()


def test_an_end_that_has_passed_is_refused(world: World) -> None:
    with pytest.raises(NotNow, match="later end"):
        fieldwork.move_end(world.database, NAMED, NOW, by=BY, now=NOW)


def test_the_end_of_a_closed_wave_is_not_moved(world: World) -> None:
    fieldwork.close_wave(world.database, NAMED, by=BY, now=NOW)

    with pytest.raises(NotNow, match="not open"):
        fieldwork.move_end(world.database, NAMED, CLOSES, by=BY, now=NOW)


def test_everything_that_a_wave_lacks_is_told_at_once(planned: World) -> None:
    late = CLOSES + timedelta(days=1)

    wave = fieldwork.wave(planned.database, NAMED)

    assert opening.lacks(wave, has_frame=False, now=late) == ("no_frame", "ended")
