"""Staff follow the field work and run reports; no page shows what a firm has answered."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.actions import fieldwork, importing, publishing
from app.storage import audit
from tests import cast
from tests.web.client import StrictClient
from tests.web.tea_site import ELSEWHERE, HERE, TeaSite, run_report, token_on

pytestmark = pytest.mark.slow


@pytest.fixture
def manager(site: TeaSite) -> StrictClient:
    return site.signed_in("manager")


def text(browser: StrictClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def press(browser: StrictClient, page: str, path: str) -> str:
    """Send the form of a page that goes to a path, and where that leads."""
    answer = browser.post(path, data={"csrf_token": token_on(browser, page)})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location or ""


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement of the block."""
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_the_list_holds_only_waves_that_the_person_may_see(manager: StrictClient) -> None:
    page = text(manager, "/staff/")

    assert f"/staff/waves/{HERE}" in page
    assert ELSEWHERE not in page


def test_an_account_without_a_wave_is_told_the_first_step(site: TeaSite) -> None:
    browser = site.signed_in("viewer")
    with site.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM account_role")

    page = text(browser, "/staff/")

    assert "flask survey publish" in page


def test_a_wave_shows_counts_by_stratum_and_no_firm(manager: StrictClient) -> None:
    page = text(manager, f"/staff/waves/{HERE}")

    assert ">Japan (JP) <" in page
    assert "25.0%" in page  # one of four firms has sent
    for told in ("Nonesuch Kettles", "Mugicha", "2.5", "green"):
        assert told not in page


def test_a_wave_is_closed_only_after_it_was_asked(site: TeaSite, manager: StrictClient) -> None:
    asked = text(manager, f"/staff/waves/{HERE}/close")
    assert fieldwork.wave(site.database, HERE).status == "open"

    where = press(manager, f"/staff/waves/{HERE}/close", f"/staff/waves/{HERE}/close")

    assert "1 of 4 firms have sent their answers" in asked
    assert fieldwork.wave(site.database, HERE).status == "closed"
    assert "No more answers are taken" in text(manager, where)


def test_a_closed_wave_can_be_opened_again(site: TeaSite, manager: StrictClient) -> None:
    press(manager, f"/staff/waves/{HERE}/close", f"/staff/waves/{HERE}/close")

    press(manager, f"/staff/waves/{HERE}/open", f"/staff/waves/{HERE}/open")

    assert fieldwork.wave(site.database, HERE).status == "open"


def test_opening_and_closing_are_recorded(site: TeaSite, manager: StrictClient) -> None:
    press(manager, f"/staff/waves/{HERE}/close", f"/staff/waves/{HERE}/close")

    with site.database.read() as connection:
        last = audit.entries(connection, most=1)[0]

    assert (last.action, last.about) == ("wave.closed", HERE)
    assert last.by == "manager@tea-named.example"


def test_a_step_that_cannot_be_taken_says_what_comes_first(
    site: TeaSite, manager: StrictClient
) -> None:
    press(manager, f"/staff/waves/{HERE}/close", f"/staff/waves/{HERE}/close")
    token = token_on(manager, f"/staff/waves/{HERE}/close")

    answer = manager.post(f"/staff/waves/{HERE}/close", data={"csrf_token": token})

    assert answer.status_code == 409
    assert "this one is not open" in answer.get_data(as_text=True)


def test_the_list_takes_as_many_statements_for_twelve_waves_as_for_two(site: TeaSite) -> None:
    more = "".join(
        cast.WAVE.format(code=f"tea-{number}", anonymous="false") for number in range(10)
    )
    with site.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE account_role SET wave_code = NULL WHERE role = 'administrator'"
            " AND wave_code = 'tea-named'"
        )
    browser = site.signed_in("administrator")
    few = _statements_of(browser, "/staff/")

    design = site.world.surveys / cast.SURVEY / "design.yaml"
    design.write_text(cast.DESIGN + more, encoding="utf-8")
    publishing.publish_survey(
        site.database, site.world.surveys, cast.SURVEY, by=cast.BY, now=cast.NOW
    )
    for number in range(10):
        wave = f"tea-{number}"
        fieldwork.load_frame(site.database, wave, cast.FRAME, by=cast.BY, now=cast.NOW)
    many = _statements_of(browser, "/staff/")

    assert len(many) == len(few) <= 6, many


def _statements_of(browser: StrictClient, path: str) -> list[str]:
    """The statements of a page once plans and instruments have been read."""
    browser.get(path)
    with statements() as seen:
        assert browser.get(path).status_code == 200
    return seen


def test_running_the_tables_shows_a_run_that_readers_do_not_see(
    site: TeaSite, manager: StrictClient
) -> None:
    assert "Not run yet" in text(manager, "/staff/reports/")

    where = press(manager, "/staff/reports/tea", "/staff/reports/tea")

    assert where == "/staff/reports/tea/runs/1"
    assert "Only staff see this run." in text(manager, where)
    assert site.visitor().get("/reports/tea").status_code == 404


