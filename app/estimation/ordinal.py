"""Proportional odds regression of an ordered answer, with errors from the design."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.estimation.calibration import NotConverged
from app.estimation.design import DesignProblem, Flags, Places, SurveyDesign
from app.estimation.estimate import EmptyDomain, Floats, JointEstimate, NoDegreesOfFreedom
from app.estimation.models import Term, has_full_rank, model_matrix
from app.estimation.variance import joint_estimate

Complexes = npt.NDArray[np.complex128]

MOST_ROUNDS = 100
STEP = 1e-100


@dataclass(frozen=True, eq=False)
class OrdinalModel:
    """A fitted proportional odds model: logit P(answer <= j) = threshold j - x'b.

    Parameters
    ----------
    coefficients : JointEstimate
        The terms' coefficients, then the thresholds, named "1|2" by the answers on either side.
        A positive coefficient means higher answers.
    terms : tuple of Term
    """

    coefficients: JointEstimate
    terms: tuple[Term, ...]


def ordinal(
    design: SurveyDesign, outcome: str, terms: Sequence[Term], *, domain: str | None = None
) -> OrdinalModel:
    """Weighted proportional odds regression of an ordered column.

    Parameters
    ----------
    design : SurveyDesign
    outcome : str
        Numbers in the order of the answers.
    terms : sequence of Term
        Main effects; there is no intercept besides the thresholds.
    domain : str, optional
        Boolean column marking the sub-population.

    Raises
    ------
    EmptyDomain
        No complete row, or a single answer given by all.
    NotConverged
        No finite coefficient fits.
    NoDegreesOfFreedom
        As many coefficients as degrees of freedom.

    Source: McCullagh (1980), JRSS B 42; Binder (1983), Int. Stat. Review 51. Checked in
    tests/reference/test_models.py (G05).
    """
    x = model_matrix(design.columns, terms)[:, 1:]
    y = design.columns[outcome].to_numpy(dtype=np.float64, na_value=np.nan)
    member = design.membership(domain) & np.isfinite(y) & np.isfinite(x).all(axis=1)
    if len(np.unique(y[member])) < 2:
        raise EmptyDomain(f"{outcome}: fewer than two different answers in complete rows")
    answers, places = np.unique(y[member], return_inverse=True)
    problem = _Problem(x[member], places, design.weights[member])
    fitted, bread = problem.solution()
    influence = np.zeros((design.rows, len(fitted)))
    influence[member] = problem.scores(fitted.astype(np.complex128)).real @ bread
    names = [name for term in terms for name in term.names]
    names += [f"{low:g}|{high:g}" for low, high in pairwise(answers)]
    return OrdinalModel(_joint(design, names, fitted, influence, member), tuple(terms))


@dataclass(frozen=True, eq=False)
class _Problem:
    """Complete rows: terms, place of the answer among the answers given, weight."""

    x: Floats
    places: Places
    weights: Floats

    def solution(self) -> tuple[Floats, Floats]:
        """The coefficients and thresholds, and the inverse of the information at them."""
        at = self._start()
        for _ in range(MOST_ROUNDS):
            information = self._information(at)
            if not has_full_rank(information):
                raise DesignProblem("a term repeats another, or never varies in these rows")
            step = np.linalg.solve(information, self._score(at))
            while np.any(np.diff((at + step)[self.x.shape[1] :]) <= 0):
                step = step / 2
            at = at + step
            if np.abs(step).max() < 1e-12 * max(1.0, np.abs(at).max()):
                return at, np.asarray(np.linalg.inv(self._information(at)), dtype=np.float64)
            if np.abs(at).max() > 100:
                break
        raise NotConverged("no finite coefficients fit the ordered answers")

    def scores(self, at: Complexes) -> Complexes:
        """Weighted score of each row."""
        width, cuts = self.x.shape[1], len(at) - self.x.shape[1]
        centre = self.x @ at[:width]
        edges = 1 / (1 + np.exp(-(at[None, width:] - centre[:, None])))
        padded = np.column_stack([np.zeros_like(centre), edges, np.ones_like(centre)])
        rows = np.arange(len(centre))
        upper, lower = padded[rows, self.places + 1], padded[rows, self.places]
        slope_up, slope_low = upper * (1 - upper), lower * (1 - lower)
        factor = self.weights / (upper - lower)
        result = np.zeros((len(rows), len(at)), dtype=np.complex128)
        result[:, :width] = -self.x * (factor * (slope_up - slope_low))[:, None]
        below, above = self.places < cuts, self.places > 0
        result[rows[below], width + self.places[below]] = (factor * slope_up)[below]
        result[rows[above], width + self.places[above] - 1] -= (factor * slope_low)[above]
        return result

    def _score(self, at: Floats) -> Floats:
        scores = self.scores(at.astype(np.complex128)).real
        return np.asarray(scores.sum(axis=0), dtype=np.float64)

    def _information(self, at: Floats) -> Floats:
        """Minus the slope of the score, by complex steps."""
        columns = []
        for place in range(len(at)):
            stepped = at.astype(np.complex128)
            stepped[place] += 1j * STEP
            columns.append(-self.scores(stepped).sum(axis=0).imag / STEP)
        matrix = np.column_stack(columns)
        return np.asarray((matrix + matrix.T) / 2, dtype=np.float64)

    def _start(self) -> Floats:
        """No effects, and the thresholds of the answers as a whole."""
        reached = np.cumsum(np.bincount(self.places, self.weights))[:-1] / self.weights.sum()
        return np.concatenate([np.zeros(self.x.shape[1]), np.log(reached / (1 - reached))])


def _joint(
    design: SurveyDesign, names: Sequence[str], values: Floats, influence: Floats, member: Flags
) -> JointEstimate:
    joint = joint_estimate(
        design, names, values, influence=influence, members=[member] * len(names)
    )
    df = joint.df[0] - len(names) + 1
    if df <= 0:
        raise NoDegreesOfFreedom(f"{len(names)} coefficients leave no degrees of freedom")
    return replace(joint, df=(df,) * len(names), deff=())
