"""An installation of its own for each test that asks for one, on the database that is chosen."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.actions.services import Services
from app.storage.database import upgrade
from bench.postgresql import HASTY, PostgreSQL
from config import Config
from tests import cast, cheaply, databases
from tests.cast import World
from tests.web.client import StrictClient

LONGEST = (
    "browser/test_whole_survey.py",
    "faults/test_killing.py",
    "commands/test_demonstration.py",
    "browser/test_staff_and_reader.py",
    "browser/test_orders.py",
    "analysis/test_analysis.py",
    "browser/test_report.py",
    "browser/test_answering.py",
    "web/test_walks.py",
    "browser/test_rosters.py",
    "browser/test_staff_places.py",
    "reporting/test_attack.py",
)
"""The files that take longest, in the order in which they are begun."""
DATABASES = ("sqlite", "postgresql")
SERVER = pytest.StashKey[PostgreSQL]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database postgresql` runs what touches a database on a server of its own."""
    parser.addoption("--database", choices=DATABASES, default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """Start the one server of the run, or learn where it is from the process that did."""
    cheaply.begin()
    if config.getoption("--database") != "postgresql":
        return
    told = getattr(config, "workerinput", None)
    if told is not None:
        databases.use_server(told["database_server"])
        return
    server = config.stash[SERVER] = PostgreSQL(HASTY)
    databases.use_server(server.url("postgres"))
    databases.make_template()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of pytest-xdist where the server is."""
    server = node.config.stash.get(SERVER, None)
    if server is not None:
        node.workerinput["database_server"] = server.url("postgres")


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server."""
    server = config.stash.get(SERVER, None)
    if server is not None:
        databases.leave_server()
        server.end()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database and, on the second one, what needs none."""
    chosen = config.getoption("--database")
    other = next(name for name in DATABASES if name != chosen)
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        is_twice = chosen == "postgresql" and databases.needs_none(_place(item))
        (left if is_twice or is_about(item, other) else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
    slow = {_place(item) for item in kept if item.get_closest_marker("slow")}
    items[:] = sorted(kept, key=lambda item: _turn(_place(item), slow))


def _place(item: pytest.Item) -> Path:
    """The file of a test, from the folder of the tests."""
    return item.path.relative_to(Path(__file__).parent)


def _turn(file: Path, slow: Collection[Path]) -> tuple[int, bool]:
    """The longest files first, then what is slow: no process is left alone with one at the end."""
    name = file.as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST), file not in slow


def is_about(item: pytest.Item, database: str) -> bool:
    """Whether a test is about one database alone, for the reason that its mark gives."""
    marks = list(item.iter_markers(f"{database}_alone"))
    if any(not mark.args for mark in marks):
        raise pytest.UsageError(f"{item.nodeid}: say why it is about {database} alone")
    return bool(marks)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what the tests measured."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    figures = [told for each in reports for name, told in each.user_properties if name == "figure"]
    if figures:
        terminalreporter.section("figures")
        for told in figures:
            terminalreporter.line(str(told))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Remove the databases of a test, after everything that used them is closed."""
    folder = getattr(item, "funcargs", {}).get("tmp_path")
    yield
    if folder is not None:
        databases.drop(folder)


def installation(folder: Path) -> Config:
    """A demonstration in a folder, without HTTPS and without limits."""
    return Config(
        database_url=databases.address(folder),
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


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world of tea as it is made once, to be copied."""
    made = cast.world(tmp_path_factory.mktemp("world"))
    made.database.close()
    return made


@pytest.fixture
def world(original: World, tmp_path: Path) -> Iterator[World]:
    """Both waves open, a code for each firm, nobody has answered."""
    copy = cast.copied(original, tmp_path / "world")
    yield copy
    copy.database.close()
