"""A firm sends its response, changes it, and finds the wave closed."""

from collections.abc import Callable

from app.actions import fieldwork
from app.actions.services import Services
from tests.web.client import StrictClient
from tests.web.conftest import NOW
from tests.web.firm import Firm

Visitor = Callable[[str], StrictClient]

UNIT = "/answer/firm/response_unit"
SECTOR = "/answer/firm/main_sector"
SIZE = "/answer/firm/size"
MESSAGE = "/answer/policy/policy_message"


def test_an_incomplete_response_is_not_sent(firm: Firm) -> None:
    firm.visit(UNIT).press({"response_unit": ["group"]})
    token = firm.visit(UNIT).form().hidden["csrf_token"]

    firm.here = firm.client.post("/answer/submit", data={"csrf_token": token})

    assert firm.status == 422


def test_the_language_of_a_refused_sending_leads_back_to_the_check(firm: Firm) -> None:
    token = firm.visit(UNIT).form().hidden["csrf_token"]
    refused = firm.client.post("/answer/submit", data={"csrf_token": token})

    assert refused.status_code == 422
    assert 'name="next" value="/answer/check"' in refused.get_data(as_text=True)


def test_sending_twice_gives_one_receipt(firm: Firm, visitor: Visitor) -> None:
    firm.answer_all()
    colleague = Firm(visitor("en"), firm.code).start().visit("/answer/check")
    firm.visit("/answer/check").press(form_id=None)

    colleague.press(form_id=None)

    assert colleague.path == firm.path == "/answer/receipt"
    assert _receipt(colleague) == _receipt(firm)


def test_after_sending_the_session_is_over_but_the_receipt_stays(firm: Firm) -> None:
    firm.answer_all()
    firm.visit("/answer/check").press(form_id=None)
    number = _receipt(firm)

    assert firm.visit(UNIT).status == 403
    assert _receipt(firm.visit("/answer/receipt")) == number


def test_the_code_shows_the_receipt_after_sending(firm: Firm, visitor: Visitor) -> None:
    firm.answer_all()
    firm.visit("/answer/check").press(form_id=None)

    later = Firm(visitor("en"), firm.code).visit(f"/r/{firm.code}")

    assert _receipt(later) == _receipt(firm)
    assert "Open the response again" in later.text


def test_a_sent_response_can_be_changed_and_sent_again(firm: Firm) -> None:
    firm.answer_all()
    firm.visit("/answer/check").press(form_id=None)
    number = _receipt(firm)

    firm.visit(f"/r/{firm.code}").press(form_id=None)
    firm.visit(UNIT).press({"response_unit": ["business_unit"]})
    firm.visit("/answer/check").press(form_id=None)

    assert _receipt(firm) == number


def test_a_response_that_is_open_again_says_that_changes_are_not_sent(firm: Firm) -> None:
    firm.answer_all()
    firm.visit("/answer/check").press(form_id=None)
    number = _receipt(firm)

    firm.visit(f"/r/{firm.code}").press(form_id=None)
    pages = [firm.visit(at).text for at in ("/answer/", "/answer/check", f"/r/{firm.code}")]

    assert all("and open again: changes count once you send it again" in text for text in pages)
    assert all(number in text for text in pages)


def test_the_receipt_can_be_seen_while_the_response_is_open_again(firm: Firm) -> None:
    firm.answer_all()
    number = _receipt(firm.visit("/answer/check").press(form_id=None))
    firm.visit(f"/r/{firm.code}").press(form_id=None)

    linked = '<a href="/answer/receipt">' in firm.visit("/answer/").text
    firm.visit("/answer/receipt")

    assert linked
    assert _receipt(firm) == number
    assert "and open again: changes count once you send it again" in firm.text
    assert "Open the response again" not in firm.text
    assert firm.visit(UNIT).path == UNIT


def test_after_closing_the_receipt_says_that_what_was_sent_counts(
    firm: Firm, services: Services, visitor: Visitor
) -> None:
    firm.answer_all()
    firm.visit("/answer/check").press(form_id=None)
    firm.visit(f"/r/{firm.code}").press(form_id=None)
    firm.visit(UNIT).press({"response_unit": ["business_unit"]})
    fieldwork.close_wave(services.database, "2026-jp", by="test", now=NOW)

    told = firm.visit("/answer/").text
    later = Firm(visitor("en"), firm.code).visit(f"/r/{firm.code}")

    assert "What you sent counts; changes made after that do not." in told
    assert "What you sent counts; changes made after that do not." in later.text
    assert "send it" not in later.text
    assert "If you want to change something" not in later.text
    assert 'href="/answer/"' not in later.text


def test_a_receipt_without_a_session_leads_to_the_code(firm: Firm) -> None:
    firm.answer_all()
    firm.visit("/answer/check").press(form_id=None)

    assert '<a href="/start">Change the response with your code</a>' in firm.text


def test_there_is_no_receipt_before_a_response_was_sent(firm: Firm) -> None:
    assert firm.visit("/answer/receipt").path == "/answer/"


def test_a_start_page_older_than_the_sending_opens_nothing(firm: Firm, visitor: Visitor) -> None:
    colleague = Firm(visitor("en"), firm.code).visit(f"/r/{firm.code}")
    firm.answer_all()
    firm.visit("/answer/check").press(form_id=None)

    colleague.press(form_id=None)

    assert colleague.path == f"/r/{firm.code}"
    assert _receipt(colleague) == _receipt(firm)


def test_a_page_open_in_another_tab_is_still_saved(firm: Firm) -> None:
    form = firm.visit(UNIT).form()
    firm.start()

    saved = firm.client.post(form.action, data={**form.hidden, "response_unit": "group"})

    assert saved.status_code == 303


def test_a_wave_that_closes_meanwhile_takes_no_more_answers(
    firm: Firm, services: Services
) -> None:
    firm.visit(UNIT)
    fieldwork.close_wave(services.database, "2026-jp", by="test", now=NOW)

    firm.press({"response_unit": ["group"]})

    assert firm.status == 403
    assert "The survey is closed" in firm.text


def test_pages_of_a_wave_that_has_closed_say_so(firm: Firm, services: Services) -> None:
    fieldwork.close_wave(services.database, "2026-jp", by="test", now=NOW)

    assert firm.visit("/answer/").status == 403
    assert "The survey is closed" in firm.text


def test_pages_of_a_response_that_a_colleague_sent_lead_to_its_receipt(
    firm: Firm, visitor: Visitor
) -> None:
    firm.answer_all()
    colleague = Firm(visitor("en"), firm.code).start()
    firm.visit("/answer/check").press(form_id=None)

    colleague.visit(UNIT)

    assert _receipt(colleague) == _receipt(firm)


def test_a_code_of_a_closed_wave_says_when_it_closed(
    visitor: Visitor, codes: list[str], services: Services
) -> None:
    fieldwork.close_wave(services.database, "2026-jp", by="test", now=NOW)

    firm = Firm(visitor("en"), codes[0]).visit(f"/r/{codes[0]}")

    assert "It closed on" in firm.text


def _receipt(firm: Firm) -> str:
    return firm.text.split('class="receipt-number" translate="no">')[1].split("<")[0]
