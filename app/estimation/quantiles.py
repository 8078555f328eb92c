"""Quantiles of a number, with Woodruff's interval turned over from the share below them."""

from dataclasses import replace

import numpy as np

from app.estimation.design import Flags, SurveyDesign
from app.estimation.estimate import Estimate, Floats, NoDegreesOfFreedom
from app.estimation.estimators import linear_share, numbers, share
from app.estimation.intervals import share_interval, t_quantile
from app.estimation.linear import Linear, alone

EQUAL = 1e-12
"""Cumulated weights nearer to the share than this have reached it."""


def quantile(
    design: SurveyDesign,
    variable: str,
    at: float,
    *,
    domain: str | None = None,
    method: str = "mean",
    level: float = 0.95,
) -> Estimate:
    """The smallest value that at least a share of the population does not exceed.

    Its interval is that of the share at or below it, both ends turned over by the same rule; the
    standard error is the width of the interval over twice the t quantile, so it depends on the
    level.

    Parameters
    ----------
    design : SurveyDesign
        n rows, one per response; the final weight sums to the population.
    variable : str
        Numeric column.
    at : float
        The share, in (0, 1); 0.5 gives the median.
    domain : str, optional
        Boolean column marking the sub-population.
    method : str
        Interval of the share, one of `intervals.METHODS`.
    level : float
        Nominal coverage.

    Returns
    -------
    Estimate
        In the variable's unit, with low and high.

    Raises
    ------
    EmptyDomain
        No response in the domain has a value.
    NoDegreesOfFreedom
        No more first-stage units than strata.

    Source: Woodruff (1952), JASA 47; Francisco and Fuller (1991), Annals of Statistics 19. Checked
    in tests/reference/test_quantiles.py (H03, H04).
    """
    if not 0 < at < 1:
        raise ValueError(f"expected a share between 0 and 1, came {at}")
    member = design.observed(variable, domain)
    y = numbers(design, variable, member)
    value = weighted_quantile(y[member], design.weights[member], at)
    below = share(design, member & (y <= value), member)
    if below.complete:
        return replace(below, value=value, se=0.0, low=value, high=value, method="complete")
    if below.df <= 0:
        raise NoDegreesOfFreedom(f"{variable}: {below.n} responses give no interval")
    reached = share_interval(below, method, level=level)
    low, high = (_at(y, design.weights, member, limit) for limit in (reached.low, reached.high))
    return replace(
        reached,
        value=value,
        se=(high - low) / (2 * t_quantile(below.df, level)),
        low=low,
        high=high,
        deff=None,
    )


def linear_quantile(
    design: SurveyDesign,
    variable: str,
    at: float,
    *,
    domain: str | None = None,
    level: float = 0.95,
) -> Linear:
    """A quantile for `linear.jointly`: minus the influence on the share below, over the density.

    The density is the one that Woodruff's interval implies, so the standard error is the same as
    that of `quantile`. Parameters and errors as there.

    Source: Francisco and Fuller (1991), Annals of Statistics 19, sec. 4. Checked in
    tests/reference/test_joint.py (H04) and tests/estimation/test_engine_properties.py.
    """
    found = quantile(design, variable, at, domain=domain, level=level)
    member = design.observed(variable, domain)
    y = numbers(design, variable, member)
    below = linear_share(design, member & (y <= found.value), member)
    se = alone(design, below).se
    stretch = found.se / se if se > 0 else 0.0
    return Linear(found.value, -below.influence * stretch, member)


def weighted_quantile(values: Floats, weights: Floats, at: float) -> float:
    """The smallest value at which the cumulated share of weights reaches a share.

    Source: Hyndman and Fan (1996), American Statistician 50, type 1. Checked in
    tests/reference/test_quantiles.py (H03).
    """
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    place = int(np.searchsorted(reached, at - EQUAL, side="left"))
    return float(values[order][min(place, len(values) - 1)])


def _at(y: Floats, weights: Floats, member: Flags, limit: float | None) -> float:
    if limit is None:
        raise ValueError("the share has no interval")
    return weighted_quantile(y[member], weights[member], float(np.clip(limit, 0.0, 1.0)))
