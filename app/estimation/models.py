"""Weighted linear and logistic regression with design-based errors, and tests of their terms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import special

from app.estimation.calibration import NotConverged
from app.estimation.design import DesignProblem, Flags, SurveyDesign
from app.estimation.estimate import (
    EmptyDomain,
    Estimate,
    Floats,
    JointEstimate,
    NoDegreesOfFreedom,
    NoEstimate,
)
from app.estimation.variance import joint_estimate

INTERCEPT = "(Intercept)"
MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Term:
    """A variable of a model: a number, or categories against the first of them.

    Parameters
    ----------
    column : str
    levels : tuple of str
        Categories, the first being the reference; empty for a number.
    """

    column: str
    levels: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Name of each coefficient of the term."""
        return tuple(f"{self.column}{level}" for level in self.levels[1:]) or (self.column,)


@dataclass(frozen=True, slots=True)
class TermTest:
    """Whether the coefficients of a term, or other figures, are all zero."""

    statistic: float
    df: float
    residual_df: float
    p: float


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted regression.

    Parameters
    ----------
    kind : {"linear", "logistic"}
    coefficients : JointEstimate
        The intercept and one value per coefficient of the terms; df is that of the residuals.
    terms : tuple of Term
    influence : array of n x p
        Of each coefficient, for margins that add their own.
    member : array of n booleans
        Rows that the model was fitted to.
    """

    kind: str
    coefficients: JointEstimate
    terms: tuple[Term, ...]
    influence: Floats
    member: Flags

    @property
    def df(self) -> float:
        """Residual degrees of freedom."""
        return self.coefficients.df[0]

    def term_test(self, column: str) -> TermTest:
        """The Wald test that a term has no effect, F on its and the residual degrees of freedom.

        Source: Korn and Graubard (1999), ch. 3.5. Checked in tests/reference/test_models.py (G03).
        """
        names = next(term.names for term in self.terms if term.column == column)
        return wald_test(self.coefficients, names, df=self.df)

    def p_value(self, name: str) -> float:
        """Two-sided p of a coefficient, by t on the residual degrees of freedom."""
        return t_test_p(self.coefficients.one(name))


def linear(
    design: SurveyDesign, outcome: str, terms: Sequence[Term], *, domain: str | None = None
) -> Model:
    """Weighted linear regression; errors come from the design, not from a model of residuals.

    Parameters
    ----------
    design : SurveyDesign
        n rows, one per response.
    outcome : str
        Numeric column. Rows that lack it or a term stay in the design with no influence.
    terms : sequence of Term
        Main effects.
    domain : str, optional
        Boolean column marking the sub-population.

    Raises
    ------
    EmptyDomain
        No complete row.
    DesignProblem
        A term repeats another, or is constant.
    NoDegreesOfFreedom
        As many coefficients as degrees of freedom.

    Source: Fuller (1975), Sankhya C 37; Binder (1983), Int. Stat. Review 51. Checked in
    tests/reference/test_models.py (own case regressions).
    """
    x, y, member = _rows(design, outcome, terms, domain)
    weights = np.where(member, design.weights, 0.0)
    bread = _bread(x, weights)
    coefficients = bread @ (x.T @ (weights * y))
    scores = x * (weights * (y - x @ coefficients))[:, None]
    return _model("linear", design, terms, (coefficients, scores @ bread, member))


def logistic(
    design: SurveyDesign, outcome: str, terms: Sequence[Term], *, domain: str | None = None
) -> Model:
    """Weighted logistic regression of a 0-1 column, with errors from the design.

    Parameters and errors as in `linear`, and besides:

    Raises
    ------
    NotConverged
        A combination of terms separates the zeros from the ones, so that no finite coefficient
        fits.

    Source: Binder (1983), Int. Stat. Review 51; Morel (1989), Survey Methodology 15. Checked in
    tests/reference/test_models.py (G03).
    """
    x, y, member = _rows(design, outcome, terms, domain)
    if not np.all(np.isin(y[member], (0.0, 1.0))):
        raise DesignProblem(f"{outcome}: expected 0 and 1")
    weights = np.where(member, design.weights, 0.0)
    coefficients = logistic_coefficients(x[member], y[member], weights[member])
    chance = special.expit(x @ coefficients)
    bread = _bread(x, weights * chance * (1 - chance))
    scores = x * (weights * (y - chance))[:, None]
    return _model("logistic", design, terms, (coefficients, scores @ bread, member))


def logistic_coefficients(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Solution of the weighted score equations of a logistic model, by Newton's method.

    Raises
    ------
    NotConverged
        The outcome is separated.

    Source: McCullagh and Nelder (1989), ch. 4.4. Checked in tests/reference/test_weights.py (E10).
    """
    result, scaled = np.zeros(x.shape[1]), weights / weights.sum()
    for _ in range(MOST_ROUNDS):
        chance = special.expit(x @ result)
        score = x.T @ (scaled * (y - chance))
        information = x.T @ (x * (scaled * chance * (1 - chance))[:, None])
        step = _solved(information, score)
        result = result + step
        if np.abs(x @ step).max() < 1e-12 * max(1.0, np.abs(x @ result).max()):
            return result
        if np.abs(x @ result).max() > 40:
            break
    raise NotConverged("the terms separate those with 0 from those with 1: no coefficient fits")


