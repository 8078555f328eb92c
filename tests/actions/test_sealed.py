"""Answers of an anonymous wave are read by nobody until it is closed, and closed it stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.actions import analysis, exporting, fieldwork, freezing, keeping
from app.actions.fieldwork import NotNow
from app.reporting.tabulation import READINGS
from app.storage.snapshots import Label
from tests.cast import BY, NOW, World

QUIET = "tea-quiet"
LOOKS: dict[str, Callable[[World], object]] = {
    "export": lambda world: exporting.export_responses(world.database, QUIET, by=BY, now=NOW),
    "freeze": lambda world: freezing.freeze(world.database, QUIET, by=BY, now=NOW),
    "keep": lambda world: keeping.keep_snapshot(
        world.database, QUIET, Label("provisional", "A look"), by=BY, now=NOW
    ),
    "tabulate": lambda world: analysis.tabulate(
        world.database, [QUIET], surveys=world.surveys, readings=READINGS, now=NOW
    ),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_two_looks_at_an_open_anonymous_wave_cannot_be_had(
    world: World, look: Callable[[World], object]
) -> None:
    for firm in (0, 1):
        world.sent(firm, QUIET)
        with pytest.raises(NotNow, match="once it is closed; before, two looks would show"):
            look(world)

    fieldwork.close_wave(world.database, QUIET, by=BY, now=NOW)

    assert look(world)


def test_a_wave_that_is_not_anonymous_is_read_while_it_is_open(world: World) -> None:
    world.sent(0)

    assert freezing.freeze(world.database, "tea-named", by=BY, now=NOW).snapshot.responses == 1


def test_an_anonymous_wave_that_was_closed_is_not_opened_again(world: World) -> None:
    fieldwork.close_wave(world.database, QUIET, by=BY, now=NOW)

    with pytest.raises(NotNow, match="may have been read") as told:
        fieldwork.open_wave(world.database, QUIET, by=BY, now=NOW, until=NOW + timedelta(days=5))

    assert told.value.code == "read_already"
