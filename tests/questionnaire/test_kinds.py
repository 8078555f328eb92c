"""Answers read from the fields of a page, kind by kind."""

import pytest

from app.language.findings import say
from app.questionnaire.answer import BLANK, Answer, Finding, Status
from app.questionnaire.instrument import Item
from app.questionnaire.items import KINDS, kind_of
from app.questionnaire.kinds.kind import Raw, Reading
from app.questionnaire.routing import fitted
from tests.questionnaire.given import questionnaire


def item(fixture: str, code: str, **facts: str) -> Item:
    return fitted(questionnaire(fixture).items[code], facts)


def read(asked: Item, raw: Raw, language: str = "en") -> Reading:
    return kind_of(asked).parse(asked, raw, language)


def found(findings: tuple[Finding, ...]) -> list[tuple[str, str, str | None]]:
    return [(finding.code, finding.level, finding.part) for finding in findings]


GIVEN = Status.GIVEN
LINES = "\r\n".join(["two", "lines"])
READINGS: dict[str, tuple[tuple[str, str], dict[str, list[str]], Answer]] = {
    "one option": (("choices", "branch"), {"branch": ["food"]}, Answer(GIVEN, "food")),
    "nothing": (("choices", "branch"), {}, BLANK),
    "an empty choice": (("choices", "branch"), {"branch": [""]}, BLANK),
    "a missing code": (("choices", "branch"), {"branch": ["dont_know"]}, Answer(Status.DONT_KNOW)),
    "an option with its text": (
        ("choices", "branch"),
        {"branch": ["other"], "branch__other": [" Glass "]},
        Answer(GIVEN, "other", "Glass"),
    ),
    "a text alone chooses its option": (
        ("choices", "branch"),
        {"branch__other": ["Glass"]},
        Answer(GIVEN, "other", "Glass"),
    ),
    "several options in the order of the questionnaire": (
        ("choices", "obstacles"),
        {"obstacles": ["law", "cost"]},
        Answer(GIVEN, ("cost", "law")),
    ),
    "an option twice": (
        ("choices", "obstacles"),
        {"obstacles": ["law", "law"]},
        Answer(GIVEN, ("law",)),
    ),
    "refused": (("choices", "obstacles"), {"obstacles": ["refused"]}, Answer(Status.REFUSED)),
    "an entry of a list": (("choices", "source"), {"source": ["us"]}, Answer(GIVEN, "us")),
    "a number": (("figures", "employees"), {"employees": ["1,200"]}, Answer(GIVEN, "1200")),
    "a full-width number": (
        ("figures", "employees"),
        {"employees": ["１，２００　"]},
        Answer(GIVEN, "1200"),
    ),
    "an estimate": (
        ("figures", "employees"),
        {"employees": ["1200"], "employees__est": ["1"]},
        Answer(Status.ESTIMATED, "1200"),
    ),
    "a number not tracked": (
        ("figures", "employees"),
        {"employees": [""], "employees__missing": ["dont_know"]},
        Answer(Status.DONT_KNOW),
    ),
    "zeros before and after": (
        ("figures", "turnover"),
        {"turnover": ["0012.500"]},
        Answer(GIVEN, "12.5"),
    ),
    "a percentage with its sign": (
        ("figures", "share"),
        {"share": ["12.5 %"]},
        Answer(GIVEN, "12.5"),
    ),
    "a band for each row": (
        ("figures", "markets"),
        {"markets__home": ["high"], "markets__abroad": ["low"]},
        Answer(GIVEN, {"home": "high", "abroad": "low"}),
    ),
    "a band for one row, none known for another": (
        ("figures", "markets"),
        {"markets__home": ["high"], "markets__abroad": ["dont_know"]},
        Answer(GIVEN, {"home": "high", "abroad": "dont_know"}),
    ),
    "bands not tracked": (
        ("figures", "markets"),
        {"markets__home": ["dont_know"], "markets__abroad": ["dont_know"]},
        Answer(Status.DONT_KNOW),
    ),
    "a line of text": (("texts", "town"), {"town": ["  Ōsaka "]}, Answer(GIVEN, "Ōsaka")),
    "lines of text": (("texts", "message"), {"message": [LINES]}, Answer(GIVEN, "two\nlines")),
    "spaces alone": (("texts", "message"), {"message": [" \r\n "]}, BLANK),
}


@pytest.mark.parametrize(("asked", "raw", "expected"), READINGS.values(), ids=READINGS)
def test_fields_are_read_as_an_answer(
    asked: tuple[str, str], raw: dict[str, list[str]], expected: Answer
) -> None:
    reading = read(item(*asked), raw)

    assert reading == Reading(expected)


