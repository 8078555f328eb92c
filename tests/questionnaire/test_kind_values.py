"""Answers in words and as conditions see them, kind by kind."""

from decimal import Decimal

import pytest

from app.questionnaire.answer import BLANK, Answer, Status
from app.questionnaire.instrument import Item
from app.questionnaire.items import kind_of
from tests.questionnaire.given import questionnaire

GIVEN = Status.GIVEN


def item(fixture: str, code: str) -> Item:
    return questionnaire(fixture).items[code]


DESCRIBED: dict[str, tuple[tuple[str, str], Answer, tuple[str, ...]]] = {
    "an option": (("choices", "branch"), Answer(GIVEN, "food"), ("Food",)),
    "its text": (("choices", "branch"), Answer(GIVEN, "other", "Glass"), ("Other: Glass",)),
    "a missing code": (("choices", "branch"), Answer(Status.DONT_KNOW), ("Do not know",)),
    "several": (("choices", "obstacles"), Answer(GIVEN, ("cost", "law")), ("Cost", "Law")),
    "a number": (("figures", "employees"), Answer(GIVEN, "1200"), ("1,200 persons",)),
    "an estimate": (
        ("figures", "employees"),
        Answer(Status.ESTIMATED, "1200"),
        ("1,200 persons (an estimate)",),
    ),
    "a percentage": (("figures", "share"), Answer(GIVEN, "12.5"), ("12.5%",)),
    "bands": (
        ("figures", "markets"),
        Answer(GIVEN, {"abroad": "low", "home": "high"}),
        ("At home: More than half", "Abroad: Less than half"),
    ),
    "lines": (("texts", "message"), Answer(GIVEN, "two\nlines"), ("two", "lines")),
    "a blank": (("choices", "branch"), BLANK, ()),
    "a blank number": (("figures", "share"), BLANK, ()),
}


@pytest.mark.parametrize(("asked", "answer", "expected"), DESCRIBED.values(), ids=DESCRIBED)
def test_an_answer_is_described_in_words(
    asked: tuple[str, str], answer: Answer, expected: tuple[str, ...]
) -> None:
    one = item(*asked)

    assert kind_of(one).describe(one, answer, "en", {}) == expected


VALUES: dict[str, tuple[tuple[str, str], Answer, object]] = {
    "a code": (("choices", "branch"), Answer(GIVEN, "food"), "food"),
    "several codes": (("choices", "obstacles"), Answer(GIVEN, ("cost",)), ("cost",)),
    "a number": (("figures", "employees"), Answer(GIVEN, "1200"), Decimal(1200)),
    "an estimate": (("figures", "employees"), Answer(Status.ESTIMATED, "12"), Decimal(12)),
    "rows with a band": (("figures", "markets"), Answer(GIVEN, {"home": "low"}), ("home",)),
    "do not know": (("choices", "branch"), Answer(Status.DONT_KNOW), None),
    "refused": (("choices", "obstacles"), Answer(Status.REFUSED), None),
    "a blank": (("figures", "employees"), BLANK, None),
}


@pytest.mark.parametrize(("asked", "answer", "expected"), VALUES.values(), ids=VALUES)
def test_conditions_see_what_was_given_and_nothing_else(
    asked: tuple[str, str], answer: Answer, expected: object
) -> None:
    one = item(*asked)

    assert kind_of(one).value(one, answer) == expected


def test_conditions_see_the_band_of_each_row() -> None:
    one = item("figures", "markets")

    seen = kind_of(one).row_values(one, Answer(GIVEN, {"home": "low"}))

    assert seen == {"markets__home": "low", "markets__abroad": None}
