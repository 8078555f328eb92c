"""The path through an instrument: what is asked, what is not, what comes next."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.questionnaire.answer import BLANK, Answer, Answers, Status, Value
from app.questionnaire.expression import met
from app.questionnaire.instrument import Item
from app.questionnaire.items import kind_of
from app.questionnaire.routing import (
    UnknownPage,
    asked_answers,
    fitted,
    next_page,
    path,
    section_states,
    status_of,
    values,
    visible_options,
    wording,
)
from tests.questionnaire.given import answers_of, asked, instrument, questionnaire

ROUTES: dict[str, tuple[dict[str, object], str, list[str]]] = {
    "no answers": ({}, "JP", ["imports"]),
    "a condition not met": ({"imports": "no"}, "JP", ["imports"]),
    "a condition met": ({"imports": "yes"}, "JP", ["imports", "areas"]),
    "do not know leads past": ({"imports": Status.DONT_KNOW}, "JP", ["imports"]),
    "a blank leads past": ({"imports": None}, "JP", ["imports"]),
    "one of several codes": (
        {"imports": "yes", "areas": ("asia", "europe")},
        "JP",
        ["imports", "areas", "share"],
    ),
    "none of several codes": (
        {"imports": "yes", "areas": ("europe",)},
        "JP",
        ["imports", "areas"],
    ),
    "a number and a fact": (
        {"imports": "yes", "areas": ("asia",), "share": "60"},
        "JP",
        ["imports", "areas", "share", "worried"],
    ),
    "another fact": (
        {"imports": "yes", "areas": ("asia",), "share": "60"},
        "DE",
        ["imports", "areas", "share"],
    ),
    "an answer off the path leads nowhere": (
        {"imports": "no", "areas": ("asia",), "share": "60", "worried": "very"},
        "JP",
        ["imports"],
    ),
    "a lost middle loses what follows": (
        {"imports": "yes", "areas": ("europe",), "share": "60"},
        "JP",
        ["imports", "areas"],
    ),
}


@pytest.mark.parametrize(("given_answers", "country", "expected"), ROUTES.values(), ids=ROUTES)
def test_answers_lead_to_the_items_whose_conditions_they_meet(
    given_answers: dict[str, object], country: str, expected: list[str]
) -> None:
    assert asked("routing", given_answers, country=country) == expected


def test_a_fact_that_the_frame_lacks_is_unknown() -> None:
    answers: dict[str, object] = {"imports": "yes", "areas": ("asia",), "share": "60"}

    assert "worried" not in asked("routing", answers)


def test_values_hold_answers_on_the_path_and_facts() -> None:
    answers = answers_of({"imports": "yes", "areas": ("asia",), "worried": "very"})

    seen = values(instrument("routing"), answers, {"country": "JP"})

    assert seen["imports"] == "yes"
    assert seen["country"] == "JP"
    assert seen["size"] is None
    assert "worried" not in seen


def test_answers_that_count_are_those_on_the_path() -> None:
    answers = answers_of({"imports": "no", "areas": ("asia",)})
    walked = path(instrument("routing"), answers, {})

    assert asked_answers(walked, answers) == answers_of({"imports": "no"})


def test_the_page_after_stays_on_the_path() -> None:
    answers = answers_of({"imports": "yes", "areas": ("asia",), "share": "60"})
    walked = path(instrument("routing"), answers, {"country": "JP"})

    after = next_page(walked, "trade", "share")

    assert after is not None
    assert after.codes == ("outlook", "worried")


def test_the_page_after_one_that_fell_off_the_path_is_the_next_in_order() -> None:
    walked = path(instrument("routing"), answers_of({"imports": "yes"}), {})

    assert next_page(walked, "trade", "share") is None


def test_nothing_comes_after_the_last_page() -> None:
    walked = path(instrument("routing"), {}, {})

    assert next_page(walked, "trade", "imports") is None


def test_a_page_that_the_questionnaire_lacks_is_unknown() -> None:
    walked = path(instrument("routing"), {}, {})

    with pytest.raises(UnknownPage, match="no page 'tariffs' in section 'trade'"):
        next_page(walked, "trade", "tariffs")


def test_neighbours_with_the_same_page_stand_together() -> None:
    walked = path(instrument("figures"), {}, {})

    assert [[item.code for item in step.items] for step in walked.pages] == [
        ["employees", "turnover"],
        ["share"],
        ["markets"],
    ]
    assert walked.step("all", "size") is walked.pages[0]
    assert walked.step("all", "employees") is None


STATUSES: dict[str, tuple[dict[str, object], str, Status]] = {
    "given": ({"imports": "yes"}, "imports", Status.GIVEN),
    "saved blank": ({"imports": None}, "imports", Status.NOT_ANSWERED),
    "never shown": ({}, "imports", Status.NOT_ANSWERED),
    "do not know": ({"imports": Status.DONT_KNOW}, "imports", Status.DONT_KNOW),
    "off the path": ({"imports": "no", "areas": ("asia",)}, "areas", Status.NOT_ASKED),
}


@pytest.mark.parametrize(("given_answers", "code", "expected"), STATUSES.values(), ids=STATUSES)
def test_every_item_has_one_status(
    given_answers: dict[str, object], code: str, expected: Status
) -> None:
    answers = answers_of(given_answers)
    walked = path(instrument("routing"), answers, {})

    assert status_of(questionnaire("routing").items[code], answers, walked) is expected


STATES: dict[str, tuple[dict[str, object], dict[str, str]]] = {
    "nothing": ({}, {"trade": "not_started", "outlook": "not_applicable"}),
    "some": ({"imports": "yes"}, {"trade": "in_progress", "outlook": "not_applicable"}),
    "all": ({"imports": "no"}, {"trade": "completed", "outlook": "not_applicable"}),
    "all, one blank": (
        {"imports": "yes", "areas": None},
        {"trade": "completed", "outlook": "not_applicable"},
    ),
    "a section opens": (
        {"imports": "yes", "areas": ("asia",), "share": "60"},
        {"trade": "completed", "outlook": "not_started"},
    ),
}


@pytest.mark.parametrize(("given_answers", "expected"), STATES.values(), ids=STATES)
def test_a_section_is_as_far_as_its_stored_answers(
    given_answers: dict[str, object], expected: dict[str, str]
) -> None:
    answers = answers_of(given_answers)
    walked = path(instrument("routing"), answers, {"country": "JP"})

    assert section_states(walked, answers) == expected


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("JP", ["de", "fr", "us", "other", "none"]),
        ("DE", ["jp", "us", "other", "none"]),
    ],
)
def test_options_are_left_out_by_code_and_by_group(country: str, expected: list[str]) -> None:
    item = questionnaire("choices").items["source"]

    offered = [option.code for option in visible_options(item, {"country": country})]

    assert offered == expected
    assert [option.code for option in fitted(item, {"country": country}).options] == expected


@pytest.mark.parametrize("facts", [{}, {"country": ""}])
def test_an_unknown_country_hides_nothing(facts: dict[str, str]) -> None:
    item = questionnaire("choices").items["source"]

    assert visible_options(item, facts) == item.options


def test_a_variant_is_read_by_the_firms_it_is_for() -> None:
    item = questionnaire("fills").items["effect"]

    assert wording(item, {"country": "JP"}).say("en") == "{firm}: what if {source} stopped?"
    assert wording(item, {"country": "DE"}).say("en") == "What if {source} stopped?"


def test_the_path_holds_items_as_the_firm_is_asked_them() -> None:
    walked = path(instrument("choices"), {}, {"country": "JP"})

    assert "jp" not in walked.items["source"].option_codes


def an_answer(item: Item) -> st.SearchStrategy[Answer]:
    """Any answer that an item can have, and some that it cannot."""
    codes = [option.code for option in item.options] or ["nonsense"]
    rows = [row.code for row in item.rows] or ["nonsense"]
    drawn: dict[str, st.SearchStrategy[Value]] = {
        "multiple": st.lists(st.sampled_from(codes), min_size=1, unique=True).map(tuple),
        "banded_share": st.dictionaries(st.sampled_from(rows), st.sampled_from(codes), min_size=1),
        "number": st.integers(0, 5000).map(str),
        "percent": st.decimals(0, 100, places=1).map(str),
    }
    value = drawn.get(item.kind, st.sampled_from(codes))
    missing = st.sampled_from([BLANK, Answer(Status.DONT_KNOW), Answer(Status.REFUSED)])
    return value.map(lambda one: Answer(Status.GIVEN, one)) | missing


@st.composite
def any_answers(draw: st.DrawFn, name: str) -> dict[str, Answer]:
    """Answers to any of the items, on the path or not."""
    items = list(questionnaire(name).items.values())
    chosen = draw(st.lists(st.sampled_from(items), unique_by=lambda item: item.code))
    return {item.code: draw(an_answer(item)) for item in chosen}


FACTS = st.fixed_dictionaries({"country": st.sampled_from(["JP", "DE", "FR"])})
NAMES = st.sampled_from(["routing", "fills", "figures", "choices"])


@settings(max_examples=150, deadline=None)
@given(st.data(), NAMES, FACTS)
def test_a_path_never_holds_an_item_whose_condition_is_not_met(
    data: st.DataObject, name: str, facts: dict[str, str]
) -> None:
    answers: Answers = data.draw(any_answers(name))

    walked = path(instrument(name), answers, facts)

    seen: dict[str, object] = dict(facts)
    for code, item in questionnaire(name).items.items():
        assert (code in walked.items) == met(item.ask_if, seen)
        if code in walked.items and code in answers:
            seen[code] = kind_of(item).value(item, answers[code])


@settings(max_examples=150, deadline=None)
@given(st.data(), NAMES, FACTS)
def test_answers_off_the_path_change_nothing(
    data: st.DataObject, name: str, facts: dict[str, str]
) -> None:
    answers = data.draw(any_answers(name))
    walked = path(instrument(name), answers, facts)

    without = path(instrument(name), asked_answers(walked, answers), facts)
    others = {
        item.code: data.draw(an_answer(item))
        for item in questionnaire(name).items.values()
        if item.code not in walked.items
    }
    replaced = path(instrument(name), {**asked_answers(walked, answers), **others}, facts)

    assert without == walked
    assert replaced == walked


def test_computing_a_path_changes_neither_answers_nor_facts() -> None:
    answers, facts = answers_of({"imports": "yes", "share": "60"}), {"country": "JP"}
    before = dict(answers), dict(facts)

    path(instrument("routing"), answers, facts)

    assert (answers, facts) == before


def test_numbers_are_seen_as_exact_decimals() -> None:
    answers = answers_of({"imports": "yes", "areas": ("asia",), "share": "0.1"})

    assert values(instrument("routing"), answers, {})["share"] == Decimal("0.1")
