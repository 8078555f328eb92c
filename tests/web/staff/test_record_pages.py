"""What staff do and are refused is on record, for owners, within what they own."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from limits import parse

from app.access.roles import Held, Role
from app.actions import rights
from app.storage import audit
from app.storage.audit import Search
from app.web import limits
from app.web.staff import refusals
from app.web.staff.deeds import DEEDS
from tests.cast import BY, NOW
from tests.web.client import StrictClient
from tests.web.tea_site import ELSEWHERE, HERE, TeaSite, email, sign_in

pytestmark = pytest.mark.slow
PAGE = "/staff/record/"
SERIES = Held(Role.MANAGER, series="tea")


def refused(site: TeaSite) -> list[audit.Entry]:
    with site.database.read() as connection:
        return list(audit.entries(connection, Search(action=audit.REFUSED), most=None))


@pytest.fixture
def owner(site: TeaSite) -> StrictClient:
    return site.signed_in("administrator")


def test_a_refusal_is_recorded_with_who_route_and_wave(site: TeaSite) -> None:
    assert site.signed_in("viewer").get(f"/staff/waves/{HERE}/firms").status_code == 403

    (entry,) = refused(site)
    assert (entry.by, entry.about) == (email("viewer", HERE), HERE)
    assert entry.detail == {"method": "GET", "route": "firms.every_firm", "status": 403}


def test_a_wave_of_others_is_recorded_too(site: TeaSite) -> None:
    site.signed_in("viewer").get(f"/staff/waves/{ELSEWHERE}")

    (entry,) = refused(site)
    assert (entry.about, entry.detail["status"]) == (ELSEWHERE, 404)


def test_a_sign_in_that_failed_is_recorded_without_what_was_typed(site: TeaSite) -> None:
    sign_in(site.visitor(), "typed-by-mistake@example.org", "a secret of mine")

    (entry,) = refused(site)
    assert (entry.by, entry.about) == ("not signed in", "sign-in")
    assert "mine" not in str(entry)
    assert "mistake" not in str(entry)


def test_visitors_who_never_signed_in_fill_no_record(site: TeaSite) -> None:
    for path in ("/staff/", f"/staff/waves/{HERE}", "/staff/nothing", "/nothing"):
        site.visitor().get(path)

    assert refused(site) == []


def test_a_person_fills_the_record_up_to_a_limit(make_site: Callable[..., TeaSite]) -> None:
    site = make_site(rate_limits=True)
    viewer = site.signed_in("viewer")

    for _ in range(40):
        assert viewer.get(f"/staff/waves/{HERE}/firms").status_code == 403

    assert len(refused(site)) == 30


def test_an_owner_of_a_wave_reads_what_is_about_it_alone(
    site: TeaSite, owner: StrictClient
) -> None:
    site.signed_in("viewer", ELSEWHERE).get(f"/staff/waves/{ELSEWHERE}/firms")
    site.signed_in("viewer").get(f"/staff/waves/{HERE}/firms")

    page = owner.get(PAGE).get_data(as_text=True)

    assert email("viewer", HERE) in page
    assert ELSEWHERE not in page


def test_the_record_is_searched_and_taken_as_a_file(site: TeaSite, owner: StrictClient) -> None:
    site.signed_in("viewer").get(f"/staff/waves/{HERE}/firms")

    page = owner.get(f"{PAGE}?action=request.refused&by=viewer").get_data(as_text=True)
    nothing = owner.get(f"{PAGE}?by=%25").get_data(as_text=True)
    file = owner.get(f"{PAGE}record.csv?action=request.refused").get_data(as_text=True)

    assert "Entries: 1" in page
    assert "No entry matches." in nothing
    assert file.splitlines()[0] == "\ufeffat,by,action,about,detail"
    assert "route=firms.every_firm" in file


@pytest.mark.parametrize("asked", ["since=2999-01-01", "until=2000-01-01", "about=no-such-wave"])
def test_a_search_that_finds_nothing_says_so(owner: StrictClient, asked: str) -> None:
    assert "No entry matches." in owner.get(f"{PAGE}?{asked}").get_data(as_text=True)


def test_an_owner_of_a_wave_reads_who_was_given_rights_on_it(
    site: TeaSite, owner: StrictClient
) -> None:
    for held in (Held(Role.ANALYST, wave=HERE), Held(Role.VIEWER, wave=ELSEWHERE)):
        rights.grant(site.database, email("viewer", HERE), held, by=BY, now=NOW)
    rights.grant(site.database, email("analyst", ELSEWHERE), SERIES, by=BY, now=NOW)

    page = owner.get("/staff/record/record.csv?action=role.granted").get_data(as_text=True)

    assert [line.split(",")[4] for line in page.split("\r\n")[1:-1]] == [
        "role=manager; wave=None; series=tea",
        f"role=analyst; wave={HERE}; series=None",
    ]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-13-01", "9998-12-31"])
@pytest.mark.parametrize("end", ["since", "until"])
def test_any_day_may_be_typed(owner: StrictClient, end: str, day: str) -> None:
    assert owner.get(f"{PAGE}?{end}={day}").status_code == 200


def test_strangers_who_fail_to_sign_in_leave_room_for_what_staff_are_refused(
    make_site: Callable[..., TeaSite], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(limits.REFUSALS_IN_ALL, most=parse("2/hour"))
    monkeypatch.setattr(refusals, "REFUSALS_IN_ALL", few)
    site = make_site(rate_limits=True)
    viewer = site.signed_in("viewer")
    for number in range(4):
        sign_in(site.visitor(), f"stranger{number}@example.org", "a guess of theirs")

    viewer.get(f"/staff/waves/{HERE}/firms")

    assert email("viewer", HERE) in {one.by for one in refused(site)}


def test_every_kind_of_entry_is_a_thing_and_what_was_done_with_it() -> None:
    assert [name for name in DEEDS if not re.fullmatch(r"[a-z]+\.[a-z_]+", name)] == []
    assert set(audit.FORMERLY.values()) <= DEEDS.keys()


def test_a_kind_as_it_was_once_written_is_found_and_said_as_it_is_now(site: TeaSite) -> None:
    with site.database.write() as connection:
        for action in ("publish_run", "run.published"):
            audit.record(connection, action, by="test", about="run 7", now=NOW)

    with site.database.read() as connection:
        found = audit.entries(connection, Search(action="run.published", about="run 7"))
        kinds = audit.actions(connection)

    assert [entry.action for entry in found] == ["run.published"] * 2
    assert "run.published" in kinds
    assert not set(kinds) & audit.FORMERLY.keys()
