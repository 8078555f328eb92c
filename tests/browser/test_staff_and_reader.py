"""Staff run a report and publish it, and a reader opens it, in a browser and in both languages."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app.actions import fieldwork, membership
from app.actions.membership import Newcomer
from config import Config
from tests.analysis.field import answered, opened
from tests.browser.conftest import is_too_wide, served, violations
from tests.conftest import installation

pytestmark = pytest.mark.slow

EMAIL = "manager@example.org"
PASSWORD = "oolong-and-sencha"  # noqa: S105  (of an invented account)
SMALL: ViewportSize = {"width": 360, "height": 740}
WIDE: ViewportSize = {"width": 1280, "height": 900}
LANGUAGES = {"en": "en-GB", "ja": "ja-JP"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on two waves in the field, some of whose firms have answered."""
    data = tmp_path_factory.mktemp("staff")
    settings = installation(data)
    _fill(settings, data)
    with served(settings) as url:
        yield url


def _fill(settings: Config, data: Path) -> None:
    now = datetime.now(ZoneInfo("UTC"))  # noqa: TID251  (the server's clock)
    database = opened(settings.database_url)
    for wave, counts in (("2026-jp", {"JP": 45}), ("2026-eu", {"DE": 30, "FR": 20, "IT": 20})):
        fieldwork.open_wave(database, wave, by="test", now=now, until=now + timedelta(days=30))
        answered(database, wave, counts)
    newcomer = Newcomer(EMAIL, "Aoi (invented)", "manager")
    membership.create_account(database, newcomer, PASSWORD, by="test", now=now)
    database.close()
    (data / "demonstration.json").write_text(
        '{"codes": [{"wave": "2026-jp", "name": "Invented Works", "code": "0"}],'
        f' "accounts": [{{"email": "{EMAIL}", "password": "{PASSWORD}"}}]}}'
    )


@pytest.fixture(params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the interface."""
    return str(request.param)


@pytest.fixture
def desk(browser: Browser, address: str, language: str) -> Iterator[Page]:
    """The browser of a person of the staff."""
    context = browser.new_context(base_url=address, locale=LANGUAGES[language], viewport=WIDE)
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(browser: Browser, address: str, language: str) -> Iterator[Page]:
    """The phone of a reader, who has no account."""
    context = browser.new_context(base_url=address, locale=LANGUAGES[language], viewport=SMALL)
    yield context.new_page()
    context.close()


def look(page: Page, language: str) -> None:
    """What holds for every page, wide and small."""
    shown = page.viewport_size
    for size in (WIDE, SMALL):
        page.set_viewport_size(size)
        assert violations(page) == []
        assert not is_too_wide(page), (page.url, size)
    assert page.locator("html").get_attribute("lang") == language
    if shown:
        page.set_viewport_size(shown)


def sign_in(page: Page) -> None:
    """Go from the first page to the pages of staff."""
    page.goto("/")
    page.locator("a[href='/sign-in']").click()
    page.locator("#email").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/staff/")


def run_and_publish(desk: Page, language: str) -> None:
    """Run the report from the list of reports, look at every step, let readers see it."""
    desk.locator("a[href='/staff/reports/japan_eu']").click()
    look(desk, language)
    desk.locator("main form button").click()
    desk.wait_for_url("**/runs/*")
    assert not is_too_wide(desk)  # the reader looks at the rest of it below
    desk.locator(".run-state a.button").click()
    look(desk, language)
    desk.locator("main form button").click()
    desk.locator(".notification-success").wait_for()

    desk.locator(".run-state a.button").click()
    look(desk, language)
    assert desk.url.endswith("/withdraw")
    desk.go_back()


def test_staff_run_a_report_and_publish_it_and_a_reader_opens_it(
    desk: Page, reader: Page, language: str
) -> None:
    desk.goto("/")
    look(desk, language)
    desk.goto("/sign-in")
    look(desk, language)
    sign_in(desk)
    look(desk, language)

    desk.locator("a[href='/staff/waves/2026-eu']").click()
    look(desk, language)
    progress = desk.locator("tr.total td.number").all_inner_texts()
    desk.locator("a[href='/staff/reports/']").click()
    look(desk, language)
    run_and_publish(desk, language)

    reader.goto("/")
    look(reader, language)
    reader.locator("a[href='/reports/japan_eu']").first.click()
    look(reader, language)

    assert progress[:4] == ["100", "0", "70", "70"]
    tables = reader.request.get("/reports/japan_eu.json").json()["tables"]
    assert "largest_source" in {table["code"] for table in tables}
    assert reader.locator("main table").count() == len(tables)
    assert reader.locator("main figure").count() >= len(tables)
    assert desk.locator("h1").inner_text() == reader.locator("h1").inner_text()


PRESS_TWICE = """() => {
  const form = document.querySelector("form[data-once]");
  let sent = 0;
  form.addEventListener("submit", event => {
    sent += !event.defaultPrevented;
    event.preventDefault();
  });
  form.querySelector("button").click();
  form.querySelector("button").click();
  return sent;
}"""


def test_a_press_is_sent_once_and_its_seconds_are_told(desk: Page) -> None:
    sign_in(desk)
    desk.goto("/staff/reports/japan_eu")

    sent = desk.evaluate(PRESS_TWICE)

    assert sent == 1
    assert desk.locator("form[data-once] button").get_attribute("aria-disabled") == "true"
    expect(desk.locator("form[data-once] [role=status]")).to_contain_text(re.compile("[1-9]"))


def test_a_wave_is_closed_and_opened_again(desk: Page, language: str) -> None:
    sign_in(desk)
    desk.goto("/staff/waves/2026-jp")

    for step in ("close", "open"):
        desk.locator(f"main a.button[href$='/2026-jp/{step}']").click()
        look(desk, language)
        desk.locator("main form button").click()
        desk.locator(".notification-success").wait_for()

    assert desk.locator("h1 .status-under-way").count() == 1


def test_signing_out_leads_back_to_the_door(desk: Page, language: str) -> None:
    sign_in(desk)

    desk.locator(".signed-in button").click()
    desk.wait_for_url("**/sign-in")
    look(desk, language)
    desk.goto("/staff/")

    assert "/sign-in?next=/staff/" in desk.url


def test_a_wrong_password_is_told_beside_the_field(desk: Page, language: str) -> None:
    desk.goto("/sign-in")
    desk.locator("#email").fill(EMAIL)
    desk.locator("#password").fill("not the password")

    desk.locator("main form button").click()

    look(desk, language)
    assert desk.locator("#email").input_value() == EMAIL
    assert desk.locator("#password").input_value() == ""


def test_pages_of_readers_are_whole_in_both_languages(reader: Page, language: str) -> None:
    for path in ("/reports/", "/privacy/2026-jp", "/privacy/2026-eu", "/no-such-page"):
        reader.goto(path)
        look(reader, language)


def test_the_language_is_changed_where_the_reader_is(reader: Page, language: str) -> None:
    other = next(code for code in LANGUAGES if code != language)
    reader.goto("/privacy/2026-eu")

    reader.locator(f"button[name=language][value={other}]").click()

    reader.wait_for_load_state()
    assert reader.url.endswith("/privacy/2026-eu")
    assert reader.locator("html").get_attribute("lang") == other
