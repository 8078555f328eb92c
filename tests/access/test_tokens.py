"""Access codes: made, read as people type them, kept as a keyed hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.tokens import ALPHABET, LENGTH, digest, grouped, new_code, normalise

CODE = "01234-56789-ABCDE-FGHJK-MNPQRS"
PLAIN = CODE.replace("-", "")


def test_a_code_has_26_letters_without_look_alikes() -> None:
    code = normalise(new_code())

    assert code is not None
    assert len(code) == LENGTH == 26
    assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("ILOU")


def test_codes_differ_in_every_place() -> None:
    codes = [normalise(new_code()) or "" for _ in range(2000)]

    assert len(set(codes)) == 2000
    assert all(len(set(place)) == 32 for place in zip(*codes, strict=True))


@pytest.mark.parametrize(
    "typed",
    [
        PLAIN,
        CODE.lower(),
        f"  {CODE}\r\n",
        CODE.replace("-", " "),
        CODE.replace("-", "‐"),
        CODE.replace("-", "ー"),
        CODE.replace("-", "　"),
        CODE.replace("0", "O").replace("1", "I"),
        CODE.replace("0", "o").replace("1", "l"),
        CODE.replace("0", "０").replace("A", "Ａ"),
    ],
    ids=[
        "plain", "small", "space around", "spaces", "typographic hyphen", "long vowel mark",
        "wide space", "O and I", "o and l", "full width",
    ],
)  # fmt: skip
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert normalise(typed) == PLAIN


@pytest.mark.parametrize(
    "typed",
    [
        "",
        PLAIN[:-1],
        PLAIN + "0",
        PLAIN.replace("A", "А"),
        PLAIN.replace("B", "Β"),
        PLAIN.replace("0", "٠"),
        PLAIN.replace("A", "𝐀"),
        PLAIN.replace("A", "Å"),
        PLAIN[:-1] + "U",
        PLAIN[:13] + "\x00" + PLAIN[13:],
        PLAIN[:-1] + "\ud83d",
        PLAIN[:-1] + "ı",
        PLAIN[:-1] + "ſ",
        PLAIN[:-1] + "\u212a",
        PLAIN[:-2] + "ß",
        PLAIN * 1000,
        "[]",
        "null",
    ],
    ids=[
        "nothing", "short", "long", "cyrillic", "greek", "arabic figure", "mathematical", "accent",
        "U", "NUL", "half", "dotless i", "long s", "kelvin", "sharp s", "endless", "array", "null",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_code_is_refused(typed: str) -> None:
    assert normalise(typed) is None


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    code = normalise(text)

    assert code is None or (len(code) == LENGTH and normalise(grouped(code)) == code)


def test_the_hash_depends_on_the_key_and_says_nothing_of_the_code() -> None:
    first, second = digest(PLAIN, "one key"), digest(PLAIN, "another key")

    assert first == digest(PLAIN, "one key")
    assert first != second
    assert len(first) == 32
    assert PLAIN.encode() not in first
