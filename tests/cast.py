"""The small invented world of the tests: a survey about tea, its firms, a day in November."""

import shutil
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.actions import answering, fieldwork, publishing
from app.actions.answering import Opened
from app.actions.codes import issue_codes
from app.actions.posting import Posted
from app.collection.response import Contributor
from app.questionnaire.answer import fingerprint
from app.storage.database import Database, upgrade
from tests import databases

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CLOSES = datetime(2026, 12, 18, 8, 0, tzinfo=UTC)
KEY = "a key for the tests alone"
BY = "Aoi of the tests"
FIRM = Contributor("respondent", 1)
SURVEY = "tea/2026"

QUESTIONNAIRE = """\
format: 1
id: tea/2026
title: Tea in invented firms
languages: {base: en, also: []}
sections:
  - code: habits
    letter: A
    title: Habits
    items:
      - code: drinks
        num: A1
        concept: drinks
        kind: single
        required: true
        role: key
        short: Tea is drunk
        wording: Is tea drunk in your firm?
        options: [{code: yes, label: Yes}, {code: no, label: No}]
      - code: cups
        num: A2
        concept: cups
        kind: number
        role: ordinary
        short: Cups
        wording: How many cups a day and person?
        ask_if: "drinks == 'yes'"
        min: 0
        max: 1000
        decimals: 1
        unit: cups
        allow_estimate: true
        missing: [{code: dont_know, label: Not counted}]
  - code: kinds
    letter: B
    title: Kinds
    items:
      - code: teas
        num: B1
        concept: teas
        kind: multiple
        role: sensitive
        short: Teas
        wording: Which teas are drunk?
        ask_if: "drinks == 'yes'"
        options:
          - {code: green, label: Green}
          - {code: black, label: Black}
          - {code: other, label: Other, specify: 40}
          - {code: none, label: None of these, exclusive: true}
      - code: origin
        num: B2
        concept: origin
        kind: banded_share
        role: ordinary
        short: Origin
        wording: What share comes from where?
        rows: [{code: home, label: This country}, {code: abroad, label: Other countries}]
        options: [{code: low, label: Less than half}, {code: high, label: Half or more}]
      - code: remark
        num: B3
        concept: remark
        kind: long_text
        role: text
        short: Remark
        wording: What else do you have to say about tea?
        max_length: 500
retired: {}
"""

WAVE = """\
  {code}:
    title: {{en: "Tea, {code}"}}
    group: {{code: jp, color: japan, label: {{en: Japan}}}}
    host: {{en: Tea Institute (invented)}}
    contact: {{name: {{en: Tea desk}}, email: tea@example.org, phone: "03-0000-0000"}}
    languages: [en, ja]
    opens: "2026-10-01T09:00"
    closes: "2026-12-18T17:00"
    timezone: Asia/Tokyo
    minutes: 3
    results_month: {{en: March 2027}}
    deletion_date: "2027-12-31"
    strata: [country]
    anonymous: {anonymous}
    privacy:
      approved_by_counsel: true
      controllers: {{en: The Tea Institute., ja: お茶研究所。}}
      purpose: {{en: To learn about tea., ja: お茶の調査。}}
      basis: {{en: Taking part is voluntary., ja: 任意です。}}
      recipients: {{en: The tea desk., ja: お茶担当。}}
      transfer: {{en: Nothing leaves Japan., ja: 移転しません。}}
      retention: {{en: Until the end of 2027., ja: 2027年末まで。}}
      rights: {{en: Write to the tea desk., ja: お茶担当まで。}}
"""
DESIGN = "waves:\n" + "".join(
    WAVE.format(code=code, anonymous=anonymous)
    for code, anonymous in (("tea-named", "false"), ("tea-quiet", "true"))
)

POLICY = """\
publication: {hide_base_under: 10, few_firms_base_under: 30, decimals: 1, decimals_few_firms: 0}
sensitive: {hide_counts: [1, 2], hide_nobody_and_everybody: true,
            neutral_items: [], weighted_count_under: 10}
reader_tables: {round_shares_to_points: 5}
comparison: {no_mark_count_under: 5}
"""

