"""Invented firms walk through the default survey: in both languages, forms and panels."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from flask import Flask
from ruamel.yaml import YAML

from app.actions import answering, consenting, fieldwork, freezing, publishing
from app.actions.codes import issue
from app.actions.posting import Posted
from app.actions.services import Services
from app.collection.response import Contributor
from app.collection.snapshot import from_parquet
from app.commands.invented import Firm as Invented
from app.commands.invented import european_firms, frame_csv, japanese_firms
from app.commands.invented_journey import Visit, journey
from app.questionnaire.answer import Answer
from app.questionnaire.instrument import Instrument
from tests.web.client import StrictClient
from tests.web.firm import Firm

SURVEY = "economic_security/2026"
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
UNTIL = datetime(2999, 1, 1, tzinfo=UTC)
FIRM = Contributor("respondent", 1)


@dataclass(frozen=True)
class Walk:
    """One firm on its way: the wave, its language, what its answers are drawn from."""

    wave: str
    language: str
    seed: int

    def __str__(self) -> str:
        return f"{self.wave}-{self.language}-{self.seed}"

    @property
    def firm(self) -> Invented:
        """The invented firm, another one for each seed."""
        return FRAMES[self.wave[-2:]][self.seed]

    def visits(self, instrument: Instrument) -> Iterator[Visit]:
        """What the firm fills in, page by page."""
        rng = np.random.default_rng([2026, self.seed])
        return journey(instrument, self.firm, language=self.language, rng=rng)


FRAMES: Mapping[str, tuple[Invented, ...]] = {
    "jp": japanese_firms(np.random.default_rng(1)),
    "eu": european_firms(np.random.default_rng(2)),
}
BY_PAGES = tuple(
    Walk(f"2026-{form}{panel}", language, seed)
    for form in ("", "core-")
    for panel in ("jp", "eu")
    for seed, language in enumerate(("en", "ja"), start=1 if form else 3)
)
BY_ACTIONS = tuple(
    Walk(f"2026-{form}{panel}", ("en", "ja")[seed % 2], seed)
    for form in ("", "core-")
    for panel in ("jp", "eu")
    for seed in range(10, 24)
)


@dataclass(frozen=True)
class Site:
    """The default survey in the field in both forms, and the code of each firm by its unit."""

    services: Services
    codes: Mapping[str, Mapping[str, str]]

    def code(self, walk: Walk) -> str:
        return self.codes[walk.wave][walk.firm.unit]

    def invited(self, walk: Walk) -> answering.Invitation:
        found = answering.look_up(
            self.services.database, self.code(walk), code_key=self.services.code_key, now=NOW
        )
        assert found is not None
        return found


@pytest.fixture
def site(app: Flask, services: Services, tmp_path: Path) -> Site:
    folder = tmp_path / "surveys"
    copytree(services.surveys, folder)
    _plan_core_waves(folder / SURVEY / "design.yaml")
    here, key = services.database, services.code_key
    app.extensions["kakehashi"] = replace(services, surveys=folder)
    published = publishing.publish_survey(here, folder, SURVEY, by="test", now=NOW)
    codes = {}
    for wave in published.waves:
        firms = FRAMES[wave[-2:]][:30]
        fieldwork.load_frame(here, wave, frame_csv(firms), by="test", now=NOW)
        fieldwork.open_wave(here, wave, by="test", now=NOW, until=UNTIL)
        made = issue(here, wave, len(firms), code_key=key, by="test", now=NOW)
        codes[wave] = {one.unit: one.code for one in made}
    return Site(services, codes)


def _plan_core_waves(design: Path) -> None:
    """Beside each wave one that asks the core form in fifteen minutes."""
    yaml = YAML(typ="safe", pure=True)
    plan = yaml.load(design)
    for code, wave in dict(plan["waves"]).items():
        core = code.replace("2026-", "2026-core-")
        plan["waves"][core] = {**deepcopy(wave), "form": "core", "minutes": 15}
    yaml.dump(plan, design)


def expected(instrument: Instrument, given: Mapping[str, Answer]) -> dict[str, str]:
    """The status of every item but the consents, by the answers along the path."""
    return {
        code: str(given[code].status) if code in given else "not_asked"
        for code, item in instrument.questionnaire.items.items()
        if not item.is_consent
    }


def statuses(site: Site, walk: Walk) -> dict[str, str]:
    """The status of every item in a snapshot of the wave, of the response just sent."""
    taken = freezing.take(site.services.database, walk.wave, now=NOW)
    rows = from_parquet(taken.snapshot.parquet).to_pylist()
    response = site.invited(walk).response_id
    (row,) = [row for row in rows if row["response"] == response]
    return {
        name.removesuffix("__status"): status
        for name, status in row.items()
        if name.endswith("__status")
    }


def consents(site: Site, walk: Walk) -> Mapping[str, str]:
    read = consenting.wave_consents(site.services.database, walk.wave, by="test", now=NOW)
    return next(firm.said for firm in read.firms if firm.unit == walk.firm.unit)


def through_pages(site: Site, walk: Walk, client: StrictClient) -> dict[str, Answer]:
    """Start, fill in page after page, check everything, send; what was answered."""
    given: dict[str, Answer] = {}
    firm = Firm(client, site.code(walk)).start()
    for visit in walk.visits(site.invited(walk).instrument):
        firm.visit(f"/answer/{visit.section}/{visit.page}")
        assert firm.path == f"/answer/{visit.section}/{visit.page}"
        firm.press(visit.raw)
        if 'name="confirmed"' in firm.text:
            firm.press(visit.raw)
        assert firm.status == 200
        given |= visit.answers
    firm.visit("/answer/check").press(form_id=None)
    assert firm.path == "/answer/receipt", firm.text
    return given


def through_actions(site: Site, walk: Walk) -> dict[str, Answer]:
    """The same without pages."""
    database, given = site.services.database, dict[str, Answer]()
    opened = answering.open_response(
        database,
        site.code(walk),
        code_key=site.services.code_key,
        language=walk.language,
        now=NOW,
    )
    assert isinstance(opened, answering.Opened)
    for visit in walk.visits(site.invited(walk).instrument):
        posted = Posted(visit.section, visit.page, visit.raw, seen={})
        saved = answering.save_page(
            database, opened.response_id, posted, by=FIRM, language=walk.language, now=NOW
        )
        hard = [finding for finding in saved.findings if finding.level == "hard"]
        assert (saved.outcome in {"saved", "findings"}, hard) == (True, []), saved
        given |= visit.answers
    sent = answering.submit(database, opened.response_id, by=FIRM, now=NOW + timedelta(hours=1))
    assert sent.outcome == "submitted", sent
    return given


def codes_on(site: Site, walk: Walk) -> frozenset[str]:
    """The items that a walk leads through."""
    visits = walk.visits(site.invited(walk).instrument)
    return frozenset(code for visit in visits for code in visit.answers)


def assert_kept(site: Site, walk: Walk, given: Mapping[str, Answer]) -> None:
    instrument = site.invited(walk).instrument
    asked = {code for code in given if instrument.questionnaire.items[code].is_consent}

    assert statuses(site, walk) == expected(instrument, given)
    assert consents(site, walk) == {code: given[code].value for code in asked}


def test_a_firm_can_fill_in_the_short_form_by_its_pages(
    site: Site, visitor: Callable[[str], StrictClient]
) -> None:
    walk = Walk("2026-core-jp", "ja", 5)

    given = through_pages(site, walk, visitor("ja"))

    assert_kept(site, walk, given)


@pytest.mark.slow
@pytest.mark.parametrize("walk", BY_PAGES, ids=str)
def test_a_firm_can_fill_in_every_page_that_it_is_led_to(
    site: Site, visitor: Callable[[str], StrictClient], walk: Walk
) -> None:
    given = through_pages(site, walk, visitor(walk.language))

    assert_kept(site, walk, given)


@pytest.mark.slow
def test_every_walk_is_kept_as_it_was_answered(site: Site) -> None:
    for walk in BY_ACTIONS:
        given = through_actions(site, walk)

        assert_kept(site, walk, given)


def test_the_walks_reach_every_item_and_pass_by_every_item_that_can_be_passed_by(
    site: Site,
) -> None:
    items = site.invited(BY_PAGES[0]).instrument.questionnaire.items
    for form in ("full", "core"):
        in_form = {code for code, item in items.items() if item.core or form == "full"}
        walks = [
            walk for walk in (*BY_PAGES, *BY_ACTIONS) if ("core" in walk.wave) == (form == "core")
        ]
        paths = [codes_on(site, walk) for walk in walks]

        assert frozenset().union(*paths) == in_form
        assert in_form - in_form.intersection(*paths) == {
            code for code in in_form if items[code].ask_if
        }
