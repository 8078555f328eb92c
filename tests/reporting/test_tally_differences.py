"""Differences of a tally sheet: what their p values may not tell of rows that are withheld."""

from typing import Any

import pytest

from app.estimation.comparison import Difference
from app.reporting.tally_differences import Pair, told


def difference(p: float) -> Difference:
    return Difference(value=0.123456, low=0.0123456, high=0.23456, p=p, method="mover_beta")


def rows(*found: tuple[float, bool], is_coarse: bool = True, **settings: bool) -> Any:
    """The differences of rows with their p and whether it may be told."""
    pairs = [Pair(is_kept=True, is_markable=True, digits=1, has_p=told) for _, told in found]
    return told(
        [difference(p) for p, _ in found],
        pairs,
        level=95,
        is_provisional=settings.get("is_provisional", False),
        is_coarse=is_coarse,
    )


def test_a_withheld_row_keeps_its_mark_and_tells_no_p() -> None:
    (one,) = rows((0.0123456, False))

    assert (one["p"], one["p_holm"], one["marked"]) == (None, None, True)


def test_an_adjusted_p_that_is_the_one_of_a_withheld_row_is_not_told() -> None:
    """Catches: Holm's running maximum hands 2 times 0.04321 on to the row after it."""
    withheld, after = rows((0.04321, False), (0.05, True))
    other = rows((0.04321, False), (0.2, True))[1]

    assert withheld["p_holm"] is None
    assert (after["p"], after["p_holm"]) == (0.05, None)
    assert other["p_holm"] == 0.2


def test_coarse_differences_have_the_decimals_of_their_shares_and_three_of_p() -> None:
    (one,) = rows((0.0123456, True))

    assert (one["value"], one["low"], one["high"]) == (0.123, 0.012, 0.235)
    assert (one["p"], one["p_holm"]) == (0.012, 0.012)


def test_other_differences_are_in_full_digits() -> None:
    first, second = rows((0.0123456, True), (0.4, True), is_coarse=False)

    assert (first["value"], first["p"]) == (0.123456, 0.0123456)
    assert first["p_holm"] == pytest.approx(2 * 0.0123456, rel=1e-12)
    assert second["marked"] is False


def test_provisional_differences_have_neither_p_nor_mark() -> None:
    (one,) = rows((0.0123456, True), is_provisional=True)

    assert (one["p"], one["p_holm"], one["marked"]) == (None, None, False)
