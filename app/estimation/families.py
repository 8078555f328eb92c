"""Families of tests, named and counted, so that a mark says how many were looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.estimation.comparison import ADJUSTMENTS, adjusted


@dataclass(frozen=True, slots=True)
class Family:
    """The tests of one question and breakdown, with p values for so many.

    Parameters
    ----------
    name : str
        What the family is, as it is printed.
    method : str
        One of `comparison.ADJUSTMENTS`: "holm" for headlines, "BH" for screening.
    level : float
        Chance of any false mark (holm), or expected share of false marks (BH).
    p : mapping
        From each test to its p value as it came.
    adjusted : mapping
        The same tests to the p value within the family.
    """

    name: str
    method: str
    level: float
    p: Mapping[str, float]
    adjusted: Mapping[str, float]

    @property
    def tested(self) -> int:
        """How many tests were made."""
        return len(self.p)

    @property
    def marked(self) -> tuple[str, ...]:
        """Tests whose p within the family is below the level, in the order given."""
        return tuple(test for test, p in self.adjusted.items() if p < self.level)

    @property
    def each_level(self) -> float:
        """Coverage of one interval such that all of the family hold together."""
        return 1 - self.level / max(self.tested, 1)


def family(
    name: str, p_values: Mapping[str, float], *, method: str = "holm", level: float = 0.05
) -> Family:
    """A family of tests with the p values that its size leaves.

    Parameters
    ----------
    name : str
    p_values : mapping
        Every test that was made, whether or not it is shown.
    method : str
        One of `comparison.ADJUSTMENTS`.
    level : float

    Raises
    ------
    ValueError
        An unknown method, or a p value outside [0, 1].

    Source: Holm (1979); Benjamini and Hochberg (1995). Checked in tests/reference/test_families.py
    (L01, L02).
    """
    if method not in ADJUSTMENTS:
        raise ValueError(f"expected one of {', '.join(ADJUSTMENTS)}, came {method!r}")
    within = adjusted(list(p_values.values()), method)
    return Family(name, method, level, dict(p_values), dict(zip(p_values, within, strict=True)))


def stars_from_noise(families: Sequence[Family]) -> float:
    """How many unadjusted marks chance alone would give if nothing differed anywhere."""
    return float(sum(one.tested * one.level for one in families))
