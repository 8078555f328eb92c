"""The server is killed while firms save: what was acknowledged is there afterwards."""

import http.client
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

import pytest

from bench.browser import Browser
from bench.server import Server
from tests.faults.conftest import Installation

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

FIRMS = 16
ROUNDS = 20 if os.environ.get("SOAK") else 5
SAVING_S = 1.2
COUNTER = "/answer/counting/counter"


@dataclass
class Firm:
    """A firm that saves a counter, one higher each time, and notes what was acknowledged."""

    browser: Browser
    unit: str
    sent: int = 0
    acknowledged: list[int] = field(default_factory=list)

    def save_once(self) -> None:
        """One page shown and saved; a connection that breaks is only a reason to try again."""
        self.sent += 1
        try:
            page = self.browser.send(COUNTER, [("counter", str(self.sent))])
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
            return
        assert page.status == HTTPStatus.SEE_OTHER, page.text
        self.acknowledged.append(self.sent)


@contextmanager
def saving(installation: Installation, server: Server) -> Iterator[list[Firm]]:
    """Sixteen firms that save for the length of a block."""
    with ExitStack() as stack:
        yield from _saving(installation, server, stack)


def _saving(installation: Installation, server: Server, stack: ExitStack) -> Iterator[list[Firm]]:
    firms = []
    for unit, code in list(installation.codes.items())[:FIRMS]:
        browser = stack.enter_context(closing(Browser(server.port)))
        browser.open_code(code)
        begun = int(installation.answers(unit).get("counter", {}).get("value", "0"))
        firms.append(Firm(browser, unit, sent=begun))
    stop = threading.Event()
    problems: list[BaseException] = []

    def save(firm: Firm) -> None:
        try:
            while not stop.is_set():
                firm.save_once()
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=save, args=(firm,)) for firm in firms]
    for thread in threads:
        thread.start()
    try:
        yield firms
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not problems


def assert_nothing_acknowledged_is_lost(installation: Installation, firms: list[Firm]) -> None:
    for firm in firms:
        stored = installation.history(firm.unit, "counter")
        lost = set(firm.acknowledged) - {int(value) for value in stored}
        assert not lost
        assert len(stored) == len(set(stored)), "a page was stored twice"
        assert int(stored[-1]) >= firm.acknowledged[-1]
        assert installation.answers(firm.unit)["counter"]["value"] == stored[-1]


def test_killing_everything_loses_no_acknowledged_page(
    installation: Installation, server: Server
) -> None:
    with saving(installation, server) as firms:
        for _ in range(ROUNDS):
            time.sleep(SAVING_S)
            server.kill()
            server.restart()
        time.sleep(SAVING_S)

    assert all(firm.acknowledged for firm in firms)
    assert_nothing_acknowledged_is_lost(installation, firms)


def test_killing_the_worker_loses_no_acknowledged_page(
    installation: Installation, server: Server
) -> None:
    with saving(installation, server) as firms:
        time.sleep(SAVING_S)
        before = [len(firm.acknowledged) for firm in firms]
        server.kill_worker()
        time.sleep(3 * SAVING_S)

    assert all(before)
    assert sum(len(firm.acknowledged) for firm in firms) > sum(before)
    assert_nothing_acknowledged_is_lost(installation, firms)


def test_a_database_that_was_cut_off_is_whole(installation: Installation, server: Server) -> None:
    with saving(installation, server):
        time.sleep(SAVING_S)
        server.kill()
        server.restart()

    assert installation.ask("PRAGMA integrity_check") == [("ok",)]
    assert installation.ask("PRAGMA foreign_key_check") == []
