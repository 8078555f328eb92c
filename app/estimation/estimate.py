"""An estimate with its uncertainty, and the named reasons why there is none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Figure = Callable[[Mapping[str, np.complex128]], complex | np.complex128]

STEP = 1e-150
"""An imaginary step so small that its square is nothing."""

STEEPEST = 1e30
"""A slope above this is none: the figure has an edge at these values."""


class NoEstimate(ValueError):
    """The figure asked for cannot be computed from these responses."""


class EmptyDomain(NoEstimate):
    """No response in the domain answered the item."""


class NotFinite(NoEstimate):
    """A value that counts is not a finite number."""


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
    deff : float, optional
        Design effect: the variance over that of a simple random sample, drawn with replacement,
        of the same n. None where responses do not differ, so that nothing can be compared.
    """

    value: float
    se: float
    df: float
    n: int
    low: float | None = None
    high: float | None = None
    method: str | None = None
    complete: bool = False
    deff: float | None = None

    @property
    def effective_n(self) -> float | None:
        """Size of the simple random sample that would tell as much: n over the design effect."""
        return None if not self.deff else self.n / self.deff


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
    deff : tuple of float or None
        Design effect of each value; empty where none was computed.
    """

    names: tuple[str, ...]
    values: Floats
    covariance: Floats
    df: tuple[float, ...]
    n: tuple[int, ...]
    deff: tuple[float | None, ...] = ()

    def one(self, name: str) -> Estimate:
        """One of the estimates."""
        place = self.names.index(name)
        return Estimate(
            value=float(self.values[place]),
            se=float(np.sqrt(self.covariance[place, place])),
            df=self.df[place],
            n=self.n[place],
            deff=self.deff[place] if self.deff else None,
        )

    def part(self, names: Sequence[str]) -> tuple[Floats, Floats]:
        """Values of some of the names, and their covariance."""
        places = [self.names.index(name) for name in names]
        return self.values[places], self.covariance[np.ix_(places, places)]

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

    def function(self, figure: Figure) -> Estimate:
        """A smooth function of the values, with the delta method: g'Vg.

        The gradient is taken by a complex step, which is exact to the last digits: write the
        figure with arithmetic and numpy's log, exp and sqrt, without abs, max or comparisons.

        Parameters
        ----------
        figure : callable
            From the values by name to the figure, such as
            ``lambda p: np.log(p["JP"] / p["EU"])``.

        Returns
        -------
        Estimate
            df is the smallest and n the sum of the values that take part.

        Raises
        ------
        NoEstimate
            The figure or its slope is not a finite number at these values.

        Source: Wolter (2007), ch. 6.3; Squire and Trapp (1998), SIAM Review 40, for the step.
        Checked in tests/reference/test_domains.py (K01) and test_effects.py (L04).
        """
        value = self._stepped(figure, 0, 0.0)
        stepped = [self._stepped(figure, place, STEP) for place in range(len(self.names))]
        gradient = np.array([result.imag for result in stepped], dtype=np.float64) / STEP
        if not np.all(np.isfinite([value, *stepped])) or np.any(np.abs(gradient) > STEEPEST):
            raise NoEstimate(f"the figure is not defined at {self.values} of {self.names}")
        moving = [place for place, slope in enumerate(gradient) if slope != 0]
        return Estimate(
            value=value.real,
            se=float(np.sqrt(max(float(gradient @ self.covariance @ gradient), 0.0))),
            df=float(np.min([self.df[place] for place in moving or range(len(self.df))])),
            n=sum(self.n[place] for place in moving),
        )

    def _stepped(self, figure: Figure, place: int, step: float) -> complex:
        """The figure with an imaginary step in one of the values."""
        values = dict(zip(self.names, self.values.astype(np.complex128), strict=True))
        values[self.names[place]] += 1j * step
        with np.errstate(divide="ignore", invalid="ignore"):
            return complex(figure(values))
