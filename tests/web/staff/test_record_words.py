"""Every file that is taken goes on record, and the record is read in the language of the page."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from app.actions import fieldwork
from app.storage import audit
from app.storage.audit import Search
from tests.cast import BY, CLOSES, NOW
from tests.web.client import StrictClient
from tests.web.tea_site import HERE, TeaSite, email

pytestmark = pytest.mark.slow
RECORD = "/staff/record/"
FILES = ("firms", "days", "progress", "consents", "responses", "snapshots")


@pytest.fixture
def owner(site: TeaSite) -> StrictClient:
    return site.signed_in("administrator")


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_a_wave_goes_on_record(site: TeaSite, owner: StrictClient, file: str) -> None:
    assert owner.get(f"/staff/waves/{HERE}/{file}.csv").status_code == 200

    with site.database.read() as connection:
        (entry,) = audit.entries(connection, Search(action=audit.TAKEN))
    assert (entry.by, entry.about) == (email("administrator", HERE), HERE)
    assert entry.detail == {"file": f"{HERE}-{file}.csv"}


def test_a_file_that_is_refused_is_not_noted_as_taken(site: TeaSite) -> None:
    assert site.signed_in("viewer").get(f"/staff/waves/{HERE}/firms.csv").status_code == 403

    with site.database.read() as connection:
        assert audit.entries(connection, Search(action=audit.TAKEN)) == ()


def test_a_refused_page_is_no_refusal_to_answer_in_japanese(
    site: TeaSite, owner: StrictClient
) -> None:
    site.signed_in("viewer").get(f"/staff/waves/{HERE}/firms")
    owner.language = "ja"

    page = owner.get(RECORD).get_data(as_text=True)

    assert "アクセス拒否" in page
    assert "回答拒否" not in page


def test_details_are_read_in_japanese(site: TeaSite, owner: StrictClient) -> None:
    site.signed_in("viewer").get(f"/staff/waves/{HERE}/firms")
    detail = {"kind": "final", "label": "November", "hash": "a" * 64, "role": "manager"}
    with site.database.write() as connection:
        audit.record(connection, "snapshot.kept", by=BY, about=HERE, now=NOW, detail=detail)
    owner.language = "ja"

    page = owner.get(RECORD).get_data(as_text=True)

    for told in ("ページの閲覧", "確報", "名称", "調査責任者", f">{'a' * 12}<"):
        assert told in page, told
    for name in ("method", "route", "kind", "label", "hash", "role", "status"):
        assert f"{name}: " not in page
        assert f"{name}：" not in page


def test_an_end_that_is_moved_is_told_by_one_clock(site: TeaSite, owner: StrictClient) -> None:
    """Catches: the end before in UTC beside the new one by the clock of the panel."""
    tokyo = (CLOSES + timedelta(days=7)).astimezone(ZoneInfo("Asia/Tokyo"))
    fieldwork.move_end(site.database, HERE, tokyo, by=BY, now=NOW)

    page = owner.get(RECORD).get_data(as_text=True)
    file = owner.get(f"{RECORD}record.csv?action=wave.end_moved").get_data(as_text=True)

    assert "25 December 2026, 08:00 (UTC)" in page
    assert "+09:00" not in page + file
    assert "until=2026-12-25T08:00:00+00:00" in file
