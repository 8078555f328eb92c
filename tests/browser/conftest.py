"""A real server with a wave in the field, and a browser that visits it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = Path(__file__).parent / "axe" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
START_S = 40


@dataclass
class Site:
    """A server with waves in the field, and codes that nobody has used."""

    url: str
    codes: dict[str, list[str]]

    def code(self, wave: str) -> str:
        """A fresh code of a wave."""
        return self.codes[wave].pop(0)


def _free_port() -> int:
    for port in range(8200, 8290):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port from 8200 to 8289")


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
def browser() -> Iterator[Browser]:
    """The system's Chromium; the sandbox is off for root, who may not use it."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no {CHROMIUM}: `make test` installs it")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


def violations(page: Page) -> list[str]:
    """What axe finds on a page, a line for each element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def is_too_wide(page: Page) -> bool:
    """Whether a page scrolls sideways."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wide
