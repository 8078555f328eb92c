"""Access codes of firms: made, read as people type them, compared by keyed hash."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from itertools import pairwise

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""

LENGTH = 26
BITS = 130
_GROUPS = (0, 5, 10, 15, 20, 26)
_CAPITALS = {**{char: char for char in ALPHABET}, "O": "0", "I": "1", "L": "1"}
_READ_AS = {**_CAPITALS, **{char.lower(): read for char, read in _CAPITALS.items()}}
_IGNORED = frozenset(" -\t\r\n\u3000\u00a0\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\u30fc")
_LONGEST_TYPED = 200


def new_code() -> str:
    """A fresh code of 130 random bits, in groups that are easy to type."""
    number = secrets.randbits(BITS)
    code = "".join(ALPHABET[(number >> shift) & 31] for shift in range(BITS - 5, -1, -5))
    return grouped(code)


def grouped(code: str) -> str:
    """A normalised code with a hyphen between its groups."""
    return "-".join(code[start:end] for start, end in pairwise(_GROUPS))


def normalise(text: str) -> str | None:
    """The code that somebody typed, or None where it can be none.

    Case, spaces and hyphens are ignored, O is read as 0, I and L as 1, and full-width letters and
    figures as their narrow forms, since Japanese keyboards write them. Letters of other alphabets
    that merely look alike are refused.
    """
    if len(text) > _LONGEST_TYPED:
        return None
    kept = [_READ_AS.get(_narrow(char)) for char in text if char not in _IGNORED]
    return _whole(kept)


def digest(code: str, key: str) -> bytes:
    """The keyed SHA-256 under which a normalised code is kept: 32 bytes."""
    return hmac.new(key.encode(), code.encode("ascii"), hashlib.sha256).digest()


def _narrow(char: str) -> str:
    return chr(ord(char) - 0xFEE0) if "\uff01" <= char <= "\uff5e" else char


def _whole(chars: Iterable[str | None]) -> str | None:
    found = list(chars)
    if len(found) != LENGTH:
        return None
    code = "".join(char for char in found if char is not None)
    return code if len(code) == LENGTH else None
