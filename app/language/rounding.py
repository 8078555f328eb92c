"""Half-up rounding as people do it by hand, never through binary fractions."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_TWELVE_DIGITS = Context(prec=12, rounding=ROUND_HALF_UP)


def half_up(value: Decimal | Fraction | int, digits: int) -> Decimal:
    """The value rounded to so many decimals; a half goes away from zero.

    Raises
    ------
    ValueError
        The value is not a finite number.
    """
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"expected a finite number to round, got {value}")
    exact = Fraction(value)
    scaled = abs(exact) * 10**digits
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(units if exact >= 0 else -units).scaleb(-digits, _WIDE)


def percent_of_counts(count: int, base: int, digits: int) -> Decimal:
    """The percentage that a count is of its base, in integer arithmetic.

    27 of 70 firms are 38.6 percent, 51 of 80 are 63.8; a float would print 63.7.

    Raises
    ------
    ValueError
        The base is not positive, or the count does not lie between 0 and the base.
    """
    if base <= 0 or not 0 <= count <= base:
        raise ValueError(f"expected a count from 0 to its base, got {count} of {base}")
    return half_up(Fraction(100 * count, base), digits)


def float_half_up(value: float, digits: int) -> Decimal:
    """A computed figure read at twelve significant digits and rounded once."""
    return half_up(_TWELVE_DIGITS.create_decimal(repr(float(value))), digits)


def percent_of_float(share: float, digits: int) -> Decimal:
    """The percentage of a computed share, read at twelve significant digits before it is rounded.

    A weighted share carries noise in its last binary digits; twelve digits are what it is worth.
    """
    return half_up(_TWELVE_DIGITS.create_decimal(repr(float(share))) * 100, digits)
