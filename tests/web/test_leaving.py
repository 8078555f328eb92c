"""Leaving a page always works: what can be saved is, what cannot waits as it was typed."""

from datetime import timedelta

import pytest

from app.actions import answering, fieldwork
from app.actions.answering import AnsweringView
from tests.cast import NOW
from tests.web.firm import Firm
from tests.web.tea_site import ELSEWHERE, HERE, TeaSite

DRINKS, CUPS = "/answer/habits/drinks", "/answer/habits/cups"
REMARK = "/answer/kinds/remark"
WAITS = "Not saved as an answer yet"


def at_work(site: TeaSite, wave: str = HERE) -> Firm:
    firm = Firm(site.visitor(), site.world.codes[wave][2]).start()
    return firm.visit(DRINKS).press({"drinks": ["yes"]})


def view_of(site: TeaSite, firm: Firm) -> AnsweringView:
    with firm.client.session_transaction(path="/answer/") as kept:
        response = kept["response"]
    found = answering.answering_view(site.database, response)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("then", "path"),
    [("leave", "/answer/leave"), ("contents", "/answer/"), ("back", DRINKS)],
)
def test_a_refused_page_is_left_and_waits_as_it_was_typed(
    site: TeaSite, then: str, path: str
) -> None:
    firm = at_work(site)

    firm.visit(CUPS).press({"cups": ["many"], "then": [then]})
    left, told = firm.path, firm.text
    if then == "leave":
        firm.start()
    firm.visit(CUPS)

    assert left == path
    assert "What you typed is kept. It is not saved as an answer yet." in told
    assert then == "leave" or "notification-warning" in told
    assert firm.form().stored["cups"] == ["many"]
    assert WAITS in firm.text
    assert "error-summary" in firm.text
    assert "cups" not in view_of(site, firm).answers


def test_what_waits_is_forgotten_once_the_page_is_saved(site: TeaSite) -> None:
    firm = at_work(site)
    firm.visit(CUPS).press({"cups": ["many"], "then": ["contents"]})

    firm.visit(CUPS).press({"cups": ["4"]})

    assert view_of(site, firm).drafts == ()
    assert WAITS not in firm.visit(CUPS).text


def test_what_can_be_saved_is_saved_on_the_way_back(site: TeaSite) -> None:
    firm = at_work(site)

    firm.visit(CUPS).press({"cups": ["4"], "then": ["back"]})

    assert firm.path == DRINKS
    assert firm.visit(CUPS).form().stored["cups"] == ["4"]


def test_a_blank_page_that_is_left_stays_open(site: TeaSite) -> None:
    firm = at_work(site)

    firm.visit(CUPS).press({"cups": [""], "then": ["contents"]})

    assert firm.path == "/answer/"
    assert "cups" not in view_of(site, firm).answers
    assert firm.go_on() == CUPS


def test_a_required_page_that_is_left_untouched_tells_nothing_on_return(site: TeaSite) -> None:
    firm = Firm(site.visitor(), site.world.codes[HERE][2]).start()

    firm.visit(DRINKS).press({"then": ["back"]})

    assert "What you typed" not in firm.text
    assert "error-summary" not in firm.visit(DRINKS).text


def test_a_section_with_a_page_that_waits_is_in_progress(site: TeaSite) -> None:
    firm = Firm(site.visitor(), site.world.codes[HERE][2]).start()

    firm.visit(REMARK).press({"remark": ["x" * 5000], "then": ["contents"]})

    assert firm.text.count("In progress") == 1


def sent_by_a_colleague(site: TeaSite) -> Firm:
    colleague = Firm(site.visitor(), site.world.codes[HERE][2]).start()
    colleague.answer_all()
    return colleague.visit("/answer/check").press(form_id=None)


def test_what_is_typed_while_a_colleague_sends_is_shown_to_be_copied(site: TeaSite) -> None:
    firm = at_work(site).visit(CUPS)
    sent_by_a_colleague(site)

    firm.press({"cups": ["11"]})

    assert firm.status == 409
    assert "11" in firm.text.partition("is not saved. Copy it")[2]
    assert firm.visit("/answer/receipt").status == 200


