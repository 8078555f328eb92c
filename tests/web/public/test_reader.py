"""Published reports on the web: addresses, languages, files, and what a reader costs."""

import csv
import gzip
import io
import time
from datetime import timedelta

import openpyxl
import pytest
from flask.testing import FlaskClient

from app.actions import analysis
from app.storage import audit
from tests import cast
from tests.web.client import StrictClient
from tests.web.tea_site import TeaSite, run_report

pytestmark = pytest.mark.slow

PAGE = "/reports/tea"


def text(browser: StrictClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.fixture
def reader(site: TeaSite) -> StrictClient:
    """Somebody without an account, after a first run was published."""
    run_report(site, is_published=True)
    return site.visitor()


def test_a_published_run_keeps_its_address_when_a_later_one_is_published(
    site: TeaSite, reader: StrictClient
) -> None:
    first = text(reader, f"{PAGE}/1")
    run_report(site, is_published=True)

    again = text(reader, f"{PAGE}/1")

    assert "Run 1" in text(reader, f"{PAGE}/1")
    assert "Run 2" in text(reader, PAGE)
    assert "A later run of this report has been published." in again
    assert "A later run of this report has been published." not in first


def test_the_page_says_how_it_is_cited(site: TeaSite, reader: StrictClient) -> None:
    page = text(reader, PAGE)

    head = analysis.published_head(site.database, "tea")
    assert head is not None
    assert '<a href="/reports/tea/1">/reports/tea/1</a>' in page
    assert head.hash in page


def test_a_run_that_was_withdrawn_shows_nothing_and_says_so(
    site: TeaSite, reader: StrictClient
) -> None:
    text(reader, f"{PAGE}/1")

    analysis.withdraw_run(site.database, 1, by=cast.BY, now=cast.NOW)

    for path in (f"{PAGE}/1", f"{PAGE}/1.csv", f"{PAGE}/1.xlsx", f"{PAGE}/1/drinks.csv"):
        answer = reader.get(path)
        assert answer.status_code == 410
        assert "Tea is drunk" not in answer.get_data(as_text=True)
    assert "This run was withdrawn" in reader.get(f"{PAGE}/1").get_data(as_text=True)
    assert reader.get(PAGE).status_code == 404


def test_the_run_before_is_seen_again_when_one_is_withdrawn(
    site: TeaSite, reader: StrictClient
) -> None:
    second = run_report(site, is_published=True)

    analysis.withdraw_run(site.database, second, by=cast.BY, now=cast.NOW)

    assert "Run 1" in text(reader, PAGE)


def test_a_run_that_is_published_again_stays_as_it_was(
    site: TeaSite, reader: StrictClient
) -> None:
    """Catches: a citation dated by the last press, and files that keep the date of the first."""
    paths = [f"{PAGE}/1", f"{PAGE}/1.xlsx", f"{PAGE}/1/paper.css"]
    before = [reader.get(path).data for path in paths]
    later = cast.NOW + timedelta(days=400)

    analysis.withdraw_run(site.database, 1, by=cast.BY, now=later)
    analysis.publish_run(site.database, 1, by=cast.BY, now=later)

    site.app.extensions.pop("kakehashi.shelf")
    assert [reader.get(path).data for path in paths] == before
    assert f"{cast.NOW:%Y}" in text(reader, f"{PAGE}/1")
    assert f"{later:%Y}" not in text(reader, f"{PAGE}/1")


def test_readers_are_led_to_the_run_that_was_shown_last(
    site: TeaSite, reader: StrictClient
) -> None:
    run_report(site, is_published=True)

    analysis.publish_run(site.database, 1, by=cast.BY, now=cast.NOW + timedelta(days=1))

    assert "Run 1" in text(reader, PAGE)
    assert "A later run of this report has been published." not in text(reader, PAGE)


def test_publishing_the_run_that_readers_see_changes_and_records_nothing(
    site: TeaSite, reader: StrictClient
) -> None:
    before = analysis.head_of(site.database, 1)

    analysis.publish_run(site.database, 1, by=cast.BY, now=cast.NOW + timedelta(days=1))

    assert analysis.head_of(site.database, 1) == before
    with site.database.read() as connection:
        done = [entry.about for entry in audit.entries(connection)]
    assert done.count("run 1") == 1


def test_a_run_of_another_report_is_not_found_under_this_one(reader: StrictClient) -> None:
    assert reader.get("/reports/coffee/1").status_code == 404
    assert reader.get(f"{PAGE}/2").status_code == 404
    assert reader.get(f"{PAGE}/1/nothing.csv").status_code == 404


def test_a_browser_that_has_the_page_is_told_that_it_still_holds(
    site: TeaSite, reader: StrictClient
) -> None:
    first = reader.get(PAGE)
    tag = first.headers["ETag"]

    held = reader.get(PAGE, headers={"If-None-Match": tag})
    run_report(site, is_published=True)
    later = reader.get(PAGE, headers={"If-None-Match": tag})

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert (held.status_code, held.data) == (304, b"")
    assert later.status_code == 200


def test_a_page_that_may_be_kept_holds_no_token_and_sets_no_cookie(reader: StrictClient) -> None:
    answer = reader.get(PAGE)

    assert "csrf_token" not in answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers


def test_a_page_is_packed_for_a_browser_that_takes_it(site: TeaSite, reader: StrictClient) -> None:
    plain = reader.get(PAGE)
    browser = FlaskClient(site.app, site.app.response_class)

    packed = browser.get(PAGE, headers={"Accept-Encoding": "gzip", "Accept-Language": "en"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_the_language_stands_in_the_address_and_is_not_remembered(site: TeaSite) -> None:
    file = site.services.reports / "tea" / "report.yaml"
    bilingual = file.read_text(encoding="utf-8").replace("languages: [en]", "languages: [en, ja]")
    words = (
        "question: {en: Is tea drunk?, ja: お茶を飲みますか}\n"
        "    labels: {yes: {en: Yes, ja: はい}, no: {en: No, ja: いいえ}}"
    )
    bilingual = bilingual.replace("order: given", f"order: given\n    {words}")
    file.write_text(bilingual, encoding="utf-8")
    run_report(site, is_published=True)
    site_reader = site.visitor("en")

    assert '<html lang="ja">' in text(site_reader, f"{PAGE}?lang=ja")
    assert 'href="?lang=en"' in text(site_reader, f"{PAGE}?lang=ja")
    assert '<html lang="en">' in text(site_reader, PAGE)


def test_a_language_that_is_none_is_ignored(reader: StrictClient) -> None:
    assert '<html lang="en">' in text(reader, f"{PAGE}?lang=<b>")


def test_each_table_is_a_file_of_its_own(reader: StrictClient) -> None:
    answer = reader.get(f"{PAGE}/1/drinks.csv?lang=en")

    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {line["table"] for line in lines} == {"drinks"}
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tea-1-drinks.csv"'


def test_the_workbook_opens(reader: StrictClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{PAGE}.xlsx").data))

    assert book.sheetnames == ["Contents", "1 drinks"]


def test_the_margins_of_paper_are_a_style_sheet_of_the_run(reader: StrictClient) -> None:
    answer = reader.get(f"{PAGE}/1/paper.css")

    assert answer.mimetype == "text/css"
    assert "@bottom-left" in answer.get_data(as_text=True)
    assert f'href="{PAGE}/1/paper.css?lang=en"' in text(reader, PAGE)


def test_a_published_page_is_served_in_a_few_milliseconds(reader: StrictClient) -> None:
    """Catches: a document that is read and drawn up for every reader."""
    reader.get(PAGE)

    started = time.process_time()
    for _ in range(20):
        reader.get(PAGE, headers={"If-None-Match": "nothing"})
    spent = (time.process_time() - started) / 20

    assert spent < 0.1  # proof-reading each page included; see docs/speed.md for the page alone
