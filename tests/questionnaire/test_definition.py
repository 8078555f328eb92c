"""A definition read whole: what it means, and every problem of its files at once."""

from pathlib import Path

import pytest

from app.questionnaire.definition import read
from app.questionnaire.instrument import Questionnaire
from app.questionnaire.items import KINDS
from app.questionnaire.problem import in_order
from app.questionnaire.shape import validator
from tests.questionnaire.given import (
    FIXTURES,
    LIBRARY,
    minimal,
    problems_of,
    questionnaire,
    read_text,
)

CODES = "codes have small letters, digits and single underscores, and start with a letter"
NO_TEXT = "is not a text; put it in quotes if it looks like a number, yes or no"
MISSING = "is not known here; there are dont_know, not_applicable, refused"
RULES = "there are rows_lower_bounds_at_most, rows_upper_bounds_at_least"
COMMON = "concept: c, role: ordinary, short: S, wording: W"
CHOICE = (
    f"num: A1, kind: single, {COMMON}, options: [{{code: x, label: X}}, {{code: y, label: Y}}]"
)


def test_a_definition_without_problems_is_a_questionnaire() -> None:
    found, problems = read_text(minimal(f"      - {{code: a, {CHOICE}}}\n"))

    assert problems == ()
    assert isinstance(found, Questionnaire)
    assert list(found.items) == ["a"]


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.yaml")))
def test_every_fixture_is_without_problems(name: str) -> None:
    if name.endswith(".ja"):
        return
    assert questionnaire(name).items


def test_options_of_a_list_stand_before_those_of_the_item() -> None:
    item = questionnaire("choices").items["source"]

    assert list(item.option_codes) == ["jp", "de", "fr", "us", "other", "none"]
    assert item.option_codes["de"].group == "eu"
    assert item.option_codes["other"].specify == 20
    assert questionnaire("choices").lists == {"places": "places/2026"}


def test_a_translation_is_joined_with_its_wording() -> None:
    item = questionnaire("fills").items["imports"]

    assert item.wording.say("ja", {"home": "日本"}) == "日本以外から調達していますか。"
    assert item.option_codes["yes"].label.say("ja") == "はい"


def test_where_there_is_a_problem_there_is_no_questionnaire() -> None:
    found, problems = read_text(minimal(f"      - {{code: a, {CHOICE}, colour: red}}\n"))

    assert found is None
    assert len(problems) == 1


def one(item: str) -> str:
    return minimal(f"      - {{code: a, {item}}}\n")


