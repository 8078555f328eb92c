"""Reads a reference case with its data: figures that R's survey package gave, to full digits."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """Expected figures by name, and how closely they have to be met."""

    expected: Mapping[str, float]
    rel_tol: float
    params: Mapping[str, list[float] | float]

    def check(self, got: Mapping[str, float]) -> None:
        """Every figure got is an expected one and meets it to the tolerance of the case."""
        assert got.keys() <= self.expected.keys(), got.keys() - self.expected.keys()
        for name, value in got.items():
            assert value == pytest.approx(self.expected[name], rel=self.rel_tol, abs=1e-12), name


def case(number: str) -> Case:
    """The case of that number."""
    stored = json.loads((HERE / "cases" / f"{number}.json").read_text(encoding="utf-8"))
    return Case(stored["expected"], stored["rel_tol"], stored["params"] or {})


def table(name: str) -> pd.DataFrame:
    """An invented data set of the reference cases; empty fields are missing."""
    return pd.read_csv(HERE / "data" / f"{name}.csv", keep_default_na=False, na_values=[""])
