"""A firm answers: start, page by page, back, leave, come back, check, send, receipt."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.client import StrictClient
from tests.web.firm import Firm

Visitor = Callable[[str], StrictClient]

UNIT = "/answer/firm/response_unit"
SECTOR = "/answer/firm/main_sector"
SIZE = "/answer/firm/size"
MESSAGE = "/answer/policy/policy_message"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_firm_answers_everything_and_gets_a_receipt(
    visitor: Visitor, codes: list[str], language: str
) -> None:
    firm = Firm(visitor(language), codes[0]).start()

    pages = firm.answer_all()
    firm.visit("/answer/check").press(form_id=None)

    assert len(pages) >= 20
    assert firm.path == "/answer/receipt"
    assert 'class="receipt-number"' in firm.text
    assert f'<html lang="{language}">' in firm.text


def test_the_page_of_a_code_says_who_asks_until_when_and_who_reads_it(
    visitor: Visitor, codes: list[str]
) -> None:
    firm = Firm(visitor("en"), codes[0]).visit(f"/r/{codes[0]}")

    for words in (
        "Who is asking",
        "How long it takes",
        "Until when",
        "Confidentiality",
        "Contact",
    ):
        assert words in firm.text
    assert "/privacy/2026-jp" in firm.text
    assert "fewer than 10 firms" in firm.text


def test_opening_the_page_of_a_code_opens_no_response(visitor: Visitor, codes: list[str]) -> None:
    firm = Firm(visitor("en"), codes[0]).visit(f"/r/{codes[0]}")

    firm.visit("/answer/")

    assert firm.status == 403


def test_a_typed_code_may_have_spaces_and_small_letters(
    visitor: Visitor, codes: list[str]
) -> None:
    firm = Firm(visitor("en"), codes[0]).visit("/start")

    firm.press({"code": [codes[0].lower().replace("-", " ")]}, form_id=None)

    assert firm.path == f"/r/{codes[0]}"


def test_a_mistyped_code_is_shown_without_control_characters(
    visitor: Visitor, codes: list[str]
) -> None:
    firm = Firm(visitor("en"), codes[0]).visit("/start")

    firm.press({"code": ["AB\0CD"]}, form_id=None)

    assert firm.status == 422
    assert 'value="ABCD"' in firm.text


def test_the_code_is_in_no_address_after_start(firm: Firm) -> None:
    assert firm.path == "/answer/"
    assert firm.code not in firm.text


def test_saving_leads_to_the_next_page_with_the_answer_kept(firm: Firm) -> None:
    firm.visit(UNIT).press({"response_unit": ["group"]})

    assert firm.path == SECTOR
    assert firm.visit(UNIT).form().stored["response_unit"] == ["group"]


def test_the_end_of_a_section_shows_its_answers(firm: Firm) -> None:
    for page in (UNIT, SECTOR, SIZE, "/answer/firm/department", "/answer/firm/production_sites"):
        firm.visit(page)
        firm.press(firm.form().filled())

    assert firm.path == "/answer/check/firm"
    assert "Whole group" in firm.text


def test_back_leads_to_the_page_before_without_losing_its_answer(firm: Firm) -> None:
    firm.visit(UNIT).press({"response_unit": ["group"]})

    firm.press({"then": ["back"]})

    assert firm.path == UNIT
    assert firm.form().stored["response_unit"] == ["group"]


def test_a_required_item_left_blank_keeps_the_page(firm: Firm) -> None:
    firm.visit(UNIT).press()

    assert firm.status == 422
    assert "<title>Check: A1" in firm.text
    assert 'href="#response_unit-group"' in firm.text
    assert 'id="response_unit-message"' in firm.text


def test_a_finding_keeps_everything_that_was_typed(firm: Firm) -> None:
    firm.visit(SIZE).press({"employees": ["about <b>1,2.3</b>"], "turnover_band": ["b1"]})

    form = firm.form()

    assert firm.status == 422
    assert form.stored["employees"] == ["about <b>1,2.3</b>"]
    assert form.stored.get("turnover_band") == ["b1"] or "turnover_band" not in form.radios


def test_a_blank_item_is_pointed_out_once_after_it_was_saved(firm: Firm) -> None:
    firm.visit(SIZE).press()
    first = firm.status, firm.path
    firm.press()

    assert first == (200, SIZE)
    assert firm.path == "/answer/firm/department"


def test_a_figure_typed_in_full_width_is_read_back(firm: Firm) -> None:
    firm.visit(SIZE)
    firm.press({**firm.form().filled(), "employees": ["１，２００"]})

    assert "A3: we read this as 1,200 persons." in firm.text
    assert firm.visit(SIZE).form().stored["employees"] == ["1,200"]


def test_an_estimate_is_kept_as_such(firm: Firm) -> None:
    firm.visit(SIZE)
    firm.press({**firm.form().filled(), "employees": ["1200"], "employees__est": ["1"]})

    assert firm.visit(SIZE).form().stored["employees__est"] == ["1"]


def test_leaving_saves_the_page_and_says_how_to_come_back(firm: Firm) -> None:
    firm.visit(UNIT).press({"response_unit": ["group"], "then": ["leave"]})
    told = firm.path, firm.text
    firm.visit("/answer/")

    assert told[0] == "/answer/leave"
    assert "Your answers are saved" in told[1]
    assert firm.status == 403


def test_a_firm_comes_back_on_another_device(firm: Firm, visitor: Visitor) -> None:
    firm.visit(UNIT).press({"response_unit": ["group"]})

    elsewhere = Firm(visitor("ja"), firm.code).start()

    assert elsewhere.visit(UNIT).form().stored["response_unit"] == ["group"]


def test_changing_the_language_keeps_what_was_typed_and_saves_nothing(firm: Firm) -> None:
    firm.visit(SIZE).press({"employees": ["12 or so"], "language": ["ja"]})
    shown = firm.text, firm.form().stored["employees"]
    firm.visit(SIZE)

    assert '<html lang="ja">' in shown[0]
    assert shown[1] == ["12 or so"]
    assert firm.form().stored["employees"] == [""]
    assert '<html lang="ja">' in firm.text


def test_the_language_can_be_changed_on_the_contents(firm: Firm) -> None:
    firm.here = firm.client.post(
        "/answer/language",
        data={
            "language": "ja",
            "next": "/answer/",
            "csrf_token": firm.form(None).hidden["csrf_token"],
        },
        follow_redirects=True,
    )

    assert firm.path == "/answer/"
    assert "調査票の目次" in firm.text


def test_a_language_leads_only_to_pages_of_this_site(firm: Firm) -> None:
    token = firm.form(None).hidden["csrf_token"]

    answer = firm.client.post(
        "/answer/language", data={"language": "ja", "next": "//evil.example", "csrf_token": token}
    )

    assert answer.location == "/"


def test_two_colleagues_on_one_page_see_both_answers(firm: Firm, visitor: Visitor) -> None:
    colleague = Firm(visitor("en"), firm.code).start().visit(UNIT)
    firm.visit(UNIT).press({"response_unit": ["group"]})

    colleague.press({"response_unit": ["single_firm"]})

    assert colleague.status == 409
    assert re.search(r"Saved meanwhile \(\d+ \w+ \d+, \d+:\d\d\)", colleague.text)
    assert "Whole group" in colleague.text
    assert colleague.form().stored["response_unit"] == ["single_firm"]


def test_findings_of_several_items_are_told_apart(firm: Firm) -> None:
    firm.visit(SIZE).press({"employees": ["many"], "turnover": ["nonsense"]})

    summary = firm.text.split('class="error-summary"')[1].split("</ul>")[0]

    assert "A3: Enter a whole number in figures, for example 1,200." in summary
    assert "A4: Choose an entry from the list." in summary


def test_after_a_conflict_the_second_save_is_meant(firm: Firm, visitor: Visitor) -> None:
    colleague = Firm(visitor("en"), firm.code).start().visit(UNIT)
    firm.visit(UNIT).press({"response_unit": ["group"]})

    colleague.press({"response_unit": ["single_firm"]}).press({"response_unit": ["single_firm"]})

    assert colleague.path == SECTOR
    assert firm.visit(UNIT).form().stored["response_unit"] == ["single_firm"]


def test_a_finding_does_not_hide_a_later_conflict(firm: Firm, visitor: Visitor) -> None:
    colleague = Firm(visitor("en"), firm.code).start().visit(SIZE)
    firm.visit(SIZE)
    firm.press({**firm.form().filled(), "employees": ["50"]})

    colleague.press({"employees": ["many"]}).press({"employees": ["70"]})

    assert colleague.status == 409


def test_two_colleagues_on_different_pages_lose_nothing(firm: Firm, visitor: Visitor) -> None:
    colleague = Firm(visitor("en"), firm.code).start().visit(MESSAGE)
    firm.visit(UNIT).press({"response_unit": ["group"]})

    colleague.press({"policy_message": ["More time."]})

    assert firm.visit(UNIT).form().stored["response_unit"] == ["group"]
    assert firm.visit(MESSAGE).form().stored["policy_message"] == ["More time."]


def test_a_change_from_the_check_returns_to_the_check(firm: Firm) -> None:
    firm.answer_all()
    firm.visit(f"{UNIT}?returns=check").press({"response_unit": ["business_unit"]})

    assert firm.path == "/answer/check"
    assert "One division" in firm.text


def test_a_page_that_a_change_has_opened_is_asked_before_returning(firm: Firm) -> None:
    firm.answer_all(lambda form: form.filled(-1))
    firm.visit("/answer/critical_supply/critical_inputs?returns=check")
    firm.press({"critical_inputs": ["yes"]})

    assert firm.path == "/answer/critical_supply/critical_groups"


def test_a_page_that_does_not_exist_is_not_found(firm: Firm) -> None:
    assert firm.visit("/answer/firm/nothing").status == 404
    assert firm.visit("/answer/nothing/size").status == 404
    assert firm.visit("/answer/check/nothing").status == 404


def test_a_page_off_the_path_leads_to_the_contents(firm: Firm) -> None:
    firm.visit("/answer/critical_supply/critical_inputs").press({"critical_inputs": ["no"]})

    firm.visit("/answer/critical_supply/critical_groups")

    assert firm.path == "/answer/"


def test_answers_to_items_of_other_pages_are_ignored(firm: Firm) -> None:
    firm.visit(UNIT).press({"response_unit": ["group"], "employees": ["7"]})

    assert firm.visit(SIZE).form().stored["employees"] == [""]


def test_an_option_that_is_not_offered_is_refused(firm: Firm) -> None:
    firm.visit("/answer/exposure/largest_source").press({"largest_source": ["jp"]})

    assert firm.status == 422
    assert "Choose an entry from the list." in firm.text


@pytest.mark.parametrize(
    "seen", [[], [""], ["zzzz"], ["-", "-"]], ids=["none", "blank", "forged", "twice"]
)
def test_a_forged_fingerprint_overwrites_nothing(firm: Firm, seen: list[str]) -> None:
    firm.visit(UNIT).press({"response_unit": ["group"]})
    firm.visit(UNIT).press({"response_unit": ["single_firm"], "seen-response_unit": seen})

    assert firm.status == 409


def test_a_simulated_wave_says_so_without_the_demonstration(firm: Firm, app: Flask) -> None:
    app.jinja_env.globals["demo"] = False

    firm.visit(UNIT)

    assert "every firm, account and answer here is simulated" in firm.text
