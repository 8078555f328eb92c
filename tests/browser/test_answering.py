"""Firms answer in a real browser: without JavaScript, on a small screen, by keyboard alone."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from tests.browser.conftest import Site, is_too_wide, violations

pytestmark = pytest.mark.slow

MAKE = """[...new Set([...document.querySelectorAll("main *")].map(element => element.className))]
    .sort().join()"""
"""The classes that a page uses."""

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


def fill(page: Page) -> None:
    """Answer what the page asks, in the plainest way."""
    form = page.locator("#page")
    for name in _names(form.locator("input[type=radio]")):
        form.locator(f"input[type=radio][name='{name}']").first.check()
    for name in _names(form.locator("input[type=checkbox]")):
        if "__" not in name:
            form.locator(f"input[type=checkbox][name='{name}']").first.check()
    _lists(form)
    for box in form.locator("[role=combobox]").all():
        box.click()
        box.press("ArrowDown")
        box.press("Enter")
    _figures(form)
    for area in form.locator("textarea").all():
        area.fill("An invented answer.")


def _lists(form: Locator) -> None:
    """The third entry of every list; of a rank the first two places."""
    for rank in form.locator("[data-rank]").all():
        _rank(rank)
    for select in form.locator("select:visible").all():
        if not select.locator("xpath=ancestor::fieldset[@data-rank]").count():
            select.select_option(index=3)


def _figures(form: Locator) -> None:
    """The same number everywhere; where shares are asked, all of the whole in the first row."""
    for number in form.locator("input[inputmode=decimal]").all():
        number.fill("１，２００")
    for share in form.locator("[data-sum] .input").all():
        share.fill("")
    for whole in form.locator("[data-sum]").all():
        whole.locator(".input").first.fill("１００％")


def _rank(rank: Locator) -> None:
    """Give the first two ranks, in a list to be tapped or in selects."""
    options = rank.locator(".rank-options").first.locator(".rank-option")
    for place in (0, 1):
        if options.count():
            options.nth(place).click()
        else:
            rank.locator("select").nth(place).select_option(index=place + 1)


def _names(controls: Locator) -> list[str]:
    found = [control.get_attribute("name") or "" for control in controls.all()]
    return list(dict.fromkeys(found))


def answer_everything(page: Page, most: int = 90, visit: Callable[[], None] | None = None) -> int:
    """Go from the contents to the last check; how many pages of questions there were."""
    asked = 0
    for _ in range(most):
        if visit:
            visit()
        if page.locator("#page").count():
            fill(page)
            follow(page, page.locator("#page .button-row button").first)
            asked += 1
        elif page.locator("form[action='/answer/submit']").count():
            return asked
        else:
            follow(page, page.locator("main .button-row a.button").first)
        assert not is_too_wide(page), page.url
    raise AssertionError(f"no end: {page.url}")


def test_a_firm_answers_everything_in_japanese_without_javascript(
    japanese: Page, site: Site
) -> None:
    start(japanese, site.code("2026-jp"))

    asked = answer_everything(japanese)
    follow(japanese, japanese.locator("form[action='/answer/submit'] button"))

    assert asked >= 20
    assert japanese.locator("h1").inner_text() == "回答を送信しました"
    assert japanese.locator(".receipt-number").inner_text()


def test_a_firm_answers_everything_in_english_on_a_small_screen(small: Page, site: Site) -> None:
    start(small, site.code("2026-eu"))

    asked = answer_everything(small)
    follow(small, small.locator("form[action='/answer/submit'] button"))

    assert asked >= 20
    assert small.locator("h1").inner_text() == "Your response has been sent"


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("locale", "wave"), [("en-GB", "2026-eu"), ("ja-JP", "2026-jp")])
def test_axe_finds_nothing_on_any_page_of_a_firm(
    browser: Browser, site: Site, *, locale: str, wave: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        base_url=site.url, locale=locale, viewport=WIDE, color_scheme=scheme
    )
    page, code = context.new_page(), site.code(wave)
    found, makes = dict[str, list[str]](), set[str]()

    def read() -> None:
        """In the dark, where only colours differ, one page of each make."""
        make = page.evaluate(MAKE)
        if (scheme == "light" or make not in makes) and (problems := violations(page)):
            found[page.url] = problems
        makes.add(make)

    for path in ("/start", "/nothing", f"/r/{code}"):
        page.goto(path)
        read()
    start(page, code)
    page.goto("/answer/firm/response_unit")
    follow(page, page.locator("#page .button-row button").first)
    read()
    page.goto("/answer/firm/size")
    follow(page, page.locator("#page .button-row button").first)
    read()
    page.goto("/answer/")
    read()
    answer_everything(page, visit=read)
    follow(page, page.locator("form[action='/answer/submit'] button"))
    read()
    page.goto("/answer/")
    read()
    context.close()

    assert found == {}
