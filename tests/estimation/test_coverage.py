"""How often the intervals are right, by exact enumeration of every truth and every outcome.

A stratum of N named firms of which n answer at random: the number of marked answers is
hypergeometric, so the chance of every outcome is known and nothing is simulated.
"""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from app.estimation.comparison import mover
from app.estimation.estimate import Estimate, Floats
from app.estimation.intervals import hypergeometric, share_interval


def chances(n: int, population: int) -> Floats:
    """Chance of each outcome 0..n (columns) for each truth 0..N (rows)."""
    truths, outcomes = np.arange(population + 1)[:, None], np.arange(n + 1)[None, :]
    return np.asarray(stats.hypergeom.pmf(outcomes, population, truths, n))


def outcome(count: int, n: int, population: int) -> Estimate:
    p = count / n
    variance = (1 - n / population) * p * (1 - p) / (n - 1)
    return Estimate(value=p, se=float(np.sqrt(variance)), df=n - 1, n=n)


def coverage_of_one(limits: Floats, n: int, population: int) -> Floats:
    """Chance that the interval holds the truth, for each truth but nobody and everybody."""
    truths = np.arange(1, population)[:, None] / population
    covered = (limits[:, 0] <= truths + 1e-12) & (truths - 1e-12 <= limits[:, 1])
    return np.asarray((chances(n, population)[1:-1] * covered).sum(axis=1))


def korn_graubard(n: int, population: int, method: str = "beta") -> Floats:
    """Limits at each outcome, as they are published for a difference."""
    intervals = [share_interval(outcome(x, n, population), method) for x in range(n + 1)]
    return np.array([(interval.low, interval.high) for interval in intervals], dtype=float)


def exact(n: int, population: int) -> Floats:
    return np.array([hypergeometric(x, n, population) for x in range(n + 1)])


def exact_at_the_edges(n: int, population: int) -> Floats:
    limits = korn_graubard(n, population)
    limits[[0, -1]] = exact(n, population)[[0, -1]]
    return limits


def test_the_exact_interval_never_covers_less_than_it_says() -> None:
    """Recorded for 80 of 107 firms: mean .976, worst .956."""
    coverage = coverage_of_one(exact(80, 107), 80, 107)

    assert coverage.mean() == pytest.approx(0.976, abs=5e-4)
    assert coverage.min() == pytest.approx(0.956, abs=5e-4)
    assert coverage.min() >= 0.95


@pytest.mark.parametrize(
    ("method", "mean", "worst"), [("beta", 0.961, 0.930), ("mean", 0.949, 0.859)]
)
def test_korn_graubard_holds_where_the_plain_interval_fails(
    method: str, mean: float, worst: float
) -> None:
    """Recorded for 80 of 107 firms; a share is never published with the plain interval."""
    coverage = coverage_of_one(korn_graubard(80, 107, method), 80, 107)

    assert coverage.mean() == pytest.approx(mean, abs=6e-4)
    assert coverage.min() == pytest.approx(worst, abs=5e-4)


def differences(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Limits of MOVER for each pair of outcomes, from the limits of each share."""
    p = np.linspace(0, 1, len(first))[:, None]
    q = np.linspace(0, 1, len(second))[None, :]
    below = np.hypot(p - first[:, :1], second[:, 1] - q)
    above = np.hypot(first[:, 1:] - p, q - second[:, 0])
    return p - q - below, p - q + above


@pytest.mark.parametrize(("x", "y"), [(0, 0), (0, 42), (3, 9), (20, 22), (41, 1), (41, 42)])
def test_the_enumeration_uses_the_interval_that_is_published(x: int, y: int) -> None:
    low, high = differences(korn_graubard(41, 52), korn_graubard(42, 55))

    published = mover(outcome(x, 41, 52), outcome(y, 42, 55))

    assert (published.low, published.high) == pytest.approx((low[x, y], high[x, y]))
    assert (published.p < 0.05) == (published.low > 0 or published.high < 0)


@pytest.mark.parametrize(
    ("edges", "mean", "worst"),
    [(korn_graubard, 0.9617, 0.9221), (exact_at_the_edges, 0.9604, 0.9084)],
    ids=["as published", "with the exact interval at nobody and everybody"],
)
def test_mover_covers_a_difference_in_small_frames(
    edges: Callable[[int, int], Floats], mean: float, worst: float
) -> None:
    """Recorded for 41 of 52 against 42 of 55 firms."""
    low, high = differences(edges(41, 52), edges(42, 55))
    of_first, of_second = chances(41, 52), chances(42, 55)

    coverage = np.empty((51, 54))
    for a in range(1, 52):
        for b in range(1, 55):
            truth = a / 52 - b / 55
            covered = (low <= truth + 1e-12) & (truth - 1e-12 <= high)
            coverage[a - 1, b - 1] = of_first[a] @ covered @ of_second[b]

    assert coverage.mean() == pytest.approx(mean, abs=1e-4)
    assert coverage.min() == pytest.approx(worst, abs=1e-4)


@pytest.mark.parametrize(
    ("edges", "most"),
    [(korn_graubard, 0.0943), (exact_at_the_edges, 0.1059)],
    ids=["as published", "with the exact interval at nobody and everybody"],
)
def test_mover_finds_differences_that_are_not_there_in_up_to_a_ninth(
    edges: Callable[[int, int], Floats], most: float
) -> None:
    """Recorded for 41 of 52 against 42 of 52 firms with equal shares, at a nominal .05."""
    low, high = differences(edges(41, 52), edges(42, 52))
    of_first, of_second = chances(41, 52), chances(42, 52)
    found = (low > 0) | (high < 0)

    false_positives = [of_first[a] @ found @ of_second[a] for a in range(53)]

    assert max(false_positives) == pytest.approx(most, abs=1e-4)
