"""Analysts keep snapshots, managers make them final, and a file of responses names no firm."""

from functools import partial

import pytest

from app.actions import fieldwork, keeping
from tests import cast
from tests.actions.test_at_once import at_once
from tests.web.client import StrictClient
from tests.web.tea_site import ELSEWHERE, HERE, TeaSite, run_report, token_on

pytestmark = pytest.mark.slow
PAGE = f"/staff/waves/{HERE}/snapshots"


def keep(browser: StrictClient, **fields: str) -> tuple[int, str]:
    answer = browser.post(PAGE, data={"csrf_token": token_on(browser, PAGE), **fields})
    return answer.status_code, answer.get_data(as_text=True)


def test_a_provisional_snapshot_is_kept_and_listed(site: TeaSite) -> None:
    analyst = site.signed_in("analyst")

    status, _ = keep(analyst, kind="provisional", label="First look")
    page = analyst.get(PAGE).get_data(as_text=True)

    (kept,) = keeping.kept_snapshots(site.database, HERE)
    assert status == 303
    assert (kept.label, kept.kept_by) == ("First look", "analyst@tea-named.example")
    assert "Kept: First look, with 1 responses" in page
    assert kept.hash[:12] in page


def test_a_final_snapshot_waits_for_the_end_of_the_wave(site: TeaSite) -> None:
    status, page = keep(site.signed_in("manager"), kind="final", label="Final")

    assert status == 422
    assert "Close the wave before its final snapshot." in page


def test_an_analyst_makes_nothing_final(site: TeaSite) -> None:
    fieldwork.close_wave(site.database, HERE, by=cast.BY, now=cast.NOW)

    status, _ = keep(site.signed_in("analyst"), kind="final", label="Final")

    assert status == 403
    assert keeping.kept_snapshots(site.database, HERE) == ()


def test_another_final_snapshot_needs_a_reason(site: TeaSite) -> None:
    fieldwork.close_wave(site.database, HERE, by=cast.BY, now=cast.NOW)
    manager = site.signed_in("manager")
    assert keep(manager, kind="final", label="Final")[0] == 303

    without, page = keep(manager, kind="final", label="Final again")
    with_reason, _ = keep(manager, kind="final", label="Final again", reason="A firm sent twice")

    assert without == 422
    assert "Say why another final snapshot" in page
    assert with_reason == 303
    assert "replaced" in manager.get(PAGE).get_data(as_text=True)


def test_opening_a_wave_again_tells_what_was_made_final_and_published(site: TeaSite) -> None:
    fieldwork.close_wave(site.database, HERE, by=cast.BY, now=cast.NOW)
    manager = site.signed_in("manager")
    ask = f"/staff/waves/{HERE}/open"
    assert "Final snapshot" not in manager.get(ask).get_data(as_text=True)
    keep(manager, kind="final", label="Final of 24 November")
    hidden = run_report(site, is_published=False)
    published = run_report(site, is_published=True)

    page = manager.get(ask).get_data(as_text=True)

    assert "Open this wave again?" in page
    assert "Final snapshot: “Final of 24 November”" in page
    assert f"Readers see run {published} of “Tea in invented firms”" in page
    assert f"run {hidden} of" not in page
    assert "another final snapshot needs a reason" in page
    assert fieldwork.wave(site.database, HERE).status == "closed"


@pytest.mark.parametrize("label", ["", "x" * 81, "First look"])
def test_a_label_that_cannot_be_is_told_beside_its_field(site: TeaSite, label: str) -> None:
    analyst = site.signed_in("analyst")
    keep(analyst, kind="provisional", label="First look")

    status, page = keep(analyst, kind="provisional", label=label)

    assert status == 422
    assert "Enter a label of at most 80 characters" in page


def test_two_who_keep_one_label_at_once_are_told_that_it_is_taken(site: TeaSite) -> None:
    browsers = [site.signed_in(role) for role in ("analyst", "manager")]
    forms = [
        {"csrf_token": token_on(one, PAGE), "kind": "provisional", "label": "First look"}
        for one in browsers
    ]
    presses = [
        partial(one.post, PAGE, data=form) for one, form in zip(browsers, forms, strict=True)
    ]

    answers = at_once(presses)

    assert sorted(one.status_code for one in answers) == [303, 422]
    assert len(keeping.kept_snapshots(site.database, HERE)) == 1


def test_who_takes_responses_is_told_that_units_can_be_joined_with_names(site: TeaSite) -> None:
    fieldwork.close_wave(site.database, ELSEWHERE, by=cast.BY, now=cast.NOW)
    named = site.signed_in("manager").get(PAGE).get_data(as_text=True)
    quiet = site.signed_in("manager", ELSEWHERE).get(f"/staff/waves/{ELSEWHERE}/snapshots")

    assert "can join the two and tell which firm answered what" in named
    assert "can join the two" not in quiet.get_data(as_text=True)


def test_the_file_of_responses_names_no_firm(site: TeaSite) -> None:
    written = (
        site.signed_in("analyst").get(f"/staff/waves/{HERE}/responses.csv").get_data(as_text=True)
    )

    assert "Nonesuch Kettles" not in written
    assert written.count("\r\n") == 2
