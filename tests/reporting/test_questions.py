"""What `flask tabulate` counts: items, rows of items, ranks, items inside a roster."""

import json
from dataclasses import replace
from functools import cache

import pytest

from app.reporting.document import Document
from app.reporting.questions import questions
from app.reporting.tally_sheet import TallySheet, lines
from tests.reporting import invented
from tests.reporting.test_kinds import RISKS
from tests.reporting.world import policy

JAPAN, EUROPE = {"JP": 107}, {"DE": 110, "FR": 85, "IT": 80, "ES": 60}


@cache
def sheet() -> TallySheet:
    sources = {
        "2026-jp": invented.wave("2026-jp", JAPAN, 0.75, seed=1),
        "2026-eu": invented.wave("2026-eu", EUROPE, 0.4, seed=2),
    }
    return TallySheet(sources, policy(), ("frame",))


@cache
def report() -> Document:
    return invented.published(JAPAN, EUROPE)


def test_rows_ranks_and_rosters_are_questions_of_their_own() -> None:
    assert {
        "sales_share__china", "area_concern__us", "top_risks", "top_risks__1",
        "inputs__input_origin", "largest_source",
    } <= set(sheet().items)  # fmt: skip
    assert sheet().item("inputs__input_origin")["num"]
    assert not {"policy_message", "inputs__input_name"} & set(sheet().items)


def test_first_ranks_of_a_sensitive_item_are_no_question() -> None:
    codes = [one.code for one in questions(replace(RISKS, role="sensitive"))]

    assert codes == ["risks"]


@pytest.mark.parametrize(
    ("question", "table", "row"),
    [
        ("top_risks", "top_risks", "cyber"),
        ("inputs__input_replace", "input_replace", "ge12m"),
        ("sales_share__china", "sales_china", "lt10"),
    ],
)
def test_the_sheet_and_the_report_say_the_same(question: str, table: str, row: str) -> None:
    """Catches: two ways to read one column."""
    document = json.loads(json.dumps(sheet().document([question])))
    cells = document["items"][0]["waves"][0]["cells"]
    found = next(one for one in report().tables if one.code == table)

    cell = next(one for one in found.rows if one.code == row).cells[0]

    told = next(one for one in cells if one["code"] == row)
    assert (told["count"], told["percent"]) == (cell.count, cell.percent)


def test_parts_are_named_in_both_languages() -> None:
    document = sheet().document(["top_risks__1"])

    assert any("Top three risks: ranked first" in line for line in lines(document, "en"))
    assert any("：1位" in line for line in lines(document, "ja"))