SHAPES: dict[str, tuple[str, str]] = {
    "an unknown key": (
        one(f"{CHOICE}, requird: true"),
        "11: items.a.requird: unknown key 'requird'; did you mean 'required'?",
    ),
    "an unknown kind": (
        one(f"num: A1, kind: singel, {COMMON}"),
        "11: items.a.kind: 'singel' is not known here; did you mean 'single'?",
    ),
    "a key of another kind": (
        one(f"num: A1, kind: number, unit: t, {COMMON}, options: [{{code: x, label: X}}]"),
        "11: items.a.options: a number has no options; delete it, or choose another kind",
    ),
    "a key that is missing": (
        one("num: A1, kind: number, unit: t, concept: c, short: S, wording: W"),
        "11: items.a: role is missing; add it",
    ),
    "a key that is missing and another like it": (
        one("num: A1, kind: number, unit: t, concept: c, roll: key, short: S, wording: W"),
        "11: items.a: role is missing; is 'roll' meant?",
    ),
    "a text without a limit": (
        one(f"num: A1, kind: long_text, {COMMON}"),
        "11: items.a: max_length is missing; add it",
    ),
    "a text longer than a page may bring": (
        one(f"num: A1, kind: long_text, max_length: 6001, {COMMON}"),
        "11: items.a.max_length: 6001 is out of bounds; the most is 6000",
    ),
    "a number for a text": (
        one(f"num: A1, kind: number, unit: 5, {COMMON}"),
        f"11: items.a.unit: 5 {NO_TEXT}",
    ),
    "a text for a number": (
        one(f"num: A1, kind: number, unit: t, max: lots, {COMMON}"),
        "11: items.a.max: 'lots' is not a number",
    ),
    "a word for yes": (
        one(f"{CHOICE}, required: yes"),
        "11: items.a.required: 'yes' is not true or false",
    ),
    "nothing after a key": (
        one(f"{CHOICE}, help: "),
        f"11: items.a.help: nothing {NO_TEXT}",
    ),
    "a blank wording": (
        one(f"{CHOICE}, help: ' '"),
        "11: items.a.help: ' ': it is blank; write a text or leave the key out",
    ),
    "a bad code": (
        minimal(f"      - {{code: A-1, {CHOICE}}}\n"),
        f"11: items.A-1.code: 'A-1': {CODES}",
    ),
    "a long code": (
        minimal(f"      - {{code: {'a' * 25}, {CHOICE}}}\n"),
        f"11: items.{'a' * 25}.code: '{'a' * 25}' has 25 characters; 24 is the most",
    ),
    "a bad number of the printed form": (
        one(CHOICE.replace("A1", "1a")),
        "11: items.a.num: '1a': a printed number looks like A3 or D2a",
    ),
    "an unknown missing code": (
        one(f"{CHOICE}, missing: [{{code: dunno, label: D}}]"),
        f"11: items.a.missing.dunno.code: 'dunno' {MISSING}",
    ),
    "an empty list": (
        one(f"num: A1, kind: single, {COMMON}, options: []"),
        "11: items.a.options: this is empty; fill it or leave the key out",
    ),
    "too many decimals": (
        one(f"num: A1, kind: number, unit: t, decimals: 9, {COMMON}"),
        "11: items.a.decimals: 9 is out of bounds; the most is 6",
    ),
    "an unknown format": (
        one(CHOICE).replace("format: 1", "format: 2"),
        "1: format: 2 is not 1",
    ),
    "a bad id": (
        one(CHOICE).replace("test/minimal", "Test Minimal"),
        "2: id: 'Test Minimal': an id is series/wave, such as trade/2026",
    ),
    "a bad fill": (
        minimal(f"      - {{code: a, {CHOICE}}}\n", head="fills: {Home: [{text: x}]}"),
        f"5: fills.Home: 'Home': {CODES}",
    ),
    "a list where keys belong": (
        "- 1\n- 2\n",
        "1: file: a definition starts with keys such as format: 1 and id:",
    ),
    "nothing at all": ("# nothing\n", "1: file: the file is empty"),
}


@pytest.mark.parametrize(("text", "expected"), SHAPES.values(), ids=SHAPES)
def test_a_wrong_form_is_told_at_its_line_with_a_way_out(text: str, expected: str) -> None:
    assert expected in problems_of(text)


