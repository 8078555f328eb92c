"""A roster in a real browser: with and without JavaScript, on a phone, by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import JAPAN, SIZES, Site, is_too_wide, tea_served, violations
from tests.browser.test_answering import enter, follow, start

pytestmark = pytest.mark.slow

INPUTS = "/answer/all/inputs"


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The survey of rows, served."""
    with tea_served(tmp_path_factory.mktemp("rows"), firms=24, source="rows") as site:
        yield site


@pytest.fixture
def page(browser: Browser, rows: Site) -> Iterator[Page]:
    """An English reader's desk, on the page of the roster."""
    context = browser.new_context(base_url=rows.url, locale="en-GB", viewport=SIZES["desk"])
    opened = context.new_page()
    start(opened, rows.code(JAPAN))
    opened.goto(INPUTS)
    yield opened
    context.close()


def describe(page: Page, number: int, group: str, origin: str) -> None:
    """Answer what a row asks, in the plainest way."""
    row = page.locator("fieldset", has=page.locator(f"legend#inputs__{number}"))
    row.locator(f"input[value={group}]").check()
    row.locator("select").select_option(origin)
    row.locator("input[value=no]").check()


def add(page: Page) -> None:
    follow(page, page.locator("button[value='inputs:add']"))


def names(page: Page) -> list[str]:
    """What the rows are called that are closed."""
    return [" ".join(name.split()) for name in page.locator(".roster-name").all_inner_texts()]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("locale", ["en-GB", "ja-JP"])
def test_rows_are_described_one_by_one_on_pages_that_everybody_can_use(
    browser: Browser, rows: Site, locale: str, size: str, *, scripts: bool
) -> None:
    context = browser.new_context(
        base_url=rows.url, locale=locale, viewport=SIZES[size], java_script_enabled=scripts
    )
    page = context.new_page()
    start(page, rows.code(JAPAN))
    page.goto(INPUTS)
    found = []

    def look() -> None:
        found.extend(violations(page) if scripts else [])
        assert not is_too_wide(page), page.url

    look()
    for number, group in enumerate(("chips", "magnets"), start=1):
        describe(page, number, group, "us")
        add(page)
        look()
    page.locator("[name=inputs__3__group][value=chips]").check()
    follow(page, page.locator(".button-row button").first)
    look()
    assert page.locator("#inputs__3__origin-message").count() == 1
    describe(page, 3, "chips", "fr")
    follow(page, page.locator(".button-row button").first)
    page.goto(INPUTS)
    look()
    assert found == []
    assert [name[:1] for name in names(page)] == ["1", "2", "3"]
    context.close()


def test_a_row_that_was_added_has_the_focus(page: Page) -> None:
    describe(page, 1, "chips", "us")
    add(page)

    assert page.evaluate("document.activeElement.id") == "inputs__2"


def test_a_row_that_was_moved_keeps_the_focus(page: Page) -> None:
    describe(page, 1, "chips", "us")
    add(page)
    describe(page, 2, "magnets", "fr")
    add(page)

    follow(page, page.get_by_role("button", name="Move up Magnets: France"))

    assert names(page) == ["1 Magnets: France", "2 Chips: United States"]
    assert page.evaluate("document.activeElement.id") == "inputs__1"


def test_enter_in_a_field_saves_the_page_and_touches_no_row(page: Page) -> None:
    describe(page, 1, "chips", "us")
    add(page)
    describe(page, 2, "magnets", "fr")
    page.locator("#inputs__2__name").fill("Sintered")

    page.locator("#inputs__2__name").focus()
    enter(page)

    assert not page.url.split("?")[0].endswith(INPUTS)
    page.goto(INPUTS)
    assert names(page) == ["1 Chips: United States", "2 Magnets: France"]


def test_the_summary_leads_to_the_field_in_its_row(page: Page) -> None:
    describe(page, 1, "chips", "us")
    add(page)
    page.locator("#inputs__2__name").fill("Sintered")
    follow(page, page.locator(".button-row button").first)

    page.get_by_role("link", name="Input 2: Answer “Origin”.").click()

    assert page.evaluate("document.activeElement.id") == "inputs__2__origin"


def test_a_row_is_kept_by_enter_and_removed_on_purpose(page: Page) -> None:
    describe(page, 1, "chips", "us")
    add(page)
    describe(page, 2, "magnets", "fr")
    add(page)

    follow(page, page.get_by_role("button", name="Remove Magnets: France"))
    found = violations(page)
    focused = page.evaluate("document.activeElement.textContent")
    enter(page)
    kept = names(page)
    follow(page, page.get_by_role("button", name="Remove Magnets: France"))
    follow(page, page.locator(".roster-question").get_by_role("button", name="Remove"))

    assert found == []
    assert focused == "Keep it Magnets: France"
    assert kept == ["1 Chips: United States", "2 Magnets: France"]
    assert names(page) == ["1 Chips: United States"]
