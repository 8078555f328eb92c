"""The pages that are open to all, before anything is there and after."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from flask import Flask

from app.access import tokens
from app.actions import publishing
from app.storage import publications
from tests import cast
from tests.web.client import StrictClient
from tests.web.tea_site import HERE, TeaSite, run_report, token_on


def text(browser: StrictClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def typed(browser: StrictClient, code: str) -> tuple[int, str, str]:
    """What typing a code on the first page leads to: status, address, page."""
    token = token_on(browser, "/")
    answer = browser.post("/", data={"csrf_token": token, "code": code})
    return answer.status_code, answer.location or "", answer.get_data(as_text=True)


def test_an_empty_installation_says_what_will_stand_there(client: StrictClient) -> None:
    assert "No comparison has been published yet" in text(client, "/")
    assert "No comparison has been published yet" in text(client, "/reports/")


def test_the_first_page_has_a_door_for_firms_staff_and_readers(site: TeaSite) -> None:
    run_report(site, is_published=True)

    page = text(site.visitor(), "/")

    for told in ('name="code"', 'href="/sign-in"', 'href="/reports/tea"', "Tea Institute"):
        assert told in page


@pytest.mark.parametrize("path", ["/", "/reports/", "/sign-in", f"/privacy/{HERE}"])
def test_every_page_says_that_the_demonstration_is_simulated(site: TeaSite, path: str) -> None:
    assert "simulated" in text(site.visitor("en"), path)
    assert "架空" in text(site.visitor("ja"), path)


def test_a_code_leads_to_its_invitation_however_it_is_typed(site: TeaSite) -> None:
    code = site.world.codes[HERE][3]

    status, where, _ = typed(site.visitor(), f" {code.lower().replace('-', ' ')} ")

    assert (status, where) == (303, f"/r/{code}")
    assert "Nonesuch" not in text(site.visitor(), where)
    assert "Made-up Spoons" in text(site.visitor(), where)


def test_whether_a_code_exists_is_not_told_on_the_first_page(site: TeaSite) -> None:
    status, where, _ = typed(site.visitor(), tokens.new_code())

    assert status == 303
    assert where.startswith("/r/")


@pytest.mark.parametrize(
    "code", ["", "short", "x" * 5000, "<b>bold</b>", "nul\0", "１２３"], ids=range(6)
)
def test_what_can_be_no_code_is_asked_for_again(site: TeaSite, code: str) -> None:
    status, _, page = typed(site.visitor(), code)

    assert status == 422
    assert "enter all 26 letters and digits" in page
    assert "<b>bold" not in page


def test_the_language_is_changed_by_a_post_and_leads_back(site: TeaSite) -> None:
    browser = site.visitor()
    token = token_on(browser, "/reports/")
    form = {"csrf_token": token, "language": "ja", "next": "/reports/"}

    answer = browser.post("/language", data=form)

    assert answer.location == "/reports/"
    assert '<html lang="ja">' in text(browser, "/reports/")


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/", "/\\evil", "evil"])
def test_changing_the_language_leads_to_no_other_site(site: TeaSite, wanted: str) -> None:
    browser = site.visitor()
    token = token_on(browser, "/")

    answer = browser.post(
        "/language", data={"csrf_token": token, "language": "ja", "next": wanted}
    )

    assert answer.location == "/"


def test_a_report_is_the_same_in_every_form(site: TeaSite) -> None:
    run_report(site, is_published=True)
    reader = site.visitor()

    page = text(reader, "/reports/tea")
    whole = json.loads(reader.get("/reports/tea.json").data)
    lines = list(
        csv.DictReader(io.StringIO(reader.get("/reports/tea.csv").data.decode("utf-8-sig")))
    )

    assert "Tea is drunk" in page
    assert whole["code"] == "tea"
    assert {line["table"] for line in lines} == {table["code"] for table in whole["tables"]}


@pytest.mark.parametrize("name", ["tea.json", "tea.csv"])
def test_files_of_a_report_are_downloads(site: TeaSite, name: str) -> None:
    run_report(site, is_published=True)

    answer = site.visitor().get(f"/reports/{name}")

    saved = name.replace("tea", "tea-1")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{saved}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/reports/tea", "/reports/tea.json", "/reports/../config.py"])
def test_what_is_not_published_is_not_there(site: TeaSite, path: str) -> None:
    run_report(site, is_published=False)

    assert site.visitor().get(path).status_code == 404


def test_a_report_says_nothing_of_single_firms(site: TeaSite) -> None:
    run_report(site, is_published=True)
    reader = site.visitor()

    for path in ("/reports/tea", "/reports/tea.json", "/reports/tea.csv"):
        body = reader.get(path).get_data(as_text=True)
        for told in ("Nonesuch", "Fictive", "Mugicha", *site.world.codes[HERE]):
            assert told not in body


def test_the_privacy_page_tells_what_counsel_has_approved(site: TeaSite) -> None:
    page = text(site.visitor(), f"/privacy/{HERE}")

    assert "To learn about tea." in page
    assert "to be approved by counsel" not in page
    assert "tea@example.org" in page


def test_the_privacy_page_is_marked_as_a_draft(site: TeaSite) -> None:
    design = site.services.surveys / cast.SURVEY / "design.yaml"
    approved = design.read_text(encoding="utf-8")
    draft = approved.replace("approved_by_counsel: true", "approved_by_counsel: false")
    design.write_text(draft, encoding="utf-8")
    publishing.publish_survey(
        site.database, site.services.surveys, cast.SURVEY, by=cast.BY, now=cast.NOW
    )

    page = text(site.visitor(), f"/privacy/{HERE}")

    assert "to be approved by counsel" in page


def test_the_privacy_page_of_no_wave_is_not_there(site: TeaSite) -> None:
    assert site.visitor().get("/privacy/no-such-wave").status_code == 404


def test_the_service_says_that_it_is_well(client: StrictClient) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.data) == (200, b"ok\n")


def test_the_list_of_reports_takes_one_statement_for_any_number(site: TeaSite) -> None:
    for _ in range(3):
        run_report(site, is_published=True)

    with site.database.read() as connection:
        found = publications.publications(connection)

    assert [one.report for one in found] == ["tea"]
    assert found[0].title["ja"] == "架空企業のお茶"


def test_nothing_personal_is_kept_by_the_browser(make_site: Callable[..., TeaSite]) -> None:
    site = make_site()
    browser = site.signed_in("viewer")

    for path in ("/", "/staff/", f"/staff/waves/{HERE}", "/sign-in"):
        assert "no-store" in browser.get(path).headers["Cache-Control"]


def test_an_installation_that_is_no_demonstration_shows_no_way_in(app: Flask) -> None:
    assert "/r/" not in app.test_client().get("/").get_data(as_text=True)