FRAME = """\
unit,name,country,sector,size
N1,Nonesuch Kettles,JP,c28,250_999
N2,Fictive Leaves,JP,g46,1000_4999
N3,Imagined Cups,DE,c23,250_999
N4,Made-up Spoons,DE,c25,250_999
"""


@dataclass(frozen=True)
class World:
    """An installation with both waves open and a code for each of their firms."""

    database: Database
    surveys: Path
    codes: Mapping[str, tuple[str, ...]]

    def opened(self, firm: int = 0, wave: str = "tea-named") -> str:
        """The id of the response of a firm, opened by its code."""
        opened = answering.open_response(
            self.database, self.codes[wave][firm], code_key=KEY, language="en", now=NOW
        )
        assert isinstance(opened, Opened)
        return opened.response_id

    def filled(self, firm: int = 0, wave: str = "tea-named") -> str:
        """The id of a response whose every page was saved."""
        response = self.opened(firm, wave)
        for page, raw in PAGES.items():
            saved = answering.save_page(
                self.database, response, posted(page, raw), by=FIRM, language="en", now=NOW
            )
            assert saved.outcome == "saved", saved
        return response

    def sent(self, firm: int = 0, wave: str = "tea-named") -> str:
        """The id of a response that was sent."""
        response = self.filled(firm, wave)
        submitted = answering.submit(self.database, response, by=FIRM, now=NOW)
        assert submitted.outcome == "submitted", submitted
        return response

    def seen(self, response: str) -> dict[str, str]:
        """What a page shown now would remember of each answer."""
        view = answering.answering_view(self.database, response)
        assert view is not None
        return {code: fingerprint(answer) for code, answer in view.answers.items()}


PAGES: Mapping[tuple[str, str], Mapping[str, list[str]]] = {
    ("habits", "drinks"): {"drinks": ["yes"]},
    ("habits", "cups"): {"cups": ["2.5"], "cups__est": ["1"]},
    ("kinds", "teas"): {"teas": ["green", "other"], "teas__other": ["=Mugicha, 麦茶"]},
    ("kinds", "origin"): {"origin__home": ["high"], "origin__abroad": ["low"]},
    ("kinds", "remark"): {"remark": ["Two lines,\none of them in quotes: “お茶”."]},
}
"""A firm's answers, page by page, as a browser sends them."""


def posted(
    page: tuple[str, str],
    raw: Mapping[str, list[str]],
    seen: Mapping[str, str] | None = None,
    confirmed: frozenset[str] = frozenset(),
) -> Posted:
    """A page as it comes back."""
    return Posted(page[0], page[1], raw, seen or {}, confirmed)


def surveys_folder(parent: Path, questionnaire: str = QUESTIONNAIRE) -> Path:
    """A folder with the survey about tea."""
    folder = parent / "surveys"
    survey = folder / SURVEY
    survey.mkdir(parents=True)
    (folder / "library").mkdir()
    (survey / "questionnaire.yaml").write_text(questionnaire, encoding="utf-8")
    (survey / "design.yaml").write_text(DESIGN, encoding="utf-8")
    (survey / "disclosure.yaml").write_text(POLICY, encoding="utf-8")
    return folder


def world(folder: Path, questionnaire: str = QUESTIONNAIRE, *, url: str | None = None) -> World:
    """An installation in a folder, or on a given database: published, framed, open, with codes."""
    database = Database(url or databases.address(folder))
    upgrade(database)
    surveys = surveys_folder(folder, questionnaire)
    published = publishing.publish_survey(database, surveys, SURVEY, by=BY, now=NOW)
    codes = {}
    for wave in published.waves:
        fieldwork.load_frame(database, wave, FRAME, by=BY, now=NOW)
        fieldwork.open_wave(database, wave, by=BY, now=NOW)
        codes[wave] = issue_codes(database, wave, count=4, code_key=KEY, by=BY, now=NOW)
    return World(database, surveys, codes)


def copied(original: World, folder: Path) -> World:
    """A copy of an installation, which is closed, in another folder."""
    home = original.surveys.parent
    shutil.copytree(home, folder, dirs_exist_ok=True)
    database = Database(databases.copied(home, folder))
    return World(database, folder / "surveys", original.codes)


def nfc(text: str) -> str:
    """A text as it is stored, composed."""
    return unicodedata.normalize("NFC", text)
