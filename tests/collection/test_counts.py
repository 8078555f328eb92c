"""A table of counts comes back to the digit from responses that nobody gave."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.counts import (
    Counted,
    Form,
    filled,
    read_counts,
    response_file,
    stand_ins,
    unfillable,
)
from app.collection.datafile import BOM, read_csv
from app.collection.frame import read_frame

SINGLE, SEVERAL = Form(is_multiple=False), Form(is_multiple=True, alone=frozenset({"none"}))


def counted(base: int, **counts: int) -> Counted:
    return Counted(2, "tea", base, counts)


def told(question: Counted, form: Form) -> list[str]:
    return [problem.message for problem in unfillable(question, form)]


@st.composite
def tables(draw: st.DrawFn) -> Counted:
    """Counts of a question with several answers that responses can give."""
    room, alone = draw(st.integers(1, 60)), draw(st.integers(0, 20))
    counts = draw(st.lists(st.integers(0, room), min_size=1, max_size=9))
    counts.append(min(room, max(0, room - sum(counts))))
    options = {f"o{place}": count for place, count in enumerate(counts)}
    return Counted(2, "tea", room + alone, {**options, "none": alone})


@given(tables())
def test_every_count_comes_back_from_firms_that_all_answered(question: Counted) -> None:
    assert told(question, SEVERAL) == []

    answers = filled(question, SEVERAL)

    given_by = Counter(code for codes in answers for code in codes)
    assert len(answers) == question.base
    assert {code: given_by[code] for code in question.counts} == question.counts
    assert all(codes for codes in answers)
    assert all(len(set(codes)) == len(codes) for codes in answers)
    assert all(len(codes) == 1 for codes in answers if "none" in codes)


def test_with_one_answer_each_firm_stands_in_one_row() -> None:
    answers = filled(counted(5, green=3, black=2), SINGLE)

    assert answers == (("green",),) * 3 + (("black",),) * 2


def test_answers_go_round_so_that_few_firms_give_many() -> None:
    limited = Form(is_multiple=True, most=2)

    answers = filled(counted(4, green=3, black=3, white=2), limited)

    assert {len(codes) for codes in answers} == {2}


@pytest.mark.parametrize(
    ("question", "form", "expected"),
    [
        (counted(99, green=86), SINGLE, "add to 86 of 99 firms: say with an option of its own"),
        (counted(9, green=8, black=2), SINGLE, "the counts add to 10 of 9 firms"),
        (counted(80, green=22, black=44), SEVERAL, "too few for 80 firms: give the other 14"),
        (counted(9, green=9, none=1), SEVERAL, "green is given by 9, but only 8 firms are left"),
        (counted(2, a=2, b=2, c=2), Form(is_multiple=True, most=2), "too many for 2 firms with 2"),
    ],
)
def test_counts_that_no_responses_give_are_told(
    question: Counted, form: Form, expected: str
) -> None:
    (message,) = told(question, form)

    assert expected in message


def test_a_table_is_read_by_question() -> None:
    text = "item,option,count,base\ntea,green,2,3\ncups,one,4,4\ntea,black,1,3\n"

    questions, problems = read_counts(text)

    assert problems == ()
    assert questions == (
        Counted(2, "tea", 3, {"green": 2, "black": 1}),
        Counted(3, "cups", 4, {"one": 4}),
    )


def test_everything_wrong_with_a_table_is_told_at_once() -> None:
    text = (
        "item,option,count,base\n,green,1,3\ntea,green,x,3\ntea,green,4,3\ntea,black,1,0\n"
        "tea,green,1,3\ntea,green,1,3\ntea,white,1,4\n"
    )

    _, problems = read_counts(text)

    assert list(map(str, problems)) == [
        "row 2, item: has to be filled",
        "row 3, count: expected a whole number",
        "row 4, count: 4 are more than the base of 3",
        "row 5, base: expected 1 to 100000 firms",
        "row 7, option: green stands twice under tea",
        "row 8, base: tea has the base 3 in row 6",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "row 1, item: the heading has to name this column"),
        ("item,option,count,base\n", "row 1, file: there is no count in the file"),
    ],
)
def test_a_file_without_a_table_is_told(text: str, expected: str) -> None:
    assert str(read_counts(text)[1][0]) == expected


def test_firms_outside_a_base_leave_the_question_blank_and_every_row_is_simulated() -> None:
    questions = (counted(2, green=2, black=1), Counted(4, "cups", 1, {"one": 1}))

    text = response_file(("S1", "S2", "S3"), questions, {"tea": SEVERAL, "cups": SINGLE})

    table, problems = read_csv(text)
    assert problems == ()
    assert [dict(cells) for _, cells in table.rows] == [
        {"unit": "S1", "simulated": "1", "tea": "green;black", "cups": "one"},
        {"unit": "S2", "simulated": "1", "tea": "green", "cups": ""},
        {"unit": "S3", "simulated": "1", "tea": "", "cups": ""},
    ]


def test_stand_ins_are_a_frame_of_one_stratum() -> None:
    text = stand_ins(105, "JP")

    frame, problems = read_frame(text, strata=["country"])

    assert text.startswith(BOM)
    assert problems == ()
    assert frame.sizes() == {"JP": 105}
    assert (frame.units[0].code, frame.units[0].name) == ("S001", "Stand-in 1")
