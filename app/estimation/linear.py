"""Figures ready to stand beside each other: a value, each row's influence, the rows behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.estimation.design import Flags, SurveyDesign
from app.estimation.estimate import EmptyDomain, Estimate, Floats, JointEstimate
from app.estimation.variance import joint_estimate


@dataclass(frozen=True, eq=False)
class Linear:
    """A figure with its linearisation.

    Parameters
    ----------
    value : float
    influence : array of n
        The figure's derivative by the weight of each row, times that weight; 0 outside its domain.
    member : array of n booleans
        The rows behind it.
    """

    value: float
    influence: Floats
    member: Flags


def jointly(design: SurveyDesign, figures: Mapping[str, Linear]) -> JointEstimate:
    """Figures of any kinds and domains, with the covariance of them all.

    Parameters
    ----------
    design : SurveyDesign
        The one that every figure was made with.
    figures : mapping
        From the name of each figure to what `estimators.linear_total`, `linear_mean`,
        `linear_ratio`, `linear_share`, `quantiles.linear_quantile`, `association.linear_variance`
        and `linear_correlation` give.

    Raises
    ------
    EmptyDomain
        There are no figures.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_joint.py (own case joint).
    """
    if not figures:
        raise EmptyDomain("no figures to stand beside each other")
    every = list(figures.values())
    return joint_estimate(
        design,
        tuple(figures),
        np.array([figure.value for figure in every]),
        influence=np.column_stack([figure.influence for figure in every]),
        members=[figure.member for figure in every],
    )


def alone(design: SurveyDesign, figure: Linear) -> Estimate:
    """One figure with its standard error, degrees of freedom, n and design effect."""
    return jointly(design, {"figure": figure}).one("figure")
