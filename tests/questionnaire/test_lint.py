"""What a valid definition can still get wrong."""

import pytest

from tests.questionnaire.given import minimal, problems_of, read_text

NEITHER = "neither an item nor country, sector or size"
NEVER = "can never be met; nobody would be asked"
COMMON = "concept: c, role: ordinary, short: S, wording: W"
YES = f"kind: single, {COMMON}, options: [{{code: 'yes', label: Y}}, {{code: 'no', label: N}}]"
MANY = f"kind: multiple, {COMMON}, options: [{{code: x, label: X}}, {{code: y, label: Y}}]"
CONSENT = YES.replace("kind: single", "kind: consent").replace("role: ordinary", "role: consent")
COUNT = f"kind: number, unit: t, min: 0, max: 100, {COMMON}"
BANDS = (
    f"kind: banded_share, {COMMON}, rows: [{{code: home, label: H}}], "
    "options: [{code: low, label: L}, {code: high, label: H}]"
)


def listed(*items: str) -> str:
    return minimal(
        "".join(f"      - {{num: A{at}, {item}}}\n" for at, item in enumerate(items, start=1))
    )


PROBLEMS: dict[str, tuple[str, str]] = {
    "looking forward": (
        listed(f"code: a, {YES}, ask_if: b == 'yes'", f"code: b, {YES}"),
        "11: items.a.ask_if: b is asked after a; move it before, or name another",
    ),
    "its own answer": (
        listed(f"code: a, {YES}, ask_if: a == 'yes'"),
        "11: items.a.ask_if: a is asked by its own answer; name an earlier item",
    ),
    "the same page": (
        listed(f"code: a, page: p, {YES}", f"code: b, page: p, {YES}, ask_if: a == 'yes'"),
        "12: items.b.ask_if: a stands on the same page as b; give it a page before",
    ),
    "an unknown name": (
        listed(f"code: imports, {YES}", f"code: b, {YES}, ask_if: imprts == 'yes'"),
        f"12: items.b.ask_if: unknown name 'imprts': {NEITHER}; did you mean 'imports'?",
    ),
    "an unknown code": (
        listed(f"code: a, {YES}", f"code: b, {YES}, ask_if: a == 'yess'"),
        "12: items.b.ask_if: a has no code 'yess'; did you mean 'yes'?",
    ),
    "an unknown band of a row": (
        listed(f"code: a, {BANDS}", f"code: b, {YES}, ask_if: a__home == 'none'"),
        "12: items.b.ask_if: a__home has no code 'none'; its codes are high, low",
    ),
    "no condition": (
        listed(f"code: a, {YES}", f"code: b, {YES}, ask_if: a = 'yes'"),
        "12: items.b.ask_if: \"a = 'yes'\": = cannot stand here; to compare, write ==",
    ),
    "two codes at once": (
        listed(f"code: a, {YES}", f"code: b, {YES}, ask_if: a == 'yes' and a == 'no'"),
        f"12: items.b.ask_if: \"a == 'yes' and a == 'no'\" {NEVER} b",
    ),
    "a number out of bounds": (
        listed(f"code: a, {COUNT}", f"code: b, {YES}, ask_if: a > 100"),
        f"12: items.b.ask_if: 'a > 100' {NEVER} b",
    ),
    "a contradiction through another item": (
        listed(
            f"code: a, {YES}",
            f"code: b, {YES}, ask_if: a == 'yes'",
            f"code: c, {YES}, ask_if: a == 'no' and answered(b)",
        ),
        f"13: items.c.ask_if: \"a == 'no' and answered(b)\" {NEVER} c",
    ),
    "core depends on what is not": (
        listed(f"code: a, {YES}", f"code: b, {YES}, core: true, ask_if: a == 'yes'"),
        "12: items.b.ask_if: b is core, but depends on a, which is not; make both core or neither",
    ),
    "core depends through another": (
        listed(
            f"code: a, {YES}",
            f"code: b, {YES}, core: true, ask_if: a == 'yes'",
            f"code: c, {YES}, core: true, ask_if: b == 'yes'",
        ),
        "13: items.c.ask_if: c is core, but depends on a, which is not; make both core or neither",
    ),
    "an answer that asks for a consent": (
        listed(f"code: a, {CONSENT}", f"code: b, {YES}, ask_if: a == 'yes'"),
        (
            "12: items.b.ask_if: b depends on a, a consent, which is kept apart from the answers; "
            "name another item"
        ),
    ),
    "a check of a later page": (
        listed(
            f"code: a, {COUNT}, checks: [{{code: k, level: soft, text: T, if: a > b}}]",
            f"code: b, {COUNT}",
        ),
        "11: items.a.checks.k.if: b is asked on a later page; put the check there",
    ),
    "hiding by an answer": (
        listed(f"code: a, {YES}", f"code: b, {YES}, hide: [{{if: a == 'yes', codes: ['no']}}]"),
        "12: items.b.hide.0.if: a is an item; here only country, sector and size can decide",
    ),
    "a wording by an answer": (
        listed(
            f"code: a, {YES}",
            f"code: b, {YES}, variants: [{{if: a == 'yes', wording: V, comparability: break}}]",
        ),
        "12: items.b.variants.0.if: a is an item; here only country, sector and size can decide",
    ),
}


