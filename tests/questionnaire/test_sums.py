"""Shares of a whole: figures by row, the total and its tolerance, what conditions see."""

from decimal import Decimal

import pytest

from app.language.findings import say
from app.questionnaire.answer import BLANK, Answer, Finding, Status
from app.questionnaire.items import kind_of
from app.questionnaire.kinds.sums import total
from tests.questionnaire.given import asked, questionnaire

ITEM = questionnaire("orders").items["mix"]
KIND = kind_of(ITEM)
GIVEN = Status.GIVEN


def posted(
    home: str = "", cn: str = "", rest: str = "", missing: str = ""
) -> dict[str, list[str]]:
    typed = {"home": home, "cn": cn, "rest": rest, "missing": missing}
    return {f"mix__{row}": [text] for row, text in typed.items() if text}


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.level, one.part) for one in findings]


READ: dict[str, tuple[dict[str, list[str]], Answer]] = {
    "every row": (
        posted("40", "35", "25"),
        Answer(GIVEN, {"home": "40", "cn": "35", "rest": "25"}),
    ),
    "with its sign": (posted("40%", "60 %"), Answer(GIVEN, {"home": "40", "cn": "60"})),
    "full width": (posted("４０", "６０％"), Answer(GIVEN, {"home": "40", "cn": "60"})),
    "decimals": (posted("59.50", "40.5"), Answer(GIVEN, {"home": "59.5", "cn": "40.5"})),
    "a nought": (posted("100", "0"), Answer(GIVEN, {"home": "100", "cn": "0"})),
    "do not know": (posted(missing="dont_know"), Answer(Status.DONT_KNOW)),
    "all rows empty": (posted(), BLANK),
    "spaces alone": (posted(" ", "\N{IDEOGRAPHIC SPACE}"), BLANK),
}


@pytest.mark.parametrize(("raw", "answer"), READ.values(), ids=READ)
def test_shares_are_stored_as_the_firm_gave_them(
    raw: dict[str, list[str]], answer: Answer
) -> None:
    reading = KIND.parse(ITEM, raw, "en")

    assert reading.answer == answer
    assert reading.findings == ()


def test_a_share_is_read_by_the_habits_of_the_language() -> None:
    reading = KIND.parse(ITEM, posted("59,5", "40,5"), "de")

    assert reading.answer == Answer(GIVEN, {"home": "59.5", "cn": "40.5"})
    assert KIND.raw(ITEM, reading.answer, "de") == posted("59,5", "40,5")


