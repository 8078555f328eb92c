"""Totals, means, ratios and shares with their linearised variance, one or many domains at once."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.estimation.design import Flags, SurveyDesign
from app.estimation.estimate import EmptyDomain, Estimate, Floats, JointEstimate, NotFinite
from app.estimation.linear import Linear, alone, jointly
from app.estimation.variance import covariance

WHOLE: tuple[str | None, ...] = (None,)

NO_SE = 1e-12
"""A standard error of a share below this is rounding: each stratum agrees within itself."""


def total(design: SurveyDesign, variable: str, *, domain: str | None = None) -> Estimate:
    """Population total of a numeric variable, from the rows that have a value.

    Nothing is added for rows without a value: where answers are missing the total is too small,
    and whoever prints it has to weight for that first.

    Parameters
    ----------
    design : SurveyDesign
        n rows, one per response; the final weight sums to the population.
    variable : str
        Numeric column.
    domain : str, optional
        Boolean column marking the sub-population.

    Returns
    -------
    Estimate
        In the variable's unit.

    Raises
    ------
    EmptyDomain
        No response in the domain has a value.

    Source: Wolter (2007), ch. 1.4. Checked in tests/reference/test_means.py (A10), test_domains.py
    (D04).
    """
    return alone(design, linear_total(design, variable, domain=domain))


def linear_total(design: SurveyDesign, variable: str, *, domain: str | None = None) -> Linear:
    """A total for `linear.jointly`; parameters and errors as in `total`."""
    member = design.observed(variable, domain)
    weighted = design.weights * numbers(design, variable, member)
    return Linear(float(weighted.sum()), weighted, member)


def linear_mean(design: SurveyDesign, variable: str, *, domain: str | None = None) -> Linear:
    """A mean for `linear.jointly`; parameters and errors as in `mean`."""
    member = design.observed(variable, domain)
    y = numbers(design, variable, member)
    weights = np.where(member, design.weights, 0.0)
    value = float((weights * y).sum() / weights.sum())
    return Linear(value, weights * (y - value) / weights.sum(), member)


def mean(design: SurveyDesign, variable: str, *, domain: str | None = None) -> Estimate:
    """Population mean of a numeric variable among the rows that have a value.

    Parameters, errors and assumptions as in `means`.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_means.py (A10, A13).
    """
    return means(design, (variable,), domains=(domain,)).one(
        variable if domain is None else domain
    )


def means(
    design: SurveyDesign, variables: Sequence[str], *, domains: Sequence[str | None] = WHOLE
) -> JointEstimate:
    """Means of several variables in several domains, with the covariance of them all.

    Each mean is a ratio of two weighted sums, linearised. Domains may overlap and firms may answer
    several variables: the covariance says how much. A row without a value leaves both sums of that
    mean and stays in the design.

    Parameters
    ----------
    design : SurveyDesign
        n rows, one per response; the final weight sums to the population.
    variables : sequence of str
        Numeric or boolean columns.
    domains : sequence of str or None
        Boolean columns; None is everybody.

    Returns
    -------
    JointEstimate
        Named "variable" for everybody, "domain" for one variable, else "domain:variable".

    Raises
    ------
    EmptyDomain
        A domain holds no response with a value.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_domains.py (D03, D05, D06, K01).
    """
    is_alone = len(variables) == 1
    figures = {
        _name(variable, domain, is_alone=is_alone): linear_mean(design, variable, domain=domain)
        for domain in domains
        for variable in variables
    }
    return jointly(design, figures)


def ratio(
    design: SurveyDesign, numerator: str, denominator: str, *, domain: str | None = None
) -> Estimate:
    """Ratio of two population totals, such as a share weighted by turnover.

    Rows that lack either value leave both totals and stay in the design.

    Parameters
    ----------
    design : SurveyDesign
        n rows, one per response; the final weight sums to the population.
    numerator, denominator : str
        Numeric columns.
    domain : str, optional
        Boolean column marking the sub-population.

    Returns
    -------
    Estimate
        Numerator over denominator.

    Raises
    ------
    EmptyDomain
        No response in the domain has both values, or the denominator adds up to zero.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_means.py (A10), test_domains.py
    (D04).
    """
    return alone(design, linear_ratio(design, numerator, denominator, domain=domain))


def linear_ratio(
    design: SurveyDesign, numerator: str, denominator: str, *, domain: str | None = None
) -> Linear:
    """A ratio for `linear.jointly`; parameters and errors as in `ratio`."""
    member = design.observed(numerator, domain) & design.observed(denominator, domain)
    y, x = numbers(design, numerator, member), numbers(design, denominator, member)
    size = float((design.weights * x).sum())
    if size == 0:
        raise EmptyDomain(f"{denominator}: its total in domain {domain or 'all'!r} is zero")
    value = float((design.weights * y).sum()) / size
    return Linear(value, design.weights * (y - value * x) / size, member)


def proportion(
    design: SurveyDesign, variable: str, code: str, *, domain: str | None = None
) -> Estimate:
    """Share of the population whose answer to one item is a given code.

    The ratio of two weighted totals. Its variance is linearised; rows outside the domain, and rows
    without an answer, stay in the design with a value of zero.

    Parameters
    ----------
    design : SurveyDesign
        n rows, one per response; the final weight sums to the population.
    variable : str
        Column of codes. Rows not asked or not answered have none and leave both totals.
    code : str
        The code counted.
    domain : str, optional
        Boolean column marking the sub-population.

    Returns
    -------
    Estimate
        Value and standard error as shares in [0, 1]; n is unweighted; df is units minus strata.

    Raises
    ------
    EmptyDomain
        No response in the domain answered the item.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_domains.py (D06).
    """
    member = design.observed(variable, domain)
    chosen = (design.columns[variable] == code).to_numpy(dtype=np.bool_, na_value=False)
    return share(design, chosen & member, member)


def share(design: SurveyDesign, chosen: Flags, member: Flags) -> Estimate:
    """Share of a domain that carries a mark, both given row by row.

    Parameters
    ----------
    design : SurveyDesign
        n rows, one per response; the final weight sums to the population.
    chosen : array of n booleans
        Rows counted; none outside the domain.
    member : array of n booleans
        Rows of the domain: the base of the share.

    Returns
    -------
    Estimate
        Value and standard error as shares in [0, 1]. Nobody gives exactly 0 and everybody exactly
        1, both with a standard error of 0: `intervals` knows what to make of that.

    Raises
    ------
    EmptyDomain
        No row in the domain.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_intervals.py (B02, B04, B07).
    """
    if not member.any():
        raise EmptyDomain("no response in the domain answered the item")
    count, n = int((chosen & member).sum()), int(member.sum())
    df, complete = design.degrees_of_freedom(member), design.is_complete(member)
    if count in {0, n}:
        return Estimate(value=float(count == n), se=0.0, df=df, n=n, complete=complete)
    estimate = replace(alone(design, linear_share(design, chosen, member)), complete=complete)
    return estimate if estimate.se > NO_SE else replace(estimate, se=0.0)


def shares(design: SurveyDesign, chosen: Flags, member: Flags) -> tuple[Estimate, ...]:
    """Shares of one domain that carry each of k marks, from one reading of the design.

    Parameters
    ----------
    design : SurveyDesign
    chosen : array of n x k booleans
        Rows counted for each mark; none outside the domain.
    member : array of n booleans

    Returns
    -------
    tuple of k Estimate
        Each as `share` gives it, without a design effect.

    Raises
    ------
    EmptyDomain
        No row in the domain.

    Source: Wolter (2007), ch. 6. Checked in tests/estimation/test_estimators.py against `share`.
    """
    if not member.any():
        raise EmptyDomain("no response in the domain answered the item")
    n = int(member.sum())
    df, complete = design.degrees_of_freedom(member), design.is_complete(member)
    weights = np.where(member, design.weights, 0.0) / design.weights[member].sum()
    counts, values = (chosen & member[:, None]).sum(axis=0), weights @ chosen
    matrix = covariance(design, weights[:, None] * (chosen - values))
    errors = np.sqrt(np.maximum(np.diagonal(matrix), 0.0))
    found = []
    for count, value, se in zip(counts, values, errors, strict=True):
        is_alike = count in {0, n}
        found.append(
            Estimate(
                value=float(count == n) if is_alike else float(value),
                se=0.0 if is_alike or se <= NO_SE else float(se),
                df=df,
                n=n,
                complete=complete,
            )
        )
    return tuple(found)


def linear_share(design: SurveyDesign, chosen: Flags, member: Flags) -> Linear:
    """A share for `linear.jointly`; parameters as in `share`."""
    weights = np.where(member, design.weights, 0.0)
    value = float(weights[chosen].sum() / weights.sum())
    return Linear(value, weights * (chosen - value) / weights.sum(), member)


def numbers(design: SurveyDesign, variable: str, member: Flags) -> Floats:
    """A column as numbers, zero outside the rows that count.

    Raises
    ------
    NotFinite
        A row that counts holds an infinite number.
    """
    column = design.columns[variable].to_numpy(dtype=np.float64, na_value=np.nan)
    if not np.all(np.isfinite(column[member])):
        raise NotFinite(f"{variable}: expected finite numbers, came {column[member].max()}")
    return np.where(member, column, 0.0)


def single(design: SurveyDesign, value: float, influence: Floats, member: Flags) -> Estimate:
    """One value with what its influence values say of it."""
    return alone(design, Linear(value, influence, member))


def _name(variable: str, domain: str | None, *, is_alone: bool) -> str:
    if domain is None:
        return variable
    return domain if is_alone else f"{domain}:{variable}"
