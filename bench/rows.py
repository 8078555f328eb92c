"""What a page of rows costs one firm on an otherwise quiet server, beside a page of one question.

.venv/bin/python bench/rows.py
"""

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.browser import Browser
from bench.installation import environment, prepared
from bench.journey import processor
from bench.server import Server, serving

TIMES = 200
SECTION = "/answer/critical_supply"
GATE, ONE, ROWS = (
    f"{SECTION}/{page}" for page in ("critical_inputs", "tier_visibility", "inputs")
)
MOST = 3

Fields = list[tuple[str, str]]


def main() -> None:
    """Measure and print."""
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {processor()}\n")  # noqa: TID251
    print("| page | showing, CPU ms | saving, CPU ms |\n| --- | ---: | ---: |")
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        firm = prepared(folder, firms=2, now=datetime.now(UTC))[0]  # noqa: TID251
        with serving("app:create_app", environment(folder)) as server:
            browser = Browser(server.port)
            browser.open_code(firm.code)
            browser.send(GATE, [("critical_inputs", "yes")])
            print(line("one question", server, browser, ONE, [_tier("tier1"), _tier("tier2")]))
            for count in range(1, MOST + 1):
                states = [_rows(count, "magnets"), _rows(count, "chips")]
                name = f"{count} of {MOST} rows, one open"
                print(line(name, server, browser, ROWS, states, f"?open=inputs__{count}"))
            browser.close()


def line(
    name: str,
    server: Server,
    browser: Browser,
    address: str,
    states: Sequence[Fields],
    query: str = "",
) -> str:
    """A page as a row of the table: shown many times, then saved in two states in turn."""
    seen = [_saved(browser, address, state) for state in states]
    token = [pair for pair in browser.get(address).hidden(address) if pair[0] == "csrf_token"]
    asked = [[*token, *state] for state in states]
    turns = cycle([[*asked[0], seen[1]], [*asked[1], seen[0]]])
    show = _cpu_ms(server, lambda: _expect(browser.get(address + query).status, HTTPStatus.OK))
    save = _cpu_ms(
        server,
        lambda: _expect(browser.post(address, next(turns)).status, HTTPStatus.SEE_OTHER),
    )
    return f"| {name} | {show:.1f} | {save:.1f} |"


def _saved(browser: Browser, address: str, state: Fields) -> tuple[str, str]:
    """The fingerprint that the page carries once it is saved in a state."""
    kept = [
        pair for pair in browser.get(address).hidden(address) if not pair[0].startswith("inputs__")
    ]
    _expect(browser.post(address, [*kept, *state]).status, HTTPStatus.SEE_OTHER)
    return next(
        pair for pair in browser.get(address).hidden(address) if pair[0].startswith("seen-")
    )


def _tier(code: str) -> Fields:
    return [("tier_visibility", code)]


def _cpu_ms(server: Server, deed: Callable[[], None]) -> float:
    before = server.cpu_ms()
    for _ in range(TIMES):
        deed()
    return (server.cpu_ms() - before) / TIMES


def _expect(status: int, wanted: HTTPStatus) -> None:
    if status != wanted:
        raise LookupError(f"status {status}, not {wanted}")


def _rows(count: int, name: str) -> Fields:
    """So many rows, filled in throughout."""
    row = {
        "group": "semiconductors",
        "name": name,
        "origin": "us",
        "origin_share": "p50_65",
        "channel": "foreign_maker",
        "replace": "m6_12",
        "stock": "m1_3",
    }
    return [
        (f"inputs__{number}__input_{part}", value)
        for number in range(1, count + 1)
        for part, value in row.items()
    ]


if __name__ == "__main__":
    main()
