"""An installation of its own for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.actions.services import Services
from app.storage.database import upgrade
from config import Config
from tests.web.client import StrictClient


def installation(folder: Path) -> Config:
    """A demonstration in a folder, without HTTPS and without limits."""
    return Config(
        database_url=f"sqlite:///{folder / 'kakehashi.sqlite'}",
        secret_key="for-the-tests-alone-and-long-enough",  # noqa: S106
        code_key="another-key-for-the-tests-alone",
        data=folder,
        https=False,
        demo=True,
        rate_limits=False,
    )


@pytest.fixture
def settings(tmp_path: Path) -> Config:
    """A demonstration on an empty folder."""
    return installation(tmp_path)


@pytest.fixture
def app(settings: Config) -> Iterator[Flask]:
    """The application on a database that has its tables and no rows."""
    made = create_app(settings)
    made.test_client_class = StrictClient
    services = made.extensions["kakehashi"]
    upgrade(services.database)
    yield made
    services.database.close()


@pytest.fixture
def services(app: Flask) -> Services:
    """What the actions need on the app's database."""
    found = app.extensions["kakehashi"]
    assert isinstance(found, Services)
    return found


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A reader of English who proof-reads every page."""
    made = app.test_client()
    assert isinstance(made, StrictClient)
    made.language = "en"
    return made
