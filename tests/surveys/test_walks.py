"""Recorded walks through the default survey, and every combination of the answers that route."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from app.questionnaire.answer import BLANK, Answer, Status
from app.questionnaire.checks import findings_along
from app.questionnaire.definition import publish, read
from app.questionnaire.instrument import Form, Instrument, Item
from app.questionnaire.routing import longest_seconds, path, visible_options

FOLDER = Path("surveys/economic_security/2026")
LIBRARY = Path("surveys/library")
FACTS = {"country": "JP", "sector": "machinery", "size": "900"}
AFFECTED = {"large", "some"}
LEAVING_CHINA = {"reduced", "reducing", "plan_reduce"}

Written = str | list[str]


@dataclass(frozen=True)
class Walk:
    """What a firm answers, and what it must and must not be asked."""

    name: str
    facts: Mapping[str, str]
    answers: Mapping[str, Written]
    asked: frozenset[str]
    not_asked: frozenset[str]
    can_be_sent: bool | None


def walks() -> list[Walk]:
    found = []
    for file in sorted((FOLDER / "scenarios").glob("*.yaml")):
        scenario = YAML(typ="safe", pure=True).load(file)
        for number, walk in enumerate(scenario["walks"], start=1):
            found.append(
                Walk(
                    name=f"{file.stem}-{number}",
                    facts=scenario["facts"],
                    answers=walk["answers"],
                    asked=frozenset(walk.get("asked", ())),
                    not_asked=frozenset(walk.get("not_asked", ())),
                    can_be_sent=walk.get("can_be_sent"),
                )
            )
    return found


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    questionnaire, problems = read(FOLDER, LIBRARY)
    assert problems == ()
    assert questionnaire is not None
    return publish(questionnaire)


def answer(item: Item, written: Written) -> Answer:
    """The answer that a scenario writes as a code, a list of codes, a text or blank."""
    if written == "blank":
        return BLANK
    if isinstance(written, list):
        assert set(written) <= set(item.option_codes)
        return Answer(Status.GIVEN, tuple(written))
    if written in item.missing_codes:
        return Answer(Status(written))
    assert not item.options or written in item.option_codes, f"{item.code} has no {written!r}"
    return Answer(Status.GIVEN, written)


def answers(instrument: Instrument, written: Mapping[str, Written]) -> dict[str, Answer]:
    items = instrument.questionnaire.items
    return {code: answer(items[code], given) for code, given in written.items()}


def asked(
    instrument: Instrument, given: Mapping[str, Answer], facts: Mapping[str, str] = FACTS
) -> list[str]:
    walked = path(instrument, given, facts)
    return [item.code for step in walked.pages for item in step.items]


@pytest.mark.parametrize("walk", walks(), ids=lambda walk: walk.name)
def test_a_recorded_walk_asks_what_it_asked_when_it_was_recorded(
    instrument: Instrument, walk: Walk
) -> None:
    given = answers(instrument, walk.answers)

    found = set(asked(instrument, given, walk.facts))

    assert walk.asked <= found
    assert not walk.not_asked & found


@pytest.mark.parametrize(
    "walk", [walk for walk in walks() if walk.can_be_sent is not None], ids=lambda walk: walk.name
)
def test_a_recorded_walk_can_be_sent_or_not(instrument: Instrument, walk: Walk) -> None:
    given = answers(instrument, walk.answers)

    hard = [
        finding
        for finding in findings_along(path(instrument, given, walk.facts))
        if finding.level == "hard"
    ]

    assert (hard == []) is walk.can_be_sent


def expected(written: Mapping[str, Written]) -> set[str]:
    """The routed items that the table of routes in the survey's design asks of a firm."""
    routed = set()
    if written["largest_source"] not in {"none", "dont_know", "blank"}:
        routed |= {"source_effect", "output_duration"}
    if written["critical_inputs"] == "yes":
        routed |= {"critical_groups", "inputs", "china_dependence"}
        if "critical_minerals" in written["critical_groups"]:
            routed.add("minerals")
        if written["china_dependence"] in LEAVING_CHINA:
            routed.add("china_alternative")
    if written["event_effect"] in AFFECTED:
        routed |= {"event_causes", "event_effects", "profit_effect"}
    if written["policy_message"] != "blank":
        routed.add("consent_quote")
    return routed


