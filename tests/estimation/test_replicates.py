"""Bootstraps against linear errors, and a bootstrap that repeats the whole weighting."""

import numpy as np
import pandas as pd
import pytest

from app.estimation.calibration import Margin, auxiliaries, calibrated, calibration_factors
from app.estimation.design import SurveyDesign
from app.estimation.estimate import Floats
from app.estimation.estimators import mean, total
from app.estimation.replicates import jackknife, rao_wu, reweighted
from app.estimation.weights import class_adjusted

SEED = 1988


def sample(n: int = 240) -> pd.DataFrame:
    rng = np.random.default_rng(SEED)
    stratum = np.arange(n) % 4
    kind = np.where(rng.random(n) < 0.4, "p", "q")
    return pd.DataFrame(
        {
            "stratum": stratum,
            "population": 100.0,
            "weight": 100 / (n / 4),
            "kind": kind,
            "y": rng.normal(10 + 5 * (kind == "p") + stratum, 2, n),
            "answers": rng.random(n) < 0.8,
        }
    )


@pytest.mark.parametrize("population", [None, "population"], ids=["process", "frame"])
def test_the_rescaled_bootstrap_agrees_with_the_linear_error(population: str | None) -> None:
    """2,000 replicates by seed: within 5 % of the linear error, with and without fpc."""
    design = SurveyDesign(sample(), weight="weight", stratum="stratum", population=population)

    replicates = rao_wu(design, 2000, rng=np.random.default_rng(SEED))

    assert replicates.means(("y",)).one("y").se == pytest.approx(mean(design, "y").se, rel=0.05)
    assert replicates.totals(("y",)).one("y").se == pytest.approx(total(design, "y").se, rel=0.05)


def test_the_same_seed_gives_the_same_replicates() -> None:
    design = SurveyDesign(sample(), weight="weight", stratum="stratum")

    one, two = (rao_wu(design, 5, rng=np.random.default_rng(3)).replicates for _ in range(2))

    np.testing.assert_array_equal(one, two)


def test_replicates_that_repeat_the_raking_know_what_it_explains() -> None:
    """The error of a raked mean is far below that of the plain one, and near the linear one."""
    design = SurveyDesign(sample(), weight="weight", stratum="stratum")
    known = (Margin("kind", {"p": 150.0, "q": 250.0}),)
    x, totals = auxiliaries(design.columns, known)

    def raked(weights: Floats) -> Floats:
        return weights * calibration_factors(weights, x, totals, distance="raking")

    base = rao_wu(design, 1000, rng=np.random.default_rng(SEED))
    found = reweighted(base, raked).means(("y",)).one("y")
    linear = mean(calibrated(design, known, distance="raking"), "y")

    assert found.value == pytest.approx(linear.value)
    assert found.se == pytest.approx(linear.se, rel=0.07)
    assert found.se < 0.8 * mean(design, "y").se


def test_replicates_repeat_the_adjustment_for_silence_too() -> None:
    design = SurveyDesign(sample(), weight="weight", stratum="stratum")
    responded, classes = design.columns["answers"].to_numpy(), design.columns["kind"].tolist()

    found = reweighted(jackknife(design), lambda w: class_adjusted(w, responded, classes))

    assert found.weights.sum() == pytest.approx(400)
    assert np.all(found.weights[~responded] == 0)
    estimate = found.means(("y",), domains=("answers",)).one("answers:y")
    assert 0 < estimate.se < 1
