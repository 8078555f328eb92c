"""Ranked items: top choices and Borda points of each option, jointly, unranked ones below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.estimation.design import Flags, SurveyDesign
from app.estimation.estimate import EmptyDomain, Floats, JointEstimate
from app.estimation.models import TermTest, wald_test
from app.estimation.variance import joint_estimate


@dataclass(frozen=True, slots=True)
class Ranking:
    """An item in which options were put in order.

    Parameters
    ----------
    ranks : mapping
        From each option to its column of ranks: 1 for the first, empty where it was not ranked.
    places : int
        How many ranks could be given.
    asked : str, optional
        Boolean column of those who were asked; without it everybody was. Whoever ranked nothing is
        part of the base, with every option unranked.
    """

    ranks: Mapping[str, str]
    places: int
    asked: str | None = None


def first_choices(design: SurveyDesign, ranking: Ranking) -> JointEstimate:
    """Share of those asked who ranked each option first, named by option.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_rankings.py (K10).
    """
    return top_choices(design, ranking, among=1)


def top_choices(
    design: SurveyDesign, ranking: Ranking, *, among: int, domains: Sequence[str | None] = (None,)
) -> JointEstimate:
    """Share of those asked who ranked each option among the first so many.

    Parameters
    ----------
    design : SurveyDesign
    ranking : Ranking
    among : int
        1 for first choices, `ranking.places` for ranked at all.
    domains : sequence of str or None
        Boolean columns.

    Returns
    -------
    JointEstimate
        Shares in [0, 1] with their covariance, named "option", or "domain:option".

    Raises
    ------
    EmptyDomain
        Nobody in a domain was asked.

    Source: Wolter (2007), ch. 6. Checked in tests/reference/test_rankings.py (K10).
    """
    ranks = _ranks(design, ranking)
    return _means(design, ranking, (ranks <= among).astype(np.float64), domains)


def borda_points(
    design: SurveyDesign, ranking: Ranking, *, domains: Sequence[str | None] = (None,)
) -> JointEstimate:
    """Mean points of each option among those asked: as many as there are places for the first.

    Unranked options get none: they are tied below the ranked ones.

    Parameters, result and errors as in `top_choices`, in points from 0 to `ranking.places`.

    Source: Marden (1995), Analyzing and Modeling Rank Data, ch. 2. Checked in
    tests/reference/test_rankings.py (K10).
    """
    points = np.maximum(ranking.places + 1 - _ranks(design, ranking), 0.0)
    return _means(design, ranking, points, domains)


def preferences(design: SurveyDesign, ranking: Ranking, first: str) -> JointEstimate:
    """Share of those asked who prefer one option to each of the others, ties halved.

    Source: Marden (1995), ch. 2. Checked in tests/estimation/test_rankings.py.
    """
    ranks = _ranks(design, ranking)
    place = list(ranking.ranks).index(first)
    own = ranks[:, [place]]
    beats = (own < ranks) + 0.5 * (own == ranks)
    others = {option: column for option, column in ranking.ranks.items() if option != first}
    kept = np.delete(beats, place, axis=1)
    return _means(design, Ranking(others, ranking.places, ranking.asked), kept, (None,))


def same_preferences(design: SurveyDesign, ranking: Ranking, domains: tuple[str, str]) -> TermTest:
    """Whether two groups give the options the same Borda points, tested jointly.

    The last option is left out where points add up to a constant.

    Raises
    ------
    NoDegreesOfFreedom
        More options than degrees of freedom.

    Source: Korn and Graubard (1999), ch. 3.5. Checked in tests/estimation/test_rankings.py.
    """
    points = borda_points(design, ranking, domains=domains)
    options = list(ranking.ranks)
    minus = np.hstack([np.eye(len(options)), -np.eye(len(options))])
    matrix = minus @ points.covariance @ minus.T
    kept = options[:-1] if _adds_up(matrix) else options
    gaps = JointEstimate(
        names=tuple(options),
        values=minus @ points.values,
        covariance=matrix,
        df=points.df[: len(options)],
        n=points.n[: len(options)],
    )
    members = _asked(design, ranking, domains[0]) | _asked(design, ranking, domains[1])
    return wald_test(gaps, kept, df=design.degrees_of_freedom(members) - len(kept) + 1)


def _adds_up(matrix: Floats) -> bool:
    ones = np.ones(len(matrix))
    return float(ones @ matrix @ ones) < 1e-10 * float(np.trace(matrix))


def _ranks(design: SurveyDesign, ranking: Ranking) -> Floats:
    """Ranks n x options, infinite where an option was not ranked.

    Raises
    ------
    ValueError
        A rank outside 1 to `places`.
    """
    ranks = design.columns[list(ranking.ranks.values())].to_numpy(
        dtype=np.float64, na_value=np.nan
    )
    known = ranks[np.isfinite(ranks)]
    if not np.all(np.isin(known, np.arange(1, ranking.places + 1))):
        raise ValueError(f"expected ranks from 1 to {ranking.places}, came {np.unique(known)}")
    return np.where(np.isfinite(ranks), ranks, np.inf)


def _asked(design: SurveyDesign, ranking: Ranking, domain: str | None) -> Flags:
    return design.membership(ranking.asked) & design.membership(domain)


def _means(
    design: SurveyDesign, ranking: Ranking, y: Floats, domains: Sequence[str | None]
) -> JointEstimate:
    names, values, influence, members = [], [], [], []
    for domain in domains:
        member = _asked(design, ranking, domain)
        if not member.any():
            raise EmptyDomain(f"nobody in domain {domain or 'all'!r} was asked to rank")
        weights = np.where(member, design.weights, 0.0)
        mean = weights @ y / weights.sum()
        names += [":".join(filter(None, (domain, option))) for option in ranking.ranks]
        values.append(mean)
        influence.append(weights[:, None] * (y - mean) / weights.sum())
        members += [member] * len(ranking.ranks)
    return joint_estimate(
        design,
        names,
        np.concatenate(values),
        influence=np.column_stack(influence),
        members=members,
    )
