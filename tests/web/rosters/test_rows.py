"""A roster on its page: rows added, changed, moved and removed through the server alone."""

from collections.abc import Callable

import pytest

from tests.web.firm import Firm
from tests.web.rosters.page import (
    CHIPS,
    INPUTS,
    MAGNETS,
    Rows,
    place,
    pressed,
    shown,
    three,
    typed,
)
from tests.web.tea_site import HERE, TeaSite


def test_a_roster_begins_with_one_open_row_and_nothing_to_remove(firm: Firm) -> None:
    form = firm.form()

    assert list(form.radios) == ["inputs__1__group", "inputs__1__stock"]
    assert form.hidden["inputs__open"] == ["1"]
    assert "Remove this input" not in firm.text
    assert "Add another input" in firm.text


def test_a_row_is_saved_before_another_is_added(firm: Firm, rows: Callable[[], Rows]) -> None:
    pressed(firm, "add", 1, CHIPS)

    assert rows() == [("chips", "us")]
    assert place(firm) == f"{INPUTS}?open=inputs__2"
    assert shown(firm, "roster-name") == ["1 Chips: United States"]
    assert "inputs__2__group" in firm.form().radios
    assert "inputs__1__group" not in firm.form().radios


def test_rows_that_are_closed_come_along_with_the_open_one(
    firm: Firm, rows: Callable[[], Rows]
) -> None:
    pressed(firm, "add", 1, CHIPS)

    firm.press(typed(2, MAGNETS))

    assert rows() == [("chips", "us"), ("magnets", "de")]


def test_no_more_rows_are_offered_than_there_may_be(firm: Firm) -> None:
    three(firm)

    assert shown(firm, "roster-name") == [
        "1 Chips: United States",
        "2 Magnets: Germany",
        "3 Other: Salt: France",
    ]
    assert shown(firm, "roster-details") == ["Weeks: 6 weeksShare: 60%"]
    assert "Add another input" not in firm.text


ORDERS = {
    "up:3": [("chips", "us"), ("other", "fr"), ("magnets", "de")],
    "down:1": [("magnets", "de"), ("chips", "us"), ("other", "fr")],
    "remove:2": [("chips", "us"), ("other", "fr")],
    "up:1": [("chips", "us"), ("magnets", "de"), ("other", "fr")],
    "down:3": [("chips", "us"), ("magnets", "de"), ("other", "fr")],
    "remove:9": [("chips", "us"), ("magnets", "de"), ("other", "fr")],
    "change:9": [("chips", "us"), ("magnets", "de"), ("other", "fr")],
    "paint:1": [("chips", "us"), ("magnets", "de"), ("other", "fr")],
}


@pytest.mark.parametrize(("button", "order"), ORDERS.items(), ids=list(ORDERS))
def test_rows_are_moved_and_removed(
    firm: Firm, rows: Callable[[], Rows], button: str, order: Rows
) -> None:
    three(firm)

    pressed(firm, button)

    assert firm.status == 200
    assert rows() == order


def test_a_row_is_opened_again_to_be_changed(firm: Firm, rows: Callable[[], Rows]) -> None:
    three(firm)

    pressed(firm, "change:2")
    assert firm.form().stored["inputs__2__group"] == ["magnets"]
    firm.press(typed(2, {**MAGNETS, "group": "chips"}))

    assert rows() == [("chips", "us"), ("chips", "de"), ("other", "fr")]


def test_what_is_typed_in_an_open_row_is_saved_when_another_is_moved(
    firm: Firm, rows: Callable[[], Rows]
) -> None:
    three(firm)
    pressed(firm, "change:1")

    pressed(firm, "up:3", 1, {**CHIPS, "origin": "de"})

    assert rows() == [("chips", "de"), ("other", "fr"), ("magnets", "de")]
    assert "inputs__1__group" in firm.form().radios


def test_an_emptied_row_is_gone(firm: Firm, rows: Callable[[], Rows]) -> None:
    three(firm)
    pressed(firm, "change:2")
    kept = {name: [""] for name in firm.form().stored if name.startswith("inputs__2__")}

    firm.press(kept)

    assert rows() == [("chips", "us"), ("other", "fr")]


def test_a_required_answer_is_asked_for_beside_its_field_and_nothing_is_lost(
    firm: Firm, rows: Callable[[], Rows]
) -> None:
    pressed(firm, "add", 1, CHIPS)

    firm.press(typed(2, {"group": "magnets", "name": "Sintered", "stock": "no"}))

    assert firm.status == 422
    assert rows() == [("chips", "us")]
    assert 'href="#inputs__2__origin">Input 2: Answer “Origin”.</a>' in firm.text
    assert 'id="inputs__2__origin-message"' in firm.text
    stored = firm.form().stored
    assert stored["inputs__2__name"] == ["Sintered"]
    assert stored["inputs__2__group"] == ["magnets"]
    assert firm.form().hidden["inputs__1__group"] == ["chips"]


