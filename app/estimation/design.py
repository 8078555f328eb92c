"""How the responses came about: strata, first-stage units, weights, population sizes, domains."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from app.estimation.estimate import EmptyDomain, Floats

Places = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Lonely = Literal["fail", "adjust", "average", "certainty", "remove"]
Reading = Literal["frame", "process"]

ROUNDING = 1e-11
"""A residual that is a smaller part of what it is left of is nothing but rounding."""


class DesignProblem(ValueError):
    """The columns do not describe a design."""


@dataclass(frozen=True, slots=True)
class SecondStage:
    """Units drawn at random inside each first-stage unit.

    Parameters
    ----------
    population : str
        Column with the number of second-stage units in the row's first-stage unit.
    cluster : str, optional
        Column of second-stage units, read within first-stage units; each row is one where none is
        named.
    """

    population: str
    cluster: str | None = None


@dataclass(frozen=True, eq=False)
class Calibration:
    """The known totals that the final weights meet, which make estimates more certain.

    Parameters
    ----------
    auxiliary : array of n x p
        The variables whose population totals are known.
    start : array of n
        Weights before calibration.
    """

    auxiliary: Floats
    start: Floats

    def residuals(self, influence: Floats, weights: Floats) -> Floats:
        """Influence values less what the known totals explain of them.

        Source: Deville and Sarndal (1992), JASA 87, eq. 3.4, with residuals weighted by g. Checked
        in tests/reference/test_calibration.py (E02 to E05).
        """
        scale = (weights / np.sqrt(self.start))[:, None]
        left = self._basis
        outcome = influence / scale
        residuals = (outcome - left @ (left.T @ outcome)) * scale
        explained = np.abs(residuals).max(axis=0) <= ROUNDING * np.abs(influence).max(axis=0)
        return np.where(explained, 0.0, residuals)

    @cached_property
    def _basis(self) -> Floats:
        """Orthonormal columns that span the auxiliary variables, repeated ones left out."""
        weighted = self.auxiliary * np.sqrt(self.start)[:, None]
        sizes = np.linalg.norm(weighted, axis=0)
        left, singular, _ = np.linalg.svd(
            weighted / np.where(sizes > 0, sizes, 1), full_matrices=False
        )
        kept = singular > singular.max(initial=0.0) * len(weighted) * np.finfo(float).eps
        return np.asarray(left[:, kept], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class SurveyDesign:
    """Responses with the design that brought them.

    First-stage units are drawn within strata: with replacement where no population size is given
    (also when drawn with probabilities proportional to size), without it where one is. A domain is
    a boolean column; it never takes rows away.

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
    lonely : {"fail", "adjust", "average", "certainty", "remove"}
        What a stratum with a single first-stage unit does: raise LonelyUnit; be centred at the
        mean of the sample, which overstates rather than hides its variance; take the mean variance
        of the other strata; or have none, as the last two say for their different reasons.
    second : SecondStage, optional
        How units were drawn inside first-stage units. Its part of the variance counts in the
        measure in which the first stage was drawn without replacement.
    probability : str, optional
        Column with the inclusion probability of the row's first-stage unit, drawn without
        replacement and with probabilities proportional to size. Stands in place of `population`.
    calibration : Calibration, optional
        The known totals that the weights meet, as `calibration.calibrate` leaves them.
    """

    columns: pd.DataFrame
    weight: str
    stratum: str | None = None
    cluster: str | None = None
    population: str | None = None
    lonely: Lonely = "fail"
    second: SecondStage | None = None
    probability: str | None = None
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        if not np.all(np.isfinite(self.weights)) or np.any(self.weights <= 0):
            raise DesignProblem(f"column {self.weight!r}: a weight must be a number above 0")
        if np.any(self.fractions > 1):
            raise DesignProblem(
                f"column {self.population!r}: a stratum has more responses than the population"
            )
        if self.second is not None and np.any(self.second_fractions > 1):
            raise DesignProblem(
                f"column {self.second.population!r}: more units sampled than there are"
            )
        if self.probability is not None:
            if self.population is not None:
                raise DesignProblem("expected a population or a probability, came both")
            if not np.all((self.unit_fractions > 0) & (self.unit_fractions <= 1)):
                raise DesignProblem(f"column {self.probability!r}: expected above 0, at most 1")

    @property
    def reading(self) -> Reading:
        """What the intervals speak of: these units now, or units like these."""
        return "process" if self.population is None and self.probability is None else "frame"

    def read_as(self, reading: Reading) -> "SurveyDesign":
        """The same responses in a reading: "process" forgets how many units there are.

        Raises
        ------
        DesignProblem
            Read as a frame without any population size.
        """
        if reading == self.reading:
            return self
        if reading == "frame":
            raise DesignProblem("reading 'frame': the design names no population sizes")
        return replace(self, population=None, probability=None, second=None)

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

    @cached_property
    def unit_fractions(self) -> Floats:
        """Chance of each first-stage unit to be drawn; 0 where it is taken as without end."""
        if self.probability is None:
            return np.asarray(self.fractions[self.unit_strata], dtype=np.float64)
        chances = self.columns[self.probability].to_numpy(dtype=np.float64)
        result = np.zeros(len(self.unit_strata))
        result[self.unit_places] = chances
        if not np.array_equal(result[self.unit_places], chances):
            raise DesignProblem(f"column {self.probability!r}: two values in one unit, or none")
        return result

    @cached_property
    def second_places(self) -> Places:
        """Second-stage unit of each row, counted from 0 over all first-stage units."""
        if self.second is None or self.second.cluster is None:
            return np.arange(self.rows, dtype=np.intp)
        names = [name for name in (self.stratum, self.cluster, self.second.cluster) if name]
        return _places(self.columns, names)

    @cached_property
    def second_parents(self) -> Places:
        """First-stage unit of each second-stage unit."""
        parents = np.zeros(int(self.second_places.max(initial=-1)) + 1, dtype=np.intp)
        parents[self.second_places] = self.unit_places
        return parents

    @cached_property
    def second_fractions(self) -> Floats:
        """Share of each first-stage unit's own units that were drawn."""
        if self.second is None:
            return np.ones(len(self.unit_strata))
        sizes = self.columns[self.second.population].to_numpy(dtype=np.float64)
        if not np.all(np.isfinite(sizes)) or np.any(sizes <= 0):
            raise DesignProblem(f"column {self.second.population!r}: expected a number above 0")
        largest = np.zeros(len(self.unit_strata))
        np.maximum.at(largest, self.unit_places, sizes)
        if np.any(sizes != largest[self.unit_places]):
            raise DesignProblem(f"column {self.second.population!r}: two sizes in one unit")
        return np.asarray(np.bincount(self.second_parents) / largest, dtype=np.float64)

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
        whole = self.second is None or bool(np.all(self.second_fractions == 1))
        return whole and bool(np.all(member[touched])) and bool(np.all(complete))

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
