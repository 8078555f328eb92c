"""Intervals for one share, by method, and what each does at nobody and everybody."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from math import asin, exp, log, sin, sqrt

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from app.estimation.estimate import EmptyDomain, Estimate, Floats, NoDegreesOfFreedom

Limits = tuple[float, float]

TINY = 1e-15
"""Nearest to nobody and everybody that a root is looked for."""
NARROWEST = 1e-6
"""Below this level a quantile of t is lost in rounding; the ratio of two is constant by then."""


def share_interval(estimate: Estimate, method: str, *, level: float = 0.95) -> Estimate:
    """The estimate of a share with its interval.

    Where the variance is zero without the population being complete (nobody, everybody, or strata
    that each agree within themselves) the method cannot see any uncertainty; the interval is then
    Clopper and Pearson's on the unweighted n. A complete population leaves a single point.

    Parameters
    ----------
    estimate : Estimate
        A share in [0, 1] with its linearised standard error.
    method : str
        One of METHODS.
    level : float
        Nominal coverage, in (0, 1).

    Returns
    -------
    Estimate
        With low and high in [0, 1] (the method "mean" may leave it) and the method that was used:
        "complete", "clopper_pearson" or the one asked for.

    Raises
    ------
    NoDegreesOfFreedom
        No more first-stage units than strata.

    Source: Clopper and Pearson (1934) for the edges. Checked in
    tests/reference/test_intervals.py (B02, B04, B07, B10).
    """
    if estimate.complete:
        return _with(estimate, (estimate.value, estimate.value), "complete")
    if estimate.se == 0:
        limits = clopper_pearson(estimate.value * estimate.n, estimate.n, level=level)
        return _with(estimate, limits, "clopper_pearson")
    if estimate.df <= 0:
        raise NoDegreesOfFreedom(
            f"{estimate.n} responses leave {estimate.df} degrees of freedom: no interval"
        )
    return _with(estimate, METHODS[method](estimate, level), method)


def clopper_pearson(count: float, n: float, *, level: float = 0.95) -> Limits:
    """The exact binomial interval, for a count that need not be whole.

    Source: Clopper and Pearson (1934), Biometrika 26, by quantiles of the beta distribution.
    Checked in tests/reference/test_intervals.py (B10).
    """
    tail = (1 - level) / 2
    low = 0.0 if count <= 0 else float(special.betaincinv(count, n - count + 1, tail))
    high = 1.0 if count >= n else float(special.betaincinv(count + 1, n - count, 1 - tail))
    return low, high


def hypergeometric(count: int, n: int, population: int, *, level: float = 0.95) -> Limits:
    """The exact interval for a share among N named units of which n answered.

    The answering units are taken as a simple random sample of one stratum in which everybody was
    asked; it never covers less often than the level says.

    Parameters
    ----------
    count : int
        Answering units that carry the mark.
    n : int
        Answering units.
    population : int
        Units N of the stratum.
    level : float
        Nominal coverage.

    Returns
    -------
    (low, high)
        The smallest and the largest A / N that neither tail rejects at (1 - level) / 2.

    Raises
    ------
    EmptyDomain
        Nobody answered.
    ValueError
        The counts contradict each other.

    Source: Buonaccorsi (1987), American Statistician 41; Wang (2015), JASA 110, gives shorter
    ones. Checked in tests/reference/test_intervals.py (B09).
    """
    if n == 0:
        raise EmptyDomain("no unit of the stratum answered")
    if not 0 <= count <= n <= population:
        raise ValueError(f"expected 0 <= {count} <= {n} <= {population}")
    return _hypergeometric(count, n, population, (1 - level) / 2)


@lru_cache(maxsize=4096)
def _hypergeometric(count: int, n: int, population: int, tail: float) -> Limits:
    truths = range(count, population - (n - count) + 1)
    low = bisect_right(truths, tail, key=lambda truth: _at_least(count, n, population, truth))
    above = bisect_left(truths, -tail, key=lambda truth: -_at_most(count, n, population, truth))
    return truths[low] / population, truths[above - 1] / population


def _at_least(count: int, n: int, population: int, truth: int) -> float:
    """Chance of so many or more marked answers, which grows with the marked units."""
    return _chance(np.arange(count, min(n, truth) + 1), n, population, truth)


def _at_most(count: int, n: int, population: int, truth: int) -> float:
    """Chance of so many or fewer marked answers, which shrinks with the marked units."""
    least = max(0, n - (population - truth))
    return _chance(np.arange(least, count + 1), n, population, truth)


def _chance(counts: npt.NDArray[np.int64], n: int, population: int, truth: int) -> float:
    """Chance of any of some counts among n units drawn from a population with marked ones."""
    others = population - truth
    logs = _log_choose(truth, counts) + _log_choose(others, n - counts)
    return float(np.exp(logs - _log_choose(population, np.array(n))).sum())


def _log_choose(n: int, k: npt.NDArray[np.int64]) -> Floats:
    return np.asarray(special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1))


def korn_graubard(estimate: Estimate, level: float) -> Limits:
    """Clopper and Pearson's interval on an effective sample size, not capped at n.

    n* = p (1 - p) / v (t_{n-1} / t_df)^2. With a population size in the design n* may exceed n:
    the responses then say more than a sample of n from an endless process would.

    Source: Korn and Graubard (1998), Survey Methodology 24, 193-201. Checked in
    tests/reference/test_intervals.py (B02, B04, B07: "beta").
    """
    return _beta_limits(estimate, _effective_n(estimate, level), level)


def korn_graubard_capped(estimate: Estimate, level: float) -> Limits:
    """Korn and Graubard's interval with the effective sample size capped at n.

    For the reading "firms like these", where no population size stands in the design.

    Source: Parker et al. (2017), NCHS Vital and Health Statistics 2(175).
    """
    return _beta_limits(estimate, min(_effective_n(estimate, level), float(estimate.n)), level)


def xlogit(estimate: Estimate, level: float) -> Limits:
    """A t interval on the logit, by the delta method, and back.

    The interval of a logistic model with nothing but an intercept ("logit") is the same one.

    Source: Korn and Graubard (1999), ch. 3.2. Checked in tests/reference/test_intervals.py (and
    own case interval_roots).
    """
    p = estimate.value
    centre = log(p / (1 - p))
    reach = _t(estimate, level) * estimate.se / (p * (1 - p))
    return 1 / (1 + exp(-(centre - reach))), 1 / (1 + exp(-(centre + reach)))


def likelihood(estimate: Estimate, level: float) -> Limits:
    """The shares whose binomial deviance, on the effective sample size, is within t squared.

    n_e [2 p log(p / q) + 2 (1 - p) log((1 - p) / (1 - q))] <= t^2 with the effective sample size
    n_e = p (1 - p) / v times (n - 1) / n.

    Source: Lumley and Scott (2017), Statistical Science 32. Checked in
    tests/reference/test_intervals.py (own case interval_roots).
    """
    p = estimate.value
    few = estimate.n / (estimate.n - 1)
    most = few * (_t(estimate, level) * estimate.se) ** 2 / (p * (1 - p))

    def excess(q: float) -> float:
        return 2 * float(special.rel_entr(p, q) + special.rel_entr(1 - p, 1 - q)) - most

    def limit(edge: float, beside: float) -> float:
        if excess(beside) <= 0:
            return edge
        return float(optimize.brentq(excess, beside, p, xtol=1e-15, rtol=1e-14))

    return limit(0.0, TINY), limit(1.0, 1 - TINY)


def arcsine(estimate: Estimate, level: float) -> Limits:
    """A t interval on the arcsine of the root, by the delta method, and back.

    Source: Lumley (2010), ch. 2. Checked in tests/reference/test_intervals.py.
    """
    p = estimate.value
    reach = _t(estimate, level) * estimate.se / (2 * sqrt(p * (1 - p)))
    low, high = asin(sqrt(p)) - reach, asin(sqrt(p)) + reach
    return sin(max(low, 0.0)) ** 2, sin(min(high, np.pi / 2)) ** 2


def plain(estimate: Estimate, level: float) -> Limits:
    """The t interval p +- t se; for comparison only, never for a published share.

    Source: Lumley (2010), ch. 2. Checked in tests/reference/test_intervals.py.
    """
    reach = _t(estimate, level) * estimate.se
    return estimate.value - reach, estimate.value + reach


def wilson(estimate: Estimate, level: float) -> Limits:
    """Wilson's score interval on the effective sample size p (1 - p) / v, with a t quantile.

    Source: Franco, Little, Louis and Slud (2019), JSSAM 7; R survey 4.5. Checked in
    tests/reference/test_intervals.py (own case "wilson").
    """
    p, t = estimate.value, _t(estimate, level)
    n = p * (1 - p) / estimate.se**2
    centre = (p + t * t / (2 * n)) / (1 + t * t / n)
    reach = t / (2 * n) * sqrt(4 * n * p * (1 - p) + t * t) / (1 + t * t / n)
    return centre - reach, centre + reach


METHODS: Mapping[str, Callable[[Estimate, float], Limits]] = {
    "beta": korn_graubard,
    "beta_capped": korn_graubard_capped,
    "xlogit": xlogit,
    "logit": xlogit,
    "likelihood": likelihood,
    "asin": arcsine,
    "mean": plain,
    "wilson": wilson,
}


def unconditional_bounds(count: int, answered: int, unknown: int) -> Limits:
    """What the share is between if nothing is assumed about the units that did not answer.

    Parameters
    ----------
    count : int
        Answering units that carry the mark.
    answered : int
        Units in the base of the share.
    unknown : int
        Units that were asked, or would have been, and gave no answer.

    Returns
    -------
    (low, high)
        All of the unknown units without the mark, and all of them with it; shares of counts.

    Raises
    ------
    EmptyDomain
        There are no units at all.

    Source: Manski (1989), Journal of Human Resources 24. Checked in
    tests/estimation/test_intervals.py.
    """
    units = answered + unknown
    if units == 0:
        raise EmptyDomain("no unit was asked")
    return count / units, (count + unknown) / units


def _with(estimate: Estimate, limits: Limits, method: str) -> Estimate:
    return replace(estimate, low=limits[0], high=limits[1], method=method)


def plain_interval(estimate: Estimate, *, normal: bool = False, level: float = 0.95) -> Estimate:
    """A mean, total or coefficient with value +- t se, or with the normal quantile.

    Raises
    ------
    NoDegreesOfFreedom
        No more first-stage units than strata, and t was asked for.

    Source: Wolter (2007), ch. 1.4. Checked in tests/reference/test_means.py (A10, A13).
    """
    if estimate.df <= 0 and not normal and not estimate.complete:
        raise NoDegreesOfFreedom(f"{estimate.n} responses leave no degrees of freedom")
    if normal:
        reach = -float(special.ndtri((1 - level) / 2)) * estimate.se
    else:
        reach = 0.0 if estimate.complete else t_quantile(estimate.df, level) * estimate.se
    limits = (estimate.value - reach, estimate.value + reach)
    return _with(estimate, limits, "normal" if normal else "t")


def t_quantile(df: float, level: float) -> float:
    """How many standard errors a t interval reaches to either side."""
    return -float(special.stdtrit(df, (1 - level) / 2))


def _t(estimate: Estimate, level: float) -> float:
    return t_quantile(estimate.df, level)


def _effective_n(estimate: Estimate, level: float) -> float:
    """Effective sample size of a share, allowing for the few degrees of freedom."""
    n = estimate.value * (1 - estimate.value) / estimate.se**2
    if estimate.df == estimate.n - 1:
        return n
    level = max(level, NARROWEST)
    return n * (t_quantile(estimate.n - 1, level) / _t(estimate, level)) ** 2


def _beta_limits(estimate: Estimate, n: float, level: float) -> Limits:
    return clopper_pearson(estimate.value * n, n, level=level)
