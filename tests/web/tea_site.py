"""The survey about tea with staff: an account for each role on each of two waves, and a report."""

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.access.roles import Role
from app.actions import analysis, fieldwork, membership
from app.actions.services import Services
from app.storage.database import Database
from config import Config
from tests import cast, databases
from tests.web.client import StrictClient

ROOT = Path(__file__).parents[2]
HERE, ELSEWHERE = "tea-named", "tea-quiet"
PASSWORD = "oolong-and-sencha"  # noqa: S105  (of invented accounts)
FAR = datetime(2999, 1, 1, tzinfo=UTC)

REPORT = """\
format: 1
code: tea
title: {en: Tea in invented firms, ja: 架空企業のお茶}
subtitle: {en: Who drinks it, ja: 誰が飲むか}
languages: [en]
reading: frame
groups:
  - code: jp
    wave: tea-named
    label: {en: Japan, ja: 日本}
    name: {en: Japan, ja: 日本}
    color: japan
    where: {country: [JP]}
  - code: de
    wave: tea-named
    label: {en: Germany, ja: ドイツ}
    name: {en: Germany, ja: ドイツ}
    color: eu
    where: {country: [DE]}
tables:
  - code: drinks
    item: drinks
    title: {en: Tea is drunk, ja: お茶を飲む}
    order: given
"""


def email(role: str, wave: str | None) -> str:
    """The e-mail of the account that holds a role on a wave."""
    return f"{role}@{wave or 'everywhere'}.example"


@dataclass(frozen=True)
class TeaSite:
    """The application on both waves, open, with one response sent and one under way."""

    app: Flask
    world: cast.World

    @property
    def services(self) -> Services:
        """What the actions need."""
        found = self.app.extensions["kakehashi"]
        assert isinstance(found, Services)
        return found

    @property
    def database(self) -> Database:
        """The database of the site."""
        return self.services.database

    def visitor(self, language: str = "en") -> StrictClient:
        """A browser that has not been here before."""
        made = self.app.test_client()
        assert isinstance(made, StrictClient)
        made.language = language
        return made

    def signed_in(self, role: str, wave: str | None = HERE) -> StrictClient:
        """A browser in which an account has signed in."""
        browser = self.visitor()
        answer = sign_in(browser, email(role, wave))
        assert answer.location == "/staff/", answer.get_data(as_text=True)
        return browser


def token_on(browser: StrictClient, path: str) -> str:
    """The token that the forms of a page carry."""
    page = browser.get(path).get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def sign_in(
    browser: StrictClient, address: str, password: str = PASSWORD, **fields: str
) -> TestResponse:
    """Send the form of signing in; what came back."""
    typed = {"email": address, "password": password, **fields}
    return browser.post("/sign-in", data={"csrf_token": token_on(browser, "/sign-in"), **typed})


def prepare(folder: Path, questionnaire: str = cast.QUESTIONNAIRE) -> cast.World:
    """The files of a site in an empty folder, with one response sent and one under way."""
    world = cast.world(folder, questionnaire)
    for wave in (HERE, ELSEWHERE):
        fieldwork.open_wave(world.database, wave, by=cast.BY, now=cast.NOW, until=FAR)
    shutil.copy(
        ROOT / "surveys/economic_security/2026/disclosure.yaml", world.surveys / cast.SURVEY
    )
    (folder / "reports" / "tea").mkdir(parents=True)
    (folder / "reports" / "tea" / "report.yaml").write_text(REPORT, encoding="utf-8")
    shutil.copy(ROOT / "reports/palette.yaml", folder / "reports")
    if questionnaire == cast.QUESTIONNAIRE:
        world.sent(0)
        world.opened(1)
    for role in Role:
        for wave in (HERE, ELSEWHERE):
            newcomer = membership.Newcomer(email(role, wave), f"Invented {role}", role, wave)
            membership.create_account(world.database, newcomer, PASSWORD, by=cast.BY, now=cast.NOW)
    world.database.close()
    return world


def tea_site(
    folder: Path,
    prepared: cast.World,
    *,
    rate_limits: bool = False,
    demo: bool = True,
    site: str = "",
) -> TeaSite:
    """A site of its own in an empty folder, from files that were prepared once."""
    home = prepared.surveys.parent
    shutil.copytree(home, folder, dirs_exist_ok=True)
    settings = Config(
        database_url=databases.copied(home, folder),
        secret_key="for-the-tests-alone-and-long-enough",  # noqa: S106
        code_key=cast.KEY,
        data=folder,
        surveys=folder / "surveys",
        reports=folder / "reports",
        https=False,
        demo=demo,
        rate_limits=rate_limits,
        site=site,
    )
    app = create_app(settings)
    app.test_client_class = StrictClient
    database = app.extensions["kakehashi"].database
    return TeaSite(app, cast.World(database, folder / "surveys", prepared.codes))


def run_report(site: TeaSite, *, is_published: bool) -> int:
    """A run of the report about tea."""
    number = analysis.run_report(
        site.database,
        "tea",
        surveys=site.services.surveys,
        reports=site.services.reports,
        by=cast.BY,
        now=cast.NOW,
    )
    if is_published:
        analysis.publish_run(site.database, number, by=cast.BY, now=cast.NOW)
    return number
