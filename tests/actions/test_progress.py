"""How far waves are: counted by stratum and by the days of their panel."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from app.actions import fieldwork, progress
from app.actions.codes import revoke_codes
from app.storage.schema import response
from tests.cast import BY, NOW, World

NAMED = "tea-named"


def test_progress_counts_each_stratum(world: World) -> None:
    world.sent(0)
    world.opened(1)
    revoke_codes(world.database, NAMED, "N3", by=BY, now=NOW)

    found = progress.of_wave(world.database, NAMED)

    counts = {
        one.stratum: (one.frame, one.invited, one.opened, one.started, one.submitted)
        for one in found.strata
    }
    assert counts == {"JP": (2, 2, 2, 1, 1), "DE": (2, 1, 0, 0, 0)}


def test_a_firm_that_saved_an_answer_has_started(world: World) -> None:
    world.filled(2)

    (german,) = [
        one for one in progress.of_wave(world.database, NAMED).strata if one.stratum == "DE"
    ]

    assert (german.opened, german.started, german.submitted) == (1, 1, 0)


def test_an_anonymous_firm_that_has_sent_has_started(world: World) -> None:
    world.sent(0, "tea-quiet")

    total = progress.of_wave(world.database, "tea-quiet").total

    assert (total.opened, total.started, total.submitted) == (1, 1, 1)


@pytest.mark.parametrize(
    ("wave", "day"),
    [(NAMED, date(2026, 11, 23)), ("tea-quiet", date(2026, 11, 24))],
    ids=["by the clock of the panel", "only the day was kept"],
)
def test_a_response_counts_on_the_day_on_which_it_was_sent(
    world: World, wave: str, day: date
) -> None:
    world.sent(0, wave)
    with world.database.write() as connection:
        midnight = datetime(2026, 11, 24, tzinfo=UTC)
        connection.execute(update(response).values(submitted_at=midnight))
    found = fieldwork.wave(world.database, wave)
    western = replace(found, plan=replace(found.plan, timezone="America/New_York"))

    assert progress.sent_by_day(world.database, western) == {day: 1}
