"""Wordings in other languages: joined by key, missing, stale, left over."""

import pytest

from app.questionnaire.definition import StaleWordings, publish
from app.questionnaire.text import source_hash
from app.questionnaire.wordings import key_of
from tests.questionnaire.given import FIXTURES, minimal, problems_of, read_text

ITEM = (
    "      - {code: a, num: A1, kind: single, concept: c, role: ordinary, short: S, "
    "wording: Which?, options: [{code: x, label: X}]}\n"
)
TEXT = minimal(ITEM, languages="{base: en, also: [ja]}")
WHOLE = {
    "title": ("Minimal", "最小"),
    "sections.a.title": ("A", "A"),
    "items.a.short": ("S", "短"),
    "items.a.wording": ("Which?", "どれですか。"),
    "items.a.options.x": ("X", "エックス"),
}


def side(changed: dict[str, str] | None = None, *, without: str = "") -> str:
    """The Japanese side file, with some of its lines written otherwise."""
    lines = {
        key: f'{{src: "{source_hash(english)}", text: "{japanese}"}}'
        for key, (english, japanese) in WHOLE.items()
        if key != without
    } | (changed or {})
    return "".join(f"{key}: {entry}\n" for key, entry in lines.items())


def test_a_whole_side_file_has_no_problems() -> None:
    assert problems_of(TEXT, ja=side()) == []


def test_a_wording_that_is_missing_is_told_with_the_line_to_write() -> None:
    found = problems_of(TEXT, ja=side(without="items.a.wording"))

    assert len(found) == 1
    assert found[0].startswith("11: items.a.wording: no wording in ja; add to ")
    assert found[0].endswith(f'items.a.wording: {{src: "{source_hash("Which?")}", text: …}}')


def test_a_side_file_that_is_missing_is_told_once() -> None:
    found = problems_of(TEXT)

    assert found == ["1: file: this file is missing; it has to stand beside the others"]


def test_a_stale_wording_is_a_warning_with_the_new_hash() -> None:
    found, problems = read_text(TEXT, ja=side({"items.a.wording": '{src: "00000000", text: ど}'}))

    assert found is not None
    assert [(one.severity, one.path) for one in problems] == [("warning", "items.a.wording")]
    assert f'set src to "{source_hash("Which?")}"' in problems[0].message


def test_a_stale_wording_is_not_published() -> None:
    found, _ = read_text(TEXT, ja=side({"items.a.wording": '{src: "00000000", text: ど}'}))
    assert found is not None

    with pytest.raises(StaleWordings, match="1 wording"):
        publish(found)


def test_a_wording_of_nothing_is_a_warning_with_the_nearest_key() -> None:
    extra = {"items.a.wordin": '{src: "00000000", text: ど}'}

    found, problems = read_text(TEXT, ja=side(extra))

    assert found is not None
    assert [one.severity for one in problems] == ["warning"]
    assert "did you mean 'items.a.wording'" in problems[0].message


FORMS = {
    "a text alone": ("どれ", "write {src: hash of the wording translated, text: the translation}"),
    "no hash": ("{text: どれ}", "write {src: hash"),
    "an empty text": ('{src: "1", text: " "}', "text is empty"),
    "another key": ('{src: "1", text: ど, note: x}', "write {src: hash"),
    "a fill more": (
        f'{{src: "{source_hash("Which?")}", text: "{{firm}}では"}}',
        "the wording translated has no {firm}",
    ),
}


@pytest.mark.parametrize(("entry", "told"), FORMS.values(), ids=FORMS)
def test_an_entry_of_the_wrong_form_is_told(entry: str, told: str) -> None:
    found = problems_of(TEXT, ja=side({"items.a.wording": entry}))

    assert any(line.startswith("4: items.a.wording: ") and told in line for line in found)


@pytest.mark.parametrize("content", ["[1, 2]", "just words", "a: &x 1"])
def test_a_side_file_that_is_no_mapping_is_a_problem(content: str) -> None:
    found, problems = read_text(TEXT, ja=content)

    assert found is None
    assert problems


KEYS = {
    "title": "title",
    "items.a.options.x.label": "items.a.options.x",
    "items.a.missing.dont_know.label": "items.a.missing.dont_know",
    "items.a.rows.home.label": "items.a.rows.home",
    "items.a.checks.high.text": "items.a.checks.high",
    "items.a.variants.0.wording": "items.a.variants.0",
    "items.a.include.0": "items.a.include.0",
    "items.a.help": "items.a.help",
    "sections.firm.title": "sections.firm.title",
    "fills.home.0.text": "fills.home.0",
    "fills.source.label_for.other": "fills.source.other",
    "intro.points.who.text": "intro.points.who.text",
}


@pytest.mark.parametrize(("place", "key"), KEYS.items())
def test_a_wording_has_one_key(place: str, key: str) -> None:
    assert key_of(place) == key


def test_the_hash_of_a_wording_is_that_of_its_characters_not_their_composition() -> None:
    assert source_hash("Zürich") == source_hash("Zu\N{COMBINING DIAERESIS}rich")


def test_every_key_of_the_fixture_is_used() -> None:
    text = (FIXTURES / "fills.yaml").read_text(encoding="utf-8")
    ja = (FIXTURES / "fills.ja.yaml").read_text(encoding="utf-8")

    assert problems_of(text, ja=ja) == []
