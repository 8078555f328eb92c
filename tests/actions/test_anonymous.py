"""A wave that promises anonymity keeps it in the rows themselves."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from app.actions import answering, progress, publishing
from app.actions.answering import Refused
from app.collection.response import UNTOLD
from app.storage import schema
from tests import cast
from tests.cast import BY, FIRM, KEY, NOW, SURVEY, World

QUIET = "tea-quiet"


def test_sending_cuts_the_link_between_firm_and_response(world: World) -> None:
    response = world.sent(0, QUIET)

    with world.database.read() as connection:
        unit = connection.execute(
            select(schema.response.c.unit_id).where(schema.response.c.id == response)
        ).scalar_one()

    assert unit is None


def test_no_later_code_can_tie_the_link_again(world: World) -> None:
    response = world.sent(0, QUIET)

    with (
        pytest.raises(IntegrityError, match="anonymous_link_cut"),
        world.database.write() as connection,
    ):
        connection.execute(
            update(schema.response).where(schema.response.c.id == response).values(unit_id=1)
        )


def test_times_are_kept_by_the_day_alone(world: World) -> None:
    world.sent(0, QUIET)

    with world.database.read() as connection:
        row = connection.execute(
            select(
                schema.response.c.started_at,
                schema.response.c.saved_at,
                schema.response.c.submitted_at,
            ).where(schema.response.c.anonymous)
        ).one()
        events = connection.execute(select(schema.response_event.c.at)).scalars().all()

    assert {moment.time().isoformat() for moment in (*row, *events)} == {"00:00:00"}


def test_the_frame_knows_that_a_firm_is_done_and_not_when(world: World) -> None:
    world.sent(0, QUIET)

    with world.database.read() as connection:
        done = connection.execute(
            select(schema.unit.c.code, schema.unit.c.completed_on).where(
                schema.unit.c.completed_on.is_not(None)
            )
        ).all()

    assert [tuple(row) for row in done] == [("N1", UNTOLD)]


def test_nothing_on_the_side_of_the_firm_has_an_order_in_time() -> None:
    tables = (schema.unit, schema.assignment)

    columns = {column.name for table in tables for column in table.columns}

    assert columns == {
        "id", "wave_code", "code", "name", "country", "sector", "size", "stratum",
        "completed_on", "unit_id", "code_hash", "issued_at", "revoked_at",
    }  # fmt: skip


def test_a_code_that_was_used_up_opens_no_second_response(world: World) -> None:
    world.sent(0, QUIET)
    code = world.codes[QUIET][0]

    opened = answering.open_response(world.database, code, code_key=KEY, language="en", now=NOW)
    found = answering.look_up(world.database, code, code_key=KEY, now=NOW)

    assert opened == Refused("submitted")
    assert found is not None
    assert (found.state, found.receipt, found.response_id) == ("submitted", None, None)


def test_what_was_sent_cannot_be_changed(world: World) -> None:
    response = world.sent(0, QUIET)

    assert not answering.reopen(world.database, response, by=FIRM, now=NOW)


def test_a_used_code_counts_in_the_progress_of_the_wave(world: World) -> None:
    world.sent(0, QUIET)
    world.opened(1, QUIET)

    total = progress.of_wave(world.database, QUIET).total

    assert (total.frame, total.opened, total.submitted) == (4, 2, 1)


def test_the_promise_cannot_be_taken_back_after_the_first_answer(world: World) -> None:
    world.opened(0, QUIET)
    design = world.surveys / SURVEY / "design.yaml"
    design.write_text(cast.DESIGN.replace("anonymous: true", "anonymous: false"), encoding="utf-8")

    with pytest.raises(publishing.Unpublishable, match="promised"):
        publishing.publish_survey(
            world.database, world.surveys, SURVEY, by=BY, now=NOW + timedelta(days=1)
        )


def test_the_database_itself_refuses_to_take_the_promise_back(world: World) -> None:
    world.opened(0, QUIET)

    with pytest.raises(IntegrityError), world.database.write() as connection:
        connection.execute(text("UPDATE wave SET anonymous = false WHERE code = 'tea-quiet'"))
