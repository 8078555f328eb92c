"""Variance of an estimator from its influence values, by the design."""

from collections.abc import Sequence

import numpy as np

from app.estimation.design import Flags, Places, SurveyDesign
from app.estimation.estimate import Floats, JointEstimate, LonelyUnit

SAME = 1e-12
"""Responses that differ by a smaller part than this do not differ."""


def covariance(design: SurveyDesign, influence: Floats) -> Floats:
    """Covariance matrix of k estimators whose influence values are known.

    First-stage units are drawn within strata; without a second stage in the design, what happens
    inside a unit needs no model, for its whole contribution is one value. Rows outside a domain
    have an influence of zero and stay. Where weights were calibrated, only what the known totals
    leave unexplained varies.

    Parameters
    ----------
    design : SurveyDesign
    influence : array of n x k
        z of each row, weight included: the estimator's derivative by the weight, times the weight.

    Returns
    -------
    array of k x k
        sum over strata of n / (n - 1) times the cross-products of unit totals around their mean in
        the stratum, each times 1 - f (f the stratum's sampling fraction or, drawn with unequal
        probabilities, the unit's own); and the second stage's sum likewise, each times f.

    Raises
    ------
    LonelyUnit
        A stratum that was not observed completely holds one unit, and the design says "fail".

    Source: Wolter (2007), eq. 6.2.4 with ch. 1.4; Sarndal, Swensson and Wretman (1992), ch. 4.3,
    for two stages; Brewer (2002), ch. 9, for unequal probabilities; Lumley (2010), ch. 2. Checked
    in tests/reference/test_means.py (A10, A12, A13), test_domains.py (D03 to D06) and
    test_designs.py (own cases).
    """
    if design.calibration is not None:
        influence = design.calibration.residuals(influence, design.weights)
    totals = sums(design.unit_places, len(design.unit_strata), influence)
    if design.cluster is None:
        totals = influence
    result = _first_stage(design, totals)
    if design.second is not None:
        result = result + _second_stage(design, influence)
    return result


def joint_estimate(
    design: SurveyDesign,
    names: Sequence[str],
    values: Floats,
    *,
    influence: Floats,
    members: Sequence[Flags],
) -> JointEstimate:
    """Values with the covariance, degrees of freedom, n and design effects of their influences.

    Parameters
    ----------
    design : SurveyDesign
    names : sequence of k str
    values : array of k
    influence : array of n x k
        Weight included.
    members : sequence of k arrays of n booleans
        The rows behind each value.

    Source: Kish (1965), ch. 8.2, for design effects. Checked in tests/reference/test_designs.py
    (I02).
    """
    matrix = covariance(design, influence)
    effects = tuple(
        design_effect(float(matrix[k, k]), influence[:, k], design.weights, members[k])
        for k in range(len(names))
    )
    return JointEstimate(
        names=tuple(names),
        values=values,
        covariance=matrix,
        df=tuple(float(design.degrees_of_freedom(member)) for member in members),
        n=tuple(int(member.sum()) for member in members),
        deff=effects,
    )


def design_effect(
    variance: float, influence: Floats, weights: Floats, member: Flags
) -> float | None:
    """Variance over that of a simple random sample of the same size, drawn with replacement.

    None where the responses do not differ or are fewer than two.

    Source: Kish (1965), ch. 8.2. Checked in tests/reference/test_designs.py (I02).
    """
    n = int(member.sum())
    if n < 2:
        return None
    kept, values = weights[member], influence[member] / weights[member]
    size = kept.sum()
    centred = values - (kept * values).sum() / size
    if np.abs(centred).max() <= SAME * np.abs(values).max():
        return None
    spread = float((kept * centred**2).sum() * size)
    return variance * (n - 1) / spread if spread > 0 else None


def sums(places: Places, count: int, values: Floats) -> Floats:
    """Sums of the columns of values over the rows of each place."""
    columns = [np.bincount(places, column, minlength=count) for column in values.T]
    return np.column_stack(columns) if columns else np.zeros((count, 0))


def _first_stage(design: SurveyDesign, totals: Floats) -> Floats:
    places, sampled = design.unit_strata, design.sampled
    lonely = (sampled == 1) & ~_certain(design)
    if lonely.any() and design.lonely == "fail":
        raise LonelyUnit(
            f"{int(lonely.sum())} of {len(lonely)} strata hold a single response and cannot show"
            " how much responses differ"
        )
    centres = sums(places, len(sampled), totals) / sampled[:, None]
    factors = sampled / np.maximum(sampled - 1, 1)
    if design.lonely == "adjust":
        centres[lonely] = totals.mean(axis=0)
    if design.lonely == "average" and not lonely.all():
        factors = factors * (len(lonely) / (~lonely).sum())
    deviations = totals - centres[places]
    scaled = deviations * ((1 - design.unit_fractions) * factors[places])[:, None]
    return np.asarray(deviations.T @ scaled, dtype=np.float64)


def _certain(design: SurveyDesign) -> Flags:
    """Strata in which every unit was drawn for certain."""
    uncertain = np.bincount(design.unit_strata, design.unit_fractions < 1)
    return np.asarray(uncertain == 0, dtype=np.bool_)


def _second_stage(design: SurveyDesign, influence: Floats) -> Floats:
    """What varies inside first-stage units, in the measure in which those were exhausted."""
    parents = design.second_parents
    totals = sums(design.second_places, len(parents), influence)
    sampled = np.bincount(parents).astype(np.float64)
    left = (1 - design.second_fractions) * design.unit_fractions
    lonely = (sampled == 1) & (left > 0)
    if lonely.any() and design.lonely in {"fail", "adjust"}:
        raise LonelyUnit(
            f"{int(lonely.sum())} of {len(lonely)} first-stage units hold a single sampled unit"
        )
    factors = left * sampled / np.maximum(sampled - 1, 1)
    if design.lonely == "average" and not lonely.all():
        factors = factors * (len(lonely) / (~lonely).sum())
    deviations = totals - (sums(parents, len(sampled), totals) / sampled[:, None])[parents]
    return np.asarray(deviations.T @ (deviations * factors[parents][:, None]), dtype=np.float64)
