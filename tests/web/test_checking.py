"""The check before sending: what is open, what must not be, what is typed and not saved."""

import html5lib

from tests.web.firm import Firm
from tests.web.tea_site import HERE, TeaSite

CHECK = "/answer/check"
DRINKS, CUPS = "/answer/habits/drinks", "/answer/habits/cups"


def started(site: TeaSite) -> Firm:
    return Firm(site.visitor(), site.world.codes[HERE][2]).start()


def row_of(firm: Firm, about: str) -> str:
    """The text of the line of one item on the check."""
    page = html5lib.parse(firm.text, namespaceHTMLElements=False)
    rows = [
        " ".join("".join(row.itertext()).split())
        for row in page.iter("div")
        if row.get("class") == "summary-row"
    ]
    return next(row for row in rows if about in row)


def test_the_check_tells_what_needs_an_answer_from_what_may_stay_open(site: TeaSite) -> None:
    firm = started(site)

    firm.visit(CHECK)
    before = row_of(firm, "Tea is drunk")
    firm.visit(DRINKS).press({"drinks": ["yes"]}).visit(CHECK)

    assert "Needs an answer" in before
    assert "Still open, optional" in row_of(firm, "Cups")
    assert "Needs an answer" not in row_of(firm, "Tea is drunk")


def test_the_check_counts_what_is_open_and_leads_to_the_first(site: TeaSite) -> None:
    firm = started(site).visit(CHECK)
    count = firm.text.partition("Questions still open: ")[2]

    assert int(count.partition(",")[0]) > 1
    assert "of which 1 need an answer" in count
    assert f'<a href="{DRINKS}?returns=check">Go to ' in count


def test_a_blank_that_was_saved_is_no_open_question(site: TeaSite) -> None:
    firm = started(site)
    firm.visit(DRINKS).press({"drinks": ["yes"]})
    firm.visit(CUPS).press({"cups": [""]})

    firm.visit(CHECK)

    assert "Not answered" in row_of(firm, "Cups")
    assert "Still open" not in row_of(firm, "Cups")


def test_the_check_tells_what_is_typed_and_would_not_be_sent(site: TeaSite) -> None:
    firm = started(site)
    firm.visit(DRINKS).press({"drinks": ["yes"]})
    firm.visit(CUPS).press({"cups": ["4"]})
    firm.visit(CUPS).press({"cups": ["many"], "then": ["contents"]})

    both = [firm.visit(at).text for at in (CHECK, f"{CHECK}/habits")]

    assert "It is not sent." in both[0]
    assert all("Typed, not saved yet" in text for text in both)
    firm.visit(CHECK)
    assert "4" in row_of(firm, "Cups")
    assert f'<li><a href="{CUPS}?returns=check">' in firm.text


def test_nothing_is_told_of_typed_pages_once_they_are_saved(site: TeaSite) -> None:
    firm = started(site)
    firm.visit(DRINKS).press({"drinks": ["yes"]})
    firm.visit(CUPS).press({"cups": ["many"], "then": ["contents"]})
    firm.visit(CUPS).press({"cups": ["4"]})

    firm.visit(CHECK)

    assert "It is not sent." not in firm.text
    assert "Typed, not saved yet" not in firm.text
