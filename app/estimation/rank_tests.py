"""Ordered answers of groups compared by their ranks in the population."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from app.estimation.design import Flags, SurveyDesign
from app.estimation.estimate import (
    EmptyDomain,
    Estimate,
    Floats,
    JointEstimate,
    NoDegreesOfFreedom,
)
from app.estimation.estimators import numbers
from app.estimation.models import TermTest, t_test_p, wald_test
from app.estimation.variance import joint_estimate

Score = Callable[[Floats], Floats]
Ties = Literal["middle", "rows"]

SCORES: Mapping[str, Score] = {
    "wilcoxon": lambda rank: rank,
    "vanderWaerden": lambda rank: np.asarray(special.ndtri(rank)),
    "median": lambda rank: np.asarray(rank > 0.5, dtype=np.float64),
}
"""From a population rank in (0, 1) to a score, by the name of the test."""


@dataclass(frozen=True, slots=True)
class RankTest:
    """Mean score of the first group less that of the second, by t on the df less one."""

    estimate: Estimate
    statistic: float
    df: float
    p: float


def rank_test(
    design: SurveyDesign,
    variable: str,
    groups: tuple[str, str],
    *,
    score: str = "wilcoxon",
    ties: Ties = "middle",
) -> RankTest:
    """Whether two groups answer an ordered item alike.

    Ranks are those of the whole estimated population, ties sharing the middle; they are taken as
    fixed in the standard error.

    Parameters
    ----------
    design : SurveyDesign
    variable : str
        Ordered column, as numbers.
    groups : (first, second)
        Boolean columns that do not overlap.
    score : str
        One of SCORES.
    ties : {"middle", "rows"}
        What tied answers share: the middle of their weight, whatever the order of the rows; or
        the plain mean of the places of their rows as they stand, which is what R does.

    Raises
    ------
    EmptyDomain
        Nobody in a group answered.
    NoDegreesOfFreedom
        Two or fewer degrees of freedom in the groups.

    Source: Lumley and Scott (2013), Biometrika 100. Checked in tests/reference/test_rank_tests.py
    (J01).
    """
    joint, df = _mean_scores(design, variable, groups, (score, ties))
    difference = joint.contrast({groups[0]: 1, groups[1]: -1})
    difference = Estimate(difference.value, difference.se, df - 1, difference.n)
    p = t_test_p(difference)
    statistic = difference.value / difference.se if difference.se else 0.0
    return RankTest(difference, statistic, df - 1, p)


def ranks_test(
    design: SurveyDesign,
    variable: str,
    groups: Sequence[str],
    *,
    score: str = "wilcoxon",
    ties: Ties = "middle",
) -> TermTest:
    """Whether three or more groups answer an ordered item alike: F of the mean scores.

    Parameters and errors as in `rank_test`.

    Source: Lumley and Scott (2013), Biometrika 100. Checked in tests/reference/test_rank_tests.py
    (own case kruskal).
    """
    joint, df = _mean_scores(design, variable, groups, (score, ties))
    differences = np.eye(len(groups))[1:] - np.eye(len(groups))[0]
    against_first = JointEstimate(
        names=tuple(groups[1:]),
        values=differences @ joint.values,
        covariance=differences @ joint.covariance @ differences.T,
        df=joint.df[1:],
        n=joint.n[1:],
    )
    return wald_test(against_first, groups[1:], df=df - (len(groups) - 1))


def probability_of_superiority(
    design: SurveyDesign, variable: str, groups: tuple[str, str]
) -> Estimate:
    """Chance that a unit of the first group answers higher than one of the second, ties halved.

    Returns
    -------
    Estimate
        In [0, 1]; a half says that neither tends to answer higher.

    Raises
    ------
    EmptyDomain
        Nobody in a group answered.

    Source: Vargha and Delaney (2000), J. Educ. Behav. Statistics 25; linearised as a function of
    both distributions. Checked in tests/reference/test_effects.py (L04) and
    tests/estimation/test_rank_tests.py.
    """
    members = [design.observed(variable, group) for group in groups]
    y = numbers(design, variable, members[0] | members[1])
    value = 0.0
    influence = np.zeros(design.rows)
    for place, (own, other) in enumerate((members, members[::-1])):
        mine, theirs = np.where(own, design.weights, 0), np.where(other, design.weights, 0)
        below = _share_below(y, theirs, y)
        won = below if place == 0 else 1 - below
        value = float((mine * won).sum() / mine.sum())
        influence += mine * (won - value) / mine.sum()
    joint = joint_estimate(
        design,
        ("superiority",),
        np.array([value]),
        influence=influence[:, None],
        members=(members[0] | members[1],),
    )
    return joint.one("superiority")


def population_ranks(values: Floats, weights: Floats, *, ties: Ties = "middle") -> Floats:
    """Place of each value in the estimated population, in (0, 1), ties sharing one.

    A row's own place is the weight up to and with it, less half its own; tied rows then share the
    middle of their weight, or ("rows") the plain mean of their places.

    Source: Lumley and Scott (2013), sec. 2. Checked in tests/reference/test_rank_tests.py (J01).
    """
    order = np.argsort(values, kind="stable")
    own = np.cumsum(weights[order]) - weights[order] / 2
    _, places = np.unique(values[order], return_inverse=True)
    shares = np.ones(len(own)) if ties == "rows" else weights[order]
    shared = np.bincount(places, own * shares) / np.bincount(places, shares)
    result = np.empty(len(values))
    result[order] = shared[places] / weights.sum()
    return result


def _mean_scores(
    design: SurveyDesign, variable: str, groups: Sequence[str], how: tuple[str, Ties]
) -> tuple[JointEstimate, float]:
    """Mean score of each group, and the degrees of freedom of all of them together."""
    members = [design.observed(variable, group) for group in groups]
    if np.any(np.sum(members, axis=0) > 1):
        raise ValueError(f"groups overlap: {', '.join(groups)}")
    everybody: Flags = np.any(members, axis=0)
    y = numbers(design, variable, everybody)
    scores = np.zeros(design.rows)
    ranks = population_ranks(y[everybody], design.weights[everybody], ties=how[1])
    scores[everybody] = SCORES[how[0]](ranks)
    values, influence = [], []
    for member in members:
        weights = np.where(member, design.weights, 0.0)
        values.append(float((weights * scores).sum() / weights.sum()))
        influence.append(weights * (scores - values[-1]) / weights.sum())
    joint = joint_estimate(
        design, groups, np.array(values), influence=np.column_stack(influence), members=members
    )
    df = float(design.degrees_of_freedom(everybody))
    if df <= len(groups) - 1:
        raise NoDegreesOfFreedom("the groups leave no degrees of freedom for a test")
    return joint, df


def _share_below(at: Floats, weights: Floats, values: Floats) -> Floats:
    """Share of a weighted distribution below each of some values, ties halved."""
    levels, places = np.unique(values, return_inverse=True)
    sizes = np.bincount(places, weights, minlength=len(levels))
    if sizes.sum() == 0:
        raise EmptyDomain("nobody to compare with")
    below = (np.cumsum(sizes) - sizes / 2) / sizes.sum()
    return np.asarray(below[np.searchsorted(levels, at)], dtype=np.float64)
