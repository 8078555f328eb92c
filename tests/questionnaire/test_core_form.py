"""The core form of an instrument: the core items alone, from the same content and hash."""

from dataclasses import replace

from app.questionnaire.checks import findings_along
from app.questionnaire.definition import publish
from app.questionnaire.instrument import Instrument
from app.questionnaire.routing import (
    longest_seconds,
    pages_in_turn,
    path,
    section_states,
    status_of,
)
from tests.questionnaire.given import answers_of, read_text

SHORTER = """\
format: 1
id: test/forms
title: Forms
languages: {base: en}
sections:
  - code: trade
    letter: A
    title: Trade
    items:
      - {code: imports, num: A1, concept: imports, kind: single, role: ordinary, short: Imports,
         wording: Do you import?, core: true, seconds: 20, page: both,
         options: [{code: "yes", label: "Yes"}, {code: "no", label: "No"}]}
      - {code: remark, num: A2, concept: remark, kind: single, role: ordinary, short: Remark,
         wording: Do you remark on it?, required: true, seconds: 60, page: both,
         options: [{code: "yes", label: "Yes"}, {code: "no", label: "No"}]}
      - {code: areas, num: A3, concept: areas, kind: single, role: ordinary, short: Areas,
         wording: From where?, core: true, seconds: 30, ask_if: imports == 'yes',
         options: [{code: asia, label: Asia}, {code: europe, label: Europe}]}
  - code: outlook
    letter: B
    title: Outlook
    items:
      - {code: worried, num: B1, concept: worried, kind: single, role: ordinary, short: Worried,
         wording: Are you worried?, options: [{code: very, label: Very}, {code: little, label: A little}]}
"""  # noqa: E501  (one item a paragraph)


def forms() -> tuple[Instrument, Instrument]:
    """The same instrument in its full and in its core form."""
    questionnaire, problems = read_text(SHORTER)
    assert questionnaire is not None, problems
    full = publish(questionnaire)
    return full, replace(full, form="core")


def test_items_outside_the_core_are_off_the_path() -> None:
    full, core = forms()
    given = answers_of({"imports": "yes"})

    assert list(path(full, given, {}).items) == ["imports", "remark", "areas", "worried"]
    assert list(path(core, given, {}).items) == ["imports", "areas"]


def test_a_page_keeps_its_core_items_alone() -> None:
    _, core = forms()

    step = path(core, {}, {}).step("trade", "both")

    assert step is not None
    assert [item.code for item in step.items] == ["imports"]


def test_an_item_outside_the_core_was_not_asked_even_if_answered() -> None:
    full, core = forms()
    given = answers_of({"imports": "no", "worried": "very"})
    item = full.questionnaire.items["worried"]

    assert status_of(item, given, path(core, given, {})) == "not_asked"
    assert status_of(item, given, path(full, given, {})) == "given"


def test_what_is_required_outside_the_core_keeps_nothing_from_being_sent() -> None:
    full, core = forms()
    given = answers_of({"imports": "no"})

    assert [
        found.item for found in findings_along(path(full, given, {})) if found.level == "hard"
    ] == ["remark"]
    assert findings_along(path(core, given, {})) == ()


def test_a_section_without_core_items_is_no_part_of_the_form() -> None:
    full, core = forms()

    assert section_states(path(full, {}, {}), {})["outlook"] == "not_started"
    assert section_states(path(core, {}, {}), {})["outlook"] == "not_in_form"


def test_both_forms_are_one_instrument() -> None:
    full, core = forms()

    assert (full.hash, full.canonical) == (core.hash, core.canonical)


def test_a_form_takes_the_seconds_of_its_own_items() -> None:
    questionnaire = forms()[0].questionnaire

    assert longest_seconds(questionnaire, "full") == 110
    assert longest_seconds(questionnaire, "core") == 50


def test_pages_in_turn_follow_the_answers_given_on_the_way() -> None:
    full, core = forms()
    said = answers_of({"imports": "yes", "remark": "no", "areas": "asia", "worried": "very"})
    walked = {}

    for name, instrument in (("full", full), ("core", core)):
        given = walked[name] = answers_of({})
        for step in pages_in_turn(instrument, given, {}):
            given |= {item.code: said[item.code] for item in step.items}

    assert list(walked["full"]) == ["imports", "remark", "areas", "worried"]
    assert list(walked["core"]) == ["imports", "areas"]
