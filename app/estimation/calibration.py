"""Weights that meet known totals of the population: post-strata, raking, linear and bounded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from app.estimation.design import Calibration, DesignProblem, SurveyDesign
from app.estimation.estimate import Floats, NoEstimate

Distance = Literal["linear", "raking", "logit"]
Bounds = tuple[float, float]
Slopes = tuple[Floats, Floats]
"""The factor g of each row, and its derivative."""

MOST_ROUNDS = 500
CLOSE = 1e-12
"""How near the totals are met, as a part of each."""


class NotConverged(NoEstimate):
    """No weights within the bounds meet the known totals, or none were found."""


@dataclass(frozen=True, slots=True)
class Margin:
    """Known counts of the population by the levels of a column, or the total of a number.

    Parameters
    ----------
    column : str
        Column of levels, which are compared as text; several names are crossed.
    counts : mapping
        Population count of each level that occurs; for crossed columns the key is a tuple.
    """

    column: str | tuple[str, ...]
    counts: Mapping[str, float] | Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Total:
    """Known population total of a numeric column."""

    column: str
    total: float


def poststratified(design: SurveyDesign, margin: Margin) -> SurveyDesign:
    """The design with weights that meet the population count of each cell.

    Parameters
    ----------
    design : SurveyDesign
    margin : Margin
        Cells of one column, or of several crossed. Every cell with rows needs a count.

    Returns
    -------
    SurveyDesign
        Its weights are in the column "calibrated"; standard errors come from residuals around the
        means of the cells.

    Raises
    ------
    DesignProblem
        A cell without a count, or a count without responses.

    Source: Holt and Smith (1979), JRSS A 142; Deville and Sarndal (1992). Checked in
    tests/reference/test_calibration.py (E05).
    """
    return calibrated(design, (margin,))


def calibrated(
    design: SurveyDesign,
    known: Sequence[Margin | Total],
    *,
    distance: Distance = "linear",
    bounds: Bounds | None = None,
) -> SurveyDesign:
    """The design with the weights nearest to the present ones that meet known totals.

    Parameters
    ----------
    design : SurveyDesign
        Its weights are where the search starts.
    known : sequence of Margin or Total
        What the population is known to be. Margins add up to the same population.
    distance : {"linear", "raking", "logit"}
        How far a weight w = g d has moved: linear may give negative factors, raking none, and
        logit keeps them inside the bounds.
    bounds : (low, high), optional
        Smallest and largest factor g; needed by logit, and cuts linear and raking.

    Returns
    -------
    SurveyDesign
        Its weights are in the column "calibrated"; `calibration` tells the variance what is known.

    Raises
    ------
    DesignProblem
        A level without a count, a count without responses, or bounds that exclude 1.
    NotConverged
        No factors found, or one is not above zero.

    Source: Deville and Sarndal (1992), JASA 87, with distances 1 (linear), 2 (raking) and 6
    (logit). Checked in tests/reference/test_calibration.py (E01 to E05).
    """
    columns, totals = auxiliaries(design.columns, known)
    factors = calibration_factors(
        design.weights, columns, totals, distance=distance, bounds=bounds
    )
    weights = design.weights * factors
    start = design.weights if design.calibration is None else design.calibration.start
    if design.calibration is not None:
        columns = np.column_stack([design.calibration.auxiliary, columns])
    return replace(
        design,
        columns=design.columns.assign(calibrated=weights),
        weight="calibrated",
        calibration=Calibration(auxiliary=columns, start=start),
    )


def auxiliaries(columns: pd.DataFrame, known: Sequence[Margin | Total]) -> tuple[Floats, Floats]:
    """The auxiliary variables of known totals (n x p), and the p totals."""
    parts, totals = [], []
    for fact in known:
        if isinstance(fact, Total):
            parts.append(columns[fact.column].to_numpy(dtype=np.float64)[:, None])
            totals.append(fact.total)
        else:
            parts.append(_indicators(columns, fact))
            totals.extend(fact.counts.values())
    result = np.column_stack(parts)
    if not (np.all(np.isfinite(result)) and np.all(np.isfinite(totals))):
        raise DesignProblem("a variable with a known total lacks a number, or its total does")
    return result, np.array(totals, dtype=np.float64)


def calibration_factors(
    start: Floats,
    auxiliary: Floats,
    totals: Floats,
    *,
    distance: Distance = "linear",
    bounds: Bounds | None = None,
) -> Floats:
    """Factors g with sum of g d x equal to the totals, nearest to 1 by a distance.

    Newton's method on the multipliers of the totals; repeated or redundant auxiliary variables do
    no harm where their totals agree.

    Parameters
    ----------
    start : array of n
        Weights d.
    auxiliary : array of n x p
    totals : array of p
    distance, bounds
        As in `calibrated`.

    Raises
    ------
    NotConverged
        The totals were not met.

    Source: Deville and Sarndal (1992), eq. 2.7. Checked in tests/reference/test_calibration.py.
    """
    slopes = _slopes(distance, bounds)
    sizes = np.maximum(np.abs(auxiliary).max(axis=0, initial=0.0), np.finfo(float).tiny)
    x, wanted = auxiliary / sizes, totals / sizes
    multipliers = np.zeros(x.shape[1])
    factors, derivative = slopes(np.zeros(len(start)))
    for _ in range(MOST_ROUNDS):
        missing = wanted - x.T @ (start * factors)
        if np.all(np.abs(missing) <= CLOSE * np.maximum(np.abs(wanted), 1)):
            break
        hessian = x.T @ (x * (start * derivative)[:, None])
        step = np.linalg.lstsq(hessian, missing, rcond=1e-13)[0]
        multipliers, factors, derivative = _shortened(
            (slopes, start, x, wanted), multipliers, step, float(np.abs(missing).max())
        )
    else:
        raise NotConverged("no weights were found that meet the known totals")
    if np.any(factors <= 0):
        raise NotConverged("meeting the totals needs weights that are not above 0: set bounds")
    return factors


def _shortened(
    problem: tuple[Callable[[Floats], Slopes], Floats, Floats, Floats],
    multipliers: Floats,
    step: Floats,
    missing: float,
) -> tuple[Floats, Floats, Floats]:
    """A step of Newton's, halved while it overshoots."""
    slopes, start, x, wanted = problem
    for _ in range(40):
        with np.errstate(over="ignore", invalid="ignore"):
            factors, derivative = slopes(x @ (multipliers + step))
            left = np.abs(wanted - x.T @ (start * factors)).max()
        if np.isfinite(left) and left < missing:
            return multipliers + step, factors, derivative
        step = step / 2
    raise NotConverged("the totals contradict each other, or cannot be met within the bounds")


