"""A survey in the field: published, with a frame, open, with codes that nobody has used."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from app.actions import fieldwork, publishing
from app.actions.services import Services
from tests.web.client import StrictClient
from tests.web.firm import Firm

FRAME = """unit,name,country,sector,size
J1,Invented Sakura Works,JP,c26,medium
J2,Invented Fuji Trading,JP,g,small
J3,Invented "Bold" <b>Firm</b> & {host},JP,c10,large
"""
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def codes(services: Services) -> list[str]:
    """Fresh codes of three invented firms in the Japanese wave, in frame order."""
    database = services.database
    publishing.publish_survey(
        database, services.surveys, "economic_security/2026", by="test", now=NOW
    )
    fieldwork.load_frame(database, "2026-jp", FRAME, by="test", now=NOW)
    fieldwork.open_wave(
        database, "2026-jp", by="test", now=NOW, until=datetime(2999, 1, 1, tzinfo=UTC)
    )
    return list(
        fieldwork.issue_codes(
            database, "2026-jp", count=3, code_key=services.code_key, by="test", now=NOW
        )
    )


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
