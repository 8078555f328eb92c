"""Change between overlapping waves: exact over all pairs of samples, and simulated."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from app.estimation.design import DesignProblem
from app.estimation.estimate import EmptyDomain, Floats, LonelyUnit
from app.estimation.estimators import means
from app.estimation.waves import FIRST, SECOND, Waves, full_change, matched_change, stacked

SEED = 1984


def waves(first: pd.DataFrame, second: pd.DataFrame) -> Waves:
    return Waves(first, second, unit="unit", stratum="stratum", population="population")


def wave(units: np.ndarray, values: Floats, population: int) -> pd.DataFrame:
    return pd.DataFrame({"unit": units, "stratum": "all", "population": population, "y": values})


def test_the_variance_is_right_over_every_pair_of_samples() -> None:
    """All 60 pairs of samples of 3 of 5 firms with 2 in both: mean variance is the true one."""
    before, after = np.array([1.0, 4, 2, 8, 5]), np.array([2.0, 3, 4, 9, 5])
    changes, variances = [], []
    for one in combinations(range(5), 3):
        for two in combinations(range(5), 3):
            if len(set(one) & set(two)) != 2:
                continue
            change = full_change(
                waves(
                    wave(np.array(one), before[list(one)], 5),
                    wave(np.array(two), after[list(two)], 5),
                ),
                "y",
            )
            changes.append(change.estimate.value)
            # Before the root is taken: a single pair may well give a difference below zero.
            variances.append(change.se_ignoring_overlap**2 - 2 * change.covariance)

    assert len(changes) == 60
    assert np.mean(changes) == pytest.approx((after - before).mean())
    assert np.mean(variances) == pytest.approx(np.var(changes))


def draws(count: int, rho: float) -> tuple[Floats, Floats, Floats, float]:
    """Change, its variance and that without overlap: 83 and 86 of 107 firms, 71 in both."""
    rng = np.random.default_rng(SEED)
    size, n1, n2, both = 107, 83, 86, 71
    base = rng.normal(size=size)
    frame = np.stack([base, rho * base + np.sqrt(1 - rho**2) * rng.normal(size=size)])
    changes, variances, plain = np.empty((3, count))
    for draw in range(count):
        order = rng.permutation(size)
        first, second = order[:n1], order[n1 - both : n1 - both + n2]
        a, b, stay = frame[0, first], frame[1, second], order[n1 - both : n1]
        plain[draw] = (1 / n1 - 1 / size) * a.var(ddof=1) + (1 / n2 - 1 / size) * b.var(ddof=1)
        shared = (both / (n1 * n2) - 1 / size) * np.cov(frame[0, stay], frame[1, stay])[0, 1]
        changes[draw], variances[draw] = b.mean() - a.mean(), plain[draw] - 2 * shared
        if draw < 5:
            change = full_change(waves(wave(first, a, size), wave(second, b, size)), "y")
            assert change.estimate.value == pytest.approx(changes[draw])
            assert change.estimate.se**2 == pytest.approx(variances[draw])
    return changes, variances, plain, float((frame[1] - frame[0]).mean())


@pytest.mark.slow
def test_tams_errors_are_right_where_others_fail() -> None:
    """20,000 draws by seed: estimated over true variance 1.00, coverage 95 %; about a quarter too
    much if the overlap is ignored.
    """
    changes, variances, plain, truth = draws(20_000, rho=0.8)

    covered = np.abs(changes - truth) <= 1.989 * np.sqrt(np.maximum(variances, 0))
    assert variances.mean() / changes.var() == pytest.approx(1.0, abs=0.03)
    assert covered.mean() == pytest.approx(0.951, abs=0.006)
    assert plain.mean() / changes.var() == pytest.approx(1.26, abs=0.1)


@pytest.mark.slow
def test_stacked_waves_of_a_small_frame_are_wrong_either_way() -> None:
    """Recorded for 107 firms: 1.85 of the true variance without population size, 0.16 with."""
    changes, _, _, _ = draws(20_000, rho=0.8)
    size, n1, n2, both = 107, 83, 86, 71
    rng = np.random.default_rng(SEED)
    base = rng.normal(size=size)
    frame = np.stack([base, 0.8 * base + 0.6 * rng.normal(size=size)])
    process: list[float] = []
    finite: list[float] = []
    for _ in range(60):
        order = rng.permutation(size)
        first, second = order[:n1], order[n1 - both : n1 - both + n2]
        pair = waves(wave(first, frame[0, first], size), wave(second, frame[1, second], size))
        heavy = replace(
            pair,
            first=pair.first.assign(weight=size / n1),
            second=pair.second.assign(weight=size / n2),
        )
        design = stacked(heavy, "weight")
        for errors, one in ((process, design), (finite, replace(design, population="population"))):
            joint = means(one, ("y",), domains=(FIRST, SECOND))
            errors.append(joint.contrast({SECOND: 1, FIRST: -1}).se ** 2)

    assert np.mean(process) / changes.var() == pytest.approx(1.85, abs=0.2)
    assert np.mean(finite) / changes.var() == pytest.approx(0.16, abs=0.03)


def test_who_stays_joins_and_leaves_is_named() -> None:
    first = wave(np.array(["a", "b", "c"]), np.array([1.0, 2, 3]), 6)
    second = wave(np.array(["b", "c", "d", "e"]), np.array([2.0, 3, 4, 5]), 6)

    found = waves(first, second)

    assert (found.stayers, found.leavers, found.joiners) == (("b", "c"), ("a",), ("d", "e"))


def test_waves_that_contradict_each_other_are_refused() -> None:
    first = wave(np.array(["a", "b"]), np.array([1.0, 2]), 6)

    with pytest.raises(DesignProblem, match="answers twice"):
        waves(pd.concat([first, first]), first)
    with pytest.raises(DesignProblem, match="changes its stratum"):
        waves(first, first.assign(stratum="other"))
    with pytest.raises(DesignProblem, match="two sizes"):
        waves(first, first.assign(population=7))


def test_waves_with_too_little_in_them_say_so() -> None:
    first = wave(np.array(["a", "b"]), np.array([1.0, 2]), 6)
    one = wave(np.array(["c"]), np.array([1.0]), 6)

    with pytest.raises(LonelyUnit):
        full_change(waves(first, one), "y")
    with pytest.raises(EmptyDomain, match="both waves"):
        matched_change(waves(first, one), "y")
    with pytest.raises(EmptyDomain):
        full_change(waves(first, first.assign(y=np.nan)), "y")


def test_a_census_twice_has_no_error() -> None:
    units = np.array(["a", "b", "c"])
    change = full_change(
        waves(wave(units, np.array([1.0, 2, 3]), 3), wave(units, np.array([2.0, 2, 5]), 3)), "y"
    )

    assert change.estimate.value == pytest.approx(1)
    assert change.estimate.se == pytest.approx(0, abs=1e-12)
