"""Firms answer in a real browser: without JavaScript, on a small screen, by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from tests.browser.conftest import Site, is_too_wide

pytestmark = pytest.mark.slow

SMALL = ViewportSize(width=360, height=740)
WIDE = ViewportSize(width=1280, height=900)


@pytest.fixture
def japanese(browser: Browser, site: Site) -> Iterator[Page]:
    """A desk in Japan where JavaScript is switched off."""
    context = browser.new_context(
        base_url=site.url, locale="ja-JP", viewport=WIDE, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def small(browser: Browser, site: Site) -> Iterator[Page]:
    """An English reader's phone."""
    context = browser.new_context(base_url=site.url, locale="en-GB", viewport=SMALL)
    yield context.new_page()
    context.close()


def start(page: Page, code: str) -> None:
    """Open the invitation and press Start."""
    page.goto(f"/r/{code}")
    page.locator("main form button").click()


def fill(page: Page) -> None:
    """Answer what the page asks, in the plainest way."""
    form = page.locator("#page")
    for name in _names(form.locator("input[type=radio]")):
        form.locator(f"input[type=radio][name='{name}']").first.check()
    for name in _names(form.locator("input[type=checkbox]")):
        if "__" not in name:
            form.locator(f"input[type=checkbox][name='{name}']").first.check()
    for select in form.locator("select:visible").all():
        select.select_option(index=3)
    for box in form.locator("[role=combobox]").all():
        box.click()
        box.press("ArrowDown")
        box.press("Enter")
    for number in form.locator("input[inputmode=decimal]").all():
        number.fill("１，２００")
    for area in form.locator("textarea").all():
        area.fill("An invented answer.")


def _names(controls: Locator) -> list[str]:
    found = [control.get_attribute("name") or "" for control in controls.all()]
    return list(dict.fromkeys(found))


def answer_everything(page: Page, most: int = 90) -> int:
    """Go from the contents to the last check; how many pages of questions there were."""
    asked = 0
    for _ in range(most):
        if page.locator("#page").count():
            fill(page)
            page.locator("#page .button-row button").first.click()
            asked += 1
        elif page.locator("form[action='/answer/submit']").count():
            return asked
        else:
            page.locator("main .button-row a.button").first.click()
        assert not is_too_wide(page), page.url
    raise AssertionError(f"no end: {page.url}")


def test_a_firm_answers_everything_in_japanese_without_javascript(
    japanese: Page, site: Site
) -> None:
    start(japanese, site.code("2026-jp"))

    asked = answer_everything(japanese)
    japanese.locator("form[action='/answer/submit'] button").click()

    assert asked >= 20
    assert japanese.locator("h1").inner_text() == "回答を送信しました"
    assert japanese.locator(".receipt-number").inner_text()


def test_a_firm_answers_everything_in_english_on_a_small_screen(small: Page, site: Site) -> None:
    start(small, site.code("2026-eu"))

    asked = answer_everything(small)
    small.locator("form[action='/answer/submit'] button").click()

    assert asked >= 20
    assert small.locator("h1").inner_text() == "Your response has been sent"
