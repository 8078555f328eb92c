"""Owners give and take rights within what they own; everybody changes the own password."""

import re

import pytest

from app.access.roles import Held, Role
from app.actions import membership, rights
from app.collection.frame import Unit
from app.storage import frames
from app.storage.database import Database
from tests import cast
from tests.web.client import StrictClient
from tests.web.staff.test_staff_pages import statements
from tests.web.tea_site import ELSEWHERE, HERE, PASSWORD, TeaSite, email, sign_in, token_on

pytestmark = pytest.mark.slow
PAGE = "/staff/accounts/"
NEW = "genmaicha and hojicha"


def send(browser: StrictClient, page: str, path: str, **fields: str) -> tuple[int, str]:
    answer = browser.post(path, data={"csrf_token": token_on(browser, page), **fields})
    return answer.status_code, answer.get_data(as_text=True)


def grants(database: Database, address: str) -> set[Held]:
    every = membership.every_account(database)
    return next(set(one.grants) for one in every if one.email == address)


def number(database: Database, address: str) -> int:
    return next(one.id for one in membership.every_account(database) if one.email == address)


@pytest.fixture
def owner(site: TeaSite) -> StrictClient:
    return site.signed_in("administrator")


@pytest.fixture
def chief(site: TeaSite) -> StrictClient:
    """The browser of somebody who decides about every wave."""
    newcomer = membership.Newcomer(email("chief", None), "Invented chief", "administrator")
    membership.create_account(site.database, newcomer, PASSWORD, by=cast.BY, now=cast.NOW)
    return site.signed_in("chief", None)


def test_an_owner_gives_a_role_on_the_own_wave(site: TeaSite, owner: StrictClient) -> None:
    someone = email("viewer", ELSEWHERE)

    status, _ = send(owner, PAGE, PAGE, email=someone, role="analyst", place=f"wave:{HERE}")

    assert status == 303
    assert Held(Role.ANALYST, HERE) in grants(site.database, someone)


@pytest.mark.parametrize("place", ["all:", "series:tea", f"wave:{ELSEWHERE}", "wave:none"])
def test_an_owner_of_a_wave_gives_nothing_beyond_it(
    site: TeaSite, owner: StrictClient, place: str
) -> None:
    someone = email("viewer", HERE)

    status, _ = send(owner, PAGE, PAGE, email=someone, role="administrator", place=place)

    assert status == 403
    assert grants(site.database, someone) == {Held(Role.VIEWER, HERE)}


def test_what_was_not_chosen_is_told_beside_its_field(owner: StrictClient) -> None:
    status, page = send(owner, PAGE, PAGE, email="", role="owner", place="")

    assert status == 422
    for name, told in (
        ("email", "Enter an e-mail such as name@example.org."),
        ("role", "Choose a role."),
        ("place", "Choose where the role holds."),
    ):
        beside = page[page.index(f'id="{name}-message"') :]
        assert told in beside[: beside.index("</p>")]


def test_somebody_new_gets_an_account_and_a_password_that_works(
    site: TeaSite, owner: StrictClient
) -> None:
    status, page = send(
        owner, PAGE, PAGE, email="Ren@Example.org", name="Ren (invented)", role="viewer",
        place=f"wave:{HERE}",
    )  # fmt: skip

    password = re.findall(r'<code class="code-shown">([^<]+)<', page)[0]
    assert status == 200
    assert sign_in(site.visitor(), "ren@example.org", password).location == "/staff/"
    assert password not in owner.get(PAGE).get_data(as_text=True)


def test_an_e_mail_that_is_none_is_told_beside_its_field(owner: StrictClient) -> None:
    status, page = send(owner, PAGE, PAGE, email="ren", role="viewer", place=f"wave:{HERE}")

    assert status == 422
    assert "Enter an e-mail such as name@example.org." in page


def test_an_owner_sees_nobody_of_other_waves(owner: StrictClient) -> None:
    page = owner.get(PAGE).get_data(as_text=True)

    assert email("viewer", HERE) in page
    assert email("viewer", ELSEWHERE) not in page


