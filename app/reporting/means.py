"""Numbers of firms in several groups: means and medians with their intervals and differences.

Figures are in full digits and nothing is hidden here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.estimation.comparison import Difference, linear_difference
from app.estimation.design import Flags, SurveyDesign
from app.estimation.estimate import Estimate, Floats, JointEstimate, NoEstimate
from app.estimation.intervals import Limits, plain_interval
from app.estimation.quantiles import quantile, weighted_quantile
from app.estimation.variance import joint_estimate
from app.reporting.responses import Base, Responses, Tally
from app.reporting.tabulation import METHODS, Reading, bounded_units

MEDIAN = 0.5


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers that each response of a group gave, by row of a table.

    Parameters
    ----------
    responses : Responses
    tally : Tally
    base : array of n booleans
        The responses that the figures are of.
    values : mapping
        By row, n numbers from 0 to `most`; read in the base alone.
    most : float
        The largest that a number can be: 1 for shares of a whole.
    kind : {"answered", "asked", "all"}
    """

    responses: Responses
    tally: Tally
    base: Flags
    values: Mapping[str, Floats]
    most: float
    kind: Base = "answered"


@dataclass(frozen=True)
class Mean:
    """The mean, or the median, of one row in one group.

    Parameters
    ----------
    row : str
    base : int
        Responses behind it, unweighted.
    holding, short : int
        Those whose number is above 0, and below the most it can be.
    value : float, optional
        None where nobody stands in the base.
    estimate : Estimate, optional
        The value with its interval, cut where no number can lie; None without degrees of freedom.
    bounds : (float, float), optional
        What the mean is between if nothing is assumed about firms that did not answer.
    """

    row: str
    base: int
    holding: int
    short: int
    value: float | None = None
    estimate: Estimate | None = None
    bounds: Limits | None = None


def means(numbers: Numbers, *, reading: Reading, level: float) -> tuple[Mean, ...]:
    """The mean of each row of a group, each response standing for its stratum.

    The interval is a t interval, cut at 0 and at the most that a number can be.

    Parameters
    ----------
    numbers : Numbers
    reading : {"frame", "process"}
    level : float
        Nominal coverage.

    Returns
    -------
    tuple of Mean
        In the unit of the numbers, in the order of their rows.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_report_figures.py.
    """
    joint = _joint(numbers, reading)
    return tuple(
        replace(
            _counted(numbers, row),
            value=None if joint is None else joint.one(row).value,
            estimate=None if joint is None else _interval(numbers, joint.one(row), level),
            bounds=_bounds(numbers, row),
        )
        for row in numbers.values
    )


def medians(numbers: Numbers, *, reading: Reading, level: float) -> tuple[Mean, ...]:
    """The median of each row of a group, with Woodruff's interval.

    Parameters and result as in `means`; there are no bounds without assumption.

    Source: Woodruff (1952), JASA 47. Checked in tests/reference/test_report_figures.py.
    """
    return tuple(_median(numbers, row, reading, level) for row in numbers.values)


def differences(
    first: Numbers, second: Numbers, *, reading: Reading, level: float
) -> tuple[Difference | None, ...]:
    """Mean of each row in the first group less that in the second, with a t interval.

    Groups of two waves are independent. Two parts of one wave share its strata, and their
    covariance is in the error.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_report_figures.py.
    """
    one, two = _joint(first, reading), _joint(second, reading)
    if one is None or two is None:
        return (None,) * len(first.values)
    if first.responses.strata is second.responses.strata:
        both = _together(first, second, reading)
        contrasts = [both.contrast({f"1:{row}": 1, f"2:{row}": -1}) for row in first.values]
    else:
        contrasts = [_apart(one.one(row), two.one(row)) for row in first.values]
    return tuple(_difference(contrast, level) for contrast in contrasts)


def _apart(one: Estimate, two: Estimate) -> Estimate:
    """The difference of two figures that have no firm, and no stratum, in common."""
    return Estimate(
        value=one.value - two.value,
        se=float(np.hypot(one.se, two.se)),
        df=min(one.df, two.df),
        n=one.n + two.n,
    )


def _difference(contrast: Estimate, level: float) -> Difference | None:
    try:
        return linear_difference(contrast, level=level)
    except NoEstimate:
        return None


def _counted(numbers: Numbers, row: str) -> Mean:
    inside = numbers.values[row][numbers.base]
    return Mean(
        row,
        base=len(inside),
        holding=int((inside > 0).sum()),
        short=int((inside < numbers.most).sum()),
    )


def _influence(numbers: Numbers, values: Sequence[str]) -> tuple[Floats, Floats]:
    """Means, and what each response adds to them."""
    weights = np.where(numbers.base, numbers.responses.weights, 0.0)
    y = np.column_stack([np.where(numbers.base, numbers.values[row], 0.0) for row in values])
    mean = weights @ y / weights.sum()
    return mean, weights[:, None] * (y - mean) / weights.sum()


def _joint(numbers: Numbers, reading: Reading) -> JointEstimate | None:
    if not numbers.base.any():
        return None
    rows = tuple(numbers.values)
    mean, influence = _influence(numbers, rows)
    return joint_estimate(
        _design(numbers, reading),
        rows,
        mean,
        influence=influence,
        members=[numbers.base] * len(rows),
    )


def _together(first: Numbers, second: Numbers, reading: Reading) -> JointEstimate:
    rows = tuple(first.values)
    parts = [_influence(part, rows) for part in (first, second)]
    return joint_estimate(
        _design(first, reading),
        [f"{place}:{row}" for place in (1, 2) for row in rows],
        np.concatenate([mean for mean, _ in parts]),
        influence=np.hstack([influence for _, influence in parts]),
        members=[part.base for part in (first, second) for _ in rows],
    )


def _design(numbers: Numbers, reading: Reading) -> SurveyDesign:
    return numbers.responses.design(has_population=reading == "frame")


def _interval(numbers: Numbers, estimate: Estimate, level: float) -> Estimate | None:
    try:
        found = plain_interval(estimate, level=level)
    except NoEstimate:
        return None
    low, high = found.low or 0.0, found.high or 0.0
    return replace(found, low=max(low, 0.0), high=min(high, numbers.most))


def _bounds(numbers: Numbers, row: str) -> Limits | None:
    units = bounded_units(numbers.responses, numbers.tally, numbers.kind)
    if not units:
        return None
    total = float(numbers.values[row][numbers.base].sum())
    return total / units, (total + numbers.tally.unknown * numbers.most) / units


def _median(numbers: Numbers, row: str, reading: Reading, level: float) -> Mean:
    counted = _counted(numbers, row)
    if not numbers.base.any():
        return counted
    values = np.where(numbers.base, numbers.values[row], np.nan)
    inside = numbers.base
    value = weighted_quantile(values[inside], numbers.responses.weights[inside], MEDIAN)
    design = _design(numbers, reading)
    design = replace(design, columns=design.columns.assign(number=values))
    try:
        estimate = quantile(design, "number", MEDIAN, method=METHODS[reading], level=level)
    except NoEstimate:
        return replace(counted, value=value)
    return replace(counted, value=value, estimate=estimate)
