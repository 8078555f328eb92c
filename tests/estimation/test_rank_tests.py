"""Ranks and superiority from their definitions."""

import numpy as np
import pandas as pd
import pytest

from app.estimation.design import SurveyDesign
from app.estimation.rank_tests import (
    population_ranks,
    probability_of_superiority,
    rank_test,
    ranks_test,
)
from app.estimation.replicates import jackknife

SEED = 2013


def sample(seed: int, n: int = 80) -> SurveyDesign:
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, n)
    columns = pd.DataFrame({"weight": rng.uniform(1, 3, n), "y": rng.integers(1, 6, n)})
    for place, name in enumerate("abc"):
        columns[name] = group == place
    return SurveyDesign(columns, weight="weight")


def superior(weights: np.ndarray, columns: pd.DataFrame) -> float:
    one, two = (columns[name].to_numpy() for name in "ab")
    y = columns["y"].to_numpy(dtype=float)
    wins = np.sign(y[one][:, None] - y[two][None, :]) / 2 + 0.5
    pairs = np.outer(weights[one], weights[two])
    return float((wins * pairs).sum() / pairs.sum())


def test_superiority_is_the_share_of_pairs_won() -> None:
    design = sample(SEED)

    found = probability_of_superiority(design, "y", ("a", "b"))
    replicated = jackknife(design).estimate(
        ("p",), lambda w: np.array([superior(w, design.columns)]), n=80
    )

    assert found.value == pytest.approx(superior(design.weights, design.columns))
    assert found.se == pytest.approx(replicated.one("p").se, rel=0.05)


def test_tied_answers_share_the_middle_of_their_weight() -> None:
    ranks = population_ranks(np.array([1.0, 1, 2, 2]), np.array([1.0, 3, 2, 2]))

    np.testing.assert_allclose(ranks, [0.25, 0.25, 0.75, 0.75])


@pytest.mark.slow
def test_groups_alike_are_told_apart_no_oftener_than_stated() -> None:
    """500 draws by seed, no difference: near 5 % are found at 5 %."""
    two = [rank_test(sample(seed), "y", ("a", "b")).p < 0.05 for seed in range(500)]
    three = [ranks_test(sample(seed), "y", ("a", "b", "c")).p < 0.05 for seed in range(500)]

    assert 0.025 < np.mean(two) < 0.075
    assert 0.025 < np.mean(three) < 0.08
