"""A page that was open for longer than its session keeps what was typed on it."""

import pytest

from tests.web.firm import Firm

SIZE = "/answer/firm/size"


@pytest.fixture
def overdue(firm: Firm) -> Firm:
    """A firm whose session is over while a page is still open in the browser."""
    firm.visit(SIZE)
    with firm.client.session_transaction(path="/answer/") as kept:
        kept["used"] = 0
    return firm


def test_what_was_typed_outlives_the_session(overdue: Firm, codes: list[str]) -> None:
    overdue.press({"employees": ["１２３4"], "turnover": ["n10_50"]})
    assert "Your session has ended" in overdue.text

    overdue.press({"code": [codes[0]]}, form_id=None)
    typed = overdue.form().stored["employees"]
    overdue.press({"employees": typed, "turnover": ["n10_50"]})

    assert typed == ["１２３4"]
    assert overdue.visit(SIZE).form().stored["employees"] == ["1,234"]


def test_a_mistyped_code_keeps_what_was_typed(overdue: Firm, codes: list[str]) -> None:
    overdue.press({"employees": ["1234"]})

    overdue.press({"code": ["no code"]}, form_id=None)
    assert overdue.status == 422
    overdue.press({"code": [codes[0]]}, form_id=None)

    assert overdue.form().stored["employees"] == ["1234"]


def test_a_page_older_than_its_cookie_keeps_what_was_typed(firm: Firm, codes: list[str]) -> None:
    firm.visit(SIZE)
    firm.client.delete_cookie("kakehashi_answer", path="/")

    firm.press({"employees": ["1234"]})
    firm.press({"code": [codes[0]]}, form_id=None)

    assert firm.form().stored["employees"] == ["1234"]
