"""Variables: the columns that items become, and the answers in them."""

from decimal import Decimal

from app.questionnaire.answer import BLANK, Answer, Status
from app.questionnaire.items import cells, kind_of, variables
from app.questionnaire.lineage import items_by_concept, lineage
from tests.questionnaire.given import answers_of, minimal, questionnaire, read_text


def test_every_kind_becomes_its_columns() -> None:
    names = [
        one.name
        for name in ("choices", "figures", "texts")
        for one in variables(questionnaire(name))
    ]

    assert names == [
        "branch", "branch__other_text",
        "obstacles__cost", "obstacles__staff", "obstacles__law", "obstacles__other",
        "obstacles__none", "obstacles__other_text",
        "source", "source__other_text",
        "employees", "turnover", "share", "markets__home", "markets__abroad",
        "town", "message",
    ]  # fmt: skip


def test_a_column_knows_its_item_its_part_and_its_codes() -> None:
    found = {one.name: one for one in variables(questionnaire("figures"))}

    assert found["markets__home"].item == "markets"
    assert found["markets__home"].part == "home"
    assert list(found["markets__home"].codes) == ["zero", "low", "high", "dont_know"]
    assert found["employees"].type == "decimal"


def test_no_two_columns_have_one_name() -> None:
    for name in ("choices", "figures", "texts", "routing", "fills"):
        names = [one.name for one in variables(questionnaire(name))]
        assert len(names) == len(set(names))


def test_answers_fill_the_columns() -> None:
    answers = answers_of({"branch": "food", "obstacles": ("cost", "law")})

    row = cells(questionnaire("choices"), answers)

    assert row["branch"] == "food"
    assert row["obstacles__cost"] is True
    assert row["obstacles__staff"] is False
    assert row["source"] is None


def test_a_multiple_item_without_an_answer_has_no_flags_at_all() -> None:
    item = questionnaire("choices").items["obstacles"]

    for answer in (None, BLANK, Answer(Status.DONT_KNOW)):
        assert set(kind_of(item).cells(item, answer).values()) == {None}


def test_numbers_stand_in_columns_as_decimals() -> None:
    row = cells(questionnaire("figures"), answers_of({"turnover": "12.5"}))

    assert row["turnover"] == Decimal("12.5")


def test_the_cells_of_every_answer_are_the_columns() -> None:
    for name in ("choices", "figures", "texts"):
        names = [one.name for one in variables(questionnaire(name))]
        assert list(cells(questionnaire(name), {})) == names


CONTINUING = (
    "      - {code: a, num: A1, kind: long_text, max_length: 9, concept: awareness, role: text, "
    "short: S, wording: W, comparability: wording, "
    "continues: [{source: Example 2024, item: Q1, note: shorter}, {source: Old, item: Q9}]}\n"
    "      - {code: b, num: A2, kind: long_text, max_length: 9, concept: other, role: text, "
    "short: S, wording: W}\n"
)


def test_a_concept_leads_to_the_published_items_it_continues() -> None:
    found, problems = read_text(minimal(CONTINUING))
    assert found is not None, problems

    links = lineage(found)

    assert [(one.source, one.published_item) for one in links["awareness"]] == [
        ("Example 2024", "Q1"),
        ("Old", "Q9"),
    ]
    assert links["awareness"][0].is_one_line
    assert links["other"] == ()


def test_waves_are_joined_by_concept() -> None:
    found, _ = read_text(minimal(CONTINUING))
    later, _ = read_text(minimal(CONTINUING.replace("code: a,", "code: aware,")))
    assert found is not None
    assert later is not None

    joined = items_by_concept({"2026": found, "2028": later})

    assert joined["awareness"] == {"2026": "a", "2028": "aware"}
