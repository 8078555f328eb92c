"""Items with several answers: groups compared over all options first, then one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from app.estimation.comparison import Difference, adjusted, linear_difference
from app.estimation.design import SurveyDesign
from app.estimation.estimate import Floats, NoDegreesOfFreedom, NoEstimate
from app.estimation.estimators import means
from app.estimation.independence import IndependenceTest
from app.estimation.models import has_full_rank


@dataclass(frozen=True, eq=False)
class SetComparison:
    """Two groups on the options of one item.

    Parameters
    ----------
    options : tuple of str
    differences : array of k
        Share of the first group less that of the second, in [-1, 1].
    covariance : array of k x k
    df : float
        Degrees of freedom of both groups together.
    tests : tuple of Difference
        One for each option, with t intervals of their own.
    adjusted_p : tuple of float
        P of each option within the item, by Holm. Look at them only where the joint test speaks.
    pooled : array of k
        Share of each option over both groups.
    n : (int, int)
        Unweighted responses of each group.
    """

    options: tuple[str, ...]
    differences: Floats
    covariance: Floats
    df: float
    tests: tuple[Difference, ...]
    adjusted_p: tuple[float, ...]
    pooled: Floats
    n: tuple[int, int]

    @property
    def pearson(self) -> float:
        """Sum over options of the squared difference over its binomial variance."""
        simple = self._simple
        return float((self.differences[simple > 0] ** 2 / simple[simple > 0]).sum())

    @property
    def _simple(self) -> Floats:
        """Variance of each difference if everybody had been drawn with equal chance."""
        return self.pooled * (1 - self.pooled) * (1 / self.n[0] + 1 / self.n[1])

    def rao_scott(self) -> IndependenceTest:
        """Whether any option differs, by second-order correction of a sum over options.

        Raises
        ------
        NoDegreesOfFreedom
            No more first-stage units than strata.
        NoEstimate
            Every option is chosen by nobody or by everybody.

        Source: Bilder and Loughin (2004), Biometrics 60; Rao and Scott (1984). Checked in
        tests/reference/test_multiple.py (K12).
        """
        if self.df <= 0:
            raise NoDegreesOfFreedom("no more first-stage units than strata: no test")
        simple = self._simple
        varies = simple > 0
        if not varies.any():
            raise NoEstimate("every option is chosen by nobody or by everybody")
        matrix = self.covariance[np.ix_(varies, varies)] / simple[varies][:, None]
        trace, spread = float(np.trace(matrix)), float(np.trace(matrix @ matrix))
        if trace <= 0:
            raise NoEstimate("the differences of the options do not vary")
        statistic = self.pearson / trace
        ndf = trace**2 / spread
        p = float(special.fdtrc(ndf, ndf * self.df, statistic))
        return IndependenceTest("rao_scott_2", statistic, ndf, ndf * self.df, p)

    def wald(self) -> IndependenceTest:
        """Whether any option differs, by the adjusted Wald test.

        Raises
        ------
        NoDegreesOfFreedom
            Fewer degrees of freedom than options.
        NoEstimate
            The options depend on each other, as where they add up to a constant.

        Source: Korn and Graubard (1990), American Statistician 44. Checked in
        tests/reference/test_multiple.py (K12).
        """
        k = len(self.options)
        residual = self.df - k + 1
        if residual <= 0:
            raise NoDegreesOfFreedom("more options than degrees of freedom")
        if not has_full_rank(self.covariance):
            raise NoEstimate("the options depend on each other: use rao_scott")
        quadratic = float(self.differences @ np.linalg.solve(self.covariance, self.differences))
        statistic = quadratic * residual / (k * self.df)
        p = float(special.fdtrc(k, residual, statistic))
        return IndependenceTest("wald_adjusted", statistic, k, residual, p)


def compared_sets(
    design: SurveyDesign, options: Sequence[str], groups: tuple[str, str]
) -> SetComparison:
    """Two groups on all options of an item that takes several answers.

    Parameters
    ----------
    design : SurveyDesign
    options : sequence of str
        0-1 columns of one item, empty for those who were not asked; "none" is no option here.
    groups : (first, second)
        Boolean columns that do not overlap.

    Raises
    ------
    EmptyDomain
        Nobody in a group was asked.

    Source: Bilder and Loughin (2004), Biometrics 60. Checked in tests/reference/test_multiple.py
    (K12).
    """
    first, second = groups
    joint = means(design, options, domains=groups)
    names = [(f"{first}:{option}", f"{second}:{option}") for option in options]
    if len(options) == 1:
        names = [(first, second)]
    contrasts = [joint.contrast({one: 1, two: -1}) for one, two in names]
    tests = tuple(linear_difference(contrast) for contrast in contrasts)
    k = len(options)
    minus = np.hstack([np.eye(k), -np.eye(k)])
    members = [
        np.logical_and.reduce([design.observed(option, group) for option in options])
        for group in groups
    ]
    both = members[0] | members[1]
    weights = np.where(both, design.weights, 0.0)
    chosen = design.columns[list(options)].to_numpy(dtype=np.float64, na_value=0.0)
    return SetComparison(
        options=tuple(options),
        differences=minus @ joint.values,
        covariance=minus @ joint.covariance @ minus.T,
        df=float(design.degrees_of_freedom(both)),
        tests=tests,
        adjusted_p=adjusted([test.p for test in tests], "holm"),
        pooled=np.asarray(weights @ np.nan_to_num(chosen) / weights.sum()),
        n=(int(members[0].sum()), int(members[1].sum())),
    )
