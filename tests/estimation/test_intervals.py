"""What the intervals do at their edges."""

import pytest

from app.estimation.comparison import LARGEST_P, SMALLEST_P, adjusted, linear_difference, mover
from app.estimation.estimate import EmptyDomain, Estimate, NoDegreesOfFreedom
from app.estimation.intervals import (
    METHODS,
    hypergeometric,
    share_interval,
    unconditional_bounds,
)


def share(value: float, se: float, n: int = 40, *, complete: bool = False) -> Estimate:
    return Estimate(value=value, se=se, df=n - 1, n=n, complete=complete)


@pytest.mark.parametrize("method", [name for name in METHODS if name != "mean"])
@pytest.mark.parametrize("value", [0.001, 0.02, 0.5, 0.98, 0.999])
def test_an_interval_holds_its_share_and_stays_within_0_and_1(method: str, value: float) -> None:
    interval = share_interval(share(value, 0.02), method)

    assert 0 <= (interval.low or 0) <= value <= (interval.high or 1) <= 1


def test_a_complete_population_leaves_a_point() -> None:
    interval = share_interval(share(0.25, 0.0, complete=True), "beta")

    assert (interval.low, interval.high, interval.method) == (0.25, 0.25, "complete")


def test_strata_that_agree_within_themselves_are_no_certainty() -> None:
    """Catches: a linearised variance of zero taken for a census."""
    interval = share_interval(share(0.25, 0.0), "beta")

    assert interval.method == "clopper_pearson"
    assert (interval.low or 0) < 0.25 < (interval.high or 1)


def test_without_degrees_of_freedom_there_is_no_interval() -> None:
    with pytest.raises(NoDegreesOfFreedom, match="2 responses leave 0 degrees"):
        share_interval(Estimate(value=0.5, se=0.3, df=0, n=2), "beta")


def test_the_effective_n_is_capped_where_the_process_is_read() -> None:
    precise = share(0.5, 0.01)

    frame, process = share_interval(precise, "beta"), share_interval(precise, "beta_capped")

    assert (process.high or 1) - (process.low or 0) > (frame.high or 1) - (frame.low or 0)


def test_bounds_without_assumption_span_the_firms_that_did_not_answer() -> None:
    assert unconditional_bounds(20, 80, 27) == (20 / 107, 47 / 107)
    assert unconditional_bounds(20, 80, 0) == (0.25, 0.25)


def test_nobody_asked_is_named() -> None:
    with pytest.raises(EmptyDomain):
        unconditional_bounds(0, 0, 0)
    with pytest.raises(EmptyDomain):
        hypergeometric(0, 0, 12)


@pytest.mark.parametrize("counts", [(5, 4, 10), (1, 11, 10), (-1, 4, 10)])
def test_counts_that_contradict_each_other_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="expected 0 <="):
        hypergeometric(*counts)


@pytest.mark.parametrize("gap", [0.02, 0.1, 0.3, -0.2])
def test_p_agrees_with_the_interval_at_its_own_level(gap: float) -> None:
    first, second = share(0.5 + gap, 0.05), share(0.5, 0.06)

    difference = mover(first, second)
    at_p = mover(first, second, level=1 - difference.p)

    assert SMALLEST_P < difference.p < LARGEST_P
    assert (at_p.low if gap > 0 else at_p.high) == pytest.approx(0, abs=1e-9)


def test_p_changes_with_neither_order_nor_complement() -> None:
    first, second = share(0.6, 0.05), share(0.4, 0.06)
    turned = mover(share(0.4, 0.05), share(0.6, 0.06))

    assert mover(second, first).p == pytest.approx(mover(first, second).p)
    assert turned.p == pytest.approx(mover(first, second).p)


def test_equal_shares_have_a_p_of_one() -> None:
    assert mover(share(0.4, 0.05), share(0.4, 0.06)).p == 1


def test_nobody_against_everybody_has_a_tiny_p() -> None:
    assert mover(share(0.0, 0.0, 400), share(1.0, 0.0, 400)).p == SMALLEST_P


def test_complete_populations_differ_for_certain() -> None:
    difference = mover(share(0.4, 0, complete=True), share(0.5, 0, complete=True))

    assert (difference.low, difference.high) == pytest.approx((-0.1, -0.1))
    assert difference.p == 0


def test_a_linear_difference_without_variance_is_certain() -> None:
    assert linear_difference(Estimate(value=0.1, se=0.0, df=5, n=9)).p == 0
    assert linear_difference(Estimate(value=0.0, se=0.0, df=5, n=9)).p == 1
    with pytest.raises(NoDegreesOfFreedom):
        linear_difference(Estimate(value=0.1, se=0.1, df=0, n=2))


def test_a_family_of_no_tests_has_no_p_values() -> None:
    assert adjusted((), "holm") == ()


def test_what_is_no_p_value_is_refused() -> None:
    with pytest.raises(ValueError, match=r"expected p values in \[0, 1\]"):
        adjusted((0.1, float("nan")), "holm")


@pytest.mark.parametrize("df", [3, 5, 6, 7, 11])
def test_an_interval_of_hardly_any_level_still_holds_its_share(df: int) -> None:
    """Catches: a quantile of t so near its middle that it is rounded to nothing."""
    few = Estimate(value=0.53, se=0.11, df=df, n=12)

    found, wider = (share_interval(few, "beta", level=level) for level in (1e-9, 1e-3))

    assert (wider.low or 0) <= (found.low or 0) < 0.53 < (found.high or 0) <= (wider.high or 0)