def model_matrix(columns: pd.DataFrame, terms: Sequence[Term]) -> Floats:
    """The intercept and the terms as numbers, n x p; rows that lack a value hold NaN."""
    parts = [np.ones(len(columns))]
    for term in terms:
        column = columns[term.column]
        if not term.levels:
            parts.append(column.to_numpy(dtype=np.float64, na_value=np.nan))
            continue
        text = column.astype("string")
        known = (text.isin(list(term.levels)) | text.isna()).to_numpy(dtype=np.bool_)
        if not known.all():
            raise DesignProblem(f"{term.column}: a value outside {', '.join(term.levels)}")
        absent = text.isna().to_numpy(dtype=np.bool_)
        for level in term.levels[1:]:
            marked = (text == level).to_numpy(dtype=np.float64, na_value=0.0)
            parts.append(np.where(absent, np.nan, marked))
    return np.column_stack(parts)


def wald_test(joint: JointEstimate, names: Sequence[str], *, df: float) -> TermTest:
    """The Wald test that several values are all zero, as F on their number and df.

    Raises
    ------
    NoDegreesOfFreedom
        df is not above zero.
    NoEstimate
        The values depend on each other, so their covariance has no inverse.

    Source: Korn and Graubard (1999), ch. 3.5. Checked in tests/reference/test_models.py (G03).
    """
    if df <= 0:
        raise NoDegreesOfFreedom("more figures to test than degrees of freedom")
    values, matrix = joint.part(names)
    if not has_full_rank(matrix):
        raise NoEstimate(f"{', '.join(names)}: the figures depend on each other")
    statistic = float(values @ np.linalg.solve(matrix, values)) / len(names)
    return TermTest(statistic, len(names), df, float(special.fdtrc(len(names), df, statistic)))


def t_test_p(estimate: Estimate) -> float:
    """Two-sided p that a figure is zero, by t on its degrees of freedom."""
    if estimate.df <= 0:
        raise NoDegreesOfFreedom("no more first-stage units than strata: no test")
    if estimate.se == 0:
        return float(estimate.value == 0)
    return float(2 * special.stdtr(estimate.df, -abs(estimate.value) / estimate.se))


def _rows(
    design: SurveyDesign, outcome: str, terms: Sequence[Term], domain: str | None
) -> tuple[Floats, Floats, Flags]:
    """Terms, outcome and the complete rows of the domain; zeros elsewhere."""
    x = model_matrix(design.columns, terms)
    y = design.columns[outcome].to_numpy(dtype=np.float64, na_value=np.nan)
    member = design.membership(domain) & np.isfinite(y) & np.isfinite(x).all(axis=1)
    if not member.any():
        raise EmptyDomain(f"{outcome}: no complete row in domain {domain or 'all'!r}")
    return np.where(member[:, None], x, 0.0), np.where(member, y, 0.0), member


def _bread(x: Floats, weights: Floats) -> Floats:
    information = x.T @ (x * weights[:, None])
    return np.asarray(_solved(information, np.eye(x.shape[1])), dtype=np.float64)


def _solved(matrix: Floats, right: Floats) -> Floats:
    if not has_full_rank(matrix):
        raise DesignProblem("a term repeats another, or never varies in these rows")
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)


def has_full_rank(matrix: Floats) -> bool:
    """Whether a symmetric matrix, brought to unit diagonal, has an inverse worth having."""
    scale = np.sqrt(np.maximum(np.diag(matrix), 0.0))
    if np.any(scale == 0):
        return False
    return bool(np.linalg.eigvalsh(matrix / np.outer(scale, scale))[0] > 1e-12)


def _model(
    kind: str,
    design: SurveyDesign,
    terms: Sequence[Term],
    fit: tuple[Floats, Floats, Flags],
) -> Model:
    coefficients, influence, member = fit
    names = (INTERCEPT, *(name for term in terms for name in term.names))
    joint = joint_estimate(
        design, names, coefficients, influence=influence, members=[member] * len(names)
    )
    df = joint.df[0] - (len(names) - 1)
    if df <= 0:
        raise NoDegreesOfFreedom(f"{len(names)} coefficients leave no degrees of freedom")
    joint = replace(joint, df=(df,) * len(names), deff=())
    return Model(kind, joint, tuple(terms), influence, member)
