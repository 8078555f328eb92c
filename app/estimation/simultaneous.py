"""Intervals that hold for all answers of one item together."""

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

from scipy import special

from app.estimation.estimate import Estimate
from app.estimation.intervals import share_interval


def bonferroni(
    shares: Sequence[Estimate], *, method: str = "xlogit", level: float = 0.95
) -> tuple[Estimate, ...]:
    """Shares with intervals that all hold at once: each at a level of 1 - alpha / k.

    Parameters
    ----------
    shares : sequence of k Estimate
        The distribution of one item. `df` is taken as it stands; R takes that of the whole design.
    method : str
        One of `intervals.METHODS`.
    level : float
        Chance that all of them hold, at least.

    Raises
    ------
    NoDegreesOfFreedom
        No more first-stage units than strata.

    Source: Miller (1981), ch. 1.6; Korn and Graubard (1990). Checked in
    tests/reference/test_simultaneous.py (L03).
    """
    each = 1 - (1 - level) / max(len(shares), 1)
    return tuple(share_interval(share, method, level=each) for share in shares)


def goodman(shares: Sequence[Estimate], *, level: float = 0.95) -> tuple[Estimate, ...]:
    """Shares with Goodman's intervals on their effective sample sizes.

    The edges, where no share varies, fall back on Clopper and Pearson at the level of each.

    Source: Goodman (1965), Technometrics 7. Checked in tests/reference/test_simultaneous.py (L03).
    """
    tail = (1 - level) / max(len(shares), 1)
    return tuple(_goodman(share, tail) for share in shares)


def _goodman(share: Estimate, tail: float) -> Estimate:
    if share.se == 0 or share.complete:
        return share_interval(share, "beta", level=1 - tail)
    critical = float(special.chdtri(1, tail))
    p = share.value
    n = p * (1 - p) / share.se**2
    reach = sqrt(critical * (critical + 4 * n * p * (1 - p)))
    low = (critical + 2 * n * p - reach) / (2 * (n + critical))
    high = (critical + 2 * n * p + reach) / (2 * (n + critical))
    return replace(share, low=low, high=high, method="goodman")
