"""Freezing, tabulating, running and publishing on a database of two small waves."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions import analysis, fieldwork
from app.actions.freezing import freeze, take
from app.actions.instruments import UnknownWave
from app.collection.snapshot import from_parquet
from app.storage import audit
from app.storage.database import Database
from tests import databases
from tests.analysis.field import BY, NOW, REPORTS, SURVEYS

pytestmark = pytest.mark.slow


@pytest.fixture
def database(kept: Path, tmp_path: Path) -> Iterator[Database]:
    made = Database(databases.copied(kept, tmp_path))
    yield made
    made.close()


def closed(database: Database) -> Database:
    for wave in ("2026-jp", "2026-eu"):
        fieldwork.open_wave(database, wave, by=BY, now=NOW)
        fieldwork.close_wave(database, wave, by=BY, now=NOW)
    return database


def run(database: Database, *, minutes: int = 0) -> analysis.Run:
    number = analysis.run_report(
        database,
        "japan_eu",
        surveys=SURVEYS,
        reports=REPORTS,
        by=BY,
        now=NOW + timedelta(minutes=minutes),
    )
    return analysis.run_of(database, number)


def test_a_snapshot_holds_the_sent_responses_and_the_frame(database: Database) -> None:
    taken = freeze(database, "2026-eu", by=BY, now=NOW).snapshot

    table = from_parquet(taken.parquet).to_pandas()
    assert len(table) == taken.responses == 70
    assert taken.frame == {"DE": 40, "FR": 30, "IT": 30}
    assert set(table["obstacles__status"]) == {"given"}
    assert table["obstacles__cost"].sum() == 35
    assert set(table["source_effect__status"]) == {"not_asked", "not_answered"}


def test_a_wave_that_has_not_changed_is_frozen_once(database: Database) -> None:
    first = freeze(database, "2026-jp", by=BY, now=NOW)
    again = freeze(database, "2026-jp", by=BY, now=NOW + timedelta(days=1))

    assert again.snapshot.taken_at == first.snapshot.taken_at == NOW
    with database.read() as connection:
        frozen = [entry for entry in audit.entries(connection) if entry.action == "wave.frozen"]
    assert len(frozen) == 1


def test_a_wave_marked_simulated_after_a_freeze_is_frozen_as_simulated(database: Database) -> None:
    """Catches: the earlier snapshot, of the same answers, without the label."""
    freeze(database, "2026-jp", by=BY, now=NOW)

    fieldwork.mark_simulated(database, "2026-jp", by=BY, now=NOW)

    assert freeze(database, "2026-jp", by=BY, now=NOW).snapshot.simulated


def test_an_unknown_wave_is_named(database: Database) -> None:
    with pytest.raises(UnknownWave, match="2026-xx"):
        take(database, "2026-xx", now=NOW)


def test_a_report_says_what_made_it(database: Database) -> None:
    made = run(closed(database))

    origin = made.document.origin
    assert origin.code_version == analysis.code_version()
    assert [wave.wave for wave in origin.waves] == ["2026-jp", "2026-eu"]
    assert all(len(wave.snapshot) == len(wave.instrument) == 64 for wave in origin.waves)
    assert made.head.inputs["definition"] == origin.definition
    assert made.head.published_at is None


def test_the_same_responses_give_the_same_document(database: Database) -> None:
    closed(database)

    first, again = run(database), run(database, minutes=5)

    assert first.head.number != again.head.number
    assert first.document == again.document
    assert first.head.hash == again.head.hash


def test_an_open_wave_makes_the_report_provisional_and_without_marks(database: Database) -> None:
    fieldwork.open_wave(database, "2026-jp", by=BY, now=NOW)

    document = run(database).document

    gaps = [row.gap for table in document.tables for row in table.rows if row.gap]
    assert document.is_provisional
    assert gaps
    assert all(gap.p is None and not gap.is_marked for gap in gaps)


def test_readers_see_the_run_that_was_published_last(database: Database) -> None:
    first, second = run(closed(database)), run(database, minutes=5)
    assert analysis.published_head(database, "japan_eu") is None

    analysis.publish_run(database, first.head.number, by=BY, now=NOW)

    seen = analysis.published_head(database, "japan_eu")
    assert seen is not None
    assert seen.number == first.head.number
    listed = [head.number for head in analysis.runs_of(database, "japan_eu")]
    assert listed == [second.head.number, first.head.number]


def test_reports_and_runs_that_do_not_exist_are_named(database: Database) -> None:
    with pytest.raises(analysis.UnknownReport, match=r"\.\./surveys"):
        analysis.report_definition(REPORTS, "../surveys")
    with pytest.raises(analysis.UnknownReport, match="run 9"):
        analysis.run_of(database, 9)
    with pytest.raises(analysis.UnknownReport, match="run 9"):
        analysis.publish_run(database, 9, by=BY, now=NOW)


def test_every_report_of_the_project_can_be_read() -> None:
    assert analysis.report_codes(REPORTS) == ("japan_eu",)
    assert analysis.report_definition(REPORTS, "japan_eu").reading == "frame"


def test_counts_shares_and_bounds_of_a_wave(database: Database) -> None:
    sheet = analysis.tabulate(
        database, ["2026-jp"], surveys=SURVEYS, readings=("frame", "process"), now=NOW
    )

    document = json.loads(json.dumps(sheet.document(["obstacles"])))

    (wave,) = document["items"][0]["waves"]
    cost = next(cell for cell in wave["cells"] if cell["code"] == "cost")
    assert (wave["frame"], wave["responses"], wave["asked"], wave["base"]) == (60, 45, 45, 45)
    assert cost["count"] == 23
    assert cost["share"] == 23 / 45
    assert cost["percent"] == "51.1"
    assert cost["bounds"] == [23 / 60, 38 / 60]
    assert cost["intervals"]["frame"]["method"] == "hypergeometric"
    assert cost["intervals"]["process"]["method"] == "beta_capped"
    assert document["items"][0]["differences"] == []


def test_two_waves_are_compared(database: Database) -> None:
    sheet = analysis.tabulate(
        closed(database), ["2026-jp", "2026-eu"], surveys=SURVEYS, readings=("frame",), now=NOW
    )

    item = sheet.item("obstacles")

    differences = item["differences"]
    assert isinstance(differences, list)
    assert differences[0].keys() == {"code", "frame"}


def test_a_cell_that_may_not_be_published_has_no_figures(database: Database) -> None:
    sheet = analysis.tabulate(database, ["2026-jp"], surveys=SURVEYS, readings=("frame",), now=NOW)

    item = json.loads(json.dumps(sheet.item("largest_source")))

    japan = next(cell for cell in item["waves"][0]["cells"] if cell["code"] == "jp")
    assert (japan["shown"], japan["reason"]) == ("hidden", "hidden")
    assert japan["count"] is japan["share"] is japan["percent"] is japan["intervals"] is None
