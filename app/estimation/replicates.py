"""Replicate weights: jackknife, balanced halves, bootstraps, and estimates from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import linalg

from app.estimation.design import DesignProblem, Flags, SurveyDesign
from app.estimation.estimate import EmptyDomain, Floats, JointEstimate, NoEstimate

Statistic = Callable[[Floats], Floats]
"""From the weights of n rows to k figures."""

Weighting = Callable[[Floats], Floats]
"""From base weights of n rows to final ones; called once for each replicate."""


@dataclass(frozen=True, eq=False)
class Replicates:
    """Responses with sets of weights that show how an estimate would have varied.

    Parameters
    ----------
    columns : DataFrame
        n rows, one per response.
    weights : array of n
        Final weights.
    replicates : array of n x R
        The weights of each replicate, zero for rows left out.
    scale : float
        Factor of the sum of squares.
    factors : array of R
        Factor of each replicate's square.
    centred_at_estimate : bool
        Squares are taken around the full estimate ("mse"), else around the replicates' mean.
    """

    columns: pd.DataFrame
    weights: Floats
    replicates: Floats
    scale: float
    factors: Floats
    centred_at_estimate: bool = False

    def __post_init__(self) -> None:
        rows, count = self.replicates.shape
        if rows != len(self.weights) or len(self.factors) != count or count < 2:
            raise DesignProblem("expected a weight of each row in each of two or more replicates")
        for weights in (self.weights, self.replicates, self.factors):
            if not np.all(np.isfinite(weights)) or np.any(weights < 0):
                raise DesignProblem("a replicate weight must be a number, not below 0")
        if np.any(self.replicates.sum(axis=0) <= 0):
            raise DesignProblem("a replicate has no weight at all")

    @cached_property
    def df(self) -> float:
        """Degrees of freedom: the rank of the replicate weights, less one.

        Source: Korn and Graubard (1999), ch. 2.4. Checked in tests/reference/test_replicates.py
        (F04).
        """
        sizes = np.linalg.svd(self.replicates, compute_uv=False)
        return float((sizes > 1e-5 * sizes[0]).sum() - 1)

    def estimate(self, names: Sequence[str], statistic: Statistic, *, n: int) -> JointEstimate:
        """Any figures of the weights, with the covariance that the replicates show.

        Parameters
        ----------
        names : sequence of k str
        statistic : callable
            From n weights to k figures.
        n : int
            Unweighted responses behind them.

        Raises
        ------
        NoEstimate
            A replicate gives a figure that is not finite, as where it leaves a domain empty.

        Source: Wolter (2007), ch. 3 to 5. Checked in tests/reference/test_replicates.py (F04,
        F05).
        """
        value = statistic(self.weights)
        each = np.array([statistic(weights) for weights in self.replicates.T])
        if not (np.all(np.isfinite(value)) and np.all(np.isfinite(each))):
            bad = int((~np.isfinite(each).all(axis=1)).sum())
            raise NoEstimate(f"{bad} of {len(each)} replicates give no figure for {names}")
        deviations = each - (value if self.centred_at_estimate else each.mean(axis=0))
        spread = deviations * np.sqrt(self.scale * self.factors)[:, None]
        return JointEstimate(
            names=tuple(names),
            values=np.asarray(value, dtype=np.float64),
            covariance=np.asarray(spread.T @ spread, dtype=np.float64),
            df=(self.df,) * len(names),
            n=(n,) * len(names),
        )

    def means(
        self, variables: Sequence[str], *, domains: Sequence[str | None] = (None,)
    ) -> JointEstimate:
        """Means of variables in domains, from the rows with a value; named as `estimators.means`.

        Raises
        ------
        EmptyDomain
            A domain holds no response with a value.
        """
        names, above, below = [], [], []
        for domain in domains:
            for variable in variables:
                y = self.columns[variable].to_numpy(dtype=np.float64, na_value=np.nan)
                member = np.isfinite(y) & _marked(self.columns, domain)
                if not member.any():
                    raise EmptyDomain(f"{variable}: no response in domain {domain!r} answered it")
                names.append(":".join(filter(None, (domain, variable))))
                above.append(np.where(member, y, 0.0))
                below.append(member.astype(np.float64))
        y, member_of = np.array(above), np.array(below)
        count = int(member_of.any(axis=0).sum())
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.estimate(names, lambda w: (y @ w) / (member_of @ w), n=count)

    def totals(self, variables: Sequence[str]) -> JointEstimate:
        """Totals of variables, from the rows with a value."""
        y = self.columns[list(variables)].to_numpy(dtype=np.float64, na_value=np.nan)
        known = np.nan_to_num(y, nan=0.0)
        return self.estimate(variables, lambda w: w @ known, n=int(np.isfinite(y).any(1).sum()))


def supplied(
    columns: pd.DataFrame,
    weight: str,
    replicates: Sequence[str],
    *,
    scale: float | None = None,
    centred_at_estimate: bool = False,
) -> Replicates:
    """Replicate weights that came with the data, each column holding the whole weight.

    Without a scale they are taken as R bootstrap replicates: 1 / (R - 1).

    Source: Rust and Rao (1996), Stat. Methods in Medical Research 5. Checked in
    tests/reference/test_replicates.py (F04, F05).
    """
    count = len(replicates)
    return Replicates(
        columns=columns,
        weights=columns[weight].to_numpy(dtype=np.float64),
        replicates=columns[list(replicates)].to_numpy(dtype=np.float64),
        scale=1 / max(count - 1, 1) if scale is None else scale,
        factors=np.ones(count),
        centred_at_estimate=centred_at_estimate,
    )


def jackknife(design: SurveyDesign) -> Replicates:
    """One replicate for each first-stage unit left out, the rest of its stratum speaking for it.

    With a single stratum this is the delete-one jackknife JK1, with several JKn. It holds n by as
    many weights as there are units: for many thousands of them take `rao_wu`.

    Raises
    ------
    DesignProblem
        A stratum with a single first-stage unit.

    Source: Wolter (2007), ch. 4.5. Checked in tests/reference/test_replicates.py (own cases jk1,
    jkn).
    """
    _require(design, 2)
    units, sampled = len(design.unit_strata), design.sampled
    factors = np.ones((design.rows, units))
    for unit, stratum in enumerate(design.unit_strata):
        here = design.stratum_places == stratum
        factors[here, unit] = sampled[stratum] / (sampled[stratum] - 1)
        factors[design.unit_places == unit, unit] = 0.0
    left = (1 - design.fractions) * (sampled - 1) / sampled
    return _replicates(design, factors, scale=1.0, squares=left[design.unit_strata])


def balanced_halves(design: SurveyDesign, *, fay: float = 0.0) -> Replicates:
    """Balanced repeated replication on two first-stage units in each stratum.

    The halves are columns of a Hadamard matrix of the smallest power of two above the number of
    strata.

    Parameters
    ----------
    design : SurveyDesign
        Read as drawn with replacement.
    fay : float
        What the half left out keeps, in [0, 1): 0 is plain BRR.

    Raises
    ------
    DesignProblem
        A stratum without exactly two first-stage units.

    Source: McCarthy (1969), Review ISI 37; Judkins (1990), J. Official Statistics 6, for Fay.
    Checked in tests/reference/test_replicates.py (own cases brr, fay).
    """
    if not 0 <= fay < 1:
        raise DesignProblem(f"fay: expected a number from 0 to below 1, came {fay}")
    if np.any(design.sampled != 2):
        raise DesignProblem("balanced halves: expected two first-stage units in every stratum")
    strata = len(design.sampled)
    size = 1 << strata.bit_length()
    signs = linalg.hadamard(size)[:, 1 : strata + 1].astype(np.float64)
    first = np.zeros(len(design.unit_strata), dtype=np.bool_)
    first[np.unique(design.unit_strata, return_index=True)[1]] = True
    side = np.where(first, 1.0, -1.0)[design.unit_places]
    factors = 1 + (1 - fay) * side[:, None] * signs.T[design.stratum_places]
    return _replicates(design, factors, scale=1 / (size * (1 - fay) ** 2), squares=np.ones(size))


def rao_wu(design: SurveyDesign, count: int, *, rng: np.random.Generator) -> Replicates:
    """The rescaled bootstrap: n - 1 first-stage units of each stratum, drawn with replacement.

    Parameters
    ----------
    design : SurveyDesign
        Population sizes reduce the spread of the weights by the root of 1 - f.
    count : int
        Replicates.
    rng : Generator
        From a seed that is recorded.

    Raises
    ------
    DesignProblem
        A stratum with a single first-stage unit.

    Source: Rao and Wu (1988), JASA 83; Rao, Wu and Yue (1992), Survey Methodology 18; Beaumont and
    Patak (2012), Int. Stat. Review 80, for sampling fractions. Checked in
    tests/estimation/test_replicates.py.
    """
    _require(design, 2)
    times = np.zeros((len(design.unit_strata), count))
    for stratum, n in enumerate(design.sampled.astype(int)):
        units = np.flatnonzero(design.unit_strata == stratum)
        draws = rng.multinomial(n - 1, np.full(n, 1 / n), size=count).T
        root = np.sqrt(1 - design.fractions[stratum])
        times[units] = 1 - root + root * n / (n - 1) * draws
    return _replicates(design, times[design.unit_places], scale=1 / count, squares=np.ones(count))


def reweighted(replicates: Replicates, weighting: Weighting) -> Replicates:
    """Replicates that repeat the whole weighting, so that errors know every step of it.

    Parameters
    ----------
    replicates : Replicates
        Of the base weights, for everybody who was asked.
    weighting : callable
        From base weights to final ones: non-response, calibration, trimming. Weights that are zero
        in a replicate stay zero.

    Raises
    ------
    NoEstimate
        As the weighting raises it, where a replicate cannot be weighted.

    Source: Rust and Rao (1996); Beaumont and Patak (2012). Checked in
    tests/estimation/test_replicates.py.
    """
    return Replicates(
        columns=replicates.columns,
        weights=weighting(replicates.weights),
        replicates=np.column_stack([weighting(weights) for weights in replicates.replicates.T]),
        scale=replicates.scale,
        factors=replicates.factors,
        centred_at_estimate=replicates.centred_at_estimate,
    )


def _require(design: SurveyDesign, least: int) -> None:
    if np.any(design.sampled < least):
        raise DesignProblem(f"expected {least} or more first-stage units in every stratum")


def _marked(columns: pd.DataFrame, domain: str | None) -> Flags:
    if domain is None:
        return np.ones(len(columns), dtype=np.bool_)
    return columns[domain].to_numpy(dtype=np.bool_)


def _replicates(
    design: SurveyDesign, factors: Floats, *, scale: float, squares: Floats
) -> Replicates:
    return Replicates(
        columns=design.columns,
        weights=design.weights,
        replicates=design.weights[:, None] * factors,
        scale=scale,
        factors=squares,
    )
