"""The whole default survey is answered in a browser, and what was clicked is what is stored.

Four journeys through every item, in each language with and without JavaScript, and the short
form once. With scripts axe reads every page, and one page of each make also in the dark and at
the other width; without them it reads one page of each make.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from app.questionnaire.answer import Answer
from app.questionnaire.definition import read
from app.questionnaire.fills import resolve
from app.questionnaire.instrument import Questionnaire
from app.storage import consents, responses
from app.storage.database import Database
from tests import databases
from tests.browser import conftest
from tests.browser.conftest import Site, is_too_wide, served, violations
from tests.browser.hand import Hand
from tests.browser.test_answering import SMALL, WIDE, start
from tests.browser.whole_answers import answers
from tests.conftest import installation

pytestmark = pytest.mark.slow

SURVEYS = Path("surveys")
SURVEY = "economic_security/2026"
SENT = {"en": "Your response has been sent", "ja": "回答を送信しました"}
PANELS = {"en": ("2026-eu", "DE", "en-GB"), "ja": ("2026-jp", "JP", "ja-JP")}
MOST_STEPS = 90
LOW = """[...document.querySelectorAll("main button, main a.button, main select, main textarea, \
    main input:not([type=hidden], [type=radio], [type=checkbox]), main .option label")]
    .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44)
    .map(one => one.outerHTML.slice(0, 120))"""
"""What is to be tapped and is lower than a finger is wide."""

MAKE = """[...new Set([...document.querySelectorAll("main *")].map(one => one.className))]
    .sort().join()"""
"""The classes that a page uses."""

NAMES = "[...document.querySelectorAll('#page [name]')].map(one => one.name.split('__')[0])"


def sent(site: Site, wave: str, receipt: str) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """The answers under a receipt, and what its firm agreed to."""
    assert site.settings is not None
    database = Database(site.settings.database_url)
    with database.read() as connection:
        found = [one for one in responses.sent(connection, wave) if one.receipt == receipt]
        agreed = {
            one.item: one.answer
            for one in consents.of_wave(connection, wave)
            if one.unit == found[0].unit_code
        }
    database.close()
    return found[0].answers, agreed


@contextmanager
def in_short(data: Path) -> Iterator[Site]:
    """The default survey served in its short form."""
    surveys = data / "surveys"
    shutil.copytree(SURVEYS, surveys)
    design = surveys / SURVEY / "design.yaml"
    plan = design.read_text(encoding="utf-8").replace(
        "    minutes:", "    form: core\n    minutes:"
    )
    design.write_text(plan, encoding="utf-8")
    settings = replace(installation(data), surveys=surveys)
    codes = conftest.field(settings)
    with served(settings) as url:
        yield Site(url, codes, settings)


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    """The default survey as it is written."""
    found, problems = read(SURVEYS / SURVEY, SURVEYS / "library")
    assert problems == ()
    assert found is not None
    return found


@dataclass
class Journey:
    """A firm on its way through the survey, and what was wrong on a page."""

    hand: Hand
    questionnaire: Questionnaire
    given: Mapping[str, Answer]
    reader: Page | None = None
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    makes: set[str] = field(default_factory=set)

    def to_the_end(self) -> None:
        """Answer every page until the response can be sent."""
        for _ in range(MOST_STEPS):
            page = self.hand.page
            self.look()
            if page.locator("#page").count():
                self.fill()
                self.hand.press(page.locator("#page .button-row button").first)
                assert not page.locator(".error-summary").count(), self.asked[-1]
            elif page.locator("form[action='/answer/submit']").count():
                return
            else:
                self.hand.press(page.locator("main .button-row a.button").first)
        raise AssertionError(f"no end: {page.url}")

    def fill(self) -> None:
        """Answer the items of the page at hand."""
        items = self.questionnaire.items
        for code in dict.fromkeys(self.hand.page.evaluate(NAMES)):
            if code in items:
                self.hand.answer(items[code], self.given[code])
                self.asked.append(code)

    def look(self) -> None:
        """Note what is wrong with the page at hand."""
        page = self.hand.page
        found = [*self._read(), *self._measured()]
        if page.locator("html").get_attribute("lang") != self.hand.language:
            found.append("another language")
        if page.locator("h1").count() != 1:
            found.append("not one heading")
        self.wrong += [f"{page.url}: {one}" for one in found]

    def _measured(self) -> list[str]:
        """What is too wide, or on a small screen too low for a finger."""
        page, shown = self.hand.page, self.hand.page.viewport_size
        found = ["too wide"] if is_too_wide(page) else []
        if shown is not None and shown != SMALL:
            page.set_viewport_size(SMALL)
            found += ["too wide for a small screen"] if is_too_wide(page) else []
        found += [f"low: {one}" for one in page.evaluate(LOW)]
        if shown is not None and shown != SMALL:
            page.set_viewport_size(shown)
        return found

    def _read(self) -> list[str]:
        """What axe finds; it needs scripts, so without them another page reads the same words.

        It reads once, while the answers are in SQLite: in PostgreSQL they make the same pages.
        """
        page, reader = self.hand.page, self.reader
        if reader is None or databases.is_postgresql():
            return []
        make = page.evaluate(MAKE)
        is_new = make not in self.makes
        self.makes.add(make)
        if reader == page:
            return [*violations(page), *(self._read_otherwise() if is_new else [])]
        return self._read_without_scripts(reader) if is_new else []

    def _read_without_scripts(self, reader: Page) -> list[str]:
        page = self.hand.page
        words = re.sub(r"<script.*?</script>", "", page.content())
        reader.route(page.url, lambda route: route.fulfill(body=words, content_type="text/html"))
        reader.goto(page.url)
        found = violations(reader)
        reader.unroute(page.url)
        return found

    def _read_otherwise(self) -> list[str]:
        """What is wrong in the dark and at the other width."""
        page, shown = self.hand.page, self.hand.page.viewport_size
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(WIDE if shown == SMALL else SMALL)
        found = [*violations(page), *(["too wide"] if is_too_wide(page) else [])]
        page.emulate_media(color_scheme="light")
        if shown is not None:
            page.set_viewport_size(shown)
        return [f"in the dark, at the other width: {one}" for one in found]


def journey(page: Page, questionnaire: Questionnaire, language: str, *, scripted: bool) -> Journey:
    """The start of a journey; what the console tells is wrong too."""
    country = PANELS[language][1]
    facts = {"country": country, "sector": "c26", "size": "medium"}
    fills = resolve(questionnaire, {}, facts, language, {})
    given = {code: Answer.from_document(stored) for code, stored in answers(language).items()}
    begun = Journey(Hand(page, language, scripted, fills), questionnaire, given)
    page.on("console", lambda said: begun.wrong.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: begun.wrong.append(str(error)))
    return begun


def summary(page: Page) -> dict[str, str]:
    """What stands to be checked before sending, by the name of the item."""
    rows = page.locator(".summary-row").all()
    return {row.locator("dt").inner_text(): row.locator("dd").first.inner_text() for row in rows}


def unsaid(way: Journey, shown: Mapping[str, str]) -> list[str]:
    """Words that were chosen or typed and do not stand in the summary."""
    names = {
        code: f"{item.num} {item.short.say(way.hand.language, way.hand.fills)}"
        for code, item in way.questionnaire.items.items()
    }
    return [
        f"{names[code]}: {word}"
        for code, words in way.hand.said.items()
        for word in words
        if word not in shown[names[code]]
    ]


def split(stored: Mapping[str, object], questionnaire: Questionnaire) -> list[dict[str, object]]:
    """Answers, and the consents among them."""
    items = questionnaire.items
    return [
        {code: answer for code, answer in stored.items() if items[code].is_consent is agreed}
        for agreed in (False, True)
    ]


@contextmanager
def visitor(
    browser: Browser, url: str, language: str, *, scripted: bool, viewport: ViewportSize
) -> Iterator[Page]:
    """A browser of somebody who reads a language."""
    context = browser.new_context(
        base_url=url,
        locale=PANELS[language][2],
        viewport=viewport,
        java_script_enabled=scripted,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", sorted(PANELS))
@pytest.mark.parametrize("scripted", [True, False], ids=["with_script", "without_script"])
def test_every_item_is_answered_and_kept_as_it_was_clicked(
    browser: Browser, site: Site, questionnaire: Questionnaire, *, language: str, scripted: bool
) -> None:
    wave, at = PANELS[language][0], site.url
    size = WIDE if (language, scripted) == ("en", True) else SMALL
    with (
        visitor(browser, at, language, scripted=scripted, viewport=size) as page,
        visitor(browser, at, language, scripted=True, viewport=size) as reader,
    ):
        way = journey(page, questionnaire, language, scripted=scripted)
        if scripted or language == "ja":
            way.reader = page if scripted else reader
        start(page, site.code(wave))

        way.to_the_end()
        shown = summary(page)
        way.hand.press(page.locator("form[action='/answer/submit'] button"))
        way.look()
        told = page.locator("h1").inner_text()
        kept, agreed = sent(site, wave, page.locator(".receipt-number").inner_text())

    wanted, wanted_agreed = split(answers(language), questionnaire)
    assert way.wrong == []
    assert told == SENT[language]
    assert way.asked == list(questionnaire.items)
    assert kept == wanted
    assert agreed == wanted_agreed
    assert unsaid(way, shown) == []


def test_the_short_form_asks_its_items_and_keeps_them(
    browser: Browser, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    core = [code for code, item in questionnaire.items.items() if item.core]
    with (
        in_short(tmp_path) as site,
        visitor(browser, site.url, "en", scripted=True, viewport=WIDE) as page,
    ):
        way = journey(page, questionnaire, "en", scripted=True)
        inputs = way.given["inputs"]
        assert isinstance(inputs.value, tuple)
        way.given = {**way.given, "inputs": replace(inputs, value=inputs.value[:2])}
        start(page, site.code("2026-eu"))

        way.to_the_end()
        page.goto("/answer/critical_supply/inputs")
        can_add = page.locator("button[value='inputs:add']").count()
        page.goto("/answer/check")
        way.hand.press(page.locator("form[action='/answer/submit'] button"))
        kept, agreed = sent(site, "2026-eu", page.locator(".receipt-number").inner_text())

    given = {code: way.given[code].to_document() for code in core}
    assert way.wrong == []
    assert way.asked == core
    assert can_add == 0
    assert [kept, agreed] == split(given, questionnaire)