def _slopes(distance: Distance, bounds: Bounds | None) -> Callable[[Floats], Slopes]:
    if distance == "logit":
        if bounds is None:
            raise DesignProblem("distance 'logit': expected bounds")
        return lambda u: _logit(u, _checked(bounds))
    plain = _linear if distance == "linear" else _raking
    if bounds is None:
        return plain
    low, high = _checked(bounds)

    def cut(u: Floats) -> Slopes:
        factors, derivative = plain(u)
        inside = (factors > low) & (factors < high)
        return np.clip(factors, low, high), np.where(inside, derivative, 0.0)

    return cut


def _checked(bounds: Bounds) -> Bounds:
    if not 0 <= bounds[0] < 1 < bounds[1]:
        raise DesignProblem(f"bounds: expected 0 <= low < 1 < high, came {bounds}")
    return bounds


def _linear(u: Floats) -> Slopes:
    return 1 + u, np.ones_like(u)


def _raking(u: Floats) -> Slopes:
    factors = np.exp(u)
    return factors, factors


def _logit(u: Floats, bounds: Bounds) -> Slopes:
    """Factors that approach the bounds and never reach them."""
    low, high = bounds
    speed = (high - low) / ((1 - low) * (high - 1))
    grown = np.exp(np.clip(speed * u, -700, 700))
    below, above = high - 1, (1 - low) * grown
    factors = (low * below + high * above) / (below + above)
    return factors, (high - factors) * (factors - low) / ((1 - low) * (high - 1))


def _indicators(columns: pd.DataFrame, margin: Margin) -> Floats:
    """One column for each level that has a count."""
    names = [margin.column] if isinstance(margin.column, str) else list(margin.column)
    levels = [(key,) if isinstance(key, str) else tuple(key) for key in margin.counts]
    text = columns[names].astype("string").fillna("(no value)")
    of_row: list[tuple[str, ...]] = list(text.itertuples(index=False, name=None))
    without = sorted(" and ".join(level) for level in set(of_row) - set(levels))
    if without:
        raise DesignProblem(f"margin {names}: no known count for {', '.join(without)}")
    unseen = sorted(" and ".join(level) for level in set(levels) - set(of_row))
    if unseen:
        raise DesignProblem(f"margin {names}: no response in {', '.join(unseen)}")
    place = {level: number for number, level in enumerate(levels)}
    result = np.zeros((len(of_row), len(levels)))
    result[np.arange(len(of_row)), [place[level] for level in of_row]] = 1.0
    return result
