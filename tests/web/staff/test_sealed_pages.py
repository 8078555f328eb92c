"""Pages say in both languages why the answers of an open anonymous wave cannot be read."""

import pytest

from app.actions import fieldwork
from tests.cast import BY, NOW
from tests.web.tea_site import ELSEWHERE, TeaSite, email, sign_in, token_on

WHY = {"en": "This wave promises anonymity", "ja": "この調査回は匿名です"}
PAGE = f"/staff/waves/{ELSEWHERE}/snapshots"


@pytest.mark.parametrize("language", WHY)
def test_nothing_of_an_open_anonymous_wave_is_kept_or_taken(site: TeaSite, language: str) -> None:
    browser = site.visitor(language)
    sign_in(browser, email("manager", ELSEWHERE))
    token = token_on(browser, PAGE)

    page = browser.get(PAGE)
    kept = browser.post(PAGE, data={"csrf_token": token, "kind": "provisional", "label": "A"})
    taken = browser.get(f"/staff/waves/{ELSEWHERE}/responses.csv")

    assert [one.status_code for one in (page, kept, taken)] == [200, 409, 409]
    for one in (page, kept, taken):
        assert WHY[language] in one.get_data(as_text=True)
    assert "responses.csv" not in page.get_data(as_text=True)


def test_a_report_on_an_open_anonymous_wave_says_why_it_cannot_run(site: TeaSite) -> None:
    file = site.services.reports / "tea" / "report.yaml"
    file.write_text(file.read_text("utf-8").replace("tea-named", ELSEWHERE), encoding="utf-8")
    browser = site.signed_in("manager", ELSEWHERE)
    token = token_on(browser, "/staff/reports/tea")

    answer = browser.post("/staff/reports/tea", data={"csrf_token": token, "latest": "0"})

    assert answer.status_code == 409
    assert WHY["en"] in answer.get_data(as_text=True)


def test_closing_an_anonymous_wave_says_that_it_is_for_good(site: TeaSite) -> None:
    browser = site.signed_in("manager", ELSEWHERE)
    asked = browser.get(f"/staff/waves/{ELSEWHERE}/close").get_data(as_text=True)

    fieldwork.close_wave(site.database, ELSEWHERE, by=BY, now=NOW)

    token = token_on(browser, f"/staff/waves/{ELSEWHERE}/open")
    opened = browser.post(f"/staff/waves/{ELSEWHERE}/open", data={"csrf_token": token})
    page = browser.get(f"/staff/waves/{ELSEWHERE}").get_data(as_text=True)
    assert "It promises anonymity and stays closed." in asked
    assert opened.status_code == 409
    assert "This wave promised anonymity and was closed." in opened.get_data(as_text=True)
    assert f"/staff/waves/{ELSEWHERE}/open" not in page
