"""One question in several groups of responses: counts, shares, intervals, differences.

Figures are in full digits and nothing is hidden here: `assembly` decides what is published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from app.estimation.comparison import Difference, mover
from app.estimation.design import Flags
from app.estimation.estimate import Estimate, NoEstimate
from app.estimation.estimators import shares
from app.estimation.intervals import (
    Limits,
    hypergeometric,
    share_interval,
)
from app.reporting.responses import Answers, Base, Responses, Tally, in_base, tally

Reading = Literal["frame", "process"]
READINGS: tuple[Reading, ...] = ("frame", "process")
METHODS: Mapping[Reading, str] = {"frame": "beta", "process": "beta_capped"}


@dataclass(frozen=True)
class Category:
    """A row of a table: the codes of the item that are counted together."""

    code: str
    members: frozenset[str]
    is_missing: bool = False


@dataclass(frozen=True)
class Share:
    """One category in one group.

    Parameters
    ----------
    category : str
    count : int
        Firms counted, unweighted.
    base : int
        Firms in the base, unweighted.
    value : float, optional
        The share, each response standing for its stratum; None where nobody stands in the base.
    estimates : mapping
        By reading: the share with its interval, as it is published.
    compared : mapping
        By reading: the share with the interval that a difference is made of.
    bounds : (float, float), optional
        What the share is between if nothing is assumed about firms that did not answer.
    """

    category: str
    count: int
    base: int
    value: float | None = None
    estimates: Mapping[Reading, Estimate] = field(default_factory=dict)
    compared: Mapping[Reading, Estimate] = field(default_factory=dict)
    bounds: Limits | None = None


@dataclass(frozen=True)
class GroupShares:
    """One group: its tally and its shares in the order of the categories."""

    responses: Responses
    tally: Tally
    shares: tuple[Share, ...]

    @property
    def code(self) -> str:
        """The group."""
        return self.responses.code

    @property
    def is_weighted(self) -> bool:
        """Whether responses of different strata may count differently."""
        return len(self.responses.frame) > 1


@dataclass(frozen=True)
class ItemShares:
    """One question: its groups, and for each category the first group minus the second."""

    categories: tuple[Category, ...]
    groups: tuple[GroupShares, ...]
    differences: Mapping[Reading, tuple[Difference | None, ...]] = field(default_factory=dict)


def tabulate(
    groups: Sequence[tuple[Responses, Answers]],
    categories: Sequence[Category],
    *,
    readings: Sequence[Reading] = READINGS,
    level: float = 0.95,
    base: Base = "answered",
) -> ItemShares:
    """Shares of each category in each group, and differences between the first two groups.

    The base is the firms that were asked and gave an answer, "none" and "don't know" among them,
    unless another is chosen. In the frame reading the interval is exact (hypergeometric) where a
    group is one stratum in which everybody was asked and the question applies to all, else Korn
    and Graubard's with the finite population; in the process reading it is Korn and Graubard's
    without one, the effective n capped at n. A share without degrees of freedom has no estimate
    in that reading.

    Parameters
    ----------
    groups : sequence of (Responses, Answers)
        Of separate firms; the difference is the first minus the second.
    categories : sequence of Category
    readings : sequence of {"frame", "process"}
    level : float
        Nominal coverage of the intervals.
    base : {"answered", "asked", "all"}

    Returns
    -------
    ItemShares
        Shares in [0, 1], unrounded.

    Source: docs/methods.md. Checked in tests/reporting/test_tabulation.py.
    """
    tabulated = tuple(
        _Group(responses, answers, tuple(readings), level, base).shares(categories)
        for responses, answers in groups
    )
    differences: dict[Reading, tuple[Difference | None, ...]] = {}
    if len(tabulated) > 1:
        first, second = tabulated[0].shares, tabulated[1].shares
        for reading in readings:
            differences[reading] = tuple(
                _difference(one, two, reading, level)
                for one, two in zip(first, second, strict=True)
            )
    return ItemShares(tuple(categories), tabulated, differences)


@dataclass(frozen=True, eq=False)
class _Group:
    """One group's answers to an item, on their way to shares."""

    responses: Responses
    answers: Answers
    readings: tuple[Reading, ...]
    level: float
    base: Base

    def shares(self, categories: Sequence[Category]) -> GroupShares:
        sums = tally(self.responses, self.answers, self.base)
        base = in_base(self.answers, self.base) & self.responses.members
        unadorned = [self._counted(category, base) for category in categories]
        bounds = [self._bounds(counted.count, sums) for counted in unadorned]
        estimates = self._estimates(categories, base) if sums.base else [{}] * len(unadorned)
        return GroupShares(
            responses=self.responses,
            tally=sums,
            shares=tuple(
                replace(
                    counted,
                    bounds=limits,
                    compared=compared,
                    estimates=self._published(counted, compared, sums),
                )
                for counted, limits, compared in zip(unadorned, bounds, estimates, strict=True)
            ),
        )

    def _counted(self, category: Category, base: Flags) -> Share:
        chosen = self.answers.any_of(category.members) & base
        weights = self.responses.weights
        value = float(weights[chosen].sum() / weights[base].sum()) if base.any() else None
        return Share(category.code, count=int(chosen.sum()), base=int(base.sum()), value=value)

    def _bounds(self, count: int, sums: Tally) -> Limits | None:
        """Bounds over the frame; none for a part of it, whose size the frame does not tell."""
        units = bounded_units(self.responses, sums, self.base)
        return (count / units, (count + sums.unknown) / units) if units else None

    def _estimates(
        self, categories: Sequence[Category], base: Flags
    ) -> list[dict[Reading, Estimate]]:
        found: list[dict[Reading, Estimate]] = [{} for _ in categories]
        if not categories:
            return found
        chosen = np.column_stack([self.answers.any_of(one.members) & base for one in categories])
        for reading in self.readings:
            design = self.responses.design(has_population=reading == "frame")
            for place, estimate in enumerate(shares(design, chosen, base)):
                try:
                    found[place][reading] = share_interval(
                        estimate, METHODS[reading], level=self.level
                    )
                except NoEstimate:
                    continue
        return found

    def _published(
        self, counted: Share, compared: Mapping[Reading, Estimate], sums: Tally
    ) -> dict[Reading, Estimate]:
        """The intervals of the shares themselves: exact where the frame is one stratum."""
        published = dict(compared)
        is_exact = (
            len(self.responses.frame) == 1
            and self.responses.is_whole_wave
            and sums.not_applicable == 0
            and (sums.asked == sums.responses or self.base == "all")
        )
        if is_exact and "frame" in published:
            low, high = hypergeometric(counted.count, counted.base, sums.frame, level=self.level)
            published["frame"] = replace(
                published["frame"], low=low, high=high, method="hypergeometric"
            )
        return published


def bounded_units(responses: Responses, sums: Tally, base: Base) -> int:
    """Units that bounds without assumption are of: the base, and firms of which nothing is known.

    0 where no bounds can be given. Firms that gave no answer stand in
    the base "asked" already.

    Source: Manski (1989), Journal of Human Resources 24. Checked in
    tests/reporting/test_tabulation.py.
    """
    if not responses.is_whole_wave:
        return 0
    inside = sums.not_answered + sums.refused if base == "asked" else 0
    return sums.base + sums.unknown - inside


def _difference(first: Share, second: Share, reading: Reading, level: float) -> Difference | None:
    if reading not in first.compared or reading not in second.compared:
        return None
    return mover(
        first.compared[reading], second.compared[reading], method=METHODS[reading], level=level
    )
