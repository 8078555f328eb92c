"""Differences between groups, their p values, and what many comparisons do to them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from scipy import special

from app.estimation.estimate import Estimate, Floats, NoDegreesOfFreedom
from app.estimation.intervals import share_interval, t_quantile

SMALLEST_P = 1e-15
LARGEST_P = 1 - 1e-9
ROOT_WIDTH = 1e-12


@dataclass(frozen=True, slots=True)
class Difference:
    """First group minus second, with an interval and the p value that belongs to it.

    `p` is never below SMALLEST_P, which then stands for "at most". Complete populations differ for
    certain or not at all: p is 0 or 1.
    """

    value: float
    low: float
    high: float
    p: float
    method: str


def mover(
    first: Estimate, second: Estimate, *, method: str = "beta", level: float = 0.95
) -> Difference:
    """Difference of two shares that have no unit in common, from their two intervals.

    The interval recovers each share's variance near the limit that matters (MOVER). Its p is the
    smallest level alpha at which the interval still excludes zero, found as a root. In exact
    enumeration false positives reach about 0.1 at a nominal 0.05 in frames as small as ours
    (41 of 52 firms against 42 of 52): docs/methods.md says so where it is used.

    Parameters
    ----------
    first, second : Estimate
        Shares in [0, 1] of groups from separate strata, each with df and n of its own domain.
    method : str
        Interval of each share, one of `intervals.METHODS`.
    level : float
        Nominal coverage.

    Returns
    -------
    Difference
        In [-1, 1], on the scale of the shares.

    Raises
    ------
    NoDegreesOfFreedom
        One group has no more first-stage units than strata.

    Source: Newcombe (1998), Statistics in Medicine 17, method 10; Zou and Donner (2008), ibid. 27.
    Checked in tests/reference/test_comparison.py (K13); its error rates in
    tests/estimation/test_coverage.py.
    """
    low, high = _mover_limits(first, second, method, level)
    return Difference(
        value=first.value - second.value,
        low=low,
        high=high,
        p=_mover_p(first, second, method),
        method=f"mover_{method}",
    )


def linear_difference(contrast: Estimate, *, level: float = 0.95) -> Difference:
    """Difference with a t interval, from a contrast that knows the covariance; for large samples.

    Parameters
    ----------
    contrast : Estimate
        First minus second, as `JointEstimate.contrast` gives it.
    level : float
        Nominal coverage.

    Raises
    ------
    NoDegreesOfFreedom
        No more first-stage units than strata.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_domains.py (K01).
    """
    if contrast.df <= 0:
        raise NoDegreesOfFreedom("no more first-stage units than strata: no interval")
    reach = t_quantile(contrast.df, level) * contrast.se
    if contrast.se == 0:
        p = float(contrast.value == 0)
    else:
        p = float(2 * special.stdtr(contrast.df, -abs(contrast.value) / contrast.se))
    low, high = contrast.value - reach, contrast.value + reach
    return Difference(value=contrast.value, low=low, high=high, p=p, method="linear")


def adjusted(p_values: Sequence[float], method: str) -> tuple[float, ...]:
    """P values adjusted for the size of their family, in the order given.

    Parameters
    ----------
    p_values : sequence of float
        All tests of one family, in [0, 1].
    method : str
        One of ADJUSTMENTS: "holm", "hochberg" and "bonferroni" bound the chance of any false
        finding, "BH" and "BY" the expected share of false ones among the findings.

    Returns
    -------
    tuple of float
        In [0, 1].

    Source: Holm (1979), Scand. J. Statistics 6; Hochberg (1988), Biometrika 75; Benjamini and
    Hochberg (1995), JRSS B 57; Benjamini and Yekutieli (2001), Annals of Statistics 29. Checked in
    tests/reference/test_comparison.py (L01).
    """
    if not p_values:
        return ()
    p = np.asarray(p_values, dtype=np.float64)
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError(f"expected p values in [0, 1], came {p_values!r}")
    order = np.argsort(p, kind="stable")
    result = np.empty(len(p))
    result[order] = np.minimum(ADJUSTMENTS[method](p[order]), 1.0)
    return tuple(float(value) for value in result)


def _holm(p: Floats) -> Floats:
    return np.maximum.accumulate(p * np.arange(len(p), 0, -1))


def _hochberg(p: Floats) -> Floats:
    return _running_minimum(p * np.arange(len(p), 0, -1))


def _benjamini_hochberg(p: Floats) -> Floats:
    return _running_minimum(p * len(p) / np.arange(1, len(p) + 1))


def _benjamini_yekutieli(p: Floats) -> Floats:
    ranks = np.arange(1, len(p) + 1)
    return _running_minimum(p * len(p) / ranks * np.sum(1 / ranks))


def _bonferroni(p: Floats) -> Floats:
    return np.asarray(p * len(p), dtype=np.float64)


def _running_minimum(values: Floats) -> Floats:
    """The smallest of each value and those after it."""
    return np.minimum.accumulate(values[::-1])[::-1]


ADJUSTMENTS: Mapping[str, Callable[[Floats], Floats]] = {
    "holm": _holm,
    "hochberg": _hochberg,
    "BH": _benjamini_hochberg,
    "BY": _benjamini_yekutieli,
    "bonferroni": _bonferroni,
}


def _mover_limits(
    first: Estimate, second: Estimate, method: str, level: float
) -> tuple[float, float]:
    one = share_interval(first, method, level=level)
    two = share_interval(second, method, level=level)
    value = first.value - second.value
    below = sqrt((one.value - _known(one.low)) ** 2 + (_known(two.high) - two.value) ** 2)
    above = sqrt((_known(one.high) - one.value) ** 2 + (two.value - _known(two.low)) ** 2)
    return value - below, value + above


def _mover_p(first: Estimate, second: Estimate, method: str) -> float:
    value = first.value - second.value
    if value == 0:
        return 1.0
    if first.complete and second.complete:
        return 0.0

    def nearest_limit(log_alpha: float) -> float:
        low, high = _mover_limits(first, second, method, 1 - exp(log_alpha))
        return low if value > 0 else -high

    if nearest_limit(log(SMALLEST_P)) > 0:
        return SMALLEST_P
    if nearest_limit(log(LARGEST_P)) <= 0:
        return 1.0
    return exp(_root(nearest_limit, log(SMALLEST_P), log(LARGEST_P)))


def _root(rises: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that starts at or below zero passes it, by halving."""
    while high - low > ROOT_WIDTH:
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) <= 0 else (low, middle)
    return (low + high) / 2


def _known(limit: float | None) -> float:
    if limit is None:
        raise ValueError("the estimate has no interval")
    return limit
