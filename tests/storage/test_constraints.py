"""The tables refuse by themselves what no later code may do."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError

from app.storage import schema
from tests.cast import NOW, World

LINK, MISSING = "(?i)foreign key", "(?i)not.null"
"""What each database says where a row refers to none, and where a value is not there."""


@pytest.fixture
def row(world: World) -> dict[str, object]:
    """A response that could be kept."""
    return {
        "id": "11111111-1111-4111-8111-111111111111",
        "wave_code": "tea-named",
        "anonymous": False,
        "unit_id": 1,
        "instrument_hash": world_hash(world),
        "status": "started",
        "language": "en",
        "country": "JP",
        "sector": "c28",
        "size": "large",
        "stratum": "JP",
        "contributors": 1,
        "row_version": 1,
        "started_at": NOW,
        "saved_at": NOW,
        "answers": {},
    }


def world_hash(world: World) -> str:
    with world.database.read() as connection:
        found: str = connection.execute(text("SELECT hash FROM instrument")).scalar_one()
    return found


def keep(world: World, row: dict[str, object]) -> None:
    with world.database.write() as connection:
        connection.execute(insert(schema.response), row)


def test_a_whole_response_is_kept(world: World, row: dict[str, object]) -> None:
    keep(world, row)


SENT = {"submitted_at": NOW, "receipt": "AAAAA-AAAAA", "sent": {}}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "abandoned"}, "ck_response_status"),
        ({"status": "submitted"}, "ck_response_submitted_has_receipt"),
        ({"receipt": "AAAAA-AAAAA"}, "ck_response_sent_whole"),
        ({"submitted_at": NOW, "receipt": "AAAAA-AAAAA"}, "ck_response_sent_whole"),
        ({"unit_id": None}, "ck_response_unit_while_open"),
        ({"unit_id": None, "status": "submitted", **SENT}, "ck_response_unit_while_open"),
        ({"unit_id": 99}, LINK),
        ({"wave_code": "tea-quiet"}, LINK),
        (
            {"wave_code": "tea-quiet", "anonymous": True, "status": "submitted", **SENT},
            "ck_response_anonymous_link_cut",
        ),
        ({"instrument_hash": "0" * 64}, LINK),
        ({"answers": None}, MISSING),
    ],
    ids=[
        "unknown status",
        "submitted without receipt",
        "receipt without time",
        "sent without answers",
        "open without firm",
        "named without firm",
        "firm of no frame",
        "named response in an anonymous wave",
        "anonymous and sent with its firm",
        "no such instrument",
        "no document",
    ],
)
def test_a_response_that_breaks_a_rule_is_refused(
    world: World, row: dict[str, object], change: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        keep(world, {**row, **change})


def test_a_firm_has_one_response(world: World, row: dict[str, object]) -> None:
    keep(world, row)

    with pytest.raises(IntegrityError, match=r"response\.unit_id|uq_response_unit_id"):
        keep(world, {**row, "id": "22222222-2222-4222-8222-222222222222"})


@pytest.mark.parametrize("table", ["response_event", "audit"])
@pytest.mark.parametrize(
    "act", ["UPDATE {} SET at = at", "DELETE FROM {}"], ids=["change", "delete"]
)
def test_the_record_can_only_grow(world: World, table: str, act: str) -> None:
    world.opened()

    with (
        pytest.raises(DatabaseError, match=f"{table} is append-only"),
        world.database.write() as connection,
    ):
        connection.execute(text(act.format(table)))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "answered"}, "ck_response_event_item"),
        ({"kind": "opened", "item": "drinks"}, "ck_response_event_item"),
        ({"kind": "guessed"}, "ck_response_event_kind"),
        ({"source": "rumour"}, "ck_response_event_source"),
        ({"response_id": "nobody"}, LINK),
    ],
    ids=[
        "answer to nothing",
        "item of no answer",
        "unknown kind",
        "unknown source",
        "no response",
    ],
)
def test_an_event_that_makes_no_sense_is_refused(
    world: World, change: dict[str, object], constraint: str
) -> None:
    response = world.opened()
    event = {"response_id": response, "at": NOW, "source": "respondent", "contributor": 1,
             "kind": "opened"}  # fmt: skip

    with (
        pytest.raises(IntegrityError, match=constraint),
        world.database.write() as connection,
    ):
        connection.execute(insert(schema.response_event), {**event, **change})


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE wave SET status = 'paused'", "ck_wave_status"),
        ("UPDATE wave SET closes_at = opens_at", "ck_wave_opens_before_it_closes"),
        ("UPDATE unit SET stratum = ''", "ck_unit_stratum_there"),
        ("UPDATE assignment SET code_hash = substr(code_hash, 1, 1) WHERE id = 1",
         "ck_assignment_code_hash_length"),
        ("UPDATE assignment SET code_hash = (SELECT code_hash FROM assignment WHERE id = 1)",
         "assignment.code_hash|uq_assignment_code_hash"),
        ("UPDATE unit SET code = 'N1'", "unit.wave_code, unit.code|uq_unit_wave_code_code"),
        ("DELETE FROM wave", LINK),
        ("DELETE FROM instrument", LINK),
    ],
)  # fmt: skip
def test_frames_and_waves_keep_their_rules(world: World, statement: str, constraint: str) -> None:
    with (
        pytest.raises(IntegrityError, match=constraint),
        world.database.write() as connection,
    ):
        connection.execute(text(statement))


def test_a_moment_without_a_time_zone_is_refused(world: World, row: dict[str, object]) -> None:
    naive = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001  (the point of the test)

    with pytest.raises(StatementError, match="time zone"):
        keep(world, {**row, "saved_at": naive})


def test_a_moment_comes_back_in_utc(world: World) -> None:
    with world.database.read() as connection:
        taken = connection.execute(schema.instrument.select()).one()

    assert taken.published_at == NOW
    assert taken.published_at.tzinfo is UTC
