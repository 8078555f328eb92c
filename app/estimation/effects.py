"""How large a difference is, apart from whether it is there: sizes with their errors."""

import numpy as np

from app.estimation.design import SurveyDesign
from app.estimation.estimate import Estimate, NoEstimate
from app.estimation.estimators import means, numbers
from app.estimation.variance import joint_estimate


def cohen_h(design: SurveyDesign, variable: str, groups: tuple[str, str]) -> Estimate:
    """Difference of two shares on the arcsine scale, on which a step counts alike everywhere.

    Raises
    ------
    NoEstimate
        A share is 0 or 1.

    Source: Cohen (1988), ch. 6. Checked in tests/reference/test_effects.py (L04).
    """
    joint = means(design, (variable,), domains=groups)
    return joint.function(lambda p: 2 * _arcsine(p[groups[0]]) - 2 * _arcsine(p[groups[1]]))


def standardised_difference(
    design: SurveyDesign, variable: str, groups: tuple[str, str]
) -> Estimate:
    """Difference of two means over the root of the mean of the groups' variances.

    Raises
    ------
    EmptyDomain
        Nobody in a group has a value.
    NoEstimate
        Neither group varies.

    Source: Cohen (1988), ch. 2; Austin (2009), Statistics in Medicine 28. Checked in
    tests/reference/test_effects.py (L04).
    """
    names, values, influence, members = [], [], [], []
    for group in groups:
        member = design.observed(variable, group)
        weights, y = np.where(member, design.weights, 0.0), numbers(design, variable, member)
        mean = (weights * y).sum() / weights.sum()
        for name, power in ((f"mean:{group}", y), (f"variance:{group}", (y - mean) ** 2)):
            value = (weights * power).sum() / weights.sum()
            names.append(name)
            values.append(value)
            influence.append(weights * (power - value) / weights.sum())
            members.append(member)
    joint = joint_estimate(
        design, names, np.array(values), influence=np.column_stack(influence), members=members
    )
    first, second = groups
    return joint.function(
        lambda m: (
            (m[f"mean:{first}"] - m[f"mean:{second}"])
            / np.sqrt((m[f"variance:{first}"] + m[f"variance:{second}"]) / 2)
        )
    )


def two_sample_test(design: SurveyDesign, variable: str, groups: tuple[str, str]) -> Estimate:
    """Mean of the first group less that of the second, with the df of a regression on the group.

    Degrees of freedom are those of both groups together less one, as R has them.

    Source: Korn and Graubard (1999), ch. 3.2. Checked in tests/reference/test_effects.py (J03,
    J04).
    """
    first, second = groups
    member = design.observed(variable, first) | design.observed(variable, second)
    difference = means(design, (variable,), domains=groups).contrast({first: 1, second: -1})
    df = float(design.degrees_of_freedom(member) - 1)
    return Estimate(difference.value, difference.se, df, int(member.sum()))


def one_sample_test(design: SurveyDesign, variable: str, against: float) -> Estimate:
    """Mean less a fixed value, with the degrees of freedom of the whole design less one, as R.

    Source: Korn and Graubard (1999), ch. 3.2. Checked in tests/reference/test_effects.py (J03).
    """
    estimate = means(design, (variable,)).one(variable)
    df = float(design.degrees_of_freedom(design.membership(None)) - 1)
    return Estimate(estimate.value - against, estimate.se, df, estimate.n)


def _arcsine(share: np.complex128) -> np.complex128:
    if not 0 < share.real < 1:
        raise NoEstimate("the arcsine scale has no slope at nobody and at everybody")
    return np.complex128(np.arcsin(np.sqrt(share)))
