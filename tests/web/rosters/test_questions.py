"""A row is asked about before it goes: which one, beside what, and where the focus is then."""

import re
from collections.abc import Callable

from tests.web.firm import Firm
from tests.web.rosters.page import (
    CHIPS,
    INPUTS,
    MAGNETS,
    Rows,
    pressed,
    three,
    typed,
)
from tests.web.tea_site import HERE, TeaSite


def test_a_row_is_asked_about_before_it_is_removed(firm: Firm, rows: Callable[[], Rows]) -> None:
    three(firm)

    pressed(firm, "ask:2")
    asked, untouched = firm.text, rows()
    pressed(firm, "keep:2")
    kept, still = firm.text, rows()

    assert "Remove “Magnets: Germany” with its answers?" in asked
    assert 'value="inputs:remove:2"' in asked
    assert "with its answers?" not in kept
    assert untouched == still == [("chips", "us"), ("magnets", "de"), ("other", "fr")]


def test_what_is_typed_beside_stays_while_a_row_is_asked_about(firm: Firm) -> None:
    three(firm)
    pressed(firm, "change:1")

    pressed(firm, "ask:3", 1, {**CHIPS, "name": "Logic"})

    assert firm.form().stored["inputs__1__name"] == ["Logic"]
    assert "Remove “Other: Salt: France” with its answers?" in firm.text


def test_a_row_without_an_answer_goes_without_a_question(firm: Firm) -> None:
    pressed(firm, "add", 1, CHIPS)

    pressed(firm, "ask:2", 2, {})

    assert "with its answers?" not in firm.text
    assert "inputs__2__group" not in firm.form().radios


def test_the_row_asked_about_is_the_one_whose_button_was_pressed(
    firm: Firm, rows: Callable[[], Rows]
) -> None:
    three(firm)
    pressed(firm, "change:1")
    emptied = {name: [""] for name in firm.form().stored if name.startswith("inputs__1__")}

    firm.press({**emptied, "then": ["inputs:ask:2"]})
    second = firm.text
    firm.visit(INPUTS)
    pressed(firm, "change:1")
    firm.press({**emptied, "then": ["inputs:ask:3"]})

    assert "Remove “Magnets: Germany” with its answers?" in second
    assert "Remove “Other: Salt: France” with its answers?" in firm.text
    assert rows() == [("chips", "us"), ("magnets", "de"), ("other", "fr")]


def test_a_conflict_stays_one_while_a_row_is_asked_about(
    site: TeaSite, firm: Firm, rows: Callable[[], Rows]
) -> None:
    colleague = Firm(site.visitor(), site.world.codes[HERE][0]).start().visit(INPUTS)
    firm.press(typed(1, CHIPS))
    colleague.press(typed(1, MAGNETS))

    pressed(colleague, "ask:1", 1, MAGNETS)
    asked = colleague.text
    pressed(colleague, "keep:1", 1, MAGNETS)

    for text in (asked, colleague.text):
        assert "1. Chips: United States" in text
        assert "Keep the answer saved meanwhile" in text
        assert "Not saved yet" in text
    assert rows() == [("chips", "us")]


def test_the_focus_follows_the_question_about_a_row(firm: Firm) -> None:
    three(firm)
    pressed(firm, "change:2")

    pressed(firm, "ask:2", 2, MAGNETS)
    asked = firm.text
    pressed(firm, "keep:2", 2, MAGNETS)

    assert re.search(r'value="inputs:keep:2" autofocus>Keep it<[^>]*> Input 2<', asked)
    assert re.search(r'value="inputs:ask:2" autofocus>', firm.text)
