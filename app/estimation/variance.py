"""Variance of an estimator from its influence values, by the design."""

import numpy as np

from app.estimation.design import SurveyDesign
from app.estimation.estimate import Floats, LonelyUnit


def covariance(design: SurveyDesign, influence: Floats) -> Floats:
    """Covariance matrix of k estimators whose influence values are known.

    First-stage units are drawn within strata; what happens inside a unit needs no model, for its
    whole contribution is one value. Rows outside a domain have an influence of zero and stay.

    Parameters
    ----------
    design : SurveyDesign
    influence : array of n x k
        z of each row, weight included: the estimator's derivative by the weight, times the weight.

    Returns
    -------
    array of k x k
        sum over strata of (1 - f) n / (n - 1) times the cross-products of unit totals around their
        mean in the stratum.

    Raises
    ------
    LonelyUnit
        A stratum that was not observed completely holds one unit, and the design says "fail".

    Source: Wolter (2007), eq. 6.2.4 with ch. 1.4; Lumley (2010), ch. 2. Checked in
    tests/reference/test_means.py (A10, A12ad, A13) and test_domains.py (D03 to D06).
    """
    totals = np.zeros((len(design.unit_strata), influence.shape[1]))
    np.add.at(totals, design.unit_places, influence)
    sums = np.zeros((len(design.sampled), influence.shape[1]))
    np.add.at(sums, design.unit_strata, totals)
    lonely = (design.sampled == 1) & (design.fractions < 1)
    if lonely.any() and design.lonely == "fail":
        raise LonelyUnit(
            f"{int(lonely.sum())} of {len(lonely)} strata hold a single response and cannot show"
            " how much responses differ"
        )
    centres = sums / design.sampled[:, None]
    centres[lonely] = totals.mean(axis=0)
    deviations = totals - centres[design.unit_strata]
    factors = (1 - design.fractions) * design.sampled / np.maximum(design.sampled - 1, 1)
    factors[lonely] = 1 - design.fractions[lonely]
    scaled = deviations * factors[design.unit_strata][:, None]
    return np.asarray(deviations.T @ scaled, dtype=np.float64)
