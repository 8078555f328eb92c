"""How two variables go together, and how much one of them varies: moments with their errors."""

import numpy as np

from app.estimation.design import Flags, SurveyDesign
from app.estimation.estimate import EmptyDomain, Estimate, Floats, JointEstimate, NoEstimate
from app.estimation.estimators import numbers
from app.estimation.linear import Linear, alone
from app.estimation.variance import joint_estimate


def variance(design: SurveyDesign, variable: str, *, domain: str | None = None) -> Estimate:
    """Population variance of a number: n / (n - 1) times the mean squared distance from the mean.

    The mean is taken as fixed in the standard error, as its own error has no first-order effect.

    Raises
    ------
    EmptyDomain
        Fewer than two responses in the domain have a value.

    Source: Sarndal, Swensson and Wretman (1992), ch. 5.9. Checked in
    tests/reference/test_association.py (own case moments).
    """
    return alone(design, linear_variance(design, variable, domain=domain))


def linear_variance(design: SurveyDesign, variable: str, *, domain: str | None = None) -> Linear:
    """A variance for `linear.jointly`; parameters and errors as in `variance`."""
    member = _enough(design.observed(variable, domain), variable)
    weights, y = np.where(member, design.weights, 0.0), numbers(design, variable, member)
    n, size = member.sum(), weights.sum()
    squared = n / (n - 1) * (y - (weights * y).sum() / size) ** 2
    value = float((weights * squared).sum() / size)
    return Linear(value, weights * (squared - value) / size, member)


def correlation(
    design: SurveyDesign, first: str, second: str, *, domain: str | None = None
) -> Estimate:
    """Pearson's correlation of two numbers in the population.

    Returns
    -------
    Estimate
        In [-1, 1]; for an interval, take it through Fisher's z.

    Raises
    ------
    EmptyDomain
        Fewer than two responses have both values.
    NoEstimate
        One of them never varies.

    Source: Kish and Frankel (1974), JRSS B 36. Checked in tests/reference/test_association.py (own
    case moments).
    """
    return alone(design, linear_correlation(design, first, second, domain=domain))


def linear_correlation(
    design: SurveyDesign, first: str, second: str, *, domain: str | None = None
) -> Linear:
    """A correlation for `linear.jointly`; parameters and errors as in `correlation`."""
    member = design.observed(first, domain) & design.observed(second, domain)
    member = _enough(member, f"{first}, {second}")
    weights = np.where(member, design.weights, 0.0)
    x, y = (_standard(design, name, weights, member) for name in (first, second))
    size = weights.sum()
    value = float((weights * x * y).sum() / size)
    influence = weights * (x * y - value * (x**2 + y**2) / 2) / size
    return Linear(value, influence, member)


def kappa(design: SurveyDesign, first: str, second: str, *, domain: str | None = None) -> Estimate:
    """Cohen's agreement of two 0-1 columns or codes beyond what chance would give.

    Returns
    -------
    Estimate
        At most 1; 0 is agreement by chance.

    Raises
    ------
    EmptyDomain
        No response has both.
    NoEstimate
        Both always give the same single code.

    Source: Cohen (1960), Educ. Psych. Measurement 20; Lin et al. (2008) for surveys. Checked in
    tests/reference/test_effects.py (L05).
    """
    member = design.observed(first, domain) & design.observed(second, domain)
    if not member.any():
        raise EmptyDomain(f"{first}, {second}: no response has both")
    joint = _agreement(design, first, second, member)
    codes = (len(joint.names) - 1) // 2
    if codes == 1:
        raise NoEstimate(f"{first}, {second}: a single code leaves nothing to agree on")

    def beyond_chance(p: "dict[str, np.complex128]") -> np.complex128:
        chance = sum((p[f"first{k}"] * p[f"second{k}"] for k in range(codes)), np.complex128(0))
        return np.complex128((p["agree"] - chance) / (1 - chance))

    return joint.function(lambda p: beyond_chance(dict(p)))


def _agreement(design: SurveyDesign, first: str, second: str, member: Flags) -> JointEstimate:
    """Shares of agreement and of each code in each column, with their covariance."""
    one, two = design.columns[first], design.columns[second]
    codes = sorted(set(one[member]) | set(two[member]))
    names = ["agree", *(f"{part}{k}" for part in ("first", "second") for k in range(len(codes)))]
    marks = [(one == two).to_numpy(dtype=np.bool_)]
    marks += [(column == code).to_numpy(dtype=np.bool_) for column in (one, two) for code in codes]
    weights = np.where(member, design.weights, 0.0)
    y = np.column_stack(marks).astype(np.float64)
    values = weights @ y / weights.sum()
    influence = weights[:, None] * (y - values) / weights.sum()
    return joint_estimate(
        design, names, values, influence=influence, members=[member] * len(names)
    )


def _standard(design: SurveyDesign, name: str, weights: Floats, member: Flags) -> Floats:
    """A number less its mean, over its standard deviation."""
    y, size = numbers(design, name, member), weights.sum()
    centred = np.where(member, y - (weights * y).sum() / size, 0.0)
    spread = np.sqrt((weights * centred**2).sum() / size)
    if spread <= 1e-12 * np.abs(y).max():
        raise NoEstimate(f"{name}: every response has the same value")
    return np.asarray(centred / spread, dtype=np.float64)


def _enough(member: Flags, variable: str) -> Flags:
    if member.sum() < 2:
        raise EmptyDomain(f"{variable}: fewer than two responses")
    return member
