"""One question put to a data file: a figure of a variable, for everybody and by domain."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd

from app.estimation.design import Flags, SurveyDesign
from app.estimation.design_file import DesignFileProblems, with_numbers
from app.estimation.estimate import EmptyDomain, Estimate, Floats, NoEstimate
from app.estimation.estimators import mean, ratio, share, total
from app.estimation.intervals import METHODS, plain_interval, share_interval
from app.estimation.quantiles import quantile, weighted_quantile
from app.estimation.replicates import Replicates

DOMAIN = "this one"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked.

    Parameters
    ----------
    figure : str
        One of FIGURES.
    variables : tuple of str
        One column; two for a ratio.
    code : str, optional
        The code whose share is asked for; without it the column holds 0 and 1.
    at : float
        The share of a quantile.
    by : tuple of str
        Columns whose values are the domains, crossed.
    method : str
        Interval of a share, one of `intervals.METHODS`.
    level : float
    """

    figure: str
    variables: tuple[str, ...]
    code: str | None = None
    at: float = 0.5
    by: tuple[str, ...] = ()
    method: str = "beta"
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Reply:
    """The figure of one domain, or why there is none."""

    domain: tuple[str, ...]
    estimate: Estimate | None
    problem: str | None = None


def replies(
    inquiry: Inquiry, design: SurveyDesign, replicates: Replicates | None = None
) -> tuple[Reply, ...]:
    """The figure for everybody, then for each domain in sorted order.

    Parameters
    ----------
    inquiry : Inquiry
    design : SurveyDesign
        Columns of text, the design's own numbers apart.
    replicates : Replicates, optional
        Errors are taken from them instead, where they are given.

    Raises
    ------
    DesignFileProblems
        A column that is not there, a figure that is not known, texts in place of numbers.
    """
    _check(inquiry, design.columns)
    numeric = [] if inquiry.code is not None else list(inquiry.variables)
    columns = with_numbers(design.columns, numeric)
    if inquiry.figure == "share":
        columns = columns.assign(**{inquiry.variables[0]: _marks(columns, inquiry)})
    everybody = np.ones(len(columns), dtype=np.bool_)
    domains = {("all",) * max(len(inquiry.by), 1): everybody} | _domains(columns, inquiry.by)
    found = []
    for name, member in domains.items():
        marked = columns.assign(**{DOMAIN: member})
        try:
            if replicates is None:
                estimate = FIGURES[inquiry.figure](inquiry, replace(design, columns=marked))
            else:
                estimate = _replicated(inquiry, replace(replicates, columns=marked))
        except NoEstimate as problem:
            found.append(Reply(name, None, str(problem)))
        else:
            found.append(Reply(name, estimate))
    return tuple(found)


def _share(inquiry: Inquiry, design: SurveyDesign) -> Estimate:
    variable = inquiry.variables[0]
    member = design.observed(variable, DOMAIN)
    chosen = (design.columns[variable] == 1).to_numpy(dtype=np.bool_)
    estimate = share(design, chosen & member, member)
    return share_interval(estimate, inquiry.method, level=inquiry.level)


def _mean(inquiry: Inquiry, design: SurveyDesign) -> Estimate:
    return plain_interval(mean(design, inquiry.variables[0], domain=DOMAIN), level=inquiry.level)


def _total(inquiry: Inquiry, design: SurveyDesign) -> Estimate:
    return plain_interval(total(design, inquiry.variables[0], domain=DOMAIN), level=inquiry.level)


def _ratio(inquiry: Inquiry, design: SurveyDesign) -> Estimate:
    above, below = inquiry.variables
    return plain_interval(ratio(design, above, below, domain=DOMAIN), level=inquiry.level)


def _quantile(inquiry: Inquiry, design: SurveyDesign) -> Estimate:
    return quantile(design, inquiry.variables[0], inquiry.at, domain=DOMAIN, level=inquiry.level)


