"""Exposure of firms through their supplies: concentration, dependency, and who is exposed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from app.estimation.design import SurveyDesign
from app.estimation.estimate import EmptyDomain, Estimate, Floats
from app.estimation.variance import joint_estimate


@dataclass(frozen=True, slots=True)
class Supplies:
    """The columns that say where a firm's input comes from.

    Parameters
    ----------
    outside : tuple of str
        Columns with the share (or percent) from each source outside the home bloc.
    inside : tuple of str
        The same for sources inside it. All of them add up to the whole, as far as firms can add.
    replaceable : str, optional
        Column with what suppliers inside the bloc could deliver, in the measure of the sources.
    """

    outside: tuple[str, ...]
    inside: tuple[str, ...]
    replaceable: str | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """All sources."""
        return self.outside + self.inside


@dataclass(frozen=True, slots=True)
class DependencyRule:
    """Above what each core dependency indicator counts; printed under every table."""

    concentration: float
    outside: float
    substitution: float


@dataclass(frozen=True, slots=True)
class ExposureRule:
    """When a firm counts as exposed; printed under every table.

    Parameters
    ----------
    origin_share : float
        Least share of the largest origin, in (0, 1].
    months_to_replace : float
        The firm needs more months than this to replace it.
    """

    origin_share: float
    months_to_replace: float


def source_shares(columns: pd.DataFrame, sources: Sequence[str]) -> Floats:
    """Share of each source in each firm's input, n x k, adding up to 1; NaN where not given.

    Constant sums are stored as firms gave them, so 99 and 101 percent are brought to the whole
    here. An empty source counts as nothing where any other is given.

    Raises
    ------
    ValueError
        A share below zero, or not finite.

    Source: docs/methods.md, exposure. Checked in tests/estimation/test_exposure.py.
    """
    given = columns[list(sources)].to_numpy(dtype=np.float64, na_value=np.nan)
    if np.any(given < 0) or np.any(np.isinf(given)):
        raise ValueError(f"{', '.join(sources)}: expected shares from 0, came {np.nanmin(given)}")
    known = np.nan_to_num(given, nan=0.0)
    whole = known.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(known, whole, where=whole > 0, out=np.full_like(known, np.nan)))


def concentration(columns: pd.DataFrame, sources: Sequence[str]) -> Floats:
    """Herfindahl-Hirschman index of each firm over its sources, from 1 / k to 1.

    Source: Hirschman (1964), American Economic Review 54. Checked in
    tests/estimation/test_exposure.py.
    """
    shares = source_shares(columns, sources)
    return np.asarray((shares**2).sum(axis=1), dtype=np.float64)


def dependencies(columns: pd.DataFrame, supplies: Supplies, rule: DependencyRule) -> pd.DataFrame:
    """The core dependency indicators of each firm, and whether it depends by all of them.

    Parameters
    ----------
    columns : DataFrame
        n rows, one per response.
    supplies : Supplies
    rule : DependencyRule

    Returns
    -------
    DataFrame
        `cdi1` concentration of the sources outside the bloc; `cdi2` share from outside it; `cdi3`
        that share over what suppliers inside could deliver (absent without `replaceable`); and
        `dependent`, 1 where each given indicator lies above its threshold, 0 where one does not.
        A firm that buys nothing outside has cdi1 = 0. Empty where the sources are not given.

    Source: European Commission, SWD(2021) 352, ch. 2, carried from products to firms as
    docs/methods.md says. Checked in tests/estimation/test_exposure.py.
    """
    shares = source_shares(columns, supplies.sources)
    abroad = shares[:, : len(supplies.outside)]
    outside = abroad.sum(axis=1)
    within = np.divide(abroad, outside[:, None], where=outside[:, None] > 0, out=abroad * 0)
    indicators = {"cdi1": (within**2).sum(axis=1), "cdi2": outside}
    limits = [rule.concentration, rule.outside]
    if supplies.replaceable is not None:
        inside = columns[supplies.replaceable].to_numpy(dtype=np.float64, na_value=np.nan)
        given = columns[list(supplies.outside)].to_numpy(dtype=np.float64, na_value=np.nan)
        bought = np.nansum(given, axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            indicators["cdi3"] = np.where(bought > 0, bought / inside, 0.0 * (bought + inside))
        limits.append(rule.substitution)
    result = pd.DataFrame(indicators, index=columns.index)
    values = np.column_stack(list(indicators.values()))
    known = ~np.isnan(values).any(axis=1)
    above = (values > np.array(limits)).all(axis=1)
    return result.assign(dependent=np.where(known, above.astype(np.float64), np.nan))


def exposed(
    columns: pd.DataFrame, supplies: Supplies, rule: ExposureRule, *, months: str, cover: str
) -> Floats:
    """1 where a firm is exposed, 0 where it is not, NaN where its answers do not say.

    Exposed: its largest origin lies outside the bloc and has at least the rule's share, it would
    take more than the rule's months to replace it, and stocks cover fewer months than that. One
    condition that surely fails is enough for 0.

    Parameters
    ----------
    columns : DataFrame
    supplies : Supplies
        Where two origins tie for the largest, the firm has one outside if either is.
    rule : ExposureRule
    months, cover : str
        Columns with the months to replace the largest origin, and those that stocks last.

    Source: docs/methods.md, exposure (our own rule). Checked in tests/estimation/test_exposure.py.
    """
    shares = source_shares(columns, supplies.sources)
    needed = columns[months].to_numpy(dtype=np.float64, na_value=np.nan)
    stocks = columns[cover].to_numpy(dtype=np.float64, na_value=np.nan)
    abroad = shares[:, : len(supplies.outside)].max(axis=1, initial=0.0)
    largest = shares.max(axis=1)
    unknown = np.isnan(largest)
    conditions = (
        (np.where(unknown, np.nan, (abroad >= largest) & (abroad >= rule.origin_share - 1e-12))),
        np.where(np.isnan(needed), np.nan, needed > rule.months_to_replace),
        np.where(np.isnan(needed) | np.isnan(stocks), np.nan, stocks < needed),
    )
    told = np.column_stack(conditions).astype(np.float64)
    return np.where((told == 0).any(axis=1), 0.0, told.min(axis=1))


def with_column(design: SurveyDesign, name: str, values: Floats) -> SurveyDesign:
    """The design with an index of each firm as a column, ready for every estimator."""
    return replace(design, columns=design.columns.assign(**{name: values}))


def pooled_concentration(
    design: SurveyDesign, sources: Sequence[str], *, size: str, domain: str | None = None
) -> Estimate:
    """Concentration of what all firms buy together, each in the measure of its size.

    The index of the pooled shares, not the mean of the firms' own: firms that each depend on a
    different source are concentrated one by one and not together.

    Parameters
    ----------
    design : SurveyDesign
    sources : sequence of str
        Columns of shares.
    size : str
        Column with what the firm buys in all.
    domain : str, optional
        Boolean column marking the sub-population.

    Returns
    -------
    Estimate
        In [1 / k, 1], with its error by the delta method.

    Raises
    ------
    EmptyDomain
        No firm in the domain gives its sources and its size.

    Source: Hirschman (1964); Wolter (2007), ch. 6, for the error. Checked in
    tests/estimation/test_exposure.py.
    """
    bought = design.columns[size].to_numpy(dtype=np.float64, na_value=np.nan)
    amounts = source_shares(design.columns, sources) * bought[:, None]
    member = design.membership(domain) & np.isfinite(amounts).all(axis=1)
    if not member.any() or not (bought[member] > 0).any():
        raise EmptyDomain(f"{size}: no firm in domain {domain or 'all'!r} gives sources and size")
    weighted = np.where(member[:, None], amounts * design.weights[:, None], 0.0)
    totals = weighted.sum(axis=0)
    joint = joint_estimate(
        design, sources, totals, influence=weighted, members=[member] * len(sources)
    )
    pooled = joint.function(
        lambda t: sum(t[s] ** 2 for s in sources) / sum(t[s] for s in sources) ** 2
    )
    return replace(pooled, n=int(member.sum()))
