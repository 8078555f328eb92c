"""Half-up rounding."""

from decimal import Decimal
from fractions import Fraction

import pytest

from app.language.rounding import float_half_up, half_up, percent_of_counts, percent_of_float


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        ("63.75", 1, "63.8"),
        ("0.125", 2, "0.13"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("2.4999", 0, "2"),
        ("40", 1, "40.0"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: str, digits: int, rounded: str) -> None:
    assert str(half_up(Decimal(value), digits)) == rounded


def test_a_ratio_is_rounded_without_becoming_a_decimal_first() -> None:
    assert half_up(Fraction(2, 3), 3) == Decimal("0.667")


@pytest.mark.parametrize(
    ("count", "base", "percent"),
    [
        (51, 80, "63.8"),
        (27, 70, "38.6"),
        (43, 70, "61.4"),
        (0, 9, "0.0"),
        (9, 9, "100.0"),
        (1, 8, "12.5"),
    ],
)
def test_a_percentage_of_counts_is_exact(count: int, base: int, percent: str) -> None:
    assert str(percent_of_counts(count, base, 1)) == percent


@pytest.mark.parametrize(("count", "base"), [(1, 0), (-1, 5), (6, 5)])
def test_a_count_outside_its_base_is_refused(count: int, base: int) -> None:
    with pytest.raises(ValueError, match="from 0 to its base"):
        percent_of_counts(count, base, 1)


@pytest.mark.parametrize(
    ("share", "percent"),
    [(0.6375, "63.8"), (0.1 + 0.2, "30.0"), (1e-20, "0.0"), (27 / 70, "38.6")],
)
def test_a_computed_share_is_read_at_twelve_digits(share: float, percent: str) -> None:
    assert str(percent_of_float(share, 1)) == percent


def test_a_share_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        percent_of_float(float("nan"), 1)


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0494999996, "0.049"), (0.0125, "0.013"), (0.0005, "0.001")]
)
def test_a_computed_figure_is_rounded_once(value: float, expected: str) -> None:
    """Catches: 0.0494999996 rounded to 0.0495 first and to 0.050 then."""
    assert str(float_half_up(value, 3)) == expected