def gates() -> list[dict[str, Written]]:
    """Every combination of the answers that route, blanks and missing codes included."""
    choices: dict[str, list[Written]] = {
        "largest_source": ["none", "dont_know", "blank", "tw", "other"],
        "critical_inputs": ["yes", "no", "not_checked", "blank"],
        "critical_groups": [["critical_minerals"], ["semiconductors"], "dont_know", "blank"],
        "event_effect": ["large", "some", "worried", "none", "dont_know", "blank"],
        "china_dependence": [
            "not_used", "reduced", "reducing", "plan_reduce", "no_change", "increase",
            "dont_know", "blank",
        ],
        "policy_message": ["An invented message", "blank"],
    }  # fmt: skip
    return [dict(zip(choices, chosen, strict=True)) for chosen in product(*choices.values())]


@pytest.mark.parametrize("form", ["full", "core"])
def test_every_combination_of_gates_asks_exactly_the_items_of_its_route(
    instrument: Instrument, form: Form
) -> None:
    instrument = replace(instrument, form=form)
    items = instrument.questionnaire.items
    in_form = {item.code for item in items.values() if item.core or form == "full"}
    routed = {code for code in in_form if items[code].ask_if}
    always = in_form - routed
    differing = []
    reached: set[str] = set()
    skipped: set[str] = set()

    for written in gates():
        found = asked(instrument, answers(instrument, written))
        reached |= set(found)
        skipped |= routed - set(found)
        if len(found) != len(set(found)) or set(found) != always | expected(written) & in_form:
            differing.append(written)

    assert differing == []
    assert reached == always | routed
    assert skipped == routed


def test_no_core_item_hangs_on_an_item_outside_the_core(instrument: Instrument) -> None:
    items = instrument.questionnaire.items
    core = [item for item in items.values() if item.core and item.ask_if]

    outside = [
        (item.code, name)
        for item in core
        for name in items
        if item.ask_if and name in item.ask_if.source and not items[name].core
    ]

    assert outside == []


def test_every_part_of_the_printed_questionnaire_has_items(instrument: Instrument) -> None:
    sections = instrument.questionnaire.sections

    assert "".join(section.letter for section in sections) == "ABCDEFGHI"
    assert all(
        item.num[0] == section.letter for section, _, item in instrument.questionnaire.walk()
    )


def test_the_items_that_must_be_answered_route_or_scope_or_are_consents(
    instrument: Instrument,
) -> None:
    items = instrument.questionnaire.items.values()
    required = {item.code for item in items if item.required}

    assert required - {item.code for item in items if item.is_consent} == {
        "response_unit",
        "main_sector",
        "largest_source",
        "critical_inputs",
        "event_effect",
    }
    assert {item.code for item in items if item.is_consent} <= required
    assert [
        inner.code for inner in instrument.questionnaire.items["inputs"].items if inner.required
    ] == [
        "input_group",
        "input_origin",
    ]


def test_the_short_form_is_a_third_of_the_items_and_under_half_of_the_time(
    instrument: Instrument,
) -> None:
    questionnaire = instrument.questionnaire
    core = [item for item in questionnaire.items.values() if item.core]

    assert (len(questionnaire.items), len(core)) == (49, 20)
    assert longest_seconds(questionnaire, "full") == 2012
    assert longest_seconds(questionnaire, "core") == 839


@pytest.mark.parametrize(("country", "hidden"), [("JP", {"jp"}), ("DE", {"de", "fr", "pl"})])
def test_a_firm_is_not_offered_its_own_area_as_a_foreign_source(
    instrument: Instrument, country: str, hidden: set[str]
) -> None:
    item = instrument.questionnaire.items["largest_source"]

    offered = {option.code for option in visible_options(item, {**FACTS, "country": country})}

    assert not offered & hidden
    assert {"cn", "us", "none", "other"} <= offered