@pytest.mark.parametrize(("asked", "raw", "expected"), READINGS.values(), ids=READINGS)
def test_what_stands_in_the_fields_is_read_as_the_same_answer(
    asked: tuple[str, str], raw: dict[str, list[str]], expected: Answer
) -> None:
    del raw
    one = item(*asked)

    for language in ("en", "ja"):
        fields = kind_of(one).raw(one, expected, language)
        assert read(one, fields, language).answer == expected


REFUSED: dict[str, tuple[tuple[str, str], dict[str, list[str]], list[str]]] = {
    "an unknown code": (("choices", "branch"), {"branch": ["wood"]}, ["list_unknown"]),
    "two of one": (("choices", "branch"), {"branch": ["food", "steel"]}, ["one_answer"]),
    "an option hidden for the firm": (("choices", "source"), {"source": ["jp"]}, ["list_unknown"]),
    "a code with NUL": (("choices", "branch"), {"branch": ["food\0"]}, ["list_unknown"]),
    "a long text beside": (
        ("choices", "branch"),
        {"branch": ["other"], "branch__other": ["x" * 11]},
        ["text_long"],
    ),
    "NUL in the text beside": (
        ("choices", "branch"),
        {"branch": ["other"], "branch__other": ["x\0"]},
        ["text_nul"],
    ),
    "a text beside another option": (
        ("choices", "branch"),
        {"branch": ["food"], "branch__other": ["Glass"]},
        ["other_unchosen"],
    ),
    "a text beside do not know": (
        ("choices", "branch"),
        {"branch": ["dont_know"], "branch__other": ["Glass"]},
        ["other_unchosen"],
    ),
    "do not know beside options": (
        ("choices", "obstacles"),
        {"obstacles": ["cost", "dont_know"]},
        ["exclusive"],
    ),
    "words for a number": (
        ("figures", "employees"),
        {"employees": ["many"]},
        ["whole_unreadable"],
    ),
    "not a number": (("figures", "employees"), {"employees": ["NaN"]}, ["whole_unreadable"]),
    "infinity": (("figures", "employees"), {"employees": ["Infinity"]}, ["whole_unreadable"]),
    "an exponent": (("figures", "employees"), {"employees": ["1e3"]}, ["whole_unreadable"]),
    "a million digits": (
        ("figures", "employees"),
        {"employees": ["9" * 60_000]},
        ["whole_unreadable"],
    ),
    "NUL in a number": (("figures", "employees"), {"employees": ["1\0"]}, ["text_nul"]),
    "a number twice": (("figures", "employees"), {"employees": ["1", "2"]}, ["one_answer"]),
    "a number and not tracked": (
        ("figures", "employees"),
        {"employees": ["1"], "employees__missing": ["dont_know"]},
        ["number_or_missing"],
    ),
    "an unknown missing code": (
        ("figures", "employees"),
        {"employees__missing": ["refused"]},
        ["list_unknown"],
    ),
    "an estimate of nothing": (
        ("figures", "employees"),
        {"employees__est": ["1"]},
        ["estimate_without_number"],
    ),
    "an unknown band": (("figures", "markets"), {"markets__home": ["huge"]}, ["list_unknown"]),
    "two bands in a row": (
        ("figures", "markets"),
        {"markets__home": ["low", "high"]},
        ["one_answer"],
    ),
    "a missing code that no row offers": (
        ("figures", "markets"),
        {"markets__home": ["low"], "markets__abroad": ["refused"]},
        ["list_unknown"],
    ),
    "a long text": (("texts", "message"), {"message": ["x" * 41]}, ["text_long"]),
    "NUL in a text": (("texts", "message"), {"message": ["x\0"]}, ["text_nul"]),
    "half a character": (("texts", "message"), {"message": ["x\ud800"]}, ["text_nul"]),
    "a control character": (("texts", "message"), {"message": ["x\x1b[31m"]}, ["text_nul"]),
    "no character": (("texts", "message"), {"message": ["x\uffff"]}, ["text_nul"]),
    "lines where one is asked": (("texts", "town"), {"town": [LINES]}, ["text_lines"]),
    "a text twice": (("texts", "town"), {"town": ["a", "b"]}, ["one_answer"]),
}


