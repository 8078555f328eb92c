"""Whatever is posted, a kind reads it or finds something: it never fails."""

import unicodedata
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.questionnaire.answer import Answer
from app.questionnaire.instrument import Item
from app.questionnaire.items import kind_of
from app.questionnaire.routing import fitted
from tests.questionnaire.given import questionnaire

ITEMS: Mapping[str, Item] = {
    f"{fixture}.{item.code}": fitted(item, {"country": "JP"})
    for fixture in ("choices", "figures", "texts", "orders")
    for item in questionnaire(fixture).items.values()
}

SUFFIXES = (
    "", "__missing", "__est", "__other", "__home", "__abroad", "__nothing", "__cn", "__rest",
    "__1", "__2", "__3", "__4",
)  # fmt: skip
WORDS = st.sampled_from([
    "", " ", "food", "other", "cost", "staff", "none", "dont_know", "refused", "jp", "us", "low",
    "high", "supply", "price", "yes", "40", "60", "59,5", "1", "0", "-1", "1,200", "1.234,5",
    "99.95", "１２", "10%", "1e9", "NaN", "\0",
    "\ud800", "x" * 50, "two\r\nlines", "\N{IDEOGRAPHIC SPACE}", "٣", "½", "1²", "Ⅷ", "-0", "+5",
    "..",
])  # fmt: skip
VALUES = WORDS | st.text(max_size=30)


def posted(code: str) -> st.SearchStrategy[dict[str, list[str]]]:
    names = st.sampled_from([f"{code}{suffix}" for suffix in SUFFIXES])
    return st.dictionaries(names, st.lists(VALUES, max_size=4), max_size=5)


@pytest.mark.parametrize("name", ITEMS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_fields_are_read_or_found_wrong(name: str, data: st.DataObject) -> None:
    item = ITEMS[name]
    raw = data.draw(posted(item.code))
    language = data.draw(st.sampled_from(["en", "ja"]))

    reading = kind_of(item).parse(item, raw, language)

    about = kind_of(item).findings(item, reading.answer)
    kind_of(item).describe(item, reading.answer, language, {})
    assert Answer.from_document(reading.answer.to_document()) == reading.answer
    assert all(finding.item == item.code for finding in (*reading.findings, *about))


@pytest.mark.parametrize("name", ITEMS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_answer_goes_back_into_its_fields_and_is_read_the_same(
    name: str, data: st.DataObject
) -> None:
    item = ITEMS[name]
    kind = kind_of(item)
    language = data.draw(st.sampled_from(["en", "ja"]))
    answer = kind.parse(item, data.draw(posted(item.code)), language).answer

    fields = kind.raw(item, answer, language)

    assert kind.parse(item, fields, language).answer == answer
    assert kind.raw(item, kind.parse(item, fields, language).answer, language) == fields


@pytest.mark.parametrize("name", ITEMS)
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_reading_twice_gives_the_same_and_changes_nothing(name: str, data: st.DataObject) -> None:
    item = ITEMS[name]
    raw = data.draw(posted(item.code))
    before = {field: list(values) for field, values in raw.items()}

    first, second = (kind_of(item).parse(item, raw, "en") for _ in range(2))

    assert first == second
    assert raw == before


def full_width(text: str) -> str:
    """The text as a Japanese keyboard in full-width mode writes it."""
    return "".join(
        chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char.replace(" ", "\u3000")
        for char in text
    )


@settings(max_examples=150, deadline=None)
@given(st.decimals(-10_000, 10_000, places=3), st.booleans(), st.sampled_from(["en", "ja"]))
def test_a_number_is_read_the_same_in_full_width(
    number: object, grouped: bool, language: str
) -> None:
    item = ITEMS["figures.turnover"]
    text = f"{number:,f}" if grouped else f"{number:f}"

    plain = kind_of(item).parse(item, {item.code: [text]}, language)
    wide = kind_of(item).parse(item, {item.code: [full_width(text)]}, language)

    assert unicodedata.normalize("NFKC", full_width(text)) == text
    assert wide == plain
