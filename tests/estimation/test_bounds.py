"""Bounds without assumption: by hand, and the interval around them."""

import numpy as np
import pandas as pd
import pytest

from app.estimation.bounds import mean_bounds, share_bounds
from app.estimation.design import Flags, SurveyDesign
from app.estimation.estimate import EmptyDomain
from app.estimation.estimators import share

ALL = np.ones(10, dtype=np.bool_)
FIRST, HALF = np.arange(10) < 3, np.arange(10) < 6


def design() -> SurveyDesign:
    return SurveyDesign(pd.DataFrame({"weight": [2.0] * 10}), weight="weight")


def bounds(chosen: Flags, answered: Flags) -> tuple[float, float]:
    found = share_bounds(design(), chosen, answered, asked=ALL)
    return found.least.value, found.most.value


def test_the_silent_are_all_of_one_mind() -> None:
    assert bounds(FIRST, HALF) == pytest.approx((0.3, 0.7))


def test_a_mark_without_an_answer_does_not_count() -> None:
    assert bounds(ALL, HALF) == pytest.approx((0.6, 1.0))


def test_without_silence_the_interval_is_the_two_sided_one() -> None:
    found = share_bounds(design(), HALF, ALL, asked=ALL)
    plain = share(design(), HALF, ALL)

    assert found.least.value == found.most.value == pytest.approx(plain.value)
    assert found.high - found.low == pytest.approx(2 * 1.959963985 * plain.se, rel=1e-6)


def test_wide_bounds_need_only_the_one_sided_quantile() -> None:
    rows = pd.DataFrame({"weight": [1.0] * 1000})
    answered, chosen = np.arange(1000) < 600, np.arange(1000) < 300
    found = share_bounds(
        SurveyDesign(rows, weight="weight"), chosen, answered, asked=np.ones(1000, dtype=np.bool_)
    )

    assert found.low == pytest.approx(found.least.value - 1.6448536 * found.least.se, rel=1e-6)


def test_a_mean_has_bounds_where_its_range_is_known() -> None:
    values = np.array([10.0] * 6 + [np.nan] * 4)

    found = mean_bounds(design(), values, HALF, asked=ALL, between=(0, 100))

    assert (found.least.value, found.most.value) == pytest.approx((6.0, 46.0))
    with pytest.raises(ValueError, match="outside"):
        mean_bounds(design(), values, HALF, asked=ALL, between=(0, 5))


def test_nobody_asked_has_no_bounds() -> None:
    with pytest.raises(EmptyDomain):
        share_bounds(design(), FIRST, HALF, asked=~ALL)