def test_a_role_without_reports_is_told_so_and_who_can_give_it(site: TeaSite) -> None:
    page = text(site.signed_in("fieldwork"), "/staff/reports/")

    assert "Your role does not include reports." in page
    assert "An administrator can give you one that does" in page
    assert "The first step is to define one" not in page


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (["N3"], "only 1 response from a run that readers have seen."),
        (["N3", "N4"], "only 2 responses from a run that readers have seen."),
    ],
)
def test_how_near_a_run_is_to_one_that_was_seen_is_told_in_its_number(
    site: TeaSite, manager: StrictClient, units: list[str], told: str
) -> None:
    run_report(site, is_published=True)
    rows = "".join(f"{unit},no\n" for unit in units)
    file = f"unit,drinks\n{rows}"
    importing.load_responses(
        site.database, HERE, file, code_key=cast.KEY, by=cast.BY, now=cast.NOW
    )
    second = run_report(site, is_published=False)

    page = text(manager, f"/staff/reports/tea/runs/{second}/publish")

    assert told in page


def test_publishing_lets_everybody_read_the_run(site: TeaSite, manager: StrictClient) -> None:
    where = press(manager, "/staff/reports/tea", "/staff/reports/tea")

    press(manager, f"{where}/publish", f"{where}/publish")

    assert "Tea in invented firms" in text(site.visitor(), "/reports/tea")
    assert "Readers see this run." in text(manager, where)
    with site.database.read() as connection:
        actions = [entry.action for entry in audit.entries(connection, most=2)]
    assert any("publish" in action for action in actions)


def test_an_analyst_runs_tables_and_cannot_publish_them(site: TeaSite) -> None:
    analyst = site.signed_in("analyst")

    where = press(analyst, "/staff/reports/tea", "/staff/reports/tea")

    assert "Publish this run" not in text(analyst, where)
    assert analyst.get(f"{where}/publish").status_code == 403


def test_the_run_that_was_published_last_is_the_one_that_readers_see(
    site: TeaSite, manager: StrictClient
) -> None:
    run_report(site, is_published=True)
    second = run_report(site, is_published=False)
    at = f"/staff/reports/tea/runs/{second}"

    press(manager, f"{at}/publish", f"{at}/publish")
    page = text(manager, "/staff/reports/tea")

    assert page.count("Readers see this run.") == 1
    assert page.count("Readers saw this run before;") == 1


def test_a_run_is_for_those_who_may_see_the_waves_it_was_made_of(site: TeaSite) -> None:
    """Catches: an earlier run opened to whoever may see the waves that the report names today."""
    run_report(site, is_published=False)
    other = site.signed_in("manager", ELSEWHERE)
    file = site.services.reports / "tea" / "report.yaml"
    file.write_text(file.read_text().replace(HERE, ELSEWHERE))

    assert other.get("/staff/reports/tea").status_code == 200
    assert other.get("/staff/reports/tea/runs/1").status_code == 404
    assert other.get("/staff/reports/tea/runs/1/publish").status_code == 404


def test_a_report_that_its_waves_cannot_give_says_why(
    site: TeaSite, manager: StrictClient
) -> None:
    file = site.services.reports / "tea" / "report.yaml"
    file.write_text(file.read_text().replace("item: drinks", "item: coffee"))
    token = token_on(manager, "/staff/reports/tea")

    answer = manager.post("/staff/reports/tea", data={"csrf_token": token})

    assert answer.status_code == 409
    lines = file.read_text().splitlines()
    line = next(number for number, told in enumerate(lines, start=1) if "coffee" in told)
    assert f"reports/tea/report.yaml:{line}: table" in answer.get_data(as_text=True)
    assert "coffee" in answer.get_data(as_text=True)


def test_a_report_in_english_alone_says_so_on_a_japanese_page(
    site: TeaSite, manager: StrictClient
) -> None:
    run_report(site, is_published=True)
    reader = site.visitor("ja")

    page = text(reader, "/reports/tea")

    assert '<div lang="en">' in page
    assert '<html lang="ja">' in page


@pytest.mark.parametrize(
    "path",
    [
        "/staff/",
        f"/staff/waves/{HERE}",
        f"/staff/waves/{HERE}/close",
        "/staff/reports/",
        "/staff/reports/tea",
        "/staff/reports/tea/runs/1",
        "/staff/reports/tea/runs/1/publish",
    ],
)
def test_every_page_of_staff_speaks_japanese(site: TeaSite, path: str) -> None:
    run_report(site, is_published=False)
    browser = site.signed_in("manager")
    browser.language = "ja"

    page = text(browser, path)

    assert '<html lang="ja">' in page
    assert "ログアウト" in page


@pytest.mark.parametrize(
    "path",
    [
        "/privacy/%00",
        "/privacy/%ff%fe",
        "/reports/%00.json",
        "/reports/%e2%80%ae",
        "/reports/..%2f..%2fconfig.py",
        "/staff/waves/%00",
        "/staff/waves/" + "x" * 3000,
        "/staff/waves/tea-named'--",
        "/staff/reports/%2e%2e",
        "/staff/reports/tea/runs/99999999999999999999",
        "/staff/reports/tea/runs/-1",
        "/staff/reports/tea/runs/１",
    ],
)
def test_an_address_that_means_nothing_leads_nowhere(manager: StrictClient, path: str) -> None:
    assert manager.get(path).status_code == 404
