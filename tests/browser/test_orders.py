"""Ranks, scales, shares and consents in a real browser: by tap, by keyboard, told aloud."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import JAPAN, SIZES, Site, is_too_wide, violations
from tests.browser.test_answering import follow, start, tab_to

pytestmark = pytest.mark.slow

ELSEWHERE = "tea-quiet"


@pytest.fixture
def page(browser: Browser, orders: Site) -> Iterator[Page]:
    """An English reader's desk, after Start."""
    context = browser.new_context(
        base_url=orders.url, locale="en-GB", viewport=SIZES["desk"], reduced_motion="reduce"
    )
    opened = context.new_page()
    start(opened, orders.code(JAPAN))
    yield opened
    context.close()


def ranks(page: Page) -> list[str]:
    """What the selects behind the list carry."""
    return [select.input_value() for select in page.locator(".rank-place select").all()]


def told(page: Page) -> str:
    """What was told aloud last."""
    return page.locator("[data-rank] [role=status], [data-sum] [role=status]").inner_text()


def save(page: Page) -> None:
    follow(page, page.locator("#page .button-row button").first)


def test_a_tap_gives_the_next_rank_and_is_told(page: Page) -> None:
    page.goto("/answer/all/risks")

    page.get_by_role("button", name="Prices rise", exact=False).click()
    page.get_by_role("button", name="Supplies fail", exact=False).last.click()

    assert ranks(page) == ["price", "supply", ""]
    assert told(page) == "Supplies fail: rank 2"


def test_ranks_are_moved_and_removed_by_keyboard(page: Page) -> None:
    page.goto("/answer/all/risks")
    for place in (0, 1, 2):
        page.locator(".rank-option").nth(place).press("Enter")

    tab_to_tool(page, "Move up: Rules of Japan change")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    moved = ranks(page)
    tab_to_tool(page, "Remove: Supplies fail")
    page.keyboard.press("Space")

    assert moved == ["rules", "supply", "price"]
    assert ranks(page) == ["rules", "price", ""]
    assert told(page) == "Supplies fail: removed"
    assert "Supplies fail" in page.evaluate("document.activeElement.textContent")


def tab_to_tool(page: Page, label: str) -> None:
    """Go to a button of a rank from the top of the question."""
    page.locator("h1").evaluate("head => { head.tabIndex = -1; head.focus(); }")
    tab_to(page, f"[aria-label='{label}']")


def test_a_fourth_option_waits_until_a_rank_is_free(page: Page) -> None:
    page.goto("/answer/all/risks")
    for place in (0, 1, 2, 3):
        page.locator(".rank-option").nth(place).click()

    assert ranks(page) == ["supply", "price", "rules"]
    assert told(page) == "All 3 ranks are taken. Remove one first."


def test_what_stands_alone_takes_the_place_of_every_rank(page: Page) -> None:
    page.goto("/answer/all/risks")
    page.locator(".rank-option").nth(0).click()

    page.get_by_role("button", name="Do not know").last.click()
    alone = ranks(page)
    page.locator(".rank-option").nth(1).click()

    assert alone == ["dont_know", "", ""]
    assert ranks(page) == ["price", "", ""]


def test_what_stood_before_comes_back_when_what_stands_alone_goes(page: Page) -> None:
    page.goto("/answer/all/risks")
    page.locator(".rank-option").nth(0).click()
    page.locator(".rank-option").nth(2).click()

    page.get_by_role("button", name="Do not know").last.click()
    page.get_by_role("button", name="Do not know").last.click()

    assert ranks(page) == ["supply", "rules", ""]


def test_a_page_that_was_changed_no_longer_says_when_it_was_saved(page: Page) -> None:
    page.goto("/answer/all/risks")
    page.locator(".rank-option").nth(0).click()
    save(page)
    page.goto("/answer/all/risks")
    before = page.locator(".saved-line").inner_text()

    page.locator(".rank-option").nth(1).click()

    assert before.startswith("Saved at")
    assert page.locator(".saved-line").count() == 0
    assert page.locator(".unsaved-line").inner_text() == "Not saved yet"


