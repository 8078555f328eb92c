"""Staff run a report once, compare it with the run before, publish it and take it back."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.actions import analysis, keeping
from app.reporting.changes import changes
from app.reporting.document import Cell
from app.storage.snapshots import Label
from tests import cast
from tests.reporting import gallery
from tests.reporting.gallery_tables import paired, rank, scale
from tests.web.client import StrictClient
from tests.web.tea_site import HERE, TeaSite, run_report, token_on

pytestmark = pytest.mark.slow

REPORT = "/staff/reports/tea"


@pytest.fixture
def manager(site: TeaSite) -> StrictClient:
    """A browser of a manager of the wave."""
    return site.signed_in("manager")


def text(browser: StrictClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def runs(site: TeaSite) -> int:
    return len(analysis.runs_of(site.database, "tea"))


def press(browser: StrictClient, path: str, **fields: str) -> str:
    token = token_on(browser, path)
    answer = browser.post(path, data={"csrf_token": token, **fields})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def test_a_second_press_leads_to_the_run_that_the_first_made(
    site: TeaSite, manager: StrictClient
) -> None:
    first = press(manager, REPORT, once="a")
    second = press(manager, REPORT, once="a")

    assert first == second == f"{REPORT}/runs/1"
    assert runs(site) == 1
    assert "This is the run that your first press made." in text(manager, second)


def test_two_processes_make_one_run_of_one_form(site: TeaSite) -> None:
    """Catches: a second process that looks before the first has stored its run."""
    wanted = analysis.Wanted("tea", form="a" * 64)

    def made(_: int) -> int:
        return analysis.run_report(
            site.database,
            wanted,
            surveys=site.services.surveys,
            reports=site.services.reports,
            by=cast.BY,
            now=cast.NOW,
        )

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(made, range(2))) == [1, 1]
    assert runs(site) == 1


def test_another_snapshot_chosen_on_the_same_page_is_another_run(
    site: TeaSite, manager: StrictClient
) -> None:
    kept = [
        keeping.keep_snapshot(
            site.database, HERE, Label("provisional", name), by=cast.BY, now=cast.NOW
        )
        for name in "AB"
    ]

    where = [
        press(manager, REPORT, once="a", **{f"snapshot-{HERE}": str(one.number)}) for one in kept
    ]

    assert where == [f"{REPORT}/runs/1", f"{REPORT}/runs/2"]
    assert "“B”" in text(manager, where[1])


def test_two_presses_at_once_make_one_run(site: TeaSite, manager: StrictClient) -> None:
    """Catches: a form sent twice before the first answer is there."""
    token = token_on(manager, REPORT)
    cookie = manager.get_cookie("kakehashi")

    assert cookie is not None

    def sent(_: int) -> int:
        browser = site.visitor()
        browser.set_cookie(cookie.key, cookie.value, path=cookie.path)
        return browser.post(REPORT, data={"csrf_token": token, "once": "a"}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(sent, range(2))) == [303, 303]
    assert runs(site) == 1


def test_a_page_that_is_fresh_runs_the_report_again(site: TeaSite, manager: StrictClient) -> None:
    for _ in range(2):
        found = re.search('name="once" value="([^"]+)"', text(manager, REPORT))
        assert found
        press(manager, REPORT, once=found[1])

    assert runs(site) == 2


def test_the_run_of_somebody_else_is_no_second_press(site: TeaSite, manager: StrictClient) -> None:
    press(site.signed_in("administrator"), REPORT, once="a")

    assert press(manager, REPORT, once="a") == f"{REPORT}/runs/2"


def test_a_run_is_made_from_the_snapshot_that_was_chosen(
    site: TeaSite, manager: StrictClient
) -> None:
    label = Label("provisional", "first look")
    kept = keeping.keep_snapshot(site.database, HERE, label, by=cast.BY, now=cast.NOW)
    page = text(manager, REPORT)

    where = press(manager, REPORT, **{f"snapshot-{HERE}": str(kept.number), "once": "a"})

    assert "first look, provisional, kept 24 November 2026, 18:30 (Asia/Tokyo)" in page
    assert f"Responses of Tea, {HERE} ({HERE})" in page
    assert "“first look”" in text(manager, where)


def test_runs_are_listed_by_the_number_that_commands_take(
    site: TeaSite, manager: StrictClient
) -> None:
    number = run_report(site, is_published=True)
    head = analysis.head_of(site.database, number)

    page = text(manager, REPORT)

    assert head
    assert f'<th scope="row" class="number">{number}</th>' in page
    assert f"Tea, {HERE}: " in page
    assert re.search(rf"Tea, {HERE}: [0-9a-f]{{12}}<", page)
    assert f"Run {number}, made on" in text(manager, f"{REPORT}/runs/{number}/withdraw")


def test_what_changed_since_the_run_before_is_told(site: TeaSite, manager: StrictClient) -> None:
    run_report(site, is_published=False)
    run_report(site, is_published=False)

    page = text(manager, f"{REPORT}/runs/2/changes")

    assert "Every figure is the same" in page
    assert "<li>Tea is drunk</li>" in page
    assert "/runs/2/changes" in text(manager, f"{REPORT}/runs/2")
    assert manager.get(f"{REPORT}/runs/1/changes").status_code == 404


def test_a_run_is_withdrawn_only_after_it_was_asked(site: TeaSite, manager: StrictClient) -> None:
    run_report(site, is_published=True)
    asked = text(manager, f"{REPORT}/runs/1/withdraw")

    press(manager, f"{REPORT}/runs/1/withdraw")

    assert "Readers then see no run of this report." in asked
    assert "withdrawing makes nothing secret again" in asked
    assert "says that it was withdrawn, and shows nothing that it held." in asked
    assert "This run was withdrawn from readers." in text(manager, f"{REPORT}/runs/1")
    assert site.visitor().get("/reports/tea").status_code == 404
    assert manager.get(f"{REPORT}/runs/1/withdraw").status_code == 404


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_run_is_withdrawn_although_its_report_is_broken_or_gone(
    site: TeaSite, manager: StrictClient, *, is_gone: bool
) -> None:
    run_report(site, is_published=True)
    file = site.services.reports / "tea" / "report.yaml"
    if is_gone:
        file.unlink()
    else:
        file.write_text(file.read_text(encoding="utf-8") + "\nextra: 1\n", encoding="utf-8")
    assert "Withdraw this run" in text(manager, f"{REPORT}/runs/1")

    where = press(manager, f"{REPORT}/runs/1/withdraw")

    assert site.visitor().get("/reports/tea/1").status_code == 410
    assert "Withdrawn. Readers do not see this run any more." in text(manager, where)
    assert manager.get(f"{REPORT}/runs/1/publish").status_code == 404


def test_a_run_that_was_withdrawn_can_be_published_again(
    site: TeaSite, manager: StrictClient
) -> None:
    run_report(site, is_published=True)
    press(manager, f"{REPORT}/runs/1/withdraw")

    press(manager, f"{REPORT}/runs/1/publish")

    assert site.visitor().get("/reports/tea/1").status_code == 200


def test_withdrawing_is_recorded(site: TeaSite, manager: StrictClient) -> None:
    run_report(site, is_published=True)

    press(manager, f"{REPORT}/runs/1/withdraw")

    with site.database.read() as connection:
        done = connection.exec_driver_sql("SELECT action FROM audit").scalars().all()
    assert "run.withdrawn" in done


def test_a_run_prints_with_its_state_for_staff_too(site: TeaSite, manager: StrictClient) -> None:
    run_report(site, is_published=False)

    sheet = text(manager, f"{REPORT}/runs/1/paper.css")

    assert "Provisional" in sheet
    assert "/reports/tea" not in sheet


def test_changes_name_every_figure_that_readers_would_see_differ() -> None:
    before = gallery.document(scale(), paired())
    later = gallery.document(scale(), rank())
    same, new, gone = changes(before, later)

    assert [(one.table.code, one.state) for one in (same, new, gone)] == [
        ("awareness", "same"),
        ("government_wishes", "new"),
        ("measures", "gone"),
    ]


def test_a_figure_that_is_hidden_now_is_a_change() -> None:
    before = scale()
    *others, last = before.rows
    hidden = Cell("hidden", reason="small_base")
    later = replace(before, rows=(*others, replace(last, cells=(hidden, last.cells[1]))))

    (found,) = changes(gallery.document(before), gallery.document(later))

    assert [(one.before, one.after) for one in found.changes] == [("2.6", None)]