def test_a_row_in_error_can_be_removed(firm: Firm, rows: Callable[[], Rows]) -> None:
    pressed(firm, "add", 1, CHIPS)
    firm.press(typed(2, {"name": "x" * 40}))
    assert firm.status == 422

    pressed(firm, "remove:2", 2, {"name": "x" * 40})

    assert firm.status == 200
    assert rows() == [("chips", "us")]


def test_what_a_row_lacks_is_asked_back_once_and_never_for_a_closed_row(firm: Firm) -> None:
    blank = {"group": "chips", "origin": "us"}
    pressed(firm, "add", 1, blank)
    assert "Input 1: “Stocks” has no answer." in firm.text

    pressed(firm, "add", 1, blank)
    assert place(firm) == f"{INPUTS}?open=inputs__2"
    firm.press(typed(2, MAGNETS))

    assert place(firm) != INPUTS
    assert place(firm.visit(INPUTS).press()) != INPUTS


def test_an_item_that_a_row_leads_to_comes_with_the_page_that_follows(firm: Firm) -> None:
    firm.press(typed(1, {"group": "chips", "origin": "us", "stock": "yes"}))

    assert "Input 1: Questions without an answer: 2." in firm.text
    assert "inputs__1__weeks" in firm.form().numbers


def test_an_answer_that_a_row_leads_away_from_is_kept_out_of_sight(firm: Firm) -> None:
    firm.press(typed(1, MAGNETS)).visit(INPUTS)
    pressed(firm, "change:1")
    firm.press(typed(1, {**MAGNETS, "stock": "no"})).visit(INPUTS)

    pressed(firm, "change:1")

    assert "inputs__1__weeks" not in firm.form().numbers
    assert firm.form().hidden["inputs__1__weeks"] == ["6"]


def test_a_row_changed_meanwhile_is_a_conflict_of_the_whole_roster(
    site: TeaSite, firm: Firm, rows: Callable[[], Rows]
) -> None:
    colleague = Firm(site.visitor(), site.world.codes[HERE][0]).start().visit(INPUTS)
    firm.press(typed(1, CHIPS))

    colleague.press(typed(1, MAGNETS))

    assert colleague.status == 409
    assert "1. Chips: United States" in colleague.text
    assert colleague.form().stored["inputs__1__group"] == ["magnets"]
    assert rows() == [("chips", "us")]
    colleague.press({**typed(1, MAGNETS), "keep": ["inputs"]})
    assert rows() == [("chips", "us")]


def test_the_rows_are_grouped_where_answers_are_checked(firm: Firm) -> None:
    three(firm).visit("/answer/check/all")

    assert shown(firm, "summary-group") == [
        "1. Chips: United StatesStocks: No",
        "2. Magnets: GermanyStocks: YesWeeks: 6 weeksShare: 60%",
        "3. Other: Salt: FranceStocks: Do not know",
    ]


def test_a_change_from_the_check_leads_back_to_it(firm: Firm) -> None:
    three(firm).visit(f"{INPUTS}?returns=check")

    pressed(firm, "change:1")
    assert place(firm) == f"{INPUTS}?open=inputs__1&returns=check"
    firm.press(typed(1, CHIPS))

    assert place(firm) in {"/answer/check", "/answer/all/more?returns=check"}


def test_what_was_typed_outlives_the_session(site: TeaSite, firm: Firm) -> None:
    pressed(firm, "add", 1, CHIPS)
    with firm.client.session_transaction(path="/answer/") as kept:
        kept["used"] = 0
    firm.press({**typed(2, {"group": "magnets", "name": "Sintered"}), "then": ["inputs:add"]})
    assert "Your session has ended" in firm.text

    firm.press({"code": [site.world.codes[HERE][0]]}, form_id=None)

    assert shown(firm, "roster-name") == ["1 Chips: United States"]
    assert firm.form().stored["inputs__2__name"] == ["Sintered"]


def test_an_address_opens_only_rows_that_there_are(firm: Firm) -> None:
    three(firm)

    firm.visit(f"{INPUTS}?open=inputs__2&open=inputs__9&open=inputs__{'9' * 5000}&open=x")

    assert firm.form().hidden["inputs__open"] == ["2"]


def test_another_language_keeps_what_was_typed_in_the_open_row(firm: Firm) -> None:
    pressed(firm, "add", 1, CHIPS)

    firm.press({**typed(2, {"name": "Sintered"}), "language": ["ja"]})

    assert shown(firm, "roster-name") == ["1 半導体：米国"]
    assert firm.form().stored["inputs__2__name"] == ["Sintered"]
    assert "投入財2" in firm.text
    assert "投入財を追加する" in firm.text


def test_a_crafted_row_beyond_the_last_is_not_read(firm: Firm, rows: Callable[[], Rows]) -> None:
    firm.press(
        {**typed(1, CHIPS), **typed(4, MAGNETS), "inputs__open": ["1", "4", "x", "9" * 5000]}
    )

    assert rows() == [("chips", "us")]
