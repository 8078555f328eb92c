"""Numbers as firms type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.language.numbers import canonical, format_decimal, format_percent, read_decimal


@pytest.mark.parametrize(
    ("language", "typed", "value"),
    [
        ("en", "1200", "1200"),
        ("en", "1,234.5", "1234.5"),
        ("en", " 12 % ", "12"),
        ("en", "1 200", "1200"),
        ("en", "+5", "5"),
        ("en", ".5", "0.5"),
        ("en", "\u22123", "-3"),
        ("ja", "１２３４", "1234"),
        ("ja", "１，２３４．５", "1234.5"),
        ("ja", "1、200人", "1200"),
        ("ja", "３０％", "30"),
        ("ja", "250名", "250"),
        ("de", "1.234,5", "1234.5"),
        ("de", "1234,5", "1234.5"),
        ("de", "1'234'567,8", "1234567.8"),
        ("fr", "1 234,5", "1234.5"),
        ("fr", "1\u00a0234\u202f567", "1234567"),
        ("fr", "1\u202f234\u202f567", "1234567"),
        ("en", "-0", "0"),
        ("en", "-0.00", "0"),
        ("en", "007", "7"),
    ],
)
def test_a_number_is_read_by_the_habits_of_its_language(
    language: str, typed: str, value: str
) -> None:
    reading = read_decimal(typed, language)

    expected = Decimal(1234567) if value is None else Decimal(value)
    assert reading.value == expected
    assert reading.problem is None
    assert not str(reading.value).startswith("-0")


@pytest.mark.parametrize(
    ("language", "typed", "readings"),
    [
        ("en", "12,50", ("12.5", "1250")),
        ("en", "1.234,5", ("1234.5",)),
        ("de", "1.5", ("1.5", "15")),
        ("de", "1,234.5", ("1234.5",)),
        ("fr", "1.234", ("1.234", "1234")),
        ("fr", "1.5", ("1.5", "15")),
        ("ja", "12,5", ("12.5", "125")),
        ("de", "1,234,567", ("1234567",)),
        ("en", "1,23,456", ("123456",)),
    ],
)
def test_a_number_that_is_not_well_formed_is_refused_with_its_readings(
    language: str, typed: str, readings: tuple[str, ...]
) -> None:
    reading = read_decimal(typed, language)

    assert reading.value is None
    assert reading.problem == "number_unreadable"
    assert reading.readings == tuple(Decimal(number) for number in readings)


@pytest.mark.parametrize(
    "typed",
    [
        "1e309", "1E5", "NaN", "nan", "inf", "-Infinity", "0x10", "1_000", "", " ", "%", "-", ".",
        "12 34 x",
        "10²", "½", "②", "٣", "百", "1-2", "--1", "1200万", "9" * 41, "\x00", "1\n2", "\ud800",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ja", "de", "fr"])
def test_what_is_no_number_has_no_value(typed: str, language: str) -> None:
    reading = read_decimal(typed, language)

    assert reading.value is None
    assert reading.problem == "number_unreadable"


@pytest.mark.parametrize(
    ("language", "typed", "value", "other"),
    [
        ("en", "1,234", "1234", "1.234"),
        ("en", "1.234", "1.234", "1234"),
        ("de", "1.234", "1234", "1.234"),
        ("ja", "12.500", "12.5", "12500"),
        ("en", "1,234,567", "1234567", None),
        ("en", "0.123", "0.123", None),
        ("en", "3.5", "3.5", None),
        ("ja", "1200", "1200", None),
    ],
)
def test_the_reading_of_another_country_is_told_where_it_differs(
    language: str, typed: str, value: str, other: str | None
) -> None:
    reading = read_decimal(typed, language)

    assert reading.value == Decimal(value)
    assert reading.other == (None if other is None else Decimal(other))


def test_a_number_is_written_with_the_separators_of_the_language() -> None:
    written = [format_decimal(Decimal("1234567.25"), code) for code in ("en", "ja", "de")]

    assert written == ["1,234,567.25", "1,234,567.25", "1.234.567,25"]


def test_a_percentage_is_rounded_half_up_and_carries_its_sign() -> None:
    assert format_percent(Decimal("63.75"), "en", 1) == "63.8%"
    assert format_percent(Decimal("63.75"), "ja", 1) == "63.8％"
    assert format_percent(Decimal(40), "en", 1) == "40.0%"
    assert format_percent(Decimal("62.5"), "en", 0) == "63%"


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("1200", "1200"),
        ("1.2E+3", "1200"),
        ("3.50", "3.5"),
        ("-0", "0"),
        ("0.0", "0"),
        ("1E-7", "0.0000001"),
    ],
)
def test_a_stored_number_has_one_form(value: str, stored: str) -> None:
    assert canonical(Decimal(value)) == stored


def test_infinity_cannot_be_stored() -> None:
    with pytest.raises(ValueError, match="finite"):
        canonical(Decimal("inf"))


@given(
    value=st.decimals(min_value=-(10**12), max_value=10**12, places=3),
    language=st.sampled_from(["en", "ja", "de", "fr"]),
)
def test_what_is_written_for_a_reader_is_read_back_as_the_same_number(
    value: Decimal, language: str
) -> None:
    written = format_decimal(value, language)

    assert read_decimal(written, language).value == value


@given(typed=st.text(max_size=60), language=st.sampled_from(["en", "ja", "de", "fr"]))
def test_whatever_is_typed_gives_a_finite_number_or_a_problem(typed: str, language: str) -> None:
    reading = read_decimal(typed, language)

    assert (reading.value is None) is (reading.problem is not None)
    assert reading.value is None or reading.value.is_finite()
    assert len(reading.readings) <= 2


@pytest.mark.parametrize(
    "typed",
    [
        "9" * 16,
        "1234567890123456789012345678901,5",
        "1234567890123456789012345678901.5",
        "12,34567890123456789012345678901",
        "0.12345678901",
    ],
)
def test_more_digits_than_any_figure_has_are_not_read(typed: str) -> None:
    for language in ("en", "ja", "de", "fr"):
        reading = read_decimal(typed, language)

        assert reading.value is None
        assert reading.problem == "number_unreadable"
        assert all(format_decimal(one, language) for one in reading.readings)


def test_the_longest_figure_is_read_to_its_last_digit() -> None:
    reading = read_decimal("999,999,999,999,999.0123456789", "en")

    assert reading.value == Decimal("999999999999999.0123456789")
    assert format_decimal(reading.value, "en") == "999,999,999,999,999.0123456789"