CONTRADICTIONS: dict[str, tuple[str, str]] = {
    "an item twice": (
        minimal(
            f"      - {{code: a, {CHOICE}}}\n      - {{code: a, {CHOICE.replace('A1', 'A2')}}}\n"
        ),
        "12: items.a.code: 'a' is taken already; choose another",
    ),
    "a printed number twice": (
        minimal(f"      - {{code: a, {CHOICE}}}\n      - {{code: b, {CHOICE}}}\n"),
        "12: items.b.num: 'A1' is taken already; choose another",
    ),
    "an option twice": (
        one(
            f"num: A1, kind: single, {COMMON}, "
            "options: [{code: x, label: X}, {code: x, label: Y}]"
        ),
        "11: items.a.options.x.code: 'x' is taken already; choose another",
    ),
    "an option of the list again": (
        one(
            f"num: A1, kind: picker, {COMMON}, options_from: places, "
            "options: [{code: us, label: US}]"
        ),
        "11: items.a.options: 'us' stands twice, here and in the list or missing codes",
    ),
    "an option called like a column": (
        one(f"num: A1, kind: multiple, {COMMON}, options: [{{code: status, label: S}}]"),
        "11: items.a.options: 'status' is a reserved name; choose another code",
    ),
    "an item called like a fact": (
        minimal(f"      - {{code: country, {CHOICE}}}\n"),
        "11: items.country.code: 'country' is a reserved name; choose another code",
    ),
    "an item called like a word of conditions": (
        minimal(f"      - {{code: import, {CHOICE}}}\n"),
        "11: items.import.code: 'import' is a reserved name; choose another code",
    ),
    "an item called like a field of every page": (
        minimal(f"      - {{code: csrf_token, {CHOICE}}}\n"),
        "11: items.csrf_token.code: 'csrf_token' is a reserved name; choose another code",
    ),
    "a retired code": (
        one(CHOICE) + "retired: {a: replaced}\n",
        "11: items.a.code: 'a' is retired; a code is never used again",
    ),
    "no options": (
        one(f"num: A1, kind: single, {COMMON}"),
        "11: items.a: the item has no options; add options or options_from",
    ),
    "no rows": (
        one(f"num: A1, kind: banded_share, {COMMON}, options: [{{code: x, label: X}}]"),
        "11: items.a: the item has no rows; add rows or rows_from",
    ),
    "two options with a text": (
        one(
            f"num: A1, kind: single, {COMMON}, "
            "options: [{code: x, label: X, specify: 9}, {code: y, label: Y, specify: 9}]"
        ),
        "11: items.a.options: x and y both open a text; an item can have one",
    ),
    "bounds crossed": (
        one(f"num: A1, kind: number, unit: t, min: 5, max: 1, {COMMON}"),
        "11: items.a.min: min 5 is more than max 1",
    ),
    "more choices than options": (
        one(f"{CHOICE.replace('single', 'multiple')}, max_choices: 3"),
        "11: items.a.max_choices: max_choices is 3, but there are 2 options",
    ),
    "hiding what is not there": (
        one(f"{CHOICE}, hide: [{{if: country == 'JP', codes: [z]}}]"),
        "11: items.a.hide.0: there is no option 'z'; there are x, y",
    ),
    "hiding nothing": (
        one(f"{CHOICE}, hide: [{{if: country == 'JP'}}]"),
        "11: items.a.hide.0: nothing is hidden here; add codes or groups",
    ),
    "an unknown list": (
        one(f"num: A1, kind: picker, {COMMON}, options_from: place"),
        "11: items.a.options_from: there is no list 'place'; did you mean 'places'?",
    ),
    "an unknown rule": (
        one(f"{CHOICE}, checks: [{{code: k, level: soft, text: T, rule: rows_add}}]"),
        f"11: items.a.checks.k: there is no rule 'rows_add'; {RULES}",
    ),
    "a check of nothing": (
        one(f"{CHOICE}, checks: [{{code: k, level: soft, text: T}}]"),
        "11: items.a.checks.k: a check has either a condition (if) or a rule",
    ),
    "a rule without its settings": (
        one(
            f"num: A1, kind: banded_share, {COMMON}, options: [{{code: x, label: X}}], "
            "rows: [{code: r, label: R}], checks: [{code: k, level: soft, text: T, "
            "rule: rows_lower_bounds_at_most, settings: {bounds: {z: 1}}}]"
        ),
        "11: items.a.checks.k: the rule rows_lower_bounds_at_most needs the setting most",
    ),
    "a page in two parts": (
        minimal(
            f"      - {{code: a, page: p, {CHOICE}}}\n"
            f"      - {{code: b, {CHOICE.replace('A1', 'A2')}}}\n"
            f"      - {{code: c, page: p, {CHOICE.replace('A1', 'A3')}}}\n"
        ),
        "13: items.c.page: page 'p' stands in two parts; its items have to be neighbours",
    ),
    "a fill that nothing gives": (
        one(CHOICE.replace("wording: W", "wording: 'For {hots}?'")),
        "11: items.a.wording: nothing gives the fill {hots}; did you mean 'host'?",
    ),
    "a fill without a last case": (
        minimal(
            f"      - {{code: a, {CHOICE}}}\n",
            head="fills: {home: [{if: country == 'JP', text: J}]}",
        ),
        "5: fills.home: the last case needs to hold always; add a case without `if`",
    ),
    "a fill of no item": (
        minimal(f"      - {{code: a, {CHOICE}}}\n", head="fills: {home: {label_of: aa}}"),
        "5: fills.home.label_of: there is no item 'aa'; did you mean 'a'?",
    ),
    "a fill for no option": (
        minimal(
            f"      - {{code: a, {CHOICE}}}\n",
            head="fills: {home: {label_of: a, label_for: {z: Z}}}",
        ),
        "5: fills.home.label_for.z: a has no option 'z'; there are x, y",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_told_at_its_line_with_a_way_out(text: str, expected: str) -> None:
    assert any(found.startswith(expected) for found in problems_of(text)), problems_of(text)


def test_all_problems_of_a_file_come_at_once_in_its_order() -> None:
    text = minimal(
        f"      - {{code: a, {CHOICE}, colour: red}}\n"
        f"      - {{code: b, num: A2, kind: singel, {COMMON}}}\n"
        f"      - {{code: c, {CHOICE.replace('A1', 'A3')}, ask_if: a = 'x'}}\n"
        f"      - {{code: d, {CHOICE.replace('A1', 'A4')}, ask_if: a == 'z' or nobody > 3}}\n"
        f"      - {{code: e, num: A5, kind: picker, {COMMON}, options_from: nowhere}}\n"
    )

    found = problems_of(text)

    assert [line.partition(":")[0] for line in found] == ["11", "12", "13", "14", "14", "15"]


def test_an_item_that_cannot_be_built_makes_no_problems_of_others() -> None:
    text = minimal(
        f"      - {{code: a, num: A1, kind: singel, {COMMON}}}\n"
        f"      - {{code: b, {CHOICE.replace('A1', 'A2')}, ask_if: a == 'x'}}\n"
    )

    assert [line.partition(":")[0] for line in problems_of(text)] == ["11"]


def test_a_problem_is_written_as_terminals_link_it(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text("format: 1\n- x\n", encoding="utf-8")

    _, problems = read(tmp_path, LIBRARY)

    assert str(problems[0]).startswith(f"{tmp_path}/questionnaire.yaml:2: file: this is not YAML")


def test_a_folder_without_a_definition_is_a_problem(tmp_path: Path) -> None:
    found, problems = read(tmp_path, LIBRARY)

    assert found is None
    assert "this file is missing" in problems[0].message


def test_the_schema_knows_the_kinds_that_the_program_knows() -> None:
    schema = validator().schema
    assert isinstance(schema, dict)

    assert set(schema["$defs"]["item"]["properties"]["kind"]["enum"]) == set(KINDS)


def test_everything_in_the_schema_is_closed() -> None:
    def objects(schema: object) -> list[dict[str, object]]:
        if isinstance(schema, list):
            return [found for part in schema for found in objects(part)]
        if not isinstance(schema, dict):
            return []
        inside = [found for part in schema.values() for found in objects(part)]
        return [schema, *inside] if isinstance(schema.get("properties"), dict) else inside

    open_ones = [
        found
        for found in objects(validator().schema)
        if "additionalProperties" not in found and "required" not in found
    ]

    assert all(set(found["properties"]) == {"kind"} for found in open_ones)  # type: ignore[call-overload]


def test_problems_stand_once_and_in_order() -> None:
    _, problems = read_text(one(f"{CHOICE}, colour: red, flavour: sweet"))

    assert in_order([*reversed(problems), *problems]) == problems
