"""Weights from the draw to the analysis: base, non-response, trimming, and what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.estimation.design import DesignProblem, Flags
from app.estimation.estimate import EmptyDomain, Floats
from app.estimation.models import Term, logistic_coefficients, model_matrix


@dataclass(frozen=True, slots=True)
class WeightSummary:
    """What a set of weights costs.

    Parameters
    ----------
    n : int
        Weights.
    effective_n : float
        (sum w)^2 / sum w^2.
    deff : float
        1 + CV^2, the design effect of weights that have nothing to do with the answers.
    cv : float
        Coefficient of variation of the weights.
    smallest, largest, total : float
    """

    n: int
    effective_n: float
    deff: float
    cv: float
    smallest: float
    largest: float
    total: float


def base_weights(sampled: Floats, population: Floats) -> Floats:
    """Weight of each row before anything else: population over sampled, multiplied over stages.

    Parameters
    ----------
    sampled, population : array of n x stages
        Units drawn and units there are, at each stage, for the row's stratum or unit.

    Raises
    ------
    DesignProblem
        More units drawn than there are, or none.

    Source: Sarndal, Swensson and Wretman (1992), ch. 2.8 and 4.3. Checked in
    tests/estimation/test_weights.py.
    """
    drawn, there = np.atleast_2d(sampled.T).T, np.atleast_2d(population.T).T
    if not np.all((drawn > 0) & (drawn <= there)):
        raise DesignProblem("expected 0 < sampled <= population in every stage")
    return np.asarray(np.prod(there / drawn, axis=1), dtype=np.float64)


def class_adjusted(
    weights: Floats, responded: Flags, classes: Sequence[object], *, most: float | None = None
) -> Floats:
    """Weights of those who answered, raised to speak for all who were asked in their class.

    Inside a class, who answers is taken to have nothing to do with the answers.

    Parameters
    ----------
    weights : array of n
        Of everybody who was asked.
    responded : array of n booleans
    classes : sequence of n
        The response class of each.
    most : float, optional
        Largest factor allowed.

    Returns
    -------
    array of n
        Zero for those who did not answer; the total of each class stays.

    Raises
    ------
    EmptyDomain
        Nobody answered in a class: it has to be merged with another.
    DesignProblem
        A factor above `most`.

    Source: Oh and Scheuren (1983); Little (1986), Int. Stat. Review 54. Checked in
    tests/reference/test_weights.py (E09).
    """
    names, places = np.unique(np.asarray(classes, dtype=str), return_inverse=True)
    asked = np.bincount(places, weights)
    answered = np.bincount(places, weights * responded)
    if np.any(answered == 0):
        empty = ", ".join(names[answered == 0])
        raise EmptyDomain(f"nobody answered in response class {empty}: merge it with another")
    factors = asked / answered
    if most is not None and np.any(factors > most):
        large = ", ".join(names[factors > most])
        raise DesignProblem(f"response class {large}: a factor above {most}; merge it")
    return np.asarray(weights * responded * factors[places], dtype=np.float64)


def propensity_adjusted(
    columns: pd.DataFrame, weights: Floats, responded: Flags, *, terms: Sequence[Term]
) -> Floats:
    """Weights of those who answered, divided by their estimated chance to answer.

    Parameters
    ----------
    columns : DataFrame
        n rows, one per unit that was asked, with what the frame knows of it.
    weights : array of n
    responded : array of n booleans
    terms : sequence of Term
        Main effects of a weighted logistic model of answering.

    Returns
    -------
    array of n
        Zero for those who did not answer.

    Raises
    ------
    DesignProblem
        A unit lacks the value of a term.
    NotConverged
        Answering can be foretold perfectly, so no chance can be estimated.

    Source: Little (1986), Int. Stat. Review 54; Kim and Kim (2007), Canadian J. Stat. 35. Checked
    in tests/reference/test_weights.py (E10).
    """
    x = model_matrix(columns, terms)
    if not np.all(np.isfinite(x)):
        raise DesignProblem("a unit that was asked lacks a value that its chance depends on")
    coefficients = logistic_coefficients(x, responded.astype(np.float64), weights)
    chance = 1 / (1 + np.exp(-(x @ coefficients)))
    return np.asarray(np.where(responded, weights / chance, 0.0), dtype=np.float64)


def trimmed(weights: Floats, largest: float, *, strict: bool = True) -> Floats:
    """Weights cut at a largest one, what was cut being shared equally among the others.

    Parameters
    ----------
    weights : array of n
    largest : float
        The cap.
    strict : bool
        Repeat until no weight lies above the cap; else once.

    Returns
    -------
    array of n
        With the sum that came in.

    Raises
    ------
    DesignProblem
        The cap is below the mean weight, so the sum cannot be kept.

    Source: Potter (1990), Proc. Survey Research Methods, ASA. Checked in
    tests/reference/test_weights.py (E08).
    """
    if largest * len(weights) < weights.sum():
        raise DesignProblem(f"largest weight {largest} is below the mean {weights.mean()}")
    result, capped = weights.astype(np.float64), np.zeros(len(weights), dtype=np.bool_)
    while np.any(result > largest):
        capped |= result >= largest
        cut = np.where(capped, largest, result)
        result = np.where(capped, largest, cut + (result - cut).sum() / max((~capped).sum(), 1))
        if not strict:
            break
    return result


def outlying(weights: Floats, *, spread: float = 6.0) -> float:
    """A cap for trimming: the median and so many interquartile ranges above it.

    Source: Van de Kerckhove, Mohadjer and Krenzke (2014), JSM Proceedings. Checked in
    tests/estimation/test_weights.py.
    """
    low, middle, high = np.quantile(weights, (0.25, 0.5, 0.75))
    return float(middle + spread * (high - low))


def weight_summary(weights: Floats) -> WeightSummary:
    """What the weights cost, after Kish.

    Raises
    ------
    EmptyDomain
        There are none.

    Source: Kish (1965), ch. 11.7. Checked in tests/reference/test_weights.py (E11).
    """
    if len(weights) == 0:
        raise EmptyDomain("there are no weights")
    total = float(weights.sum())
    effective = total**2 / float((weights**2).sum())
    deff = len(weights) / effective
    return WeightSummary(
        n=len(weights),
        effective_n=effective,
        deff=deff,
        cv=float(np.sqrt(max(deff - 1, 0.0))),
        smallest=float(weights.min()),
        largest=float(weights.max()),
        total=total,
    )
