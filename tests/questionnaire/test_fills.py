"""Words that are filled in: by facts, by answers, by the wave."""

from app.questionnaire.answer import BLANK, Answer, Status
from app.questionnaire.fills import resolve
from tests.questionnaire.given import answers_of, questionnaire

FILLS = questionnaire("fills")
JAPAN = {"country": "JP"}
ASKED: dict[str, object] = {"imports": "yes"}


def test_the_first_case_that_is_met_speaks() -> None:
    assert resolve(FILLS, {}, JAPAN, "en", {})["home"] == "Japan"
    assert resolve(FILLS, {}, {"country": "DE"}, "en", {})["home"] == "the EU"
    assert resolve(FILLS, {}, {"country": "DE"}, "ja", {})["home"] == "EU"


def test_a_fact_that_is_unknown_leaves_the_last_case() -> None:
    assert resolve(FILLS, {}, {}, "en", {})["home"] == "the EU"


def test_an_answer_is_repeated_by_its_label() -> None:
    answers = answers_of(ASKED | {"source": "us"})

    assert resolve(FILLS, answers, JAPAN, "en", {})["source"] == "United States"
    assert resolve(FILLS, answers, JAPAN, "ja", {})["source"] == "米国"


def test_a_label_of_its_own_replaces_the_label_of_an_option() -> None:
    answers = answers_of(ASKED | {"source": "other"})

    assert resolve(FILLS, answers, JAPAN, "en", {})["source"] == "that country"


def test_a_label_is_filled_itself() -> None:
    answers = answers_of(ASKED | {"source": "near"})

    assert resolve(FILLS, answers, JAPAN, "ja", {})["source"] == "日本の隣国"


def test_without_an_answer_the_short_name_stands_for_it() -> None:
    for answer in ({}, {"source": BLANK}, {"source": Answer(Status.DONT_KNOW)}):
        answers = answers_of(ASKED) | answer
        assert resolve(FILLS, answers, JAPAN, "en", {})["source"] == "Largest source"


def test_an_answer_off_the_path_is_not_repeated() -> None:
    answers = answers_of({"imports": "no", "source": "us"})

    assert resolve(FILLS, answers, JAPAN, "en", {})["source"] == "Largest source"


def test_what_the_wave_gives_is_passed_on() -> None:
    assert resolve(FILLS, {}, JAPAN, "en", {"firm": "Invented KK"})["firm"] == "Invented KK"


def test_a_name_in_braces_is_only_a_name() -> None:
    fills = resolve(FILLS, {}, JAPAN, "en", {"firm": "{source} KK"})

    wording = FILLS.items["effect"].variants[0].wording.say("en", fills)

    assert wording == "{source} KK: what if Largest source stopped?"
