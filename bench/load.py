"""Firms at a server: each journey a firm's own, as many at once as are asked for."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

from bench.browser import Browser, Page

CHECK, SUBMIT = "/answer/check", "/answer/submit"

Script = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""The pages of a firm in order: an address, and what is typed there."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm with its code, everything that it will type, and how that is to be stored."""

    unit: str
    code: str
    script: Script
    answers: Mapping[str, Mapping[str, object]]


@dataclass
class Record:
    """What one person at a browser has seen: how long each page took, what was acknowledged."""

    page_s: list[float] = field(default_factory=list)
    requests: int = 0
    pages: int = 0
    units: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A level of load: what was done, and how long it took on the wall."""

    records: Sequence[Record]
    wall_s: float

    @property
    def pages(self) -> int:
        """Pages that were acknowledged as saved."""
        return sum(record.pages for record in self.records)

    @property
    def requests(self) -> int:
        """Requests that were answered."""
        return sum(record.requests for record in self.records)

    @property
    def units(self) -> list[str]:
        """Firms whose whole journey was acknowledged."""
        return [unit for record in self.records for unit in record.units]

    def page_ms(self, quantile: float) -> float:
        """How long saving a page and seeing the next took, at a quantile, in ms."""
        times = sorted(each for record in self.records for each in record.page_s)
        return 1000 * times[min(len(times) - 1, int(quantile * len(times)))]


def load(port: int, firms: Sequence[Firm], *, at_once: int, seconds: float) -> Outcome:
    """So many firms at once for so long; each begins another journey while there is time."""
    waiting = deque(firms)
    records = [Record() for _ in range(at_once)]
    until = time.perf_counter() + seconds
    problems: list[Exception] = []

    def answer(record: Record) -> None:
        try:
            while time.perf_counter() < until and waiting:
                journey(port, waiting.popleft(), record)
        except Exception as problem:
            problems.append(problem)
            raise

    began = time.perf_counter()
    _together([partial(answer, record) for record in records])
    wall = time.perf_counter() - began
    if problems:
        raise RuntimeError("a journey broke off") from problems[0]
    return Outcome(records, wall)


def journey(port: int, firm: Firm, record: Record) -> None:
    """A firm from its link to its receipt, without pausing to think."""
    browser = Browser(port)
    page = browser.follow(browser.open_code(firm.code))
    record.requests += 3
    page = browser.get(firm.script[0][0])
    record.requests += 1
    for address, typed in firm.script:
        if not page.posts_to(address):  # after a section comes the contents
            page = browser.get(address)
            record.requests += 1
        began = time.perf_counter()
        page = _saved(browser, page, address, typed, record)
        record.page_s.append(time.perf_counter() - began)
    if page.status != HTTPStatus.OK:
        raise LookupError(f"{firm.unit} ended on a page with status {page.status}")
    sent = browser.post(SUBMIT, browser.get(CHECK).hidden(SUBMIT))
    record.requests += 3
    if sent.location != "/answer/receipt":
        raise LookupError(f"{firm.unit} was sent to {sent.location} and not to its receipt")
    browser.follow(sent)
    browser.close()
    record.units.append(firm.unit)


def bare_load(port: int, *, at_once: int, seconds: float) -> Outcome:
    """The same pace against the bare application: a page shown and saved, over and over."""
    records = [Record() for _ in range(at_once)]
    until = time.perf_counter() + seconds

    def answer(number: int, record: Record) -> None:
        browser = Browser(port)
        while time.perf_counter() < until:
            address = f"/{number}/{record.pages}"
            began = time.perf_counter()
            browser.get(address)
            browser.post(address, [("answer", "3")])
            record.page_s.append(time.perf_counter() - began)
            record.requests += 2
            record.pages += 1
        browser.close()

    began = time.perf_counter()
    _together([partial(answer, *pair) for pair in enumerate(records)])
    return Outcome(records, time.perf_counter() - began)


def _saved(
    browser: Browser, page: Page, address: str, typed: Sequence[tuple[str, str]], record: Record
) -> Page:
    """The page after the one that is saved; a page that asks back is confirmed."""
    for _ in range(2):
        sent = browser.post(address, [*page.hidden(address), *typed])
        record.requests += 1
        if sent.status == HTTPStatus.SEE_OTHER:
            record.pages += 1
            record.requests += 1
            return browser.follow(sent)
        page = sent
    raise LookupError(f"{address} was not saved: status {page.status}")


def _together(deeds: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
