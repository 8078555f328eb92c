"""What a page of questions shows, before any answer."""

from pathlib import Path

import pytest

from app.questionnaire.definition import publish, read
from app.questionnaire.instrument import Instrument
from app.questionnaire.routing import fitted
from app.web.forms import item_spec

SURVEYS = Path(__file__).parents[2] / "surveys"


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    questionnaire, _ = read(SURVEYS / "economic_security" / "2026", SURVEYS / "library")
    assert questionnaire is not None
    return publish(questionnaire)


@pytest.mark.parametrize(
    ("language", "country", "first", "last"),
    [
        pytest.param("en", "JP", ["Algeria", "Argentina"], "none", id="the alphabet"),
        pytest.param(
            "ja", "JP", ["アイスランド", "アイルランド"], "none", id="Japanese syllables"
        ),
        pytest.param(
            "ja", "DE", ["アイスランド", "アラブ首長国連邦"], "none", id="without the EU"
        ),
    ],
)
def test_a_long_list_is_in_the_order_of_the_language(
    instrument: Instrument, language: str, country: str, first: list[str], last: str
) -> None:
    item = fitted(instrument.questionnaire.items["largest_source"], {"country": country})

    choices = item_spec(instrument, item, language).choices

    assert [choice.label for choice in choices[:2]] == first
    assert [choice.value for choice in choices[-2:]] == ["other", last]


def test_an_economy_written_in_characters_stands_where_it_is_read(instrument: Instrument) -> None:
    item = fitted(instrument.questionnaire.items["largest_source"], {"country": "JP"})

    shown = item_spec(instrument, item, "ja").choices

    values = [choice.value for choice in shown]
    assert values.index("ca") < values.index("kr") < values.index("kh")
