"""The places of staff pass axe and fit a phone, and a wave is run from them without a script."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext

from app.actions import fieldwork, membership
from app.actions.membership import Newcomer
from tests.analysis.field import answered, opened
from tests.browser.conftest import is_too_wide, served, violations
from tests.conftest import installation

pytestmark = pytest.mark.slow

EMAIL, PASSWORD = "owner@example.org", "oolong-and-sencha"
WAVE = "/staff/waves/2026-jp"
PLACES = (
    "/staff/",
    WAVE,
    f"{WAVE}/extend",
    f"{WAVE}/firms",
    f"{WAVE}/firm?unit=JP-001",
    f"{WAVE}/snapshots",
    f"{WAVE}/consents",
    "/staff/accounts/",
    "/staff/accounts/1",
    "/staff/record/",
    "/staff/account",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a wave in the field, some of whose firms have answered."""
    data = tmp_path_factory.mktemp("places")
    settings = installation(data)
    now = datetime.now(ZoneInfo("UTC"))  # noqa: TID251  (the server's clock)
    database = opened(settings.database_url)
    fieldwork.open_wave(database, "2026-jp", by="test", now=now, until=now + timedelta(days=30))
    answered(database, "2026-jp", {"JP": 45})
    newcomer = Newcomer(EMAIL, "Aoi (invented)", "administrator")
    membership.create_account(database, newcomer, PASSWORD, by="test", now=now)
    database.close()
    with served(settings) as url:
        yield url


@pytest.fixture
def contexts(browser: Browser, address: str) -> Iterator[dict[str, BrowserContext]]:
    """A signed-in browser for each language."""
    made = {}
    for language, locale in (("en", "en-GB"), ("ja", "ja-JP")):
        context = browser.new_context(base_url=address, locale=locale, bypass_csp=True)
        page = context.new_page()
        page.goto("/sign-in")
        page.locator("#email").fill(EMAIL)
        page.locator("#password").fill(PASSWORD)
        page.locator("main form button").click()
        page.wait_for_url("**/staff/")
        made[language] = context
    yield made
    for context in made.values():
        context.close()


def test_every_place_is_for_everybody_wide_and_small(
    contexts: dict[str, BrowserContext],
) -> None:
    found = []

    for language, context in contexts.items():
        page = context.new_page()
        for place in PLACES:
            page.goto(place)
            assert page.locator("html").get_attribute("lang") == language
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 900})
                found += [(place, language, width, told) for told in violations(page)]
                found += [(place, language, width, "too wide")] if is_too_wide(page) else []

    assert found == []


def test_a_wave_is_run_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in?next=/staff/")
    page.locator("#email").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    page.locator("main form button").click()

    page.goto(f"{WAVE}/firms")
    page.locator("#count").fill("2")
    page.locator("form[method=post]:has(#count) button").click()
    codes = page.locator("code.code-shown").all_inner_texts()
    page.goto(f"{WAVE}/close")
    page.locator("main form button").click()
    page.goto(f"{WAVE}/snapshots")
    page.locator("#label").fill("Final results")
    page.locator("#kind").select_option("final")
    page.locator("main form button").click()

    assert len(codes) == 2
    assert "Final results" in page.locator("main table").inner_text()
    context.close()
