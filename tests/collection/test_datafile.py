"""CSV that spreadsheets open without harm and that comes back as it was."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.datafile import BOM, read_csv, to_csv

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def back(text: str) -> str:
    read, problems = read_csv(to_csv(["unit", "remark"], [{"unit": "N1", "remark": text}]))
    assert problems == ()
    return read.rows[0][1]["remark"]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert back(text) == text


@given(st.sampled_from(DANGEROUS), st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_no_cell_begins_like_a_formula(first: str, rest: str) -> None:
    written = to_csv(["remark"], [{"remark": first + rest}])

    rows = list(csv.reader(io.StringIO(written.removeprefix(BOM), newline="")))
    assert rows[1][0].startswith("'")


@pytest.mark.parametrize(
    ("value", "cell"),
    [(Decimal("-2.5"), "-2.5"), (Decimal("1E+3"), "1000"), (True, "1"), (False, "0"), (None, "")],
    ids=["negative", "no exponent", "yes", "no", "nothing"],
)
def test_numbers_and_flags_stay_what_they_are(value: object, cell: str) -> None:
    assert to_csv(["x"], [{"x": value}]).splitlines()[1:] == [cell or '""']


def test_empty_lines_are_no_rows() -> None:
    read, problems = read_csv("unit,drinks\n\nN1,yes\n,\n")

    assert problems == ()
    assert [number for number, _ in read.rows] == [3]
