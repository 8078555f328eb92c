"""A roster: rows of the same items, from the fields of a page to the columns they become."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.questionnaire.answer import Answer, Finding, Status, fingerprint
from app.questionnaire.checks import findings_along
from app.questionnaire.items import ROSTER, variables
from app.questionnaire.lineage import lineage
from app.questionnaire.routing import fitted, path
from app.questionnaire.succession import differences
from tests.questionnaire.given import FIXTURES, instrument, problems_of, questionnaire, read_text

JAPAN = {"country": "JP"}
ASKED = questionnaire("rows").items["inputs"]
INPUTS = fitted(ASKED, JAPAN)
TEXT = (FIXTURES / "rows.yaml").read_text(encoding="utf-8")

CHIPS = {"group": "chips", "origin": "us", "stock": "no"}
MAGNETS = {"group": "magnets", "origin": "de", "stock": "yes", "weeks": "6", "share": "60"}


def posted(*rows: dict[str, str]) -> dict[str, list[str]]:
    """The fields of a page on which these rows were typed."""
    return {
        f"inputs__{number}__{name}": [value]
        for number, row in enumerate(rows, start=1)
        for name, value in row.items()
    }


def read(*rows: dict[str, str]) -> Answer:
    reading = ROSTER.parse(INPUTS, posted(*rows), "en")
    assert reading.findings == ()
    return reading.answer


def codes(answer: Answer) -> list[tuple[str, str | None]]:
    return [(found.code, found.part) for found in ROSTER.findings(INPUTS, answer)]


def test_rows_are_stored_in_their_order_with_the_answers_that_were_given() -> None:
    answer = read(CHIPS, {**MAGNETS, "origin": "dont_know"})

    assert answer.to_document()["value"] == [
        {
            "group": {"status": "given", "value": "chips"},
            "origin": {"status": "given", "value": "us"},
            "stock": {"status": "given", "value": "no"},
        },
        {
            "group": {"status": "given", "value": "magnets"},
            "origin": {"status": "dont_know"},
            "stock": {"status": "given", "value": "yes"},
            "weeks": {"status": "given", "value": "6"},
            "share": {"status": "given", "value": "60"},
        },
    ]


def test_a_roster_goes_through_storage_and_keeps_its_fingerprint() -> None:
    answer = read(CHIPS, MAGNETS)

    again = Answer.from_document(json.loads(json.dumps(answer.to_document())))

    assert again == answer
    assert fingerprint(again) == fingerprint(answer)
    assert fingerprint(read(MAGNETS, CHIPS)) != fingerprint(answer)


def test_an_emptied_row_is_no_row_and_those_after_it_move_up() -> None:
    answer = read({}, {"group": "", "name": " "}, CHIPS)

    assert answer == read(CHIPS)


def test_no_row_at_all_is_no_answer() -> None:
    assert ROSTER.parse(INPUTS, posted({"name": ""}), "en").answer.status is Status.NOT_ANSWERED


def test_more_rows_than_there_may_be_are_found() -> None:
    reading = ROSTER.parse(INPUTS, posted(CHIPS, CHIPS, CHIPS, CHIPS), "en")

    assert [(found.code, found.params) for found in reading.findings] == [
        ("roster_max", {"k": "3"})
    ]
    assert reading.is_hard


def test_the_core_form_has_its_own_number_of_rows() -> None:
    core = fitted(ASKED, JAPAN, "core")

    assert ROSTER.parse(core, posted(CHIPS, CHIPS, CHIPS), "en").is_hard
    assert [f.code for f in ROSTER.findings(core, read(CHIPS, CHIPS, CHIPS))] == ["roster_max"]


FOUND: dict[str, tuple[dict[str, str], tuple[str, str]]] = {
    "a required item": ({"group": "chips", "stock": "no"}, ("row_required", "1__origin")),
    "a blank item": ({"group": "chips", "origin": "us"}, ("row_blank", "1__stock")),
    "several blank items": (
        {"group": "chips", "origin": "us", "stock": "yes"},
        ("row_blanks", "1"),
    ),
    "a text beside an option": ({**CHIPS, "group": "other"}, ("other_text", "1__group__other")),
    "a number out of bounds": ({**MAGNETS, "weeks": "501"}, ("number_range", "1__weeks")),
    "a check that sees its row": (
        {**MAGNETS, "group": "chips", "weeks": "101"},
        ("check", "1__weeks"),
    ),
}


@pytest.mark.parametrize(("row", "found"), FOUND.values(), ids=FOUND)
def test_what_is_wrong_in_a_row_is_found_at_its_place(
    row: dict[str, str], found: tuple[str, str]
) -> None:
    assert codes(read(row)) == [found]


def test_a_check_does_not_look_into_other_rows() -> None:
    assert codes(read(CHIPS, {**MAGNETS, "weeks": "101"})) == []


def test_what_cannot_be_read_is_found_in_its_row() -> None:
    reading = ROSTER.parse(
        INPUTS, posted(CHIPS, {**MAGNETS, "weeks": "many", "origin": "jp"}), "en"
    )

    assert [(found.code, found.part) for found in reading.findings] == [
        ("list_unknown", "2__origin"),
        ("whole_unreadable", "2__weeks"),
    ]


def test_soft_findings_of_two_rows_have_keys_of_their_own() -> None:
    long = {**MAGNETS, "group": "chips", "weeks": "101"}
    blank = {"group": "chips", "origin": "us"}

    keys = [found.key for found in ROSTER.findings(INPUTS, read(long, long, blank))]

    assert keys == [
        "inputs:check:1__weeks:long",
        "inputs:check:2__weeks:long",
        "inputs:row_blank:3__stock",
    ]


def test_an_answer_off_the_path_of_its_row_is_kept_and_counts_for_nothing() -> None:
    answer = read({**MAGNETS, "stock": "no"})

    assert answer.to_document()["value"][0]["weeks"]["value"] == "6"  # type: ignore[index]
    assert ROSTER.cells(ASKED, answer)["inputs__1__weeks"] is None
    assert ROSTER.describe(INPUTS, answer, "en", {}) == ("1. Magnets: Germany", "Stocks: No")


def test_a_row_is_described_by_its_label_and_what_the_label_leaves_out() -> None:
    answer = read({**CHIPS, "name": "Logic"}, {**MAGNETS, "origin": "dont_know"})

    assert ROSTER.describe(INPUTS, answer, "en", {}) == (
        "1. Chips: United States",
        "Kind of input: Logic",
        "Stocks: No",
        "2. Magnets: Not tracked",
        "Stocks: Yes",
        "Weeks: 6 weeks",
        "Share: 60%",
    )
    assert ROSTER.describe(INPUTS, answer, "ja", {})[0] == "1. 半導体：米国"


def test_conditions_outside_count_rows_and_look_for_options_in_any_of_them() -> None:
    made = instrument("rows")

    def asked(*rows: dict[str, str]) -> list[str]:
        return list(path(made, {"inputs": read(*rows)}, JAPAN).items)

    assert asked(CHIPS) == ["inputs"]
    assert asked(CHIPS, MAGNETS) == ["inputs", "more"]
    assert asked({**CHIPS, "origin": "fr"}, {**CHIPS, "origin": "dont_know"}) == ["inputs"]


def test_every_row_has_columns_for_its_items() -> None:
    columns = {variable.name: variable for variable in variables(questionnaire("rows"))}

    assert [name for name in columns if not name.startswith(("inputs__2", "inputs__3"))] == [
        "inputs__rows",
        "inputs__1__group",
        "inputs__1__group__other_text",
        "inputs__1__name",
        "inputs__1__origin",
        "inputs__1__origin__other_text",
        "inputs__1__stock",
        "inputs__1__weeks",
        "inputs__1__share",
        "more",
    ]
    origin = columns["inputs__2__origin"]
    assert (origin.type, origin.item, origin.part) == ("code", "inputs", "2__origin")
    assert list(origin.codes) == ["jp", "de", "fr", "us", "other", "dont_know"]
    assert origin.part_label is not None
    assert origin.part_label.in_language("en") == "Input 2: Origin"
    assert origin.part_label.in_language("ja") == "投入財2：原産地"


def test_cells_hold_the_rows_with_their_missing_codes_and_nothing_beyond() -> None:
    cells = ROSTER.cells(ASKED, read({**MAGNETS, "origin": "dont_know"}))

    assert cells.keys() == {v.name for v in ROSTER.variables(ASKED)}
    assert {name: cell for name, cell in cells.items() if cell is not None} == {
        "inputs__rows": Decimal(1),
        "inputs__1__group": "magnets",
        "inputs__1__origin": "dont_know",
        "inputs__1__stock": "yes",
        "inputs__1__weeks": Decimal(6),
        "inputs__1__share": Decimal(60),
    }
    assert set(ROSTER.cells(ASKED, None).values()) == {None}


def test_a_required_row_keeps_the_response_from_being_sent() -> None:
    stored = Answer(Status.GIVEN, ({"group": {"status": "given", "value": "chips"}},))

    found = findings_along(path(instrument("rows"), {"inputs": stored}, JAPAN))

    assert (
        Finding("row_required", "inputs", part="1__origin", texts={"label": INPUTS.items[2].short})
        in found
    )


PROBLEMS = {
    "an unknown name": ("if: stock == 'yes'\n", "if: more == 'yes'\n", "unknown name 'more'"),
    "a later item": ("if: stock == 'yes'\n", "if: weeks > 2\n", "unknown name 'weeks'"),
    "an unknown code": ("if: stock == 'yes'\n", "if: stock == 'si'\n", "no code 'si'"),
    "a label of nothing": ('"{group}: {origin}"', '"{grop}"', "did you mean 'group'"),
    "a code twice": ("code: stock", "code: name", "is taken already"),
    "a hidden option that is none": ("codes: [jp]", "codes: [xx]", "there is no option 'xx'"),
    "a key of another kind": ("unit: weeks", "unit: w\n            order: label", "has no order"),
    "a number of its own": ("code: stock", "code: stock\n            num: A3", "unknown key"),
    "a kind that cannot stand in a row": ("kind: number", "kind: roster", "is not known here"),
    "a list that there is not": ("options_from: places", "options_from: nowhere", "no list"),
    "no name of a row": ("        row_name: input\n", "", "row_name is missing"),
    "fewer rows than in the core": ("core_max_rows: 2", "core_max_rows: 4", "core_max_rows is 4"),
    "a text that would be released": ("role: text, ", "", "role: text"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_contradicts_itself_in_a_roster_is_told(before: str, after: str, told: str) -> None:
    assert TEXT.count(before) == 1
    text = TEXT.replace(before, after).replace("also: [ja]", "also: []")

    found = problems_of(text)

    assert any(told in problem for problem in found), found


def test_an_item_of_a_row_can_continue_a_published_one() -> None:
    continued = "code: weeks\n            continues: [{source: A survey, item: stocks}]"
    made, problems = read_text(TEXT.replace("code: weeks", continued).replace("[ja]", "[]"))
    assert made is not None, problems

    links = lineage(made)["top_inputs"]

    assert [(link.item, link.source) for link in links] == [("inputs__weeks", "A survey")]


def test_a_version_may_add_rows_but_no_item_of_a_row() -> None:
    def changed(before: str, after: str) -> list[str]:
        made, problems = read_text(TEXT.replace(before, after).replace("also: [ja]", "also: []"))
        assert made is not None, problems
        return list(differences(questionnaire("rows"), made))

    assert changed("max_rows: 3", "max_rows: 5") == []
    assert changed("max_rows: 3", "max_rows: 2") == ["item inputs had 3 rows and has 2"]
    assert changed("{code: name,", "{code: named,") == ["item inputs has other items in its rows"]


FIELDS = st.sampled_from([
    *(f"inputs__{n}__{code}" for n in (1, 2, 3, 4) for code in ("group", "origin", "weeks")),
    "inputs__1__stock", "inputs__3__stock", "inputs__3__name", "inputs__1__group__other",
    "inputs__2__origin__other", "inputs__0__group", "inputs__01__group", "inputs__9999__group",
    "inputs__1__", "inputs__1", "inputs", "inputs__rows", "inputs__1__nothing",
    "inputs__١__group", "xinputs__1__group", "inputs__1__weeks__est",
])  # fmt: skip
VALUES = st.sampled_from([
    "chips", "magnets", "other", "us", "de", "jp", "yes", "no", "dont_know", "not_applicable", "6",
    "101", "-1", "1,200", "", " ", "\u3000", "\0", "\ud800", "x" * 40, "two\nlines",
]) | st.text(max_size=20)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(FIELDS, st.lists(VALUES, max_size=3), max_size=12))
def test_any_fields_are_read_as_rows_or_found_wrong(raw: dict[str, list[str]]) -> None:
    reading = ROSTER.parse(INPUTS, raw, "en")

    answer = reading.answer
    found = (*reading.findings, *ROSTER.findings(INPUTS, answer))
    assert {finding.item for finding in found} <= {"inputs"}
    assert Answer.from_document(json.loads(json.dumps(answer.to_document()))) == answer
    fields = ROSTER.raw(INPUTS, answer, "en")
    assert ROSTER.parse(INPUTS, fields, "en").answer == answer
    ROSTER.describe(INPUTS, answer, "ja", {})
    assert ROSTER.cells(ASKED, answer).keys() == {v.name for v in ROSTER.variables(ASKED)}
