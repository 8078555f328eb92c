"""Firms that save without a pause while something is broken, and what became of their pages."""

import http.client
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import pairwise

from bench.browser import Browser
from bench.server import Server
from tests.faults.conftest import Installation

SOAK = bool(os.environ.get("SOAK"))
SLACK = 1 if SOAK else 4
"""How many times longer than on a quiet machine anything on the clock may take."""
FIRMS = 16
SAVING_S = 1.2
COUNTER = "/answer/counting/counter"


@dataclass
class Firm:
    """A firm that saves a counter, one higher each time, and notes what became of it."""

    browser: Browser
    unit: str
    sent: int = 0
    acknowledged: list[int] = field(default_factory=list)
    acknowledged_at: list[float] = field(default_factory=list)
    refused_at: list[float] = field(default_factory=list)

    def save_once(self) -> None:
        """One page shown and saved; a connection that breaks is only a reason to try again."""
        self.sent += 1
        try:
            page = self.browser.get(COUNTER)
            if page.status == HTTPStatus.OK:
                typed = [*page.hidden(COUNTER), ("counter", str(self.sent))]
                page = self.browser.post(COUNTER, typed)
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
            return
        if page.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.refused_at.append(time.monotonic())
            return
        assert page.status == HTTPStatus.SEE_OTHER, page.text
        self.acknowledged.append(self.sent)
        self.acknowledged_at.append(time.monotonic())


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


def acknowledged(firms: Sequence[Firm]) -> int:
    """How many pages were acknowledged."""
    return sum(len(firm.acknowledged) for firm in firms)


def longest_gap_s(firms: Sequence[Firm]) -> float:
    """The longest time in which no firm had a page acknowledged."""
    moments = sorted(moment for firm in firms for moment in firm.acknowledged_at)
    return max(after - before for before, after in pairwise(moments))


def first_after_s(firms: Sequence[Firm], moment: float) -> float:
    """How long after a moment the next page of any firm was acknowledged."""
    return min(at for firm in firms for at in firm.acknowledged_at if at > moment) - moment


def lost(installation: Installation, firms: Sequence[Firm]) -> int:
    """How many acknowledged pages are not stored; what is stored is stored once and in order."""
    missing = 0
    for firm in firms:
        stored = [int(value) for value in installation.history(firm.unit, "counter")]
        missing += len(set(firm.acknowledged) - set(stored))
        assert len(stored) == len(set(stored)), "a page was stored twice"
        assert stored[-1] >= firm.acknowledged[-1]
        assert installation.answers(firm.unit)["counter"]["value"] == str(stored[-1])
    return missing
