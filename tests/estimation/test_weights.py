"""Base weights and caps by hand."""

import numpy as np
import pytest

from app.estimation.design import DesignProblem
from app.estimation.weights import base_weights, class_adjusted, outlying, trimmed


def test_base_weights_multiply_over_the_stages() -> None:
    weights = base_weights(np.array([[2.0, 3], [4, 1]]), np.array([[10.0, 6], [4, 5]]))

    np.testing.assert_allclose(weights, [10, 5])


def test_a_cap_lies_so_many_quartile_ranges_above_the_median() -> None:
    assert outlying(np.arange(101.0), spread=2) == 150


def test_trimming_keeps_the_sum_and_the_cap() -> None:
    weights = trimmed(np.array([1.0, 1, 1, 9]), 4.0)

    assert weights.sum() == pytest.approx(12)
    assert weights.max() == pytest.approx(4)


def test_weights_below_the_cap_stay_as_they_are() -> None:
    np.testing.assert_array_equal(trimmed(np.array([1.0, 2]), 5.0), [1, 2])


def test_a_class_that_would_weigh_too_much_is_named() -> None:
    answered = np.array([True, False, False, False, True])

    with pytest.raises(DesignProblem, match="response class x"):
        class_adjusted(np.ones(5), answered, ["x"] * 4 + ["y"], most=3)
