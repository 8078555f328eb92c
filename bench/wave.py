"""A wave from the first invented firm to the report's files: time and memory of each step.

Run as `python -m bench.wave [--firms 10000]`. Every step is a command that staff have, in a
process of its own on a temporary installation; memory is the most that the process held.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from subprocess import DEVNULL, Popen

from bench.installation import ROOT, SURVEY, environment

WAVE, PARTNER = "2026-eu", "2026-jp"
PARTNERS = 107
"""Firms of the other panel, which the report compares the wave with."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is measured: its name, and the command after `flask`."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step took: on the wall and of the processor in seconds, at most in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--firms", type=int, default=10_000)
    wanted = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}\n")  # noqa: TID251
    print("| step | seconds | CPU seconds | MB at most |\n| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        costs = [_measured(step, folder) for step in _steps(wanted.firms, folder / "files")]
        written = sum(file.stat().st_size for file in (folder / "files").rglob("*"))
    whole = Cost(
        sum(cost.wall_s for cost in costs),
        sum(cost.cpu_s for cost in costs),
        max(cost.peak_mb for cost in costs),
    )
    _print("all together", whole)
    print(f"\nFiles of the report: {written / 1e6:.1f} MB.")


def _steps(firms: int, out: Path) -> tuple[Step, ...]:
    return (
        Step("tables of the database", ("database", "upgrade")),
        Step("survey published", ("survey", "publish", SURVEY)),
        Step(
            f"{PARTNERS} firms of {PARTNER} answered",
            ("demonstration", "wave", PARTNER, "--firms", str(PARTNERS)),
        ),
        Step(
            f"{firms:,} firms of {WAVE} invited and answered",
            ("demonstration", "wave", WAVE, "--firms", str(firms)),
        ),
        Step(
            "frozen, tabulated, drawn, written in two languages",
            ("report", "run", "japan_eu", "--out", str(out)),
        ),
    )


def _measured(step: Step, folder: Path) -> Cost:
    command = [sys.executable, "-m", "flask", "--app", "app", *step.command]
    begun = time.perf_counter()
    with Popen(
        command, cwd=ROOT, env={**os.environ, **environment(folder)}, stdout=DEVNULL
    ) as made:
        _, status, used = os.wait4(made.pid, 0)
        made.returncode = os.waitstatus_to_exitcode(status)
    if made.returncode:
        raise SystemExit(f"flask {' '.join(step.command)} failed")
    cost = Cost(
        wall_s=time.perf_counter() - begun,
        cpu_s=used.ru_utime + used.ru_stime,
        peak_mb=used.ru_maxrss / 1024,
    )
    _print(step.name, cost)
    return cost


def _print(name: str, cost: Cost) -> None:
    print(
        f"| {name} | {cost.wall_s:.1f} | {cost.cpu_s:.1f} | {cost.peak_mb:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
