"""An estimate with its uncertainty, and the named reasons why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class NoEstimate(ValueError):
    """The figure asked for cannot be computed from these responses."""


class EmptyDomain(NoEstimate):
    """No response in the domain answered the item."""


class LonelyUnit(NoEstimate):
    """A stratum holds one first-stage unit, so its variance cannot be seen."""


class NoDegreesOfFreedom(NoEstimate):
    """There are no more first-stage units than strata: no interval can be given."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its uncertainty.

    Parameters
    ----------
    value, se : float
        The estimate and its standard error, on one scale.
    df : float
        First-stage units minus strata, of those that hold units of the domain.
    n : int
        Responses behind the value, unweighted.
    low, high : float, optional
        The interval, where one was asked for.
    method : str, optional
        The interval's method, as `intervals.METHODS` names it.
    complete : bool
        Every unit of the population was observed: nothing is uncertain for want of responses.
    """

    value: float
    se: float
    df: float
    n: int
    low: float | None = None
    high: float | None = None
    method: str | None = None
    complete: bool = False


@dataclass(frozen=True, eq=False)
class JointEstimate:
    """Several estimates of one design with their covariance.

    Parameters
    ----------
    names : tuple of str
        What each of the k values is.
    values : array of k
    covariance : array of k x k
    df : tuple of float
    n : tuple of int
        Degrees of freedom and unweighted responses of each value.
    """

    names: tuple[str, ...]
    values: Floats
    covariance: Floats
    df: tuple[float, ...]
    n: tuple[int, ...]

    def one(self, name: str) -> Estimate:
        """One of the estimates."""
        place = self.names.index(name)
        return Estimate(
            value=float(self.values[place]),
            se=float(np.sqrt(self.covariance[place, place])),
            df=self.df[place],
            n=self.n[place],
        )

    def contrast(self, coefficients: Mapping[str, float]) -> Estimate:
        """The linear combination c'theta with variance c'Vc.

        Parameters
        ----------
        coefficients : mapping
            A coefficient for each name that takes part; the others count zero.

        Returns
        -------
        Estimate
            On the scale of the values; df is the smallest and n the sum of those that take part.

        Source: Wolter (2007), ch. 6. Checked in tests/reference/test_domains.py (cases K01, K02).
        """
        c = np.array([coefficients.get(name, 0.0) for name in self.names])
        taking_part = [place for place, weight in enumerate(c) if weight != 0]
        return Estimate(
            value=float(c @ self.values),
            se=float(np.sqrt(max(c @ self.covariance @ c, 0.0))),
            df=min(self.df[place] for place in taking_part),
            n=sum(self.n[place] for place in taking_part),
        )