FOUND: dict[str, tuple[dict[str, list[str]], list[tuple[str, str, str | None]]]] = {
    "no figure": (posted("half", "50"), [("share_range", "hard", "home")]),
    "each bad row": (
        posted("half", "120", "-1"),
        [
            ("share_range", "hard", "home"),
            ("share_range", "hard", "cn"),
            ("share_range", "hard", "rest"),
        ],
    ),
    "too many decimals": (posted("33.33", "66.67"), [
        ("decimals", "hard", "home"), ("decimals", "hard", "cn"),
    ]),
    "another country's comma": (posted("59,5", "40,5"), [
        ("number_unreadable", "hard", "home"), ("number_unreadable", "hard", "cn"),
    ]),
    "a thousand times too much": (posted("1,200"), [("number_unreadable", "hard", "home")]),
    "figures and do not know": (
        posted("100", missing="dont_know"),
        [("number_or_missing", "hard", None)],
    ),
    "a missing code not offered": (posted(missing="refused"), [("list_unknown", "hard", None)]),
    "a row sent twice": (
        {"mix__home": ["40", "60"], "mix__cn": ["40"]},
        [("one_answer", "hard", "home")],
    ),
    "two missing codes": (
        {"mix__missing": ["dont_know", "not_applicable"]},
        [("one_answer", "hard", None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), FOUND.values(), ids=FOUND)
def test_what_is_wrong_is_found_at_its_row(
    raw: dict[str, list[str]], expected: list[tuple[str, str, str | None]]
) -> None:
    assert said(KIND.parse(ITEM, raw, "en").findings) == expected


TOTALS: dict[str, tuple[tuple[str, ...], list[tuple[str, str, str | None]]]] = {
    "100": (("40", "60"), []),
    "100 in thirds": (("33.3", "33.3", "33.4"), []),
    "99": (("40", "59"), [("sum_near", "soft", "sum")]),
    "101": (("41", "60"), [("sum_near", "soft", "sum")]),
    "99.9": (("33.3", "33.3", "33.3"), [("sum_near", "soft", "sum")]),
    "98.9": (("40", "58.9"), [("sum", "hard", "sum")]),
    "101.1": (("41", "60.1"), [("sum", "hard", "sum")]),
    "0": (("0", "0"), [("sum", "hard", "sum")]),
}


@pytest.mark.parametrize(("typed", "expected"), TOTALS.values(), ids=TOTALS)
def test_a_total_from_99_to_101_may_stay(
    typed: tuple[str, ...], expected: list[tuple[str, str, str | None]]
) -> None:
    answer = KIND.parse(ITEM, posted(*typed), "en").answer

    assert said(KIND.findings(ITEM, answer)) == expected


def test_the_message_tells_the_total() -> None:
    (found,) = KIND.findings(ITEM, Answer(GIVEN, {"home": "40", "cn": "0.50"}))

    told = {
        language: say(found.code, found.fillings(language), language) for language in ("en", "ja")
    }

    assert told == {
        "en": "The shares add to 40.5. Change them so that they add to 100.",
        "ja": "合計が40.5％になっています。合計が100％になるように修正してください。",
    }


@pytest.mark.parametrize("value", [{}, {"moon": "100"}, {"home": "40", "moon": "60"}, "100"])
def test_a_stored_answer_of_another_form_is_found(value: str | dict[str, str]) -> None:
    assert said(KIND.findings(ITEM, Answer(GIVEN, value))) == [("list_unknown", "hard", None)]


def test_a_stored_share_that_is_no_figure_is_found_at_its_row() -> None:
    answer = Answer(GIVEN, {"home": "NaN", "cn": "100"})

    assert said(KIND.findings(ITEM, answer)) == [("number_unreadable", "hard", "home")]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (posted("40", "25.5"), Decimal("65.5")),
        (posted("４０"), Decimal(40)),
        (posted("40", "half"), None),
        (posted(), None),
    ],
    ids=["some rows", "full width", "one that cannot be read", "none"],
)
def test_the_fields_are_added_up(raw: dict[str, list[str]], expected: Decimal | None) -> None:
    assert total(ITEM, raw, "en") == expected


def test_an_empty_row_is_nought_once_another_is_given() -> None:
    given = KIND.cells(ITEM, Answer(GIVEN, {"home": "40", "rest": "60"}))
    none = KIND.cells(ITEM, Answer(Status.DONT_KNOW))

    assert given == {"mix__home": 40, "mix__cn": 0, "mix__rest": 60}
    assert set(none.values()) == {None}


def test_each_row_is_a_column_of_numbers() -> None:
    assert [(one.name, one.type, one.part) for one in KIND.variables(ITEM)] == [
        ("mix__home", "decimal", "home"),
        ("mix__cn", "decimal", "cn"),
        ("mix__rest", "decimal", "rest"),
    ]


def test_shares_are_described_row_by_row() -> None:
    answer = Answer(GIVEN, {"rest": "40.5", "home": "59.5"})

    assert KIND.describe(ITEM, answer, "en", {"home": "Japan"}) == (
        "Japan: 59.5%",
        "Everywhere else: 40.5%",
    )
    assert KIND.describe(ITEM, Answer(Status.NOT_APPLICABLE), "en", {}) == ("We buy nothing",)


def test_conditions_see_the_rows_with_something_and_the_figure_of_each() -> None:
    assert KIND.value(ITEM, Answer(GIVEN, {"home": "100", "cn": "0"})) == ("home",)
    assert "china" in asked("orders", {"mix": {"home": "40", "cn": "60"}})
    assert "china" in asked("orders", {"mix": {"cn": "100"}})
    assert "china" not in asked("orders", {"mix": {"home": "100"}})
    assert "china" not in asked("orders", {"mix": Status.DONT_KNOW})
