"""What a firm's journey costs: CPU, SQL and time of a page, beside a bare save on this machine.

.venv/bin/python bench/journey.py [--seconds 15] [--firms 1 8 32]
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parents[1]))

from app import create_app
from app.questionnaire.answer import Answer, Status, fingerprint
from bench.browser import Browser, Page
from bench.installation import SECRETS, environment, prepared, stored
from bench.load import Firm, Outcome, bare_load, load
from bench.server import Server, serving
from bench.statements import counted
from bench.weight import first_visit
from config import Config

ALONE = 300
ASKED, ITEM = "/answer/awareness_org/awareness", "awareness"
COLUMNS = ("firms at once", "journeys a minute", "pages a second", "CPU ms a page",
           "CPU ms a request", "p50 ms", "p95 ms", "stored / acknowledged")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """A number of firms at once, what they did, and the server's CPU meanwhile."""

    at_once: int
    outcome: Outcome
    cpu_ms: float
    kept: int

    def row(self) -> Iterator[str]:
        """The level as a row of the table."""
        done = self.outcome
        yield str(self.at_once)
        yield f"{60 * len(done.units) / done.wall_s:.0f}"
        yield f"{done.pages / done.wall_s:.0f}"
        yield f"{self.cpu_ms / done.pages:.1f}"
        yield f"{self.cpu_ms / done.requests:.1f}"
        yield f"{done.page_ms(0.5):.0f}"
        yield f"{done.page_ms(0.95):.0f}"
        yield f"{self.kept} / {len(done.units)}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--firms", type=int, nargs="+", default=[1, 8, 32])
    wanted = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {processor()}\n")  # noqa: TID251
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), wanted.firms, wanted.seconds)


def measure(folder: Path, at_once: Sequence[int], seconds: float) -> None:
    """Every figure, one after the other, on a folder of its own."""
    share = 40 + round(8 * seconds)
    now = datetime.now(UTC)  # noqa: TID251
    firms = prepared(folder, firms=2 + share * len(at_once), now=now)
    pages = mean(len(firm.script) for firm in firms)
    shown, saved = statements(folder, firms[0])
    with serving("app:create_app", environment(folder)) as server:
        weights = first_visit(server.port, f"/r/{firms[1].code}")
        show_ms, save_ms = alone(server, firms[1])
        levels = [
            level(server, firms[2 + share * at : 2 + share * (at + 1)], count, seconds, folder)
            for at, count in enumerate(at_once)
        ]
        memory = server.memory_mb()
    bare_ms, bare_rate = bare(max(at_once), seconds / 3)
    print_table(levels)
    page_ms = levels[-1].cpu_ms / levels[-1].outcome.pages
    print(f"\nA journey has {pages:.0f} pages; a page is its GET and its POST.")
    print(f"One firm, one page: showing {show_ms:.1f} ms of CPU, saving {save_ms:.1f} ms.")
    print(f"SQL beside BEGIN and COMMIT: {shown} to show, {saved} to save.")
    print(
        f"Bare Flask and SQLite: {bare_ms:.2f} ms of CPU a page, {bare_rate:.0f} pages a second;"
    )
    print(f"a page of the questionnaire costs {page_ms / bare_ms:.1f} times as much.")
    print(f"Memory under load: {memory:.0f} MB.")
    print(f"First visit: {sum(each.bytes_sent for each in weights) / 1000:.0f} kB compressed.")
    for each in weights:
        print(f"  {each.bytes_sent:>7} {each.path.partition('?')[0].split('/')[-1]}")


def level(
    server: Server, firms: Sequence[Firm], at_once: int, seconds: float, folder: Path
) -> Level:
    """So many firms at once; what is stored of them is compared answer by answer."""
    before = server.cpu_ms()
    outcome = load(server.port, firms, at_once=at_once, seconds=seconds)
    cpu_ms = server.cpu_ms() - before
    expected = {firm.unit: firm.answers for firm in firms}
    found = stored(folder)
    kept = sum(found.get(unit) == expected[unit] for unit in outcome.units)
    return Level(at_once, outcome, cpu_ms, kept)


def alone(server: Server, firm: Firm) -> tuple[float, float]:
    """CPU in ms of showing a page and of saving it, for one firm on a quiet server."""
    browser = Browser(server.port)
    browser.open_code(firm.code)
    form = [pair for pair in browser.get(ASKED).hidden(ASKED) if pair[0] == "csrf_token"]
    before = server.cpu_ms()
    for _ in range(ALONE):
        browser.get(ASKED)
    between = server.cpu_ms()
    seen = "-"
    for turn in range(ALONE):
        code = ("strong", "some")[turn % 2]
        page = browser.post(ASKED, [*form, (f"seen-{ITEM}", seen), (ITEM, code)])
        if page.status != HTTPStatus.SEE_OTHER:
            raise LookupError(f"the page was not saved: status {page.status}")
        seen = fingerprint(Answer(Status.GIVEN, code))
    after = server.cpu_ms()
    browser.close()
    return (between - before) / ALONE, (after - between) / ALONE


def statements(folder: Path, firm: Firm) -> tuple[int, int]:
    """The most statements that any page of a journey takes to show, and to save."""
    app = create_app(
        Config(
            database_url=f"sqlite:///{folder / 'kakehashi.sqlite'}",
            secret_key=SECRETS["SECRET_KEY"],
            code_key=SECRETS["CODE_KEY"],
            data=folder,
            https=False,
            demo=True,
        )
    )
    client, start = app.test_client(), f"/r/{firm.code}"
    client.post(start, data=dict(_page(client.get(start).get_data(as_text=True)).hidden(start)))
    shown, saved = [], []
    for address, typed in firm.script:
        with counted() as sent:
            text = client.get(address).get_data(as_text=True)
        shown.append(len(sent))
        with counted() as sent:
            fields: dict[str, list[str]] = {}
            for name, value in (*_page(text).hidden(address), *typed):
                fields.setdefault(name, []).append(value)
            answered = client.post(address, data=fields)
        if answered.status_code == HTTPStatus.SEE_OTHER:  # else asked back, and shown again
            saved.append(len(sent))
    app.extensions["kakehashi"].database.close()
    return max(shown), max(saved)


def _page(text: str) -> Page:
    return Page(HTTPStatus.OK, text, None, {})


def bare(at_once: int, seconds: float) -> tuple[float, float]:
    """CPU in ms of a page of the bare application, and its pages a second."""
    with (
        tempfile.TemporaryDirectory() as name,
        serving("bench.bare:create_app", {"BARE_FOLDER": name}) as server,
    ):
        before = server.cpu_ms()
        outcome = bare_load(server.port, at_once=at_once, seconds=seconds)
        return (server.cpu_ms() - before) / outcome.pages, outcome.pages / outcome.wall_s


def print_table(levels: Sequence[Level]) -> None:
    """The levels as a table in Markdown."""
    rows = [COLUMNS, tuple("---:" for _ in COLUMNS), *(tuple(level.row()) for level in levels)]
    for row in rows:
        print("| " + " | ".join(row) + " |")


def processor() -> str:
    """What the machine calls its processor."""
    lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "processor not told"


if __name__ == "__main__":
    main()