def test_a_page_that_says_nothing_new_leads_to_the_receipt_alone(site: TeaSite) -> None:
    firm = at_work(site).visit(CUPS).press({"cups": ["4"]}).visit(CUPS)
    sent_by_a_colleague(site)

    firm.press({"cups": ["4"]})

    assert firm.path == "/answer/receipt"


@pytest.mark.parametrize("typed", ["11", "many"])
def test_what_is_typed_while_the_wave_closes_is_shown_to_be_copied(
    site: TeaSite, typed: str
) -> None:
    firm = at_work(site).visit(CUPS)
    fieldwork.close_wave(site.database, HERE, by="test", now=NOW + timedelta(days=1))

    firm.press({"cups": [typed]})

    assert firm.status == 403
    assert typed in firm.text.partition("is not saved. Copy it")[2]


def test_a_page_of_an_ended_session_is_shown_after_sending_too(site: TeaSite) -> None:
    firm = at_work(site)
    page = firm.visit(CUPS).form()
    sent_by_a_colleague(site)
    firm.visit("/answer/")
    firm.here = firm.client.post(page.action, data={**page.hidden, "cups": "11"})
    form = firm.form(form_id=None)

    firm.here = firm.client.post(form.action, data={**form.hidden, "code": firm.code})

    assert firm.status == 409
    assert "11" in firm.text.partition("is not saved. Copy it")[2]


def test_a_page_of_an_anonymous_wave_is_shown_after_sending_too(site: TeaSite) -> None:
    firm = at_work(site, ELSEWHERE)
    page = firm.visit(CUPS).form()
    colleague = Firm(site.visitor(), firm.code).start()
    colleague.answer_all()
    colleague.visit("/answer/check").press(form_id=None)
    firm.visit("/answer/")
    firm.here = firm.client.post(page.action, data={**page.hidden, "cups": "many"})
    form = firm.form(form_id=None)

    firm.here = firm.client.post(form.action, data={**form.hidden, "code": firm.code})

    assert firm.status == 409
    assert "can no longer be linked" in firm.text
    assert "many" in firm.text.partition("is not saved. Copy it")[2]


def test_a_page_that_another_answer_took_away_says_so(site: TeaSite) -> None:
    firm = at_work(site).visit(CUPS)
    Firm(site.visitor(), firm.code).start().visit(DRINKS).press({"drinks": ["no"]})

    firm.press({"cups": ["11"]})

    assert firm.path == "/answer/"
    assert "What you typed on that page is not saved." in firm.text


def test_closing_forgets_what_was_never_saved(site: TeaSite) -> None:
    firm = at_work(site)
    firm.visit(CUPS).press({"cups": ["many"], "then": ["contents"]})

    fieldwork.close_wave(site.database, HERE, by="test", now=NOW + timedelta(days=1))

    assert view_of(site, firm).drafts == ()


def test_an_anonymous_wave_keeps_the_day_alone_of_what_waits(site: TeaSite) -> None:
    firm = at_work(site, ELSEWHERE)
    firm.visit(CUPS).press({"cups": ["many"], "then": ["contents"]})

    (draft,) = view_of(site, firm).drafts

    assert (draft.at.hour, draft.at.minute, draft.at.second) == (0, 0, 0)


def test_figures_that_were_refused_are_not_called_saved(site: TeaSite) -> None:
    firm = at_work(site).visit(CUPS).press({"cups": ["many"]})

    assert "Not saved yet" in firm.text
    assert "Saved at" not in firm.text


def test_a_closed_wave_tells_a_firm_that_had_begun_what_becomes_of_its_answers(
    site: TeaSite,
) -> None:
    firm = at_work(site)
    fieldwork.close_wave(site.database, HERE, by="test", now=NOW + timedelta(days=1))

    told = firm.visit(f"/r/{firm.code}").text
    other = Firm(site.visitor(), site.world.codes[HERE][-1]).visit(
        f"/r/{site.world.codes[HERE][-1]}"
    )

    assert "Answers that your firm saved were not sent and are not counted." in told
    assert "are not counted" not in other.text
