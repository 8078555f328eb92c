"""How often intervals of quantiles and of whole distributions hold, simulated by seed."""

import numpy as np
import pandas as pd
import pytest

from app.estimation.design import SurveyDesign
from app.estimation.estimate import Estimate
from app.estimation.quantiles import quantile
from app.estimation.simultaneous import bonferroni, goodman

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("method", ["mean", "beta"])
def test_woodruffs_interval_holds_the_median(method: str) -> None:
    """800 samples of 60 from a skewed population: near 95 %, never far below."""
    rng = np.random.default_rng(1952)
    held = []
    for _ in range(800):
        columns = pd.DataFrame({"weight": 1.0, "y": rng.lognormal(size=60)})
        found = quantile(SurveyDesign(columns, weight="weight"), "y", 0.5, method=method)
        assert found.low is not None
        assert found.high is not None
        held.append(found.low <= 1 <= found.high)

    assert 0.93 < np.mean(held) < 0.985


def test_simultaneous_intervals_hold_together() -> None:
    """2,000 multinomial samples of 80: all four hold in 95 %, where plain ones hold in 85 %."""
    rng = np.random.default_rng(1965)
    truth = np.array([0.1, 0.2, 0.3, 0.4])
    together = {"bonferroni": 0, "goodman": 0, "each": 0}
    for counts in rng.multinomial(80, truth, size=2000):
        p = counts / 80
        shares = [Estimate(float(q), float(np.sqrt(q * (1 - q) / 79)), 79, 80) for q in p]
        found = {
            "bonferroni": bonferroni(shares),
            "goodman": goodman(shares),
            "each": tuple(bonferroni([one])[0] for one in shares),
        }
        for name, intervals in found.items():
            holds = [
                one.low is not None and one.high is not None and one.low <= q <= one.high
                for one, q in zip(intervals, truth, strict=True)
            ]
            together[name] += all(holds)

    assert together["bonferroni"] / 2000 > 0.94
    assert together["goodman"] / 2000 > 0.94
    assert together["each"] / 2000 < 0.9
