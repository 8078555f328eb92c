"""What a share or a mean is between if nothing is assumed about those who did not answer."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from app.estimation.design import Flags, SurveyDesign
from app.estimation.estimate import EmptyDomain, Estimate, Floats
from app.estimation.estimators import single


@dataclass(frozen=True, slots=True)
class Bounds:
    """The smallest and the largest value that the answers allow.

    Parameters
    ----------
    least, most : Estimate
        Everybody who did not answer at the lowest value, and all of them at the highest.
    low, high : float
        Interval that holds the true value, wherever between them it lies, at the level asked for.
    """

    least: Estimate
    most: Estimate
    low: float
    high: float


def share_bounds(
    design: SurveyDesign, chosen: Flags, answered: Flags, *, asked: Flags, level: float = 0.95
) -> Bounds:
    """Bounds of the share among those asked, whatever the silent ones would have said.

    Parameters
    ----------
    design : SurveyDesign
        Rows for everybody who was asked, with weights before any adjustment for silence.
    chosen, answered, asked : array of n booleans
        The mark, who gave an answer, and the base.
    level : float

    Raises
    ------
    EmptyDomain
        Nobody was asked.

    Source: Manski (1989), J. Human Resources 24; Imbens and Manski (2004), Econometrica 72, for
    the interval. Checked in tests/estimation/test_bounds.py.
    """
    return mean_bounds(
        design, chosen.astype(np.float64), answered, asked=asked, between=(0.0, 1.0), level=level
    )


def mean_bounds(
    design: SurveyDesign,
    values: Floats,
    answered: Flags,
    *,
    asked: Flags,
    between: tuple[float, float],
    level: float = 0.95,
) -> Bounds:
    """Bounds of a mean of a number that can only lie between two values.

    Parameters and errors as in `share_bounds`; `values` outside the answers are not looked at.

    Raises
    ------
    ValueError
        An answer outside the range.

    Source: Manski (1989); Imbens and Manski (2004). Checked in tests/estimation/test_bounds.py.
    """
    if not asked.any():
        raise EmptyDomain("nobody was asked")
    known = asked & answered
    low, high = between
    if np.any((values[known] < low) | (values[known] > high)):
        raise ValueError(f"an answer lies outside {low} to {high}")
    weights = np.where(asked, design.weights, 0.0)
    ends = []
    for worst in between:
        y = np.where(known, values, worst)
        value = float((weights * y).sum() / weights.sum())
        ends.append(single(design, value, weights * (y - value) / weights.sum(), asked))
    least, most = ends
    reach = _quantile(least, most, level)
    return Bounds(
        least,
        most,
        max(low, least.value - reach * least.se),
        min(high, most.value + reach * most.se),
    )


def _quantile(least: Estimate, most: Estimate, level: float) -> float:
    """Between the one-sided quantile, for wide bounds, and the two-sided one, for none."""
    spread = max(least.se, most.se)
    width = (most.value - least.value) / spread if spread > 0 else np.inf

    def missing(c: float) -> float:
        return float(special.ndtr(c + width) - special.ndtr(-c)) - level

    return float(optimize.brentq(missing, 0.0, 40.0)) if np.isfinite(width) else 0.0
