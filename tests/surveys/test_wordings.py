"""The two languages of the default survey say the same."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from app.questionnaire.definition import read
from app.questionnaire.instrument import Questionnaire
from app.questionnaire.text import FILL, Text

FOLDER = Path("surveys/economic_security/2026")
LIBRARY = Path("surveys/library")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
NUMBERS_IN_WORDS = {
    "one": "1", "once": "1", "two": "2", "twice": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
}  # fmt: skip
SAID_IN_ONE_LANGUAGE = {
    "This section covers October 2025 to September 2026.": {"12"},
    "last year": {"1"},
}
"""Numbers that only the Japanese writes out, by words of the English."""


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    found, problems = read(FOLDER, LIBRARY)
    assert problems == ()
    assert found is not None
    return found


def texts(value: object) -> Iterator[Text]:
    """Every wording in a questionnaire, however deep."""
    if isinstance(value, Text):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, (tuple, frozenset)):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)


def numerals(wording: str) -> set[str]:
    """The numbers written in figures; 50万 counts as 500000, 1つ is a way of counting."""
    plain = unicodedata.normalize("NFKC", wording).replace(",", "")
    plain = re.sub(r"(\d+)万", r"\g<1>0000", plain).replace("1つ", "")
    return set(re.findall(r"\d+(?:\.\d+)?", plain))


def worded(english: str) -> set[str]:
    """The numbers that the English writes as words, months included."""
    words = {
        number for word, number in NUMBERS_IN_WORDS.items() if re.search(rf"\b{word}\b", english)
    }
    months = {str(place) for place, name in enumerate(MONTHS, start=1) if name in english}
    silent = (numbers for words, numbers in SAID_IN_ONE_LANGUAGE.items() if words in english)
    return words | months | set().union(*silent)


def test_every_wording_stands_in_both_languages(questionnaire: Questionnaire) -> None:
    incomplete = [text for text in texts(questionnaire) if set(text.wordings) != {"en", "ja"}]

    assert incomplete == []


def test_no_translation_is_older_than_its_english(questionnaire: Questionnaire) -> None:
    assert [text for text in texts(questionnaire) if text.stale] == []


def test_both_languages_fill_in_the_same_words(questionnaire: Questionnaire) -> None:
    differing = [
        text
        for text in texts(questionnaire)
        if sorted(FILL.findall(text.in_language("en")))
        != sorted(FILL.findall(text.in_language("ja")))
    ]

    assert differing == []


def test_both_languages_name_the_same_numbers(questionnaire: Questionnaire) -> None:
    differing = []
    for text in texts(questionnaire):
        english, japanese = text.in_language("en"), text.in_language("ja")
        lost = numerals(english) - numerals(japanese)
        added = numerals(japanese) - numerals(english) - worded(english)
        if lost or added:
            differing.append((english, japanese, lost, added))

    assert differing == []


def test_japanese_is_written_as_official_forms_write_it(questionnaire: Questionnaire) -> None:
    unwanted = ("日欧", "サプライヤー", "仕入先", "及び/又は", "御社", "供給網")
    found = [
        (word, text.in_language("ja"))
        for text in texts(questionnaire)
        for word in unwanted
        if word in text.in_language("ja")
    ]

    assert found == []


def test_no_question_in_english_says_please(questionnaire: Questionnaire) -> None:
    asked = [text.in_language("en").lower() for text in texts(questionnaire)]

    assert [wording for wording in asked if "please" in wording or "invalid" in wording] == []
