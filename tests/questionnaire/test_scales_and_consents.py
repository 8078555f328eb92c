"""Points of a scale by row with their scores; a yes or no that becomes no column."""

import pytest

from app.questionnaire.answer import Answer, Status
from app.questionnaire.checks import findings_along
from app.questionnaire.items import cells, kind_of, variables
from app.questionnaire.kinds.scales import scores
from app.questionnaire.routing import path
from app.questionnaire.succession import differences
from tests.questionnaire.given import (
    FIXTURES,
    asked,
    instrument,
    minimal,
    problems_of,
    questionnaire,
    read_text,
)

ITEMS = questionnaire("orders").items
CONCERN, CONSENT = ITEMS["concern"], ITEMS["list"]
GIVEN = Status.GIVEN


def test_a_point_is_read_in_each_row() -> None:
    raw = {"concern__home": ["high"], "concern__abroad": ["dont_know"]}

    reading = kind_of(CONCERN).parse(CONCERN, raw, "en")

    assert reading.answer == Answer(GIVEN, {"home": "high", "abroad": "dont_know"})
    assert kind_of(CONCERN).findings(CONCERN, reading.answer) == ()


def test_the_same_missing_code_in_every_row_is_that_of_the_item() -> None:
    raw = {"concern__home": ["dont_know"], "concern__abroad": ["dont_know"]}

    assert kind_of(CONCERN).parse(CONCERN, raw, "en").answer == Answer(Status.DONT_KNOW)


def test_a_row_left_out_is_a_reminder() -> None:
    found = kind_of(CONCERN).findings(CONCERN, Answer(GIVEN, {"home": "low"}))

    assert [(one.code, one.level, one.part) for one in found] == [
        ("row_missing", "soft", "abroad")
    ]


def test_each_row_is_a_column_with_points_and_missing_codes() -> None:
    columns = kind_of(CONCERN).variables(CONCERN)

    assert [(one.name, one.type) for one in columns] == [
        ("concern__home", "code"),
        ("concern__abroad", "code"),
    ]
    assert list(columns[0].codes) == ["low", "mid", "high", "unknown", "dont_know"]
    given = kind_of(CONCERN).cells(CONCERN, Answer(GIVEN, {"home": "low"}))
    assert given == {"concern__home": "low", "concern__abroad": None}


def test_a_point_without_a_value_has_no_score() -> None:
    assert scores(CONCERN) == {"low": 1, "mid": 2, "high": 3}


def test_conditions_see_the_point_of_a_row() -> None:
    assert "worry" in asked("orders", {"concern": {"home": "high"}})
    assert "worry" not in asked("orders", {"concern": {"home": "dont_know", "abroad": "high"}})


def test_a_consent_becomes_no_column() -> None:
    answers = {"list": Answer(GIVEN, "yes")}

    assert not [one for one in variables(questionnaire("orders")) if one.item == "list"]
    assert not [
        name for name in cells(questionnaire("orders"), answers) if name.startswith("list")
    ]


def test_a_required_consent_keeps_a_response_from_being_sent() -> None:
    missing = findings_along(path(instrument("orders"), {}, {}))
    refused = findings_along(path(instrument("orders"), {"list": Answer(GIVEN, "no")}, {}))

    assert ("list", "required", "hard") in {(one.item, one.code, one.level) for one in missing}
    assert "list" not in {one.item for one in refused}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("max_choices: 3", "max_choices: 2", ["item risks had 3 ranks and has 2"]),
        ("Slightly, value: 1", "Slightly, value: 0", ["item concern has other scores"]),
        (
            "know this area}",
            "know this area}\n          - {code: top, label: Above all, value: 4}",
            [],
        ),
    ],
    ids=["fewer ranks", "another score", "a further point"],
)
def test_a_version_keeps_its_ranks_and_scores(before: str, after: str, told: list[str]) -> None:
    text = (FIXTURES / "orders.yaml").read_text(encoding="utf-8")
    made, problems = read_text(text.replace(before, after).replace("also: [ja]", "also: []"))

    assert made is not None, problems
    assert list(differences(questionnaire("orders"), made)) == told


def item(kind: str, role: str, options: str, more: str = "") -> str:
    return (
        f"      - code: x\n        num: A1\n        concept: x\n        kind: {kind}\n"
        f"        role: {role}\n        short: X\n        wording: X?\n{more}"
        f"        options: {options}\n"
    )


YES_OR_NO = "[{code: 'yes', label: Y}, {code: 'no', label: N}]"
WRONG: dict[str, tuple[str, str]] = {
    "a consent with another role": (
        item("consent", "ordinary", YES_OR_NO),
        "the kind consent and the role consent go together; write both or neither",
    ),
    "another kind with that role": (
        item("single", "consent", YES_OR_NO),
        "the kind consent and the role consent go together; write both or neither",
    ),
    "a consent with a third way": (
        item("consent", "consent", "[{code: 'yes', label: Y}, {code: maybe, label: M}]"),
        "a consent has the two options yes and no",
    ),
    "a rank without a number": (item("rank", "ordinary", YES_OR_NO), "max_choices is missing"),
    "more ranks than options": (
        item("rank", "ordinary", YES_OR_NO, "        max_choices: 3\n"),
        "max_choices is 3, but there are 2 options",
    ),
    "a scale without rows": (
        item("scale_list", "ordinary", YES_OR_NO),
        "the item has no rows; add rows or rows_from",
    ),
    "a sum with options": (
        item("constant_sum", "ordinary", YES_OR_NO),
        "a constant_sum has no options; delete it, or choose another kind",
    ),
    "a scale that opens a text": (
        item(
            "scale_list",
            "ordinary",
            "[{code: a, label: A, specify: 9}]",
            "        rows: [{code: r, label: R}]\n",
        ),
        "'a' opens a text, which a scale_list cannot have",
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_an_author_is_told_what_does_not_fit(text: str, message: str) -> None:
    assert any(message in problem for problem in problems_of(minimal(text)))
