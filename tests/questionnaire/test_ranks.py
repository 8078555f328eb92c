"""Options in order: ranks, gaps, what stands alone, what conditions and tables see of it."""

import pytest

from app.questionnaire.answer import BLANK, Answer, Finding, Status
from app.questionnaire.items import kind_of
from tests.questionnaire.given import asked, questionnaire

ITEM = questionnaire("orders").items["risks"]
KIND = kind_of(ITEM)
GIVEN = Status.GIVEN


def posted(*codes: str, other: str = "") -> dict[str, list[str]]:
    fields = {f"risks__{place}": [code] for place, code in enumerate(codes, start=1) if code}
    return {**fields, "risks__other": [other]} if other else fields


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.level, one.part) for one in findings]


READ: dict[str, tuple[dict[str, list[str]], Answer]] = {
    "three in order": (
        posted("price", "supply", "staff"),
        Answer(GIVEN, ("price", "supply", "staff")),
    ),
    "fewer than three": (posted("price"), Answer(GIVEN, ("price",))),
    "an exclusive one alone": (posted("none"), Answer(GIVEN, ("none",))),
    "an exclusive one below": (posted("", "none"), Answer(GIVEN, ("none",))),
    "do not know": (posted("dont_know"), Answer(Status.DONT_KNOW)),
    "other with its text": (
        posted("price", "other", other="Frost"),
        Answer(GIVEN, ("price", "other"), "Frost"),
    ),
    "a text alone": (posted(other="Frost"), Answer(GIVEN, ("other",), "Frost")),
    "nothing": (posted("", "", ""), BLANK),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "answer"), READ.values(), ids=READ)
def test_ranks_are_read_in_their_order(raw: dict[str, list[str]], answer: Answer) -> None:
    reading = KIND.parse(ITEM, raw, "en")

    assert reading.answer == answer
    assert reading.findings == ()


FOUND: dict[str, tuple[dict[str, list[str]], list[tuple[str, str, str | None]]]] = {
    "a gap": (posted("price", "", "supply"), [("rank_gap", "hard", "2")]),
    "two gaps": (
        posted("", "", "supply"),
        [("rank_gap", "hard", "1"), ("rank_gap", "hard", "2")],
    ),
    "one ranked twice": (posted("price", "price"), [("rank_distinct", "hard", "2")]),
    "a gap and one twice": (
        posted("price", "", "price"),
        [("rank_gap", "hard", "2"), ("rank_distinct", "hard", "3")],
    ),
    "an exclusive one beside another": (posted("none", "price"), [("exclusive", "hard", None)]),
    "do not know beside another": (posted("price", "dont_know"), [("exclusive", "hard", None)]),
    "a code that is not offered": (posted("price", "war"), [("list_unknown", "hard", "2")]),
    "two codes at one rank": (
        {"risks__1": ["price", "supply"]},
        [("one_answer", "hard", "1")],
    ),
    "a text without its option": (
        posted("price", other="Frost"),
        [("other_unchosen", "hard", "other")],
    ),
    "a text that is too long": (
        posted("other", other="x" * 21),
        [("text_long", "hard", "other")],
    ),
}


@pytest.mark.parametrize(("raw", "expected"), FOUND.values(), ids=FOUND)
def test_what_is_wrong_is_found_at_its_rank(
    raw: dict[str, list[str]], expected: list[tuple[str, str, str | None]]
) -> None:
    assert said(KIND.parse(ITEM, raw, "en").findings) == expected


STORED: dict[str, tuple[Answer, list[tuple[str, str, str | None]]]] = {
    "in order": (Answer(GIVEN, ("price", "supply")), []),
    "one twice": (Answer(GIVEN, ("price", "price")), [("rank_distinct", "hard", "2")]),
    "too many": (
        Answer(GIVEN, ("price", "supply", "staff", "rules")),
        [("count_max", "hard", None)],
    ),
    "nothing and something": (Answer(GIVEN, ("none", "price")), [("exclusive", "hard", None)]),
    "unknown": (Answer(GIVEN, ("war",)), [("list_unknown", "hard", None)]),
    "other without a text": (Answer(GIVEN, ("other",)), [("other_text", "soft", "other")]),
}


@pytest.mark.parametrize(("answer", "expected"), STORED.values(), ids=STORED)
def test_a_stored_order_is_checked_again(
    answer: Answer, expected: list[tuple[str, str, str | None]]
) -> None:
    assert said(KIND.findings(ITEM, answer)) == expected


def test_an_order_is_described_with_its_ranks() -> None:
    answer = Answer(GIVEN, ("rules", "other"), "Frost")

    assert KIND.describe(ITEM, answer, "en", {"home": "Japan"}) == (
        "1. Rules of Japan change",
        "2. Other: Frost",
    )
    assert KIND.describe(ITEM, answer, "ja", {"home": "日本"}) == (
        "1位：日本の規制の変更",
        "2位：その他：Frost",
    )


def test_what_stands_alone_has_no_rank_in_words() -> None:
    assert KIND.describe(ITEM, Answer(GIVEN, ("none",)), "en", {}) == (
        "None of particular concern",
    )
    assert KIND.describe(ITEM, Answer(Status.DONT_KNOW), "en", {}) == ("Do not know",)


def test_each_rank_is_a_column_of_codes() -> None:
    columns = KIND.variables(ITEM)

    assert [(one.name, one.type, one.part) for one in columns] == [
        ("risks__1", "code", "1"),
        ("risks__2", "code", "2"),
        ("risks__3", "code", "3"),
        ("risks__other_text", "text", "other"),
    ]
    assert list(columns[0].codes)[-2:] == ["none", "dont_know"]
    label = columns[1].part_label
    assert label is not None
    assert (label.say("en"), label.say("ja")) == ("Rank 2", "2位")


CELLS: dict[str, tuple[Answer | None, tuple[str | None, ...]]] = {
    "two ranks": (Answer(GIVEN, ("price", "other"), "Frost"), ("price", "other", None, "Frost")),
    "nothing in particular": (Answer(GIVEN, ("none",)), ("none", None, None, None)),
    "do not know": (Answer(Status.DONT_KNOW), ("dont_know", None, None, None)),
    "blank": (BLANK, (None, None, None, None)),
    "not asked": (None, (None, None, None, None)),
}


@pytest.mark.parametrize(("answer", "expected"), CELLS.values(), ids=CELLS)
def test_a_missing_or_exclusive_code_stands_at_the_first_rank(
    answer: Answer | None, expected: tuple[str | None, ...]
) -> None:
    assert tuple(KIND.cells(ITEM, answer).values()) == expected


def test_conditions_see_all_ranks_together_and_each_of_them() -> None:
    assert "why" in asked("orders", {"risks": ("supply", "price")})
    assert "why" not in asked("orders", {"risks": ("price", "supply")})
    assert "why" not in asked("orders", {"risks": ("supply", "staff")})
    assert "why" not in asked("orders", {"risks": Status.DONT_KNOW})
