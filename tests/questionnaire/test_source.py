"""A file of YAML read without trusting it, with the line of every value."""

import time
from decimal import Decimal
from pathlib import Path

import pytest

from app.questionnaire.source import LARGEST, read_source, source_of

SCALARS: dict[str, tuple[str, object]] = {
    "no is a text": ("no", "no"),
    "yes is a text": ("yes", "yes"),
    "Norway and off": ("[NO, off]", ["NO", "off"]),
    "true": ("true", True),
    "a whole number": ("12", 12),
    "an exact decimal": ("0.10", Decimal("0.10")),
    "quotes make a text": ('"12"', "12"),
    "a time is a text": ("12:30", "12:30"),
    "a date is a text": ("2026-10-01", "2026-10-01"),
    "hexadecimal is a text": ("0x1f", "0x1f"),
    "an exponent is a text": ("1e5", "1e5"),
    "infinity is a text": (".inf", ".inf"),
    "nothing": ("~", None),
    "empty": ("", None),
    "folded": (">-\n  one\n  two", "one two"),
}


@pytest.mark.parametrize(("written", "expected"), SCALARS.values(), ids=SCALARS)
def test_values_follow_yaml_1_2(written: str, expected: object) -> None:
    source = source_of(f"key: {written}\n", "file")

    assert source.value == {"key": expected}
    assert type(source.value["key"]) is type(expected)


def test_every_value_has_its_line() -> None:
    source = source_of("a: 1\nb:\n  - x: 2\n    y: 3\n  - 4\n", "file")

    assert source.line(("b", 0, "y")) == 4
    assert source.line(("b", 1)) == 5
    assert source.line(("b", 1, "nothing", "here")) == 5
    assert source.line(("nothing",)) == 1


REFUSED = {
    "an alias": ("a: &x [1]\nb: *x\n", 1, "aliases (*) are not used"),
    "an anchor alone": ("a: 1\nb: &x 1\n", 2, "anchors (&)"),
    "a python object": ("a: !!python/object:os.system x\n", 1, "'!!python/object:os.system'"),
    "a tag of one's own": ("\na: !secret x\n", 2, "tags such as '!secret'"),
    "a standard tag": ("a: !!int '1'\n", 1, "tags such as '!!int'"),
    "two documents": ("a: 1\n---\na: 2\n", 2, "second document"),
    "a list as a key": ("? [a]\n: 1\n", 1, "a key is a word"),
    "an alias as a key": ("*x : 1\n", 1, "aliases"),
    "an open bracket": ("a: [1,\n", 2, "not YAML here"),
    "a tab": ("a:\n\t- 1\n", 2, "not YAML here"),
    "a wrong indent": ("a:\n  b: 1\n c: 2\n", 3, "not YAML here"),
    "a control character": ("a: 1\nb: \x07\n", 2, "cannot stand in a file"),
    "an unknown escape": ('a: "\\y"\n', 1, "not YAML here"),
}


@pytest.mark.parametrize(("text", "line", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_plain_yaml_is_refused_at_its_line(text: str, line: int, told: str) -> None:
    source = source_of(text, "file")

    assert source.value is None
    assert [problem.line for problem in source.problems] == [line]
    assert told in source.problems[0].message


ESCAPES = {
    "NUL": r"\0",
    "half a character": r"\ud83d",
    "an escape sequence": r"\e",
    "none": r"\uFFFF",
}


@pytest.mark.parametrize("escape", ESCAPES.values(), ids=ESCAPES)
def test_a_character_that_cannot_be_shown_is_a_problem_however_it_is_written(escape: str) -> None:
    source = source_of(f'a: 1\nb: "x{escape}"\n', "file")

    assert [(one.line, one.path) for one in source.problems] == [(2, "b")]
    assert "cannot be shown" in source.problems[0].message


def test_a_key_given_twice_is_a_problem() -> None:
    source = source_of("a: 1\nb: 2\na: 3\n", "file")

    assert [(one.line, one.path) for one in source.problems] == [(3, "a")]


BOMBS = {
    "aliases that multiply": "a: &a [x,x,x]\n"
    + "".join(
        f"{b}: &{b} [*{a},*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "brackets a hundred thousand deep": "[" * 100_000,
    "braces five thousand deep": "{a: " * 5_000,
    "dashes five thousand deep": "- " * 5_000,
    "keys in keys": "? " * 5_000,
    "a long tag": "!" + "x" * 100_000,
    "an open quote": "'" + "\n" * 100_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_hostile_file_is_refused_quickly(text: str) -> None:
    begun = time.process_time()

    source = source_of(text, "file")

    assert source.value is None
    assert len(source.problems) == 1
    assert time.process_time() - begun < 2


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "huge.yaml").write_bytes(b"a" * (LARGEST + 1))

    source = read_source(tmp_path / "huge.yaml", "huge.yaml")

    assert "more than 1,000,000 bytes" in source.problems[0].message


def test_a_file_of_too_many_values_is_refused() -> None:
    source = source_of("[" + "1," * 31_000 + "1]", "file")

    assert "more than 30,000 values" in source.problems[0].message


def test_a_file_in_another_encoding_is_refused_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("a: 1\nb: Zürich\n".encode("latin-1"))

    source = read_source(tmp_path / "latin.yaml", "latin.yaml")

    assert (source.problems[0].line, "not UTF-8" in source.problems[0].message) == (2, True)


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")

    assert read_source(tmp_path / "bom.yaml", "bom.yaml").value == {"a": 1}


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    source = read_source(tmp_path / "none.yaml", "none.yaml")

    assert str(source.problems[0]).startswith("none.yaml:1: file: this file is missing")


def test_a_directive_for_older_yaml_changes_nothing() -> None:
    assert source_of("%YAML 1.1\n---\na: no\n", "file").value == {"a": "no"}
