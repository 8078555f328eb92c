"""A real server with a wave in the field, and a browser that visits it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from app import create_app
from app.actions import fieldwork, publishing
from app.actions.codes import issue_codes
from app.storage.database import upgrade
from bench.server import free_port
from config import Config
from tests import cast
from tests.conftest import installation
from tests.web.orders_site import prepare_orders

ROOT = Path(__file__).parents[2]
AXE = Path(__file__).parent / "axe" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
START_S = 40
JAPAN = "tea-named"
SIZES = {
    "desk": ViewportSize(width=1280, height=900),
    "phone": ViewportSize(width=360, height=740),
}
RUN_AXE = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"


@dataclass
class Site:
    """A server with waves in the field, and codes that nobody has used."""

    url: str
    codes: dict[str, list[str]]
    settings: Config | None = None

    def code(self, wave: str) -> str:
        """A fresh code of a wave."""
        return self.codes[wave].pop(0)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            with urlopen(url, timeout=2):  # noqa: S310  (our own server)
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"no answer from {url} within {START_S} s")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The default survey in the field in Japan and in the EU, served as it is in service."""
    data = tmp_path_factory.mktemp("site")
    settings = installation(data)
    codes = field(settings)
    with served(settings) as url:
        yield Site(url, codes, settings)


@contextmanager
def served(settings: Config) -> Iterator[str]:
    """The address of a server on an installation, as it is in service."""
    port = free_port()
    environment = {
        **os.environ,
        "DATA_DIR": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "CODE_KEY": settings.code_key,
        "HTTPS": "off",
        "DEMO": "1",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"]
    command += ["app:create_app", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/healthz", server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=10)


def field(settings: Config) -> dict[str, list[str]]:
    """Publish the survey, load invented frames, open the waves, issue codes."""
    app = create_app(settings)
    services = app.extensions["kakehashi"]
    database, now = services.database, datetime.now(UTC)  # noqa: TID251  (the server's clock)
    upgrade(database)
    publishing.publish_survey(
        database, services.surveys, "economic_security/2026", by="test", now=now
    )
    codes = {}
    for wave, country in (("2026-jp", "JP"), ("2026-eu", "DE")):
        lines = [f"{country}{n},Invented Works {n},{country},c26,medium" for n in range(40)]
        frame = "\n".join(["unit,name,country,sector,size", *lines])
        fieldwork.load_frame(database, wave, frame, by="test", now=now)
        fieldwork.open_wave(database, wave, by="test", now=now, until=now + timedelta(days=30))
        codes[wave] = list(
            issue_codes(database, wave, count=40, code_key=settings.code_key, by="test", now=now)
        )
    database.close()
    return codes


@contextmanager
def tea_served(folder: Path, firms: int, source: str = "orders") -> Iterator[Site]:
    """A small survey about tea in the field, served: of ranks and shares, or of rows."""
    world = prepare_orders(folder, firms=firms, source=source)
    settings = replace(installation(folder), code_key=cast.KEY, surveys=folder / "surveys")
    with served(settings) as url:
        yield Site(url, {wave: list(codes) for wave, codes in world.codes.items()})


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The survey of ranks, scales, shares and consents, served."""
    with tea_served(tmp_path_factory.mktemp("orders"), firms=12) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; the sandbox is off for root, who may not use it."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"no {CHROMIUM}: `make test` installs it")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


def violations(page: Page) -> list[str]:
    """What axe finds on a page, a line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    found = page.evaluate(RUN_AXE)
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for rule in found
        for node in rule["nodes"]
    ]


@cache
def axe() -> str:
    """The program that reads a page as somebody with a screen reader would."""
    return AXE.read_text(encoding="utf-8")


def is_too_wide(page: Page) -> bool:
    """Whether a page scrolls sideways."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wide
