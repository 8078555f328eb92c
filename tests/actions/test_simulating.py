"""Whole responses go into simulated waves alone, and only as pages would have taken them."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from app.actions import fieldwork, freezing, progress, simulating
from app.actions.fieldwork import NotNow
from app.actions.instruments import UnknownWave
from app.actions.simulating import NotTaken, Sheet, answer_whole
from app.collection.response import UNTOLD
from app.collection.snapshot import from_parquet
from app.storage import responses
from tests.cast import BY, NOW, PAGES, World

OF_THE_FIRM = {"response", "submitted", "sector", "size"}
Pages = Mapping[tuple[str, str], Mapping[str, list[str]]]


def sheet(unit: str, pages: Pages = PAGES) -> Sheet:
    return Sheet(unit, "en", NOW, NOW + timedelta(minutes=20), list(pages.items()))


def simulated(world: World, wave: str = "tea-named") -> World:
    fieldwork.mark_simulated(world.database, wave, by=BY, now=NOW)
    return world


def rows(world: World, wave: str) -> list[dict[str, object]]:
    taken = freezing.take(world.database, wave, now=NOW)
    return [
        {name: value for name, value in row.items() if name not in OF_THE_FIRM}
        for row in from_parquet(taken.snapshot.parquet).to_pylist()
    ]


def test_a_whole_response_is_stored_as_one_that_came_page_by_page(world: World) -> None:
    simulated(world).sent(0)

    assert list(answer_whole(world.database, "tea-named", [sheet("N2")])) == [1]

    by_page, whole = rows(world, "tea-named")
    assert by_page == whole
    with world.database.read() as connection:
        found = tuple(responses.sent(connection, "tea-named"))
        records = [
            [(event.kind, event.item, event.old, event.new) for event in told]
            for told in (responses.events(connection, one.id) for one in found)
        ]
    assert records[0] == records[1]
    assert {one.unit_code for one in found} == {"N1", "N2"}


def test_batches_end_where_they_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulating, "AT_ONCE", 2)
    sheets = [sheet(unit) for unit in ("N1", "N2", "N3")]

    assert list(answer_whole(simulated(world).database, "tea-named", sheets)) == [2, 3]


def test_a_firm_that_has_a_response_is_passed_over(world: World) -> None:
    simulated(world).opened(0)

    stored = list(answer_whole(world.database, "tea-named", [sheet("N1"), sheet("N2")]))

    assert stored == [1]
    assert progress.of_wave(world.database, "tea-named").total.submitted == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({("kinds", "teas"): {"teas": ["green", "none"]}}, "cannot be sent"),
        ({("habits", "cups"): {"cups": ["many"]}}, "cups cannot be read"),
        ({("kinds", "origin"): {"origin__home": ["most"]}}, "origin"),
        ({("habits", "drinks"): {"drinks": ["no"]}}, "expected page"),
    ],
    ids=["what excludes others", "no number", "no option", "another route"],
)
def test_what_pages_would_refuse_is_refused_with_its_batch(
    world: World, changed: Pages, told: str
) -> None:
    sheets = [sheet("N1"), sheet("N2", {**PAGES, **changed})]

    with pytest.raises(NotTaken, match=f"unit N2: .*{told}"):
        list(answer_whole(simulated(world).database, "tea-named", sheets))

    assert progress.of_wave(world.database, "tea-named").total.started == 0


def test_a_wave_of_real_firms_takes_no_invented_ones(world: World) -> None:
    with pytest.raises(NotNow, match="not both open and simulated"):
        list(answer_whole(world.database, "tea-named", [sheet("N1")]))


def test_a_wave_that_has_closed_takes_none_either(world: World) -> None:
    fieldwork.close_wave(simulated(world).database, "tea-named", by=BY, now=NOW)

    with pytest.raises(NotNow, match="not both open and simulated"):
        list(answer_whole(world.database, "tea-named", [sheet("N1")]))


def test_a_wave_that_is_not_there_takes_none(world: World) -> None:
    with pytest.raises(UnknownWave):
        list(answer_whole(world.database, "coffee", [sheet("N1")]))
    with pytest.raises(UnknownWave):
        simulating.asked_by(world.database, "coffee")


def test_an_anonymous_wave_stays_anonymous(world: World) -> None:
    simulated(world, "tea-quiet").sent(0, "tea-quiet")

    list(answer_whole(world.database, "tea-quiet", [sheet("N1"), sheet("N2")]))

    with world.database.read() as connection:
        found = tuple(responses.sent(connection, "tea-quiet"))
        done = connection.exec_driver_sql(
            "SELECT DISTINCT completed_on FROM unit WHERE completed_on IS NOT NULL"
        ).scalars()
        assert [str(day)[:10] for day in done] == [UNTOLD.isoformat()]
    assert [one.unit_code for one in found] == [None, None]
    assert all(one.submitted_at and one.submitted_at.hour == 0 for one in found)
