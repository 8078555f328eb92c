"""PostgreSQL goes down under firms that save, and comes back: they notice a pause."""

import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from bench.postgresql import PostgreSQL
from bench.server import Server
from tests.faults.conftest import Installation
from tests.faults.saving import SAVING_S, SLACK, acknowledged, longest_gap_s, lost, saving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("faults"),
    pytest.mark.postgresql_alone("SQLite has no server that could crash"),
]

CRASHES = 3
DOWN_S = 0.5
MOST_GAP_S = 5 * SLACK


def test_a_crash_of_the_database_is_a_pause_and_at_most_one_error_for_each_firm(
    installation: Installation,
    server: Server,
    durable: PostgreSQL,
    figure: Callable[[str], None],
) -> None:
    crashed_at = []
    with saving(installation, server) as firms:
        for _ in range(CRASHES):
            time.sleep(2 * SAVING_S)
            crashed_at.append(time.monotonic())
            durable.crash()
            time.sleep(DOWN_S)
            durable.restart()
        time.sleep(2 * SAVING_S)
        ended_at = time.monotonic()

    missing, kept, gap = lost(installation, firms), acknowledged(firms), longest_gap_s(firms)
    errors = [
        sum(begun <= moment < ended for moment in firm.refused_at)
        for firm in firms
        for begun, ended in pairwise([*crashed_at, ended_at])
    ]
    figure(
        f"PostgreSQL crashed {CRASHES} times while {len(firms)} firms saved: {missing} of {kept} "
        f"acknowledged pages lost, {sum(errors)} errors in all and at most {max(errors)} for a "
        f"firm and a crash, nobody served for {gap:.1f} s at most."
    )
    assert missing == 0
    assert max(errors) <= 1
    assert gap <= MOST_GAP_S


def test_a_crash_leaves_pages_that_are_whole(
    installation: Installation, server: Server, durable: PostgreSQL
) -> None:
    with saving(installation, server):
        time.sleep(SAVING_S)
        durable.crash()
        durable.restart()

    durable.check()
