"""What a page and a save cost on SQLite and on PostgreSQL, side by side in one run.

.venv/bin/python -m bench.databases [--saves 600]
"""

import argparse
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles

from app.questionnaire.answer import Answer, Status, fingerprint
from bench.browser import Browser
from bench.installation import environment, prepared
from bench.journey import ASKED, ITEM, processor
from bench.postgresql import PostgreSQL, postgresql
from bench.server import Server, cpu_ms, serving

BLOCK = 50
COLUMNS = ("", "CPU ms server", "CPU ms database", "CPU ms together", "median ms", "p95 ms")
PARTS = [f"{act} {part}" for act in ("show", "save") for part in ("server", "database")]


@dataclass
class Side:
    """A server on one database, the firm that uses it, and what each request took."""

    name: str
    server: Server
    database: PostgreSQL | None
    browser: Browser
    token: list[tuple[str, str]]
    seen: str = "-"
    turn: int = 0
    shown_ms: list[float] = field(default_factory=list)
    saved_ms: list[float] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PARTS, 0.0))

    def show(self) -> None:
        """One page shown."""
        began = time.perf_counter()
        self.browser.get(ASKED)
        self.shown_ms.append(1000 * (time.perf_counter() - began))

    def save(self) -> None:
        """One page saved with a changed answer."""
        self.turn += 1
        code = ("strong", "some")[self.turn % 2]
        typed = [*self.token, (f"seen-{ITEM}", self.seen), (ITEM, code)]
        began = time.perf_counter()
        page = self.browser.post(ASKED, typed)
        self.saved_ms.append(1000 * (time.perf_counter() - began))
        if page.status != HTTPStatus.SEE_OTHER:
            raise LookupError(f"the page was not saved: status {page.status}")
        self.seen = fingerprint(Answer(Status.GIVEN, code))

    def block(self, act: str) -> None:
        """Fifty times the same, with the CPU of server and database meanwhile."""
        before = self._used()
        for _ in range(BLOCK):
            getattr(self, act)()
        after = self._used()
        for part in ("server", "database"):
            self.cpu[f"{act} {part}"] += after[part] - before[part]

    def _used(self) -> Mapping[str, float]:
        used = cpu_ms(self.database.processes()) if self.database else 0.0
        return {"server": self.server.cpu_ms(), "database": used}

    def row(self, act: str, times_ms: Sequence[float]) -> list[str]:
        """What an act costs, as a row of the table."""
        server, database = (
            self.cpu[f"{act} {part}"] / len(times_ms) for part in ("server", "database")
        )
        p95 = quantiles(times_ms, n=20)[-1]
        cpu = (f"{part:.2f}" for part in (server, database, server + database))
        return [f"{self.name}, {act}", *cpu, f"{median(times_ms):.1f}", f"{p95:.1f}"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--saves", type=int, default=600)
    wanted = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {processor()}\n")  # noqa: TID251
    with ExitStack() as stack:
        database = stack.enter_context(postgresql())
        sides = [
            opened(stack, "SQLite", None, None),
            opened(stack, "PostgreSQL", database.made("bench"), database),
        ]
        for each in sides:
            each.block("show")  # what is read once is read
            each.block("save")
        for each in sides:
            each.cpu = dict.fromkeys(PARTS, 0.0)
            each.shown_ms, each.saved_ms = [], []
        for _ in range(max(1, wanted.saves // BLOCK)):
            for act in ("show", "save"):
                for each in sides:
                    each.block(act)
    print_table(sides)


def opened(stack: ExitStack, name: str, url: str | None, database: PostgreSQL | None) -> Side:
    """A server on a database with one firm that has opened its response."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    (firm,) = prepared(folder, firms=1, now=datetime.now(UTC), url=url)  # noqa: TID251
    server = stack.enter_context(serving("app:create_app", environment(folder, url=url)))
    browser = Browser(server.port)
    stack.callback(browser.close)
    browser.open_code(firm.code)
    hidden = browser.get(ASKED).hidden(ASKED)
    return Side(
        name, server, database, browser, [pair for pair in hidden if pair[0] == "csrf_token"]
    )


def print_table(sides: Sequence[Side]) -> None:
    """The costs of each side, and the ratio of the second to the first."""
    print("| " + " | ".join(COLUMNS) + " |")
    print("|---" + "|---:" * (len(COLUMNS) - 1) + "|")
    for act in ("show", "save"):
        rows = [each.row(act, each.shown_ms if act == "show" else each.saved_ms) for each in sides]
        for row in rows:
            print("| " + " | ".join(row) + " |")
        ratios = (float(b) / float(a) for a, b in zip(rows[0][3:], rows[1][3:], strict=True))
        told = " | ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| PostgreSQL / SQLite, {act} | | | {told} |")
    print(f"\nEach of {len(sides[0].saved_ms)} requests in blocks of {BLOCK}, in turn.")


if __name__ == "__main__":
    main()
