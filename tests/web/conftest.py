"""A survey in the field: published, with a frame, open, with codes that nobody has used."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.actions import fieldwork, publishing
from app.actions.codes import issue_codes
from app.actions.services import Services
from app.storage.database import Database, upgrade
from tests import databases
from tests.cast import World
from tests.conftest import installation
from tests.web.client import StrictClient
from tests.web.firm import Firm
from tests.web.tea_site import TeaSite, prepare, tea_site

FRAME = """unit,name,country,sector,size
J1,Invented Sakura Works,JP,c26,medium
J2,Invented Fuji Trading,JP,g,small
J3,Invented "Bold" <b>Firm</b> & {host},JP,c10,large
"""
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Field:
    """A database with a wave in the field, made once, and its fresh codes."""

    folder: Path
    codes: tuple[str, ...]


@pytest.fixture(scope="session")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    """The default survey published, with a frame of three invented firms, open, with codes."""
    folder = tmp_path_factory.mktemp("field")
    settings = installation(folder)
    database = Database(settings.database_url)
    upgrade(database)
    publishing.publish_survey(
        database, settings.surveys, "economic_security/2026", by="test", now=NOW
    )
    fieldwork.load_frame(database, "2026-jp", FRAME, by="test", now=NOW)
    fieldwork.open_wave(
        database, "2026-jp", by="test", now=NOW, until=datetime(2999, 1, 1, tzinfo=UTC)
    )
    codes = issue_codes(
        database, "2026-jp", count=3, code_key=settings.code_key, by="test", now=NOW
    )
    database.close()
    return Field(folder, codes)


@pytest.fixture
def codes(services: Services, field: Field, tmp_path: Path) -> list[str]:
    """Fresh codes of three invented firms in the Japanese wave, in frame order."""
    services.database.close()
    databases.copied(field.folder, tmp_path)
    return list(field.codes)


@pytest.fixture
def visitor(app: Flask) -> Callable[[str], StrictClient]:
    """Makes a browser of its own for a reader of a language."""

    def make(language: str) -> StrictClient:
        made = app.test_client()
        assert isinstance(made, StrictClient)
        made.language = language
        return made

    return make


@pytest.fixture
def firm(visitor: Callable[[str], StrictClient], codes: list[str]) -> Firm:
    """The first firm, whose reader prefers English, after Start."""
    return Firm(visitor("en"), codes[0]).start()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The files of a site, to be copied."""
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def make_site(prepared: World, tmp_path: Path) -> Iterator[Callable[..., TeaSite]]:
    """Makes a site with the settings asked for."""
    made: list[TeaSite] = []

    def make(**settings: Any) -> TeaSite:
        made.append(tea_site(tmp_path / str(len(made)), prepared, **settings))
        return made[-1]

    yield make
    for site in made:
        site.database.close()


@pytest.fixture
def site(make_site: Callable[..., TeaSite]) -> TeaSite:
    """A site without limits, as a demonstration."""
    return make_site()
