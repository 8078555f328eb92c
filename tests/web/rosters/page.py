"""The page of a roster: what a firm types and presses on it, and what it shows."""

import html5lib

from tests.web.firm import Firm, Typed

INPUTS = "/answer/all/inputs"
CHIPS = {"group": "chips", "origin": "us", "stock": "no"}
MAGNETS = {"group": "magnets", "origin": "de", "stock": "yes", "weeks": "6", "share": "60"}
OTHER = {"group": "other", "group__other": "Salt", "origin": "fr", "stock": "dont_know"}

Rows = list[tuple[str, str]]


def typed(number: int, row: dict[str, str]) -> Typed:
    return {f"inputs__{number}__{name}": [value] for name, value in row.items()}


def pressed(firm: Firm, button: str, number: int = 0, row: dict[str, str] | None = None) -> Firm:
    """Send the page by a button of the roster, with a row that was typed."""
    return firm.press({**(typed(number, row) if row else {}), "then": [f"inputs:{button}"]})


def shown(firm: Firm, name: str) -> list[str]:
    """The words of every element of a class, in order."""
    page = html5lib.parse(firm.text, namespaceHTMLElements=False)
    return [
        " ".join("".join(element.itertext()).split())
        for element in page.iter()
        if name in (element.get("class") or "").split()
    ]


def place(firm: Firm) -> str:
    """Where the page at hand stands, with what its address asks for."""
    assert firm.here is not None
    return firm.here.request.full_path.rstrip("?")


def three(firm: Firm) -> Firm:
    """Three rows, saved one after the other."""
    pressed(firm, "add", 1, CHIPS)
    pressed(firm, "add", 2, MAGNETS)
    return firm.press(typed(3, OTHER)).visit(INPUTS)
