"""Tables of 200 items by 80 cells with errors: our pass, a pandas loop and R's survey package.

Run as `python -m bench.tables [--largest ROWS]`. All times are CPU seconds of one thread for 200
items; R and pandas run fewer items and are scaled, as the table says. Data are invented by seed.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from app.estimation.design import Places, SurveyDesign
from app.estimation.estimate import Floats
from app.estimation.tables import Codes, Tables, weighted_tables

SEED = 20261124
ITEMS, CODES, STRATA, CELLS = 200, 5, 28, 80
SIZES = (10_000, 100_000, 1_000_000)
TOGETHER = {10_000: 20, 100_000: 20, 1_000_000: 4}
"""Items that R takes in one call at its best; more need gigabytes."""


def sample(rows: int) -> tuple[pd.DataFrame, Codes, Places]:
    """Seven countries by four sizes as strata; region by sector by size as cells."""
    rng = np.random.default_rng(SEED)
    country, size = rng.integers(0, 7, rows), rng.integers(0, 4, rows)
    sector = rng.integers(0, 10, rows)
    stratum = country * 4 + size
    columns = pd.DataFrame(
        {
            "stratum": stratum,
            "weight": 3 * rng.uniform(0.5, 1.5, rows),
            "population": 3.0 * np.bincount(stratum, minlength=STRATA)[stratum],
            "group": rng.integers(0, max(rows // STRATA // 4, 2), rows),
        }
    )
    answers = rng.integers(0, CODES, (ITEMS, rows), dtype=np.int8)
    return columns, answers, (np.minimum(country, 1) * 10 + sector) * 4 + size


def designed(columns: pd.DataFrame, *, is_clustered: bool) -> SurveyDesign:
    """Strata with population sizes, or groups of firms inside strata."""
    if is_clustered:
        return SurveyDesign(columns, weight="weight", stratum="stratum", cluster="group")
    return SurveyDesign(columns, weight="weight", stratum="stratum", population="population")


def ours(rows: int, *, is_clustered: bool) -> dict[str, float]:
    """CPU seconds, and memory for data and work, of this process that does nothing else."""
    before = _peak_mb()
    columns, answers, cells = sample(rows)
    design = designed(columns, is_clustered=is_clustered)
    start = time.process_time()
    weighted_tables(design, answers, cells, codes=CODES)
    seconds = time.process_time() - start
    return {"seconds": seconds, "peak_mb": _peak_mb() - before}


def pandas_loop(columns: pd.DataFrame, codes: Codes, cells: Places) -> float:
    """CPU seconds of one item the naive way: a linearised column for each cell and code."""
    start = time.process_time()
    weights, strata = columns["weight"], columns["stratum"]
    for cell in range(CELLS):
        inside = weights * (cells == cell)
        for code in range(CODES):
            share = (inside * (codes == code)).sum() / inside.sum()
            influence = inside * ((codes == code) - share) / inside.sum()
            spread = influence.groupby(strata).var()
            n, population = strata.value_counts(), columns.groupby("stratum")["population"].first()
            float(np.sqrt((spread * n * (1 - n / population)).sum()))
    return time.process_time() - start


def r_survey(
    folder: Path, rows: int, *, is_clustered: bool
) -> tuple[float, float, str, Floats] | None:
    """CPU seconds an item, one and many items a call, version, and figures of the first item."""
    if shutil.which("Rscript") is None:
        return None
    columns, answers, cells = sample(rows)
    for name in ("stratum", "group"):
        columns[name].to_numpy(dtype=np.int32).tofile(folder / name)
    for name in ("weight", "population"):
        columns[name].to_numpy(dtype=np.float64).tofile(folder / name)
    cells.astype(np.int32).tofile(folder / "cell")
    items = TOGETHER[rows]
    for item in range(items):
        answers[item].astype(np.int32).tofile(folder / f"item{item + 1}")
    script = Path(__file__).with_suffix(".R")
    arguments = [str(folder), str(rows), str(items), str(int(is_clustered))]
    done = subprocess.run(
        ["Rscript", str(script), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return None
    one, many, version = done.stdout.split()
    return float(one), float(many), version, np.fromfile(folder / "figures")


def agreement(rows: int, figures: Floats, *, is_clustered: bool) -> float:
    """Largest relative difference from R over the shares and errors of the first item."""
    columns, answers, cells = sample(rows)
    design = designed(columns, is_clustered=is_clustered)
    tables: Tables = weighted_tables(design, answers[:1], cells, codes=CODES)
    got = np.concatenate([tables.shares[0].T.ravel(), tables.se[0].T.ravel()])
    return float(np.max(np.abs(got - figures) / np.maximum(np.abs(figures), 1e-12)))


def alone(rows: int, *, is_clustered: bool) -> dict[str, float]:
    """Our own figures from a process of their own."""
    command = [sys.executable, "-m", "bench.tables", "--one", str(rows)]
    command += ["--clustered"] if is_clustered else []
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def line(rows: int, *, is_clustered: bool) -> str:
    """One row of the table."""
    measured = min((alone(rows, is_clustered=is_clustered) for _ in range(3)), key=_seconds)
    mine = measured["seconds"]
    columns, answers, cells = sample(rows)
    has_loop = rows <= 100_000 and not is_clustered
    loop = f"{pandas_loop(columns, answers[0], cells) * ITEMS:.0f}" if has_loop else ""
    with tempfile.TemporaryDirectory() as folder:
        found = r_survey(Path(folder), rows, is_clustered=is_clustered)
    cells_of_line = [f"{rows:,}{' in groups' if is_clustered else ''}", f"{mine:.3f}"]
    cells_of_line += [f"{measured['peak_mb']:.0f}", loop]
    if found is None:
        return " | ".join([*cells_of_line, "", "", "", "", ""])
    one, many, version, figures = found
    cells_of_line += [f"{one * ITEMS:.0f}", f"{many * ITEMS:.0f} ({TOGETHER[rows]} a call)"]
    cells_of_line += [f"{one * ITEMS / mine:,.0f}", f"{min(one, many) * ITEMS / mine:,.0f}"]
    worst = agreement(rows, figures, is_clustered=is_clustered)
    return " | ".join([*cells_of_line, f"{worst:.0e} (survey {version})"])


def _peak_mb() -> float:
    """Highest resident memory of this process; ru_maxrss would hold that of its parent, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _seconds(measured: dict[str, float]) -> float:
    return measured["seconds"]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    parser.add_argument("--one", type=int)
    parser.add_argument("--clustered", action="store_true")
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(ours(chosen.one, is_clustered=chosen.clustered)))
        return
    print(f"{ITEMS} items x {CODES} codes x {CELLS} cells, {STRATA} strata, seed {SEED}")
    print(f"{platform.machine()}, {os.cpu_count()} cores, numpy {np.__version__}")
    print("rows | ours | MB | pandas | R, one | R, many | x one | x best | largest difference")
    for is_clustered in (False, True):
        for rows in (size for size in SIZES if size <= chosen.largest):
            print(line(rows, is_clustered=is_clustered), flush=True)


if __name__ == "__main__":
    main()