@pytest.mark.parametrize(("asked", "raw", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_a_hard_finding(
    asked: tuple[str, str], raw: dict[str, list[str]], expected: list[str]
) -> None:
    one = item(*asked, country="JP")

    reading = read(one, raw)

    assert [finding.code for finding in reading.findings] == expected
    assert reading.is_hard


@pytest.mark.parametrize(("asked", "raw", "expected"), REFUSED.values(), ids=REFUSED)
def test_every_finding_can_be_said_in_both_languages(
    asked: tuple[str, str], raw: dict[str, list[str]], expected: list[str]
) -> None:
    del expected

    for finding in read(item(*asked, country="JP"), raw).findings:
        for language in ("en", "ja"):
            said = say(finding.code, finding.fillings(language), language)
            assert "{" not in said


def test_characters_are_counted_not_bytes() -> None:
    reading = read(item("texts", "message"), {"message": ["漢" * 40]})

    assert reading.findings == ()


def test_a_line_end_counts_once_however_the_browser_writes_it() -> None:
    reading = read(item("texts", "message"), {"message": ["x" * 38 + "\r\n" + "y"]})

    assert reading.answer == Answer(GIVEN, "x" * 38 + "\ny")


def test_a_number_that_could_be_a_thousand_times_more_is_asked_back_once() -> None:
    reading = read(item("figures", "turnover"), {"turnover": ["1,250"]})

    assert reading.answer == Answer(GIVEN, "1250")
    assert found(reading.findings) == [("number_factor", "soft", None)]
    assert reading.findings[0].fillings("en") == {"value": "1,250", "other": "1.25"}


def test_a_number_of_which_only_the_other_reading_is_allowed_is_refused_with_both() -> None:
    reading = read(item("figures", "employees"), {"employees": ["1.250"]})

    assert found(reading.findings) == [("number_unreadable", "hard", None)]
    assert reading.findings[0].fillings("en") == {"first": "1.25", "second": "1,250"}


def test_a_number_whose_other_reading_is_not_allowed_is_not_asked_back() -> None:
    reading = read(item("figures", "employees"), {"employees": ["1,250"]})

    assert reading.findings == ()


def test_a_number_that_is_not_well_formed_is_refused_with_its_readings() -> None:
    reading = read(item("figures", "turnover"), {"turnover": ["1.234,5"]})

    assert found(reading.findings) == [("number_unreadable", "hard", None)]
    assert "1,234.5" in reading.findings[0].fillings("en").values()


BOUNDS: dict[str, tuple[tuple[str, str], Answer, list[tuple[str, str, str | None]]]] = {
    "too many": (
        ("figures", "employees"),
        Answer(GIVEN, "5001"),
        [("number_range", "hard", None)],
    ),
    "less than none": (
        ("figures", "turnover"),
        Answer(GIVEN, "-1"),
        [("number_min", "hard", None)],
    ),
    "half a person": (
        ("figures", "employees"),
        Answer(GIVEN, "1.5"),
        [("whole_number", "hard", None)],
    ),
    "too many decimals": (
        ("figures", "turnover"),
        Answer(GIVEN, "1.2345"),
        [("decimals", "hard", None)],
    ),
    "over a hundred": (
        ("figures", "share"),
        Answer(GIVEN, "100.1"),
        [("share_range", "hard", None)],
    ),
    "a stored text for a number": (
        ("figures", "employees"),
        Answer(GIVEN, "lots"),
        [("number_unreadable", "hard", None)],
    ),
    "three of two": (
        ("choices", "obstacles"),
        Answer(GIVEN, ("cost", "staff", "law")),
        [("count_max", "hard", None)],
    ),
    "nothing and something": (
        ("choices", "obstacles"),
        Answer(GIVEN, ("cost", "none")),
        [("exclusive", "hard", None)],
    ),
    "other without a text": (
        ("choices", "branch"),
        Answer(GIVEN, "other"),
        [("other_text", "soft", "other")],
    ),
    "a stored code that is not offered": (
        ("choices", "branch"),
        Answer(GIVEN, "wood"),
        [("list_unknown", "hard", None)],
    ),
    "a row left out": (
        ("figures", "markets"),
        Answer(GIVEN, {"home": "low"}),
        [("row_missing", "soft", "abroad")],
    ),
    "a row that is not asked": (
        ("figures", "markets"),
        Answer(GIVEN, {"home": "low", "moon": "low"}),
        [("list_unknown", "hard", None)],
    ),
    "a stored text that is too long": (
        ("texts", "town"),
        Answer(GIVEN, "x" * 21),
        [("text_long", "hard", None)],
    ),
}


@pytest.mark.parametrize(("asked", "answer", "expected"), BOUNDS.values(), ids=BOUNDS)
def test_an_answer_out_of_bounds_is_found(
    asked: tuple[str, str], answer: Answer, expected: list[tuple[str, str, str | None]]
) -> None:
    one = item(*asked)

    assert found(kind_of(one).findings(one, answer)) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_fixture(kind: str) -> None:
    fixtures = ("choices", "figures", "texts", "routing", "fills", "orders", "rows")
    used = {one.kind for name in fixtures for one in questionnaire(name).items.values()}
    close_kin = {"picker_multiple": "multiple"}

    assert close_kin.get(kind, kind) in used
