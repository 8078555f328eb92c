"""An instrument: one content, one sequence of bytes, one hash."""

import json

import pytest

from app.questionnaire.canonical import texts, to_mapping
from app.questionnaire.definition import (
    from_mapping,
    instrument_from_canonical,
    publish,
    to_canonical,
)
from tests.questionnaire.given import FIXTURES, instrument, questionnaire, read_text

NAMES = ["choices", "figures", "fills", "routing", "texts", "rows"]


@pytest.mark.parametrize("name", NAMES)
def test_an_instrument_is_read_back_from_its_bytes(name: str) -> None:
    made = instrument(name)

    again = instrument_from_canonical(made.canonical)

    assert again == made
    assert to_canonical(again.questionnaire) == made.canonical


@pytest.mark.parametrize("name", NAMES)
def test_a_questionnaire_is_the_same_after_a_journey_through_its_mapping(name: str) -> None:
    before = questionnaire(name)

    assert from_mapping(to_mapping(before)) == before


def test_the_layout_of_the_file_does_not_change_the_hash() -> None:
    text = (FIXTURES / "texts.yaml").read_text(encoding="utf-8")
    other = "# a comment\n" + text.replace("max_length: 20", "max_length:    20  # short")

    same, _ = read_text(other)

    assert same is not None
    assert publish(same).hash == instrument("texts").hash


CHANGES = {
    "a wording": ("In which town are you?", "Which town are you in?"),
    "a limit": ("max_length: 20", "max_length: 21"),
    "a code": ("code: town", "code: city"),
    "a role": ("role: text", "role: key"),
}


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_content_changes_the_hash(before: str, after: str) -> None:
    text = (FIXTURES / "texts.yaml").read_text(encoding="utf-8")

    changed, problems = read_text(text.replace(before, after, 1))

    assert changed is not None, problems
    assert publish(changed).hash != instrument("texts").hash


def test_the_canonical_form_needs_no_other_file() -> None:
    mapping = json.loads(instrument("choices").canonical)

    source = mapping["sections"][0]["items"][2]

    assert source["options_from"] == "places"
    assert [option["code"] for option in source["options"]][:2] == ["jp", "de"]
    assert mapping["lists"] == {"places": "places/2026"}


def test_the_canonical_form_says_nothing_that_is_empty() -> None:
    item = json.loads(instrument("texts").canonical)["sections"][0]["items"][0]

    assert set(item) == {
        "code", "num", "kind", "concept", "role", "short", "wording", "max_length",
        "comparability",
    }  # fmt: skip


def test_a_value_of_zero_is_kept() -> None:
    text = (FIXTURES / "routing.yaml").read_text(encoding="utf-8")

    numbered, _ = read_text(text.replace('label: "No"}', 'label: "No", value: 0}'))

    assert numbered is not None
    again = publish(numbered).questionnaire
    assert again.items["imports"].option_codes["no"].value == 0


def test_every_wording_is_found() -> None:
    found = list(texts(questionnaire("fills")))

    assert len(found) == 19
    assert all(set(text.wordings) == {"en", "ja"} for text in found)
