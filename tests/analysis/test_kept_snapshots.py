"""A report runs on snapshots that were kept, and says which."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions import analysis, fieldwork, keeping
from app.actions.analysis import UnfitReport, Wanted
from app.storage.database import Database
from app.storage.snapshots import Label
from tests import databases
from tests.analysis.field import BY, NOW, REPORTS, SURVEYS

pytestmark = pytest.mark.slow
WAVES = ("2026-jp", "2026-eu")
LATER = NOW + timedelta(days=2)


@pytest.fixture(scope="module")
def database(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = Database(databases.copied(kept, tmp_path_factory.mktemp("kept")))
    yield made
    made.close()


def run(database: Database, snapshots: dict[str, int]) -> analysis.Run:
    number = analysis.run_report(
        database, Wanted("japan_eu", snapshots), surveys=SURVEYS, reports=REPORTS, by=BY, now=LATER
    )
    return analysis.run_of(database, number)


def test_a_report_says_on_which_kept_snapshots_it_was_run(database: Database) -> None:
    first = {
        wave: keeping.keep_snapshot(
            database, wave, Label("provisional", "First look"), by=BY, now=NOW
        ).number
        for wave in WAVES
    }
    early = run(database, first)

    for wave in WAVES:
        fieldwork.open_wave(database, wave, by=BY, now=NOW)
        fieldwork.close_wave(database, wave, by=BY, now=NOW)
    final = {
        wave: keeping.keep_snapshot(
            database, wave, Label("final", "Final data"), by=BY, now=LATER
        ).number
        for wave in WAVES
    }
    late, again = run(database, final), run(database, first)

    told = [(one.kind, one.label) for one in early.document.origin.waves]
    assert told == [("provisional", "First look")] * 2
    assert early.document.is_provisional
    assert not late.document.is_provisional
    assert [one.kind for one in late.document.origin.waves] == ["final", "final"]
    assert again.document.is_provisional, "closing a wave does not make an early snapshot final"
    assert again.head.hash == early.head.hash


def test_a_report_takes_no_snapshot_of_a_wave_that_it_does_not_have(database: Database) -> None:
    with pytest.raises(UnfitReport, match="no wave"):
        run(database, {"2031-xx": 1})


def test_a_report_takes_no_snapshot_that_is_not_there(database: Database) -> None:
    with pytest.raises(UnfitReport, match="kept"):
        run(database, {"2026-jp": 999})
