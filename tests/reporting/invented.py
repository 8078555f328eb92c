"""Snapshots of the default survey with answers drawn at random, item by item, of any size."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from app.questionnaire.definition import read
from app.questionnaire.expression import met, names
from app.questionnaire.instrument import Item, Questionnaire
from app.reporting.assembly import assemble
from app.reporting.document import Document, Origin, WaveOrigin
from app.reporting.fitness import problems_with
from app.reporting.published import PublishedFigures
from app.reporting.published import published as read_figures
from app.reporting.source import FrameCell, Source
from tests.reporting.world import ASKED_AT, ROOT, definition, policy

Column = npt.NDArray[np.object_]
STATUSES = np.array(["given", "dont_know", "not_answered"], dtype=np.object_)
SHARES = [0.9, 0.05, 0.05]
SECTORS = ("chemicals", "pharma", "machinery", "electronics", "vehicles", "trade", "finance")
SIZES = ("50-249", "250-999", "1000-4999", "5000+")


@cache
def survey() -> Questionnaire:
    """The default survey."""
    found, problems = read(
        ROOT / "surveys" / "economic_security" / "2026", ROOT / "surveys" / "library"
    )
    assert found is not None, problems
    return found


def wave(code: str, frame: Mapping[str, int], rate: float, *, seed: int = 7) -> Source:
    """A wave of the default survey: in each stratum a share of the firms has answered."""
    rng = np.random.default_rng(seed)
    units = pd.DataFrame(
        {
            "country": [country for country, size in frame.items() for _ in range(size)],
            "sector": rng.choice(SECTORS, sum(frame.values())),
            "size": rng.choice(SIZES, sum(frame.values())),
        }
    )
    facts = [
        FrameCell(str(country), str(sector), str(size), len(part))
        for (country, sector, size), part in units.groupby(["country", "sector", "size"])
    ]
    columns = units[rng.random(len(units)) < rate].reset_index(drop=True)
    drawn: dict[str, Column] = {"stratum": columns["country"].to_numpy(dtype=np.object_)}
    for item in survey().items.values():
        drawn.update(_columns(item, _is_asked(item, drawn, len(columns)), rng))
    origin = WaveOrigin(
        code, {"en": code, "ja": code}, "i" * 64, "s" * 64, ASKED_AT, 7, is_open=False
    )
    answered = pd.concat([columns, pd.DataFrame(drawn)], axis=1)
    return Source(origin, survey(), answered, frame, is_simulated=True, facts=facts)


def _is_asked(item: Item, drawn: Mapping[str, Column], n: int) -> npt.NDArray[np.bool_]:
    """Firms whose answer to the one question that leads to the item leads there."""
    named = names(item.ask_if) if item.ask_if else frozenset()
    gate = next(iter(named), "")
    if gate not in drawn:
        return np.ones(n, dtype=np.bool_)
    leading = {code: met(item.ask_if, {gate: code}) for code in {*drawn[gate]}}
    return np.array([leading[code] for code in drawn[gate]], dtype=np.bool_)


def _columns(
    item: Item, asked: npt.NDArray[np.bool_], rng: np.random.Generator
) -> dict[str, Column]:
    n = len(asked)
    status = rng.choice(STATUSES, n, p=SHARES)
    status[~asked] = "not_asked"
    if not item.missing:
        status[status == "dont_know"] = "not_answered"
    given = np.asarray(status == "given", dtype=np.bool_)
    if item.kind != "roster":
        drawn = _values(item, n, rng).items()
        return {f"{item.code}__status": status, **{name: _where(given, v) for name, v in drawn}}
    named = rng.integers(1, (item.max_rows or 1) + 1, n)
    found = {
        f"{item.code}__{row}__{inner.code}": _where(given & (row <= named), _codes(inner, n, rng))
        for row in range(1, (item.max_rows or 1) + 1)
        for inner in item.items
        if inner.options
    }
    return {f"{item.code}__status": status, **found}


def _where(flags: npt.NDArray[np.bool_], values: Column) -> Column:
    """The values where they are given, None elsewhere."""
    kept = values.astype(object)
    kept[~flags] = None
    return kept


def _values(item: Item, n: int, rng: np.random.Generator) -> dict[str, Column]:
    if item.kind in {"multiple", "picker_multiple"}:
        return {
            f"{item.code}__{option.code}": (rng.random(n) < 0.3).astype(object)
            for option in item.options
        }
    if item.kind == "rank":
        order = rng.permuted(np.tile(list(item.option_codes), (n, 1)), axis=1)
        return {f"{item.code}__{place + 1}": order[:, place] for place in range(3)}
    if item.kind == "constant_sum":
        parts = rng.dirichlet(np.full(len(item.rows), 0.4), n) * rng.choice([99, 100, 101], (n, 1))
        return {f"{item.code}__{row.code}": parts[:, place] for place, row in enumerate(item.rows)}
    if item.rows:
        return {f"{item.code}__{row.code}": _codes(item, n, rng) for row in item.rows}
    return {item.code: _codes(item, n, rng)} if item.options else {}


def _codes(item: Item, n: int, rng: np.random.Generator) -> Column:
    """Codes of an item, the first ones more often."""
    options = [option.code for option in item.options if option.group not in {"japan", "eu"}]
    chances = 1 / np.arange(1, len(options) + 1)
    return rng.choice(np.array(options, dtype=np.object_), n, p=chances / chances.sum())


def report() -> bytes:
    """The report of the project on the default survey."""
    return Path(ROOT / "reports" / "japan_eu" / "report.yaml").read_bytes()


def published(japan: Mapping[str, int], europe: Mapping[str, int]) -> Document:
    """That report on two such waves, of frames of so many firms."""
    return compiled(
        {
            "2026-jp": wave("2026-jp", japan, 0.75, seed=1),
            "2026-eu": wave("2026-eu", europe, 0.4, seed=2),
        }
    )


def compiled(sources: Mapping[str, Source]) -> Document:
    """That report on two waves of the default survey."""
    defined = definition(report().decode())
    found, problems = read_figures(
        (ROOT / "reports" / "published" / "published_figures.csv").read_bytes()
    )
    assert problems == ()
    figures = PublishedFigures(found)
    told = problems_with(
        defined, {code: one.questionnaire for code, one in sources.items()}, figures
    )
    assert told == ()
    origins = tuple(one.origin for one in sources.values())
    origin = Origin(defined.hash, policy().hash, "test", 0, origins)
    return assemble(defined, sources, policy(), origin, figures)
