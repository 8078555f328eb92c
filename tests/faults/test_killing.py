"""The server is killed while firms save: what was acknowledged is there afterwards."""

import time
from collections.abc import Callable

import pytest

from bench.server import Server
from tests.faults.conftest import Installation
from tests.faults.saving import (
    SAVING_S,
    SLACK,
    SOAK,
    acknowledged,
    first_after_s,
    longest_gap_s,
    lost,
    saving,
)

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

ROUNDS = 20 if SOAK else 5
WORKERS = 20 if SOAK else 2
LIVES_S = 6
"""The server ends where a worker dies sooner after its start, as one that can never work would."""
BACK_WITHIN_S = 5 * SLACK
UNNOTICED_S = 1 * SLACK


def test_killing_everything_loses_no_acknowledged_page(
    installation: Installation, server: Server, figure: Callable[[str], None]
) -> None:
    waits = []
    with saving(installation, server) as firms:
        for _ in range(ROUNDS):
            time.sleep(SAVING_S)
            server.kill()
            began = time.monotonic()
            server.restart()
            time.sleep(SAVING_S)
            waits.append(first_after_s(firms, began))

    missing, kept = lost(installation, firms), acknowledged(firms)
    figure(
        f"Server killed and started {ROUNDS} times while {len(firms)} firms saved: {missing} of "
        f"{kept} acknowledged pages lost, the first page {max(waits):.1f} s after the start."
    )
    assert missing == 0
    assert all(firm.acknowledged for firm in firms)
    assert max(waits) <= BACK_WITHIN_S


def test_killing_the_worker_loses_no_acknowledged_page(
    installation: Installation, server: Server, figure: Callable[[str], None]
) -> None:
    with saving(installation, server) as firms:
        for _ in range(WORKERS):
            time.sleep(LIVES_S)
            server.kill_worker()
        time.sleep(LIVES_S)

    missing, kept, gap = lost(installation, firms), acknowledged(firms), longest_gap_s(firms)
    figure(
        f"Only worker killed {WORKERS} times while {len(firms)} firms saved: {missing} of {kept} "
        f"acknowledged pages lost, nobody served for {gap:.1f} s at most."
    )
    assert missing == 0
    assert gap <= BACK_WITHIN_S


@pytest.mark.sqlite_alone("its own check of a file")
def test_a_database_that_was_cut_off_is_whole(installation: Installation, server: Server) -> None:
    with saving(installation, server):
        time.sleep(SAVING_S)
        server.kill()
        server.restart()

    assert installation.ask("PRAGMA integrity_check") == [("ok",)]
    assert installation.ask("PRAGMA foreign_key_check") == []


@pytest.mark.postgresql_alone("several processes share one database")
def test_with_two_workers_killing_one_interrupts_nobody_for_long(
    installation: Installation, figure: Callable[[str], None]
) -> None:
    target = "tests.faults.application:application"
    server = Server(target, installation.environment, workers=2)
    try:
        with saving(installation, server) as firms:
            for _ in range(WORKERS):
                time.sleep(LIVES_S)
                server.kill_worker(1)
            time.sleep(SAVING_S)
    finally:
        server.end()

    missing, kept, gap = lost(installation, firms), acknowledged(firms), longest_gap_s(firms)
    figure(
        f"One of two workers killed {WORKERS} times while {len(firms)} firms saved: {missing} of "
        f"{kept} acknowledged pages lost, nobody served for {gap:.1f} s at most."
    )
    assert missing == 0
    assert gap <= UNNOTICED_S