def test_other_opens_its_text_and_takes_it_away_again(page: Page) -> None:
    page.goto("/answer/all/risks")
    text = page.locator("#risks__other")
    before = text.is_visible()
    page.locator(".rank-option", has_text="Other").click()
    text.fill("Frost")
    save(page)
    page.goto("/answer/all/risks")
    kept = text.input_value()

    page.get_by_role("button", name="Remove: Other").click()
    page.locator(".rank-option").nth(0).click()
    save(page)

    assert not before
    assert kept == "Frost"
    assert page.url.endswith("/answer/all/concern")


def test_a_finding_leads_to_the_rank_that_is_to_be_given(page: Page) -> None:
    page.goto("/answer/all/risks")
    page.locator(".rank-place select").nth(1).evaluate("select => { select.value = 'price'; }")
    page.locator("#page").evaluate("form => form.requestSubmit()")
    page.wait_for_selector(".error-summary")

    page.locator(".error-summary a").first.click()

    assert page.evaluate("document.activeElement.closest('.rank') !== null")


def test_the_total_runs_along_and_is_told_once_the_typing_pauses(page: Page) -> None:
    page.goto("/answer/all/mix")
    page.fill("#mix__home", "４０")
    page.fill("#mix__cn", "25.5%")
    at_once = (page.locator(".sum-total strong").inner_text(), told(page))

    expect(page.locator("[data-sum] [role=status]")).not_to_be_empty()
    paused = told(page)
    page.fill("#mix__rest", "34,5")
    unread = page.locator(".sum-total strong").inner_text()
    page.fill("#mix__rest", "34.5")

    assert at_once == ("65.5", "")
    assert paused == "Total: 65.5%, 34.5% to go"
    assert unread == "–"
    assert page.locator(".sum-total strong").inner_text() == "100"
    assert page.locator(".sum-rest").inner_text() == ""


def test_a_scale_is_answered_row_by_row_with_the_arrows(page: Page) -> None:
    page.goto("/answer/all/concern")
    page.locator("#concern__home-low").focus()
    page.keyboard.press("ArrowDown")
    tab_to(page, "#concern__abroad-low")
    page.keyboard.press("Space")
    save(page)
    page.goto("/answer/all/concern")

    assert page.locator("input[name=concern__home]:checked").input_value() == "mid"
    assert page.locator("input[name=concern__abroad]:checked").input_value() == "low"
    assert page.get_by_role("group", name="Elsewhere").count() == 1


def test_a_consent_is_sent_back_with_nothing_chosen_for_the_firm(page: Page) -> None:
    page.goto("/answer/all/list")
    save(page)
    chosen = page.locator("input[name=list]:checked").count()
    page.get_by_label("No, do not name our firm").check()
    save(page)

    assert chosen == 0
    assert "/answer/all/list" not in page.url


@pytest.mark.parametrize("locale", ["en-GB", "ja-JP"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scripted", [True, False], ids=["with_script", "without_script"])
def test_every_state_is_accessible_and_fits(
    browser: Browser, orders: Site, *, locale: str, size: str, scripted: bool
) -> None:
    context = browser.new_context(
        base_url=orders.url, locale=locale, viewport=SIZES[size], java_script_enabled=scripted
    )
    page, found = context.new_page(), dict[str, object]()
    start(page, orders.code(ELSEWHERE))

    def look(state: str) -> None:
        problems = violations(page) if scripted else []
        if problems or is_too_wide(page):
            found[f"{page.url} {state}"] = problems or "too wide"

    for code, typed in (
        ("risks", {"risks__1": "price", "risks__3": "price"}),
        ("concern", {"concern__home": "low"}),
        ("mix", {"mix__home": "half", "mix__cn": "20"}),
        ("mix", {"mix__home": "20"}),
        ("list", {}),
    ):
        page.goto(f"/answer/all/{code}")
        look("as it is met")
        for name, value in typed.items():
            put(page, name, value)
        save(page)
        look("as it comes back")
    page.goto("/answer/check")
    look("in words")
    context.close()

    assert found == {}


def put(page: Page, name: str, value: str) -> None:
    """Choose or type what goes into a field, also where a list stands before it."""
    field = page.locator(f"[name='{name}']").first
    if field.evaluate("field => field.tagName") == "SELECT":
        field.evaluate("(field, value) => { field.value = value; }", value)
    elif field.get_attribute("type") == "radio":
        page.locator(f"[name='{name}'][value='{value}']").check()
    else:
        field.fill(value)
