"""Firms answer in a real browser: by keyboard alone, from long lists, and what comes back."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from tests.browser.conftest import Site, violations

pytestmark = pytest.mark.slow

SMALL = ViewportSize(width=360, height=740)
WIDE = ViewportSize(width=1280, height=900)


def follow(page: Page, pressed: Locator) -> None:
    """Press a button or link and wait for the page that it leads to."""
    with page.expect_navigation():
        pressed.click()


def enter(page: Page) -> None:
    """Press the Enter key and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def start(page: Page, code: str) -> None:
    """Open the invitation and press Start."""
    page.goto(f"/r/{code}")
    follow(page, page.locator("main form button"))


@pytest.fixture
def english(browser: Browser, site: Site) -> Iterator[Page]:
    """An English reader's desk."""
    context = browser.new_context(base_url=site.url, locale="en-GB", viewport=WIDE)
    yield context.new_page()
    context.close()


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press the Tab key until an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the Tab key does not reach {selector} on {page.url}")


def test_a_section_is_answered_by_keyboard_alone(english: Page, site: Site) -> None:
    english.goto(f"/r/{site.code('2026-eu')}")
    tab_to(english, "main form button")
    enter(english)
    tab_to(english, "main a.button")
    enter(english)

    for _ in range(12):
        if "/answer/check/" in english.url:
            break
        _answer_by_keyboard(english)

    assert english.url.endswith("/answer/check/firm")
    assert english.locator(".summary-row .not-answered").count() == 0


def _answer_by_keyboard(page: Page) -> None:
    """Answer every item of a page with Tab, Space, arrows and digits, then save."""
    for legend in range(page.locator("#page .item").count()):
        item = page.locator("#page .item").nth(legend)
        control = item.locator("input:visible, select:visible").first
        name = control.get_attribute("name")
        tab_to(page, f"[name='{name}']" if name else "[role=combobox]")
        if control.get_attribute("role") == "combobox":
            page.keyboard.type("Chem")
            page.keyboard.press("Enter")
        elif control.get_attribute("inputmode"):
            page.keyboard.type("250")
        else:
            page.keyboard.press("Space")
    tab_to(page, "#page .button-row button")
    enter(page)


def test_the_picker_finds_an_entry_by_its_letters(english: Page, site: Site) -> None:
    start(english, site.code("2026-eu"))
    english.goto("/answer/exposure/largest_source")
    box = english.get_by_role("combobox")

    box.fill("viet")
    box.press("Enter")
    chosen = english.locator("select[name=largest_source]").input_value()
    follow(english, english.locator("#page .button-row button").first)
    english.goto("/answer/exposure/largest_source")

    assert chosen == "vn"
    assert english.get_by_role("combobox").input_value().startswith("Viet")


NAMES = {
    "USA": "us",
    "america": "us",
    "アメリカ": "us",
    "uk": "gb",
    "イギリス": "gb",
    "vietnam": "vn",
    "burma": "mm",
    "holland": "nl",
    "かんこく": "kr",
    "ちゅうごく": "cn",
    "turkiye": "tr",
    "ＵＡＥ": "ae",
    "czech republic": "cz",
    "nz": "nz",
}


def test_the_picker_finds_an_entry_by_its_other_names(english: Page, site: Site) -> None:
    start(english, site.code("2026-jp"))
    english.goto("/answer/exposure/largest_source")
    box, found = english.get_by_role("combobox"), dict[str, str]()

    for typed in NAMES:
        box.fill(typed)
        box.press("Enter")
        found[typed] = english.locator("select[name=largest_source]").input_value()
    box.fill("EU")

    assert found == NAMES
    assert english.get_by_role("option").count() >= 26


def test_text_that_names_no_entry_is_told_and_keeps_no_earlier_answer(
    english: Page, site: Site
) -> None:
    start(english, site.code("2026-eu"))
    english.goto("/answer/exposure/largest_source")
    english.get_by_role("combobox").fill("viet")
    english.get_by_role("combobox").press("Enter")
    save = english.locator("#page .button-row button").first
    follow(english, save)
    english.goto("/answer/exposure/largest_source")

    english.get_by_role("combobox").fill("Atlantis")
    follow(english, english.locator("#page .button-row button").first)

    assert "Choose an entry from the list" in english.locator(".error-summary").inner_text()
    assert english.get_by_role("combobox").input_value() == "Atlantis"
    assert violations(english) == []


def test_enter_in_a_field_saves_the_page_and_leaves_its_language(
    english: Page, site: Site
) -> None:
    start(english, site.code("2026-eu"))
    english.goto("/answer/firm/size")
    english.locator("input[type=radio]").first.check()
    english.locator("input[name=employees]").fill("250")

    english.locator("input[name=employees]").focus()
    enter(english)

    assert english.url.endswith("/answer/firm/department")
    assert english.locator("html").get_attribute("lang") == "en"


def test_a_summary_of_findings_takes_the_focus_and_leads_to_the_field(
    english: Page, site: Site
) -> None:
    start(english, site.code("2026-eu"))
    english.goto("/answer/firm/response_unit")
    follow(english, english.locator("#page .button-row button").first)
    focused = english.evaluate("document.activeElement.className")

    english.locator(".error-summary a").first.click()

    assert "error-summary" in focused
    assert english.evaluate("document.activeElement.name") == "response_unit"
    assert english.title().startswith("Check: ")


@pytest.mark.parametrize(("locale", "wave"), [("en-GB", "2026-eu"), ("ja-JP", "2026-jp")])
def test_axe_finds_nothing_at_the_door_nor_on_pages_that_come_back(
    browser: Browser, site: Site, *, locale: str, wave: str
) -> None:
    """The pages of questions are read on the journeys through the whole survey."""
    context = browser.new_context(base_url=site.url, locale=locale, viewport=WIDE)
    page, code = context.new_page(), site.code(wave)
    found = dict[str, list[str]]()

    def read() -> None:
        scheme: Literal["light", "dark"]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if problems := violations(page):
                found[f"{page.url} {scheme}"] = problems

    for path in ("/start", "/nothing", f"/r/{code}"):
        page.goto(path)
        read()
    start(page, code)
    for path in ("response_unit", "size"):
        page.goto(f"/answer/firm/{path}")
        follow(page, page.locator("#page .button-row button").first)
        assert page.locator(".error-summary").count() == 1
        read()
    context.close()

    assert found == {}
