"""What may be written in a condition, and how fast everything else is refused."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.questionnaire.expression import names, parse
from app.questionnaire.grammar import ConditionProblem

REFUSED = {
    "one equals sign": ("employees = 3", "to compare, write =="),
    "a chain": ("1 < employees < 3", "join comparisons with `and`"),
    "a power": ("2 ** 2 == 4", "powers are not part"),
    "a call of something else": ("print(employees)", "no known function"),
    "a method": ("country.lower() == 'jp'", "names have no dots"),
    "an attribute": ("country.__class__ == 1", "names have no dots"),
    "an item of a list": ("areas[0] == 'asia'", "not part of conditions"),
    "a comprehension": ("any_of([x for x in areas], ['a'])", "`for` is not part"),
    "a lambda": ("lambda: 1", "`lambda` is not part"),
    "an assignment": ("(x := 1) == 1", ": cannot stand here"),
    "a choice": ("1 if a else 2", "`if` is not part"),
    "identity": ("a is b", "`is` is not part"),
    "None": ("a == None", "`None` is not part"),
    "True": ("True", "`True` is not part"),
    "a formatted text": ("a == f'{b}'", "f cannot stand here"),
    "bytes": ("a == b'x'", "b cannot stand here"),
    "a set": ("a in {'x'}", "{ cannot stand here"),
    "a tuple": ("a in ('x', 'y')", "write a list like ['code', 'code']"),
    "texts side by side": ("a == 'x' 'y'", "follows another text"),
    "an escape": (r"a == '\x41'", "' cannot stand here"),
    "a hexadecimal number": ("a == 0x10", "plain number"),
    "an exponent": ("a == 1e5", "plain number"),
    "a number with underscores": ("a == 1_000", "plain number"),
    "an imaginary number": ("a == 1j", "plain number"),
    "a number of sixteen digits": ("a == 1234567890123456", "plain number"),
    "curly quotes": ("a == “x”", "straight quotes"),
    "Japanese full stop": ("a == 1。", "。 cannot stand here"),
    "a full-width sign": ("a ＝＝ 1", "＝ cannot stand here"),
    "NUL": ("a == '\0'", "cannot stand here"),
    "half a character": ("a == '\ud800'", "cannot stand here"),
    "a comment": ("a == 1 # true", "# cannot stand here"),
    "two conditions": ("a == 1; b == 1", "; cannot stand here"),
    "an open quote": ("a == 'x", "lacks its closing quote"),
    "an open bracket": ("(a == 1", "lacks a closing )"),
    "a bracket too many": ("a == 1)", "closes nothing"),
    "a way out of the brackets": ("a == 1) or (b == 1", "closes nothing"),
    "crossed brackets": ("answered([a)]", "closes nothing"),
    "nothing": ("  ", "the condition is empty"),
    "half a condition": ("a and", "cannot be read"),
    "two names": ("a b", "cannot be read"),
    "a function without brackets": ("answered and a", "needs brackets"),
    "too many in brackets": ("answered(a, b)", "takes 1 in brackets"),
    "a keyword": ("sum(a, b=c)", "= cannot stand here"),
    "a star": ("sum(*a)", "not part of conditions"),
    "a list of names": ("a in [b, c]", "only codes in quotes"),
    "a list of lists": ("a in [['x']]", "only codes in quotes"),
    "an empty list": ("a in []", "no list"),
    "a list alone": ("['x'] == a", "only after `in`"),
    "a plus before a number": ("+a == 1", "leave the plus out"),
    "whole division": ("a // 2 == 1", "write one / to divide"),
    "and as a sign": ("a == 1 && b == 1", "write `and`"),
    "a function of a value": ("answered('a')", "not the name of an item"),
}


@pytest.mark.parametrize(("source", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_condition_is_refused_with_a_way_out(source: str, told: str) -> None:
    with pytest.raises(ConditionProblem) as problem:
        parse(source)

    assert told in str(problem.value)


HOSTILE = {
    "brackets a thousand deep": "(" * 1000 + "a" + ")" * 1000,
    "lists a hundred deep": "a in " + "[" * 100 + "]" * 100,
    "denials a thousand deep": "not " * 1000 + "a",
    "minus two hundred deep": "a == " + "-" * 200 + "1",
    "calls fifty deep": "answered(" * 50 + "a" + ")" * 50,
    "a million characters": "a == '" + "x" * 1_000_000 + "'",
    "a million digits": "a == " + "9" * 1_000_000,
    "a huge power": "9**9**9**9 == a",
    "a long chain of additions": "a" + "+a" * 499 + " > 1",
    "a long chain of conditions": "a == 1" + " or a == 1" * 90,
    "a million loops": "[x for x in range(1000000)] == a",
    "many quotes": "'" * 999,
    "many open texts": "a == '" * 150,
    "many spaces": "a" + " " * 990 + "b",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_conditions_are_refused_within_milliseconds(source: str) -> None:
    begun = time.process_time()

    with pytest.raises(ConditionProblem):
        parse(source)

    assert time.process_time() - begun < 0.05


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("employees >= 250 and country == 'JP'", {"employees", "country"}),
        ("any_of(areas, ['asia']) or not answered(share)", {"areas", "share"}),
        ("sum(a, b) / 2 > -c * 1.5", {"a", "b", "c"}),
        ("sales__home\n  in ['low', 'high']", {"sales__home"}),
        ("'asia' in areas", {"areas"}),
    ],
)
def test_the_names_of_a_condition_are_the_items_and_facts_in_it(
    source: str, expected: set[str]
) -> None:
    assert names(parse(source)) == expected


PIECES = st.sampled_from([
    "a", "b", "employees", "'x'", '"y"', "1", "2.50", "(", ")", "[", "]", ",", "==", "!=", "<",
    ">=", "+", "-", "*", "/", "and", "or", "not", "in", "answered(", "count(", "sum(", "any_of(",
    " ", "\n", "=", ".", "**", "lambda", "０", "“", "\0", "\ud800", "\\", "#", "1e9", "if",
])  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=80))
def test_any_text_is_a_condition_or_is_refused(source: str) -> None:
    assert message_of(source) != ""


def message_of(source: str) -> str | None:
    """What is said about a text; None where it is a condition."""
    try:
        parse(source)
    except ConditionProblem as problem:
        return str(problem)
    return None