FIGURES: Mapping[str, Callable[[Inquiry, SurveyDesign], Estimate]] = {
    "share": _share,
    "mean": _mean,
    "total": _total,
    "ratio": _ratio,
    "quantile": _quantile,
}


def _replicated(inquiry: Inquiry, replicates: Replicates) -> Estimate:
    """The figure with its error from replicates, and an interval by t."""
    columns = replicates.columns[list(inquiry.variables)]
    values = columns.to_numpy(dtype=np.float64, na_value=np.nan)
    member = np.isfinite(values).all(axis=1) & replicates.columns[DOMAIN].to_numpy(dtype=np.bool_)
    if not member.any():
        raise EmptyDomain(f"{inquiry.variables[0]}: no response in the domain answered it")
    kept = values[member]
    below = kept[:, 1] if inquiry.figure == "ratio" else np.ones(len(kept))

    def statistic(weights: Floats) -> Floats:
        own = weights[member]
        if inquiry.figure == "quantile":
            return np.array([weighted_quantile(kept[:, 0], own, inquiry.at)])
        above = own @ kept[:, 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.array([above if inquiry.figure == "total" else above / (own @ below)])

    joint = replicates.estimate(("figure",), statistic, n=int(member.sum()))
    estimate = joint.one("figure")
    if inquiry.figure == "share":
        return share_interval(estimate, inquiry.method, level=inquiry.level)
    return plain_interval(estimate, level=inquiry.level)


def _check(inquiry: Inquiry, columns: pd.DataFrame) -> None:
    wanted = 2 if inquiry.figure == "ratio" else 1
    there = ", ".join(str(name) for name in list(columns)[:30])
    rules = {
        f"expected one of {', '.join(FIGURES)}": inquiry.figure in FIGURES,
        f"{inquiry.figure}: expected {wanted} column(s)": len(inquiry.variables) == wanted,
        f"interval: expected one of {', '.join(METHODS)}": inquiry.method in METHODS,
        "level: expected a number between 0 and 1": 0 < inquiry.level < 1,
        "at: expected a number between 0 and 1": 0 < inquiry.at < 1,
        "a code belongs to a share": inquiry.code is None or inquiry.figure == "share",
    }
    problems = [sentence for sentence, holds in rules.items() if not holds]
    absent = [name for name in (*inquiry.variables, *inquiry.by) if name not in columns]
    problems += [f"no column {name!r}; there are {there}" for name in absent]
    if problems:
        raise DesignFileProblems(problems)


def _marks(columns: pd.DataFrame, inquiry: Inquiry) -> "pd.Series[float]":
    """1 where the code was given, 0 where another was, empty where none was."""
    column = columns[inquiry.variables[0]]
    if inquiry.code is None:
        wrong = column.notna() & ~column.isin([0, 1])
        if wrong.any():
            raise DesignFileProblems(
                [f"{column.name}: expected 0 and 1, came {column[wrong].iloc[0]}; give a code"]
            )
        return column.astype("float64")
    if not (column == inquiry.code).any():
        codes = ", ".join(sorted(column.dropna().astype(str).unique())[:20])
        raise DesignFileProblems([f"{column.name}: nobody gave {inquiry.code!r}; codes: {codes}"])
    return (column == inquiry.code).astype("float64").where(column.notna())


def _domains(columns: pd.DataFrame, by: tuple[str, ...]) -> dict[tuple[str, ...], Flags]:
    """Combinations of values that occur, sorted; rows without a value are in none."""
    text = {name: columns[name].astype("string") for name in by}
    levels = [sorted(text[name].dropna().unique()) for name in by]
    found: dict[tuple[str, ...], Flags] = {}
    for values in product(*levels) if by else ():
        marks = [
            (text[name] == value).to_numpy(dtype=np.bool_, na_value=False)
            for name, value in zip(by, values, strict=True)
        ]
        member = np.logical_and.reduce(marks)
        if member.any():
            found[tuple(str(value) for value in values)] = member
    return found
