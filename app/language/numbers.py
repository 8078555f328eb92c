"""Numbers as firms type them and as readers of each language write them."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from babel import numbers

from app.language.rounding import half_up

LONGEST = 40
"""Characters of a typed number, with its separators and unit."""

MOST_DIGITS, MOST_DECIMALS = 15, 10
"""Digits before and after the point: more fit neither a snapshot's column nor exact arithmetic."""

_LOCALES = {"en": "en", "ja": "ja", "de": "de", "fr": "fr"}
_SEPARATORS = {"en": (",", "."), "ja": (",", "."), "de": (".", ","), "fr": (" ", ",")}
_POINT = (",", ".")
_COMMA = (".", ",")
_ALWAYS_GROUPS = " '"
_UNITS = re.compile(r"\s*(?:%|人|名)$")
_SIGNS = str.maketrans({"\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2013": "-"})
_ALIKE = str.maketrans({"\u2019": "'", "\u3001": ","})
_PERCENT_SIGN = {"en": "%", "ja": "％", "de": "\u00a0%", "fr": "\u202f%"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed number was read as.

    Parameters
    ----------
    value : Decimal, optional
        The number, finite and without an exponent; None where it was not understood.
    other : Decimal, optional
        What a writer of another country could have meant by the same, well-formed text: always
        a thousand times more or less ("1,234" in English and in German).
    problem : {"number_unreadable"}, optional
        Code of the finding.
    readings : tuple of Decimal
        For a text that is not well formed: what it could mean, smallest first, at most two.
    """

    value: Decimal | None = None
    other: Decimal | None = None
    problem: str | None = None
    readings: tuple[Decimal, ...] = ()


def read_decimal(text: str, language: str) -> Reading:
    """A typed number read by the habits of a language.

    Full-width digits and signs are read like plain ones; a trailing percent sign or counter for
    persons is left out. A text that is not well formed in the language is never guessed at: it
    comes back with the readings it could have. Exponents, NaN and infinity are not numbers here,
    nor is what has more digits than any figure of a firm. A blank text is unreadable too: the
    caller knows whether a blank is an answer.
    """
    typed = _plain(text)
    if typed is None:
        return Reading(problem="number_unreadable")
    value = _well_formed(typed, *_SEPARATORS[language])
    if value is None:
        return Reading(problem="number_unreadable", readings=_loose_readings(typed))
    swapped = _COMMA if _SEPARATORS[language] == _POINT else _POINT
    other = _well_formed(typed, *swapped)
    return Reading(value=value, other=None if other == value else other)


def format_decimal(value: Decimal, language: str) -> str:
    """The number with the separators of the language and every digit it has: 1,234.5."""
    return numbers.format_decimal(value, locale=_LOCALES[language], decimal_quantization=False)


def format_percent(value: Decimal, language: str, decimals: int) -> str:
    """A percentage (0 to 100), rounded half-up, with its sign: 63.8%, in Japanese 63.8％."""
    rounded = half_up(value, decimals)
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    written = numbers.format_decimal(rounded, pattern, locale=_LOCALES[language])
    return written + _PERCENT_SIGN[language]


def canonical(value: Decimal) -> str:
    """The number as it is stored: plain digits, no exponent, no trailing zeros, no minus zero."""
    if not value.is_finite():
        raise ValueError(f"expected a finite number, got {value}")
    written = format(value, "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in {"-0", ""} else written


def _plain(text: str) -> str | None:
    """The text in plain characters without its unit; None where digits would be guessed at."""
    if len(text) > LONGEST or any(_is_disguised_digit(char) for char in text):
        return None
    folded = unicodedata.normalize("NFKC", text).translate(_SIGNS).translate(_ALIKE)
    return _UNITS.sub("", folded.strip())


def _is_disguised_digit(char: str) -> bool:
    """Whether folding would make a digit of something that was no plain digit, as in 10²."""
    folded = unicodedata.normalize("NFKC", char)
    return any(part.isdigit() for part in folded) and unicodedata.category(char) != "Nd"


def _well_formed(typed: str, group: str, decimal: str) -> Decimal | None:
    groups = re.escape(group + _ALWAYS_GROUPS)
    whole = rf"(?:[1-9]\d{{0,2}}(?P<gap>[{groups}])\d{{3}}(?:(?P=gap)\d{{3}})*|\d+)"
    found = re.fullmatch(
        rf"(?P<sign>[+-]?)(?=.*\d)(?P<figure>{whole}?(?:{re.escape(decimal)}\d+)?)",
        typed,
        flags=re.ASCII,
    )
    if found is None:
        return None
    digits = re.sub(rf"[{groups}]", "", found["figure"]).replace(decimal, ".")
    before, _, after = digits.partition(".")
    if len(before.lstrip("0")) > MOST_DIGITS or len(after) > MOST_DECIMALS:
        return None
    number = Decimal(digits)
    return -number if found["sign"] == "-" and number else number


def _loose_readings(typed: str) -> tuple[Decimal, ...]:
    """What a text that is not well formed could mean: at most two numbers, smallest first."""
    found = {_well_formed(typed, *_POINT), _well_formed(typed, *_COMMA)}
    used = {char for char in typed if char in ",. '"}
    if len(used) == 1:
        separator = used.pop()
        if re.fullmatch(r"[+-]?\d+(?:[,. ']\d+)+", typed, flags=re.ASCII):
            found.add(_well_formed(typed.replace(separator, ""), *_POINT))
        if typed.count(separator) == 1:
            found.add(_well_formed(typed.replace(separator, "."), *_POINT))
    return tuple(sorted(number for number in found if number is not None))[:2]
