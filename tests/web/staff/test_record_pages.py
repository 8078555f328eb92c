"""What staff do and are refused is on record, for owners, within what they own."""

from collections.abc import Callable

import pytest

from app.storage import audit
from app.storage.audit import Search
from tests.web.client import StrictClient
from tests.web.tea_site import ELSEWHERE, HERE, TeaSite, email, sign_in

pytestmark = pytest.mark.slow
PAGE = "/staff/record/"


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
