"""How the responses came about: strata, first-stage units, weights, population sizes, domains."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from app.estimation.estimate import EmptyDomain, Floats

Places = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Lonely = Literal["fail", "adjust"]


class DesignProblem(ValueError):
    """The columns do not describe a design."""


@dataclass(frozen=True, eq=False)
class SurveyDesign:
    """Responses with the design that brought them.

    First-stage units are drawn within strata: with replacement where no population size is given,
    without it where one is. A domain is a boolean column; it never takes rows away.

    Parameters
    ----------
    columns : DataFrame
        n rows, one per response. It is read, never written to.
    weight : str
        Column of final weights, above zero; they sum to the population.
    stratum : str, optional
        Column of strata; one stratum where none is named.
    cluster : str, optional
        Column of first-stage units, read within strata; each row is one where none is named.
    population : str, optional
        Column with the number of first-stage units in the row's stratum (fpc). None takes the
        responses as drawn from a process that has no end.
    lonely : {"fail", "adjust"}
        What a stratum with a single first-stage unit does: raise LonelyUnit, or be centred at the
        mean of the sample, which overstates rather than hides its variance.
    """

    columns: pd.DataFrame
    weight: str
    stratum: str | None = None
    cluster: str | None = None
    population: str | None = None
    lonely: Lonely = "fail"

    def __post_init__(self) -> None:
        if not np.all(np.isfinite(self.weights)) or np.any(self.weights <= 0):
            raise DesignProblem(f"column {self.weight!r}: a weight must be a number above 0")
        if np.any(self.fractions > 1):
            raise DesignProblem(
                f"column {self.population!r}: a stratum has more responses than the population"
            )

    @property
    def rows(self) -> int:
        """Number of responses in the design."""
        return len(self.columns)

    @cached_property
    def weights(self) -> Floats:
        """Final weight of each row."""
        return self.columns[self.weight].to_numpy(dtype=np.float64)

    @cached_property
    def stratum_places(self) -> Places:
        """Stratum of each row, counted from 0 in sorted order."""
        if self.stratum is None:
            return np.zeros(self.rows, dtype=np.intp)
        return _places(self.columns, [self.stratum])

    @cached_property
    def unit_places(self) -> Places:
        """First-stage unit of each row, counted from 0 over all strata."""
        if self.cluster is None:
            return np.arange(self.rows, dtype=np.intp)
        names = [self.cluster] if self.stratum is None else [self.stratum, self.cluster]
        return _places(self.columns, names)

    @cached_property
    def unit_strata(self) -> Places:
        """Stratum of each first-stage unit."""
        strata = np.zeros(int(self.unit_places.max(initial=-1)) + 1, dtype=np.intp)
        strata[self.unit_places] = self.stratum_places
        return strata

    @cached_property
    def sampled(self) -> Floats:
        """First-stage units n_h in each stratum."""
        return np.bincount(self.unit_strata).astype(np.float64)

    @cached_property
    def fractions(self) -> Floats:
        """Sampling fraction f_h = n_h / N_h of each stratum; 0 without a population size."""
        if self.population is None:
            return np.zeros(len(self.sampled))
        sizes = self.columns[self.population].to_numpy(dtype=np.float64)
        if not np.all(np.isfinite(sizes)) or np.any(sizes <= 0):
            raise DesignProblem(f"column {self.population!r}: a size must be a number above 0")
        largest = np.zeros(len(self.sampled))
        np.maximum.at(largest, self.stratum_places, sizes)
        if np.any(sizes != largest[self.stratum_places]):
            raise DesignProblem(f"column {self.population!r}: two sizes in one stratum")
        return np.asarray(self.sampled / largest, dtype=np.float64)

    def membership(self, domain: str | None) -> Flags:
        """Which rows belong to a domain; all of them where none is named."""
        if domain is None:
            return np.ones(self.rows, dtype=np.bool_)
        column = self.columns[domain]
        if column.dtype != np.bool_:
            raise DesignProblem(f"domain {domain!r}: expected true or false, came {column.dtype}")
        return column.to_numpy(dtype=np.bool_)

    def degrees_of_freedom(self, member: Flags) -> int:
        """First-stage units minus strata, of those that hold a row of the domain.

        Source: Korn and Graubard (1999), ch. 5.2. Checked in test_domains.py (D05).
        """
        units = np.unique(self.unit_places[member])
        return len(units) - len(np.unique(self.unit_strata[units]))

    def is_complete(self, member: Flags) -> bool:
        """Whether the rows given are every unit of the population in each stratum they touch."""
        touched = np.isin(self.stratum_places, np.unique(self.stratum_places[member]))
        complete = self.fractions[self.stratum_places[touched]] == 1
        return bool(np.all(member[touched])) and bool(np.all(complete))

    def observed(self, variable: str, domain: str | None) -> Flags:
        """Rows of the domain that have a value.

        Raises
        ------
        EmptyDomain
            There is none.
        """
        member = self.membership(domain) & self.columns[variable].notna().to_numpy(dtype=np.bool_)
        if not member.any():
            raise EmptyDomain(f"{variable}: no response in domain {domain or 'all'!r} answered it")
        return member


def _places(columns: pd.DataFrame, names: list[str]) -> Places:
    """Place of each row among the sorted distinct values of some columns."""
    for name in names:
        if columns[name].isna().any():
            raise DesignProblem(f"column {name!r}: a row has no value")
    places = columns.groupby(names, sort=True, observed=True).ngroup()
    return np.asarray(places, dtype=np.intp)
