"""Hard and soft findings on answers, page by page and along the whole path."""

import pytest

from app.language.findings import say
from app.questionnaire.answer import Finding
from app.questionnaire.checks import findings_along, page_findings, read_page
from app.questionnaire.routing import path
from tests.questionnaire.given import answers_of, instrument

FACTS = {"country": "JP"}


def findings_of(name: str, values: dict[str, object], page: str) -> list[tuple[str, str, str]]:
    answers = answers_of(values)
    step = next(
        step for step in path(instrument(name), answers, FACTS).pages if step.page.code == page
    )
    return keys(page_findings(instrument(name), step.items, answers, FACTS))


def keys(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(finding.item, finding.code, finding.level) for finding in findings]


CASES: dict[str, tuple[str, dict[str, object], str, list[tuple[str, str, str]]]] = {
    "a required item left blank": (
        "choices",
        {"branch": None},
        "branch",
        [("branch", "required", "hard")],
    ),
    "a required item never shown": ("choices", {}, "branch", [("branch", "required", "hard")]),
    "an item left blank is reminded of": (
        "choices",
        {"obstacles": None},
        "obstacles",
        [("obstacles", "blank_once", "soft")],
    ),
    "a text left blank is not": ("texts", {"message": None}, "message", []),
    "a good answer": ("choices", {"branch": "food"}, "branch", []),
    "a condition of a check is met": (
        "figures",
        {"employees": "2000", "turnover": "1"},
        "size",
        [("employees", "check", "soft")],
    ),
    "a check that compares two items of a page": (
        "figures",
        {"employees": "10", "turnover": "2000"},
        "size",
        [("turnover", "check", "hard")],
    ),
    "a check with a blank in it is not met": (
        "figures",
        {"employees": None, "turnover": "2000"},
        "size",
        [("employees", "blank_once", "soft")],
    ),
    "a division by zero is not met": (
        "figures",
        {"employees": "0", "turnover": "2000"},
        "size",
        [],
    ),
    "lower bounds over a hundred": (
        "figures",
        {"markets": {"home": "high", "abroad": "high"}},
        "markets",
        [("markets", "check", "soft")],
    ),
    "lower bounds within a hundred": (
        "figures",
        {"markets": {"home": "high", "abroad": "low"}},
        "markets",
        [],
    ),
}


@pytest.mark.parametrize(("name", "values", "page", "expected"), CASES.values(), ids=CASES)
def test_a_page_is_found_to_be(
    name: str, values: dict[str, object], page: str, expected: list[tuple[str, str, str]]
) -> None:
    assert findings_of(name, values, page) == expected


def test_a_missing_code_that_is_not_offered_is_found() -> None:
    answers = answers_of({"branch": "food"}) | {
        "source": answers_of({"x": "us"})["x"].from_document({"status": "refused"})
    }
    step = path(instrument("choices"), answers, FACTS).pages[2]

    found = page_findings(instrument("choices"), step.items, answers, FACTS)

    assert keys(found) == [("source", "list_unknown", "hard")]


def test_a_stored_option_that_is_hidden_for_the_firm_is_found() -> None:
    answers = answers_of({"branch": "food", "obstacles": ("cost",), "source": "jp"})

    assert keys(findings_along(path(instrument("choices"), answers, {"country": "DE"}))) == []
    assert keys(findings_along(path(instrument("choices"), answers, {"country": "JP"}))) == [
        ("source", "list_unknown", "hard")
    ]


def test_findings_along_the_path_leave_out_what_is_not_asked() -> None:
    answers = answers_of({"imports": "no", "share": "900"})

    assert findings_along(path(instrument("routing"), answers, FACTS)) == ()


def test_findings_along_the_path_come_in_the_order_asked() -> None:
    answers = answers_of({"imports": "yes", "areas": None, "share": "900"})

    found = findings_along(path(instrument("routing"), answers, FACTS))

    assert keys(found) == [("areas", "blank_once", "soft")]


def test_a_check_says_its_own_text_in_the_language_of_the_page() -> None:
    answers = answers_of({"employees": "2000"})
    step = path(instrument("figures"), answers, FACTS).pages[0]

    finding = page_findings(instrument("figures"), step.items[:1], answers, FACTS)[0]

    assert say(finding.code, finding.fillings("en"), "en") == "More than 1,000?"
    assert finding.key == "employees:check:high"


def test_a_page_is_read_and_checked_at_once() -> None:
    step = path(instrument("figures"), {}, FACTS).pages[0]

    reading = read_page(
        instrument("figures"),
        step,
        {"employees": ["many"], "turnover": ["-5"]},
        {},
        facts=FACTS,
        language="en",
    )

    assert keys(reading.findings) == [
        ("employees", "whole_unreadable", "hard"),
        ("turnover", "number_min", "hard"),
    ]
    assert reading.is_hard


def test_a_page_that_was_read_holds_an_answer_for_each_item() -> None:
    step = path(instrument("figures"), {}, FACTS).pages[0]

    reading = read_page(
        instrument("figures"), step, {"employees": ["12"]}, {}, facts=FACTS, language="en"
    )

    assert reading.answers == answers_of({"employees": "12", "turnover": None})
    assert keys(reading.findings) == [("turnover", "blank_once", "soft")]


def test_a_page_is_checked_with_the_stored_answers_of_other_pages() -> None:
    stored = answers_of({"imports": "yes"})
    step = path(instrument("routing"), stored, FACTS).pages[1]

    reading = read_page(
        instrument("routing"), step, {"areas": ["asia"]}, stored, facts=FACTS, language="en"
    )

    assert reading.findings == ()


def test_an_answer_that_cannot_be_read_is_not_also_called_missing() -> None:
    step = path(instrument("choices"), {}, FACTS).pages[0]

    reading = read_page(
        instrument("choices"), step, {"branch": ["wood"]}, {}, facts=FACTS, language="en"
    )

    assert keys(reading.findings) == [("branch", "list_unknown", "hard")]
