"""A snapshot that is kept under a label stays what it was when it was kept."""

from datetime import timedelta

import pytest

from app.actions import fieldwork, keeping
from app.actions.fieldwork import NotNow
from app.actions.keeping import Replaced, UnknownSnapshot
from app.storage import audit
from app.storage.snapshots import Kept, Label
from tests.cast import BY, NOW, World

WAVE = "tea-named"
LATER = NOW + timedelta(days=1)


def keep(world: World, kind: str, label: str, reason: str | None = None) -> Kept:
    wanted = Label("final" if kind == "final" else "provisional", label, reason)
    return keeping.keep_snapshot(world.database, WAVE, wanted, by=BY, now=LATER)


@pytest.fixture
def closed(world: World) -> World:
    world.sent(0)
    fieldwork.close_wave(world.database, WAVE, by=BY, now=NOW)
    return world


def test_a_provisional_snapshot_is_kept_while_the_wave_is_open(world: World) -> None:
    world.sent(0)

    kept = keep(world, "provisional", "  First   look ")

    assert (kept.kind, kept.label, kept.responses, kept.kept_at) == (
        "provisional", "First look", 1, LATER,
    )  # fmt: skip
    assert keeping.kept_snapshots(world.database, WAVE) == (kept,)


def test_what_comes_after_a_snapshot_is_not_in_it(world: World) -> None:
    world.sent(0)
    kept = keep(world, "provisional", "First look")
    world.sent(1)

    taken = keeping.recalled(world.database, WAVE, kept.number)

    assert taken.snapshot.responses == 1
    assert taken.snapshot.taken_at == LATER
    assert taken.is_provisional


def test_keeping_is_recorded_with_its_label_and_hash(world: World) -> None:
    kept = keep(world, "provisional", "First look")

    with world.database.read() as connection:
        last = audit.entries(connection, most=1)[0]
    assert (last.action, last.about, last.by) == ("snapshot.kept", WAVE, BY)
    assert last.detail["label"] == "First look"
    assert last.detail["hash"] == kept.hash


def test_an_open_wave_has_no_final_snapshot(world: World) -> None:
    with pytest.raises(NotNow, match="close it"):
        keep(world, "final", "Final")

    assert keeping.kept_snapshots(world.database, WAVE) == ()


def test_the_final_snapshot_of_a_closed_wave_is_not_provisional(closed: World) -> None:
    kept = keep(closed, "final", "Final")

    assert not keeping.recalled(closed.database, WAVE, kept.number).is_provisional


def test_a_second_final_snapshot_needs_a_reason(closed: World) -> None:
    keep(closed, "final", "Final")

    with pytest.raises(NotNow, match="say why"):
        keep(closed, "final", "Final again")


def test_a_final_snapshot_that_was_replaced_stays_and_is_used_no_more(closed: World) -> None:
    first = keep(closed, "final", "Final")
    second = keep(closed, "final", "Final, mended", "One firm had answered twice")

    latest, before = keeping.kept_snapshots(closed.database, WAVE)
    assert latest == second
    assert latest.reason == "One firm had answered twice"
    assert before.number == first.number
    assert before.replaced_at == LATER
    with pytest.raises(Replaced):
        keeping.recalled(closed.database, WAVE, first.number)


def test_a_label_is_used_once_in_a_wave(world: World) -> None:
    keep(world, "provisional", "First look")

    with pytest.raises(ValueError, match="taken"):
        keep(world, "provisional", "First look")


@pytest.mark.parametrize("label", ["", "  ", "x" * 81, "a\0b"])
def test_a_label_can_be_read(world: World, label: str) -> None:
    with pytest.raises(ValueError, match="expected a label"):
        keep(world, "provisional", label)


def test_a_snapshot_of_another_wave_is_not_taken(world: World) -> None:
    kept = keep(world, "provisional", "First look")

    with pytest.raises(UnknownSnapshot):
        keeping.recalled(world.database, "tea-quiet", kept.number)
