"""A page is left half done and found again as it was typed; a colleague's answer is not lost."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import JAPAN, SIZES, Site, is_too_wide, violations
from tests.browser.test_answering import enter, follow, start, tab_to

pytestmark = pytest.mark.slow

MIX = "/answer/all/mix"


def opened(browser: Browser, orders: Site, code: str, size: str = "desk") -> Page:
    """The page of shares, after Start."""
    context = browser.new_context(base_url=orders.url, locale="en-GB", viewport=SIZES[size])
    page = context.new_page()
    start(page, code)
    page.goto(MIX)
    return page


@pytest.mark.parametrize("size", list(SIZES))
def test_a_page_left_by_keyboard_is_found_as_it_was_typed(
    browser: Browser, orders: Site, size: str
) -> None:
    code = orders.code(JAPAN)
    page = opened(browser, orders, code, size)
    page.locator("#mix__home").fill("60")
    page.locator("#mix__cn").fill("37")

    tab_to(page, "button[value=leave]")
    enter(page)
    left = page.locator("main").inner_text()
    start(page, code)
    page.goto(MIX)

    assert "What you typed is kept. It is not saved as an answer yet." in left
    assert page.locator("#mix__home").input_value() == "60"
    assert page.locator(".unsaved-line").inner_text() == "Not saved as an answer yet"
    assert "97" in page.locator(".error-summary").inner_text()
    assert violations(page) == []
    assert not is_too_wide(page)
    page.context.close()


@pytest.mark.parametrize("size", list(SIZES))
def test_the_check_leads_to_what_is_typed_and_not_saved(
    browser: Browser, orders: Site, size: str
) -> None:
    page = opened(browser, orders, orders.code(JAPAN), size)
    page.locator("#mix__home").fill("60")
    follow(page, page.get_by_role("button", name="Back to contents"))

    page.goto("/answer/check")
    found, wide = violations(page), is_too_wide(page)
    follow(page, page.locator(".notification-warning a").last)

    assert found == []
    assert not wide
    assert page.url.split("?")[0].endswith(MIX)
    page.context.close()


def test_enter_in_a_field_keeps_what_a_colleague_has_saved(browser: Browser, orders: Site) -> None:
    code = orders.code(JAPAN)
    page, colleague = (opened(browser, orders, code) for _ in range(2))
    colleague.locator("#mix__home").fill("100")
    follow(colleague, colleague.locator("#page .button-row button").first)
    page.locator("#mix__home").fill("40")
    page.locator("#mix__cn").fill("60")
    follow(page, page.locator("#page .button-row button").first)

    found = violations(page)
    told = page.locator("main").inner_text()
    page.locator("#mix__cn").focus()
    enter(page)
    page.goto(MIX)

    assert "Saved meanwhile (" in told
    assert found == []
    assert page.locator("#mix__home").input_value() == "100"
    page.context.close()
    colleague.context.close()