def test_a_right_on_the_series_is_seen_by_the_owner_of_a_wave_and_not_taken(
    site: TeaSite, owner: StrictClient
) -> None:
    above = email("viewer", ELSEWHERE)
    series = cast.SURVEY.partition("/")[0]
    held = Held(Role.VIEWER, series=series)
    rights.grant(site.database, above, held, by=cast.BY, now=cast.NOW)
    page = f"{PAGE}{number(site.database, above)}"

    seen = owner.get(page).get_data(as_text=True)
    status, _ = send(owner, PAGE, f"{page}/revoke", role="viewer", place=f"series:{series}")

    assert "Every wave of the series" in seen
    assert "Take the role" not in seen
    assert status == 403
    assert held in grants(site.database, above)


def test_a_right_that_is_taken_away_ends_at_once(site: TeaSite, owner: StrictClient) -> None:
    viewer = site.signed_in("viewer")
    page = f"{PAGE}{number(site.database, email('viewer', HERE))}"

    send(owner, page, f"{page}/revoke", role="viewer", place=f"wave:{HERE}")

    assert viewer.get(f"/staff/waves/{HERE}").status_code == 404


def test_closing_an_account_ends_its_sessions(site: TeaSite, chief: StrictClient) -> None:
    viewer = site.signed_in("viewer")
    page = f"{PAGE}{number(site.database, email('viewer', HERE))}"

    status, _ = send(chief, page, f"{page}/close")

    assert status == 303
    assert viewer.get("/staff/").status_code == 303
    assert sign_in(site.visitor(), email("viewer", HERE)).status_code == 422


def test_the_last_who_decides_about_everything_is_not_closed(
    site: TeaSite, chief: StrictClient
) -> None:
    page = f"{PAGE}{number(site.database, email('chief', None))}"

    status, told = send(chief, PAGE, f"{page}/close")

    assert status == 409
    assert "Nobody else is administrator of every wave." in told


def test_the_own_password_is_changed_and_other_sessions_end(site: TeaSite) -> None:
    here, there = site.signed_in("viewer"), site.signed_in("viewer")

    status, _ = send(
        here, "/staff/account", "/staff/account", current=PASSWORD, new=NEW, again=NEW
    )

    assert status == 303
    assert "Your password is changed" in here.get("/staff/account").get_data(as_text=True)
    assert there.get("/staff/account").status_code == 303
    assert sign_in(site.visitor(), email("viewer", HERE), NEW).location == "/staff/"


@pytest.mark.parametrize(
    ("current", "new", "again", "told"),
    [
        ("wrong", NEW, NEW, "Enter the password that you sign in with now."),
        (PASSWORD, NEW, NEW + "!", "Enter the new password twice"),
        (PASSWORD, "short", "short", "12 to 128 characters"),
        (PASSWORD, "viewer-viewer-viewer", "viewer-viewer-viewer", "name in your e-mail"),
        (PASSWORD, "ababababababab", "ababababababab", "6 different characters"),
    ],
    ids=["current", "twice", "short", "name", "variety"],
)
def test_a_password_that_cannot_be_is_told(
    site: TeaSite, current: str, new: str, again: str, told: str
) -> None:
    viewer = site.signed_in("viewer")

    status, page = send(
        viewer, "/staff/account", "/staff/account", current=current, new=new, again=again
    )

    assert status == 422
    assert told in page
    assert sign_in(site.visitor(), email("viewer", HERE)).location == "/staff/"


def test_the_pages_of_many_take_as_many_statements_as_those_of_few(
    site: TeaSite, chief: StrictClient
) -> None:
    pages = (PAGE, "/staff/record/", f"/staff/waves/{HERE}/firms")
    few = [counted(chief, page) for page in pages]

    for n in range(12):
        newcomer = membership.Newcomer(f"ren{n}@example.org", "Ren (invented)", "viewer", HERE)
        membership.create_account(site.database, newcomer, PASSWORD, by=cast.BY, now=cast.NOW)
    with site.database.write() as connection:
        frames.add_units(
            connection, HERE,
            [Unit(f"M{n}", "Nobody", "JP", "g46", "250_999", "JP") for n in range(40)],
        )  # fmt: skip

    assert [counted(chief, page) for page in pages] == few
    assert max(few) <= 8


def counted(browser: StrictClient, path: str) -> int:
    """Statements that a page takes once plans have been read."""
    browser.get(path)
    with statements() as seen:
        assert browser.get(path).status_code == 200
    return len(seen)