@pytest.mark.parametrize(("text", "expected"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_condition_that_cannot_work_is_told(text: str, expected: str) -> None:
    found, _ = read_text(text)

    assert problems_of(text).count(expected) == 1, problems_of(text)
    assert found is None


SOUND: dict[str, str] = {
    "an earlier item": listed(f"code: a, {YES}", f"code: b, {YES}, ask_if: a == 'yes'"),
    "the other of two": listed(f"code: a, {YES}", f"code: b, {YES}, ask_if: a != 'yes'"),
    "a chain": listed(
        f"code: a, {YES}, core: true",
        f"code: b, {YES}, core: true, ask_if: a == 'yes'",
        f"code: c, {YES}, ask_if: b == 'yes' or a == 'no'",
    ),
    "several codes together": listed(
        f"code: a, {MANY}", f"code: b, {YES}, ask_if: 'all_of(a, [''x'', ''y''])'"
    ),
    "a number between": listed(f"code: a, {COUNT}", f"code: b, {YES}, ask_if: a > 3 and a < 4"),
    "the greatest number": listed(f"code: a, {COUNT}", f"code: b, {YES}, ask_if: a >= 100"),
    "arithmetic": listed(f"code: a, {COUNT}", f"code: b, {YES}, ask_if: a * 2 + 1 > 50"),
    "a count": listed(f"code: a, {MANY}", f"code: b, {YES}, ask_if: count(a) == 2"),
    "a country that is not named": listed(f"code: a, {YES}, ask_if: country != 'JP'"),
    "a band of a row": listed(f"code: a, {BANDS}", f"code: b, {YES}, ask_if: a__home == 'high'"),
    "a check on the same page": listed(
        f"code: a, page: p, {COUNT}",
        f"code: b, page: p, {COUNT}, checks: [{{code: k, level: soft, text: T, if: a > b}}]",
    ),
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_a_condition_that_can_work_is_left_alone(text: str) -> None:
    assert problems_of(text) == []


def test_a_condition_that_is_met_whatever_is_answered_is_a_warning() -> None:
    text = listed(f"code: a, {YES}", f"code: b, {YES}, ask_if: a == 'yes' or a != 'yes'")

    found, problems = read_text(text)

    assert found is not None
    assert [problem.severity for problem in problems] == ["warning"]
    assert "is met whatever is answered; write answered(…)" in problems[0].message


def test_answered_is_not_called_constant() -> None:
    assert problems_of(listed(f"code: a, {YES}", f"code: b, {YES}, ask_if: answered(a)")) == []


def test_where_not_every_case_can_be_tried_a_dead_item_is_a_warning() -> None:
    text = listed(f"code: a, {COUNT}", f"code: b, {YES}, ask_if: a + a > 200")

    found, problems = read_text(text)

    assert found is not None
    assert [problem.severity for problem in problems] == ["warning"]
    assert "no answers were found that lead here" in problems[0].message


def test_a_condition_on_many_items_is_left_alone() -> None:
    gates = [f"code: g{at}, {YES}" for at in range(1, 16)]
    condition = " and ".join(f"g{at} == 'yes'" for at in range(1, 16))

    assert problems_of(listed(*gates, f"code: z, {YES}, ask_if: {condition}")) == []
