"""Signing in tells nothing, is limited without locking anybody out, and ends for good."""

import statistics
import time
from collections.abc import Callable

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.actions import membership
from app.storage import audit
from tests import cheaply
from tests.cast import BY, NOW
from tests.web.client import StrictClient
from tests.web.tea_site import HERE, PASSWORD, TeaSite, email, sign_in, token_on

pytestmark = pytest.mark.slow

MANAGER = email("manager", HERE)
VIEWER = email("viewer", HERE)
WRONG = "not-the-password"


@pytest.fixture
def limited(make_site: Callable[..., TeaSite]) -> TeaSite:
    return make_site(rate_limits=True)


def cookie(browser: StrictClient, name: str = "kakehashi") -> str:
    found = browser.get_cookie(name)
    assert found is not None
    return found.value


@pytest.mark.parametrize(
    ("address", "password"),
    [
        pytest.param("nobody@example.org", PASSWORD, id="no such account"),
        pytest.param(MANAGER, WRONG, id="wrong password"),
        pytest.param("", "", id="nothing"),
        pytest.param(MANAGER, "", id="no password"),
        pytest.param("nul\0@example.org", "\0", id="NUL"),
        pytest.param("x" * 5000, "y" * 5000, id="very long"),
    ],
)
def test_every_failure_gets_the_same_answer(site: TeaSite, address: str, password: str) -> None:
    usual = sign_in(site.visitor(), "somebody@example.org", WRONG)

    answer = sign_in(site.visitor(), address, password)

    text = answer.get_data(as_text=True)
    assert answer.status_code == usual.status_code == 422
    assert "Enter the e-mail and the password of your account" in text
    assert "/staff/" not in answer.headers.get("Location", "")


@pytest.mark.slow
def test_an_unknown_email_takes_as_long_as_a_wrong_password(site: TeaSite) -> None:
    with cheaply.at_full_cost():
        membership.replace_password(site.database, MANAGER, PASSWORD, by=BY, now=NOW)

    def seconds(address: str) -> float:
        browser = site.visitor()
        token = token_on(browser, "/sign-in")
        begun = time.process_time()
        browser.post("/sign-in", data={"csrf_token": token, "email": address, "password": WRONG})
        return time.process_time() - begun

    pairs = [(seconds(MANAGER), seconds("nobody@example.org")) for _ in range(7)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))

    assert abs(known - unknown) < 0.25 * known


def test_case_and_space_around_the_email_do_not_matter(site: TeaSite) -> None:
    answer = sign_in(site.visitor(), f"  {MANAGER.upper()} ")

    assert answer.location == "/staff/"


def test_signing_in_is_recorded(site: TeaSite) -> None:
    sign_in(site.visitor(), MANAGER)

    with site.database.read() as connection:
        last = audit.entries(connection, most=1)[0]

    assert (last.action, last.by) == ("account.signed_in", MANAGER)


def test_the_session_and_its_token_are_new_after_signing_in(site: TeaSite) -> None:
    browser = site.visitor()
    old_token = token_on(browser, "/sign-in")
    old_cookie = cookie(browser)

    sign_in(browser, MANAGER)
    planted = site.visitor()
    planted.set_cookie("kakehashi", old_cookie)
    reused = browser.post("/sign-out", data={"csrf_token": old_token})

    assert planted.get("/staff/").status_code == 303, "the cookie of before opens nothing"
    assert reused.status_code == 400, "the token of before is worth nothing"


def test_the_language_chosen_outlives_signing_in(site: TeaSite) -> None:
    browser = site.visitor()
    token = token_on(browser, "/sign-in")
    browser.post("/language", data={"csrf_token": token, "language": "ja", "next": "/sign-in"})

    sign_in(browser, MANAGER)

    assert 'lang="ja"' in browser.get("/staff/").get_data(as_text=True)


def test_a_stolen_cookie_is_worthless_after_signing_out(site: TeaSite) -> None:
    browser = site.signed_in("analyst")
    thief = site.visitor()
    thief.set_cookie("kakehashi", cookie(browser))
    assert thief.get("/staff/").status_code == 200

    token = token_on(browser, "/staff/")
    browser.post("/sign-out", data={"csrf_token": token})

    assert browser.get("/staff/").status_code == 303
    assert thief.get("/staff/").status_code == 303


def test_a_session_of_a_closed_account_ends_at_once(site: TeaSite) -> None:
    browser = site.signed_in("viewer")

    with site.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE account SET active = false WHERE email = '{VIEWER}'")  # noqa: S608

    assert browser.get("/staff/").status_code == 303
    assert sign_in(site.visitor(), VIEWER).status_code == 422


def test_an_old_session_is_shown_the_way_to_sign_in_and_back(site: TeaSite) -> None:
    browser = site.signed_in("viewer")
    with browser.session_transaction(f"/staff/waves/{HERE}") as session:
        session["seen_at"] -= 46 * 60

    answer = browser.get(f"/staff/waves/{HERE}")

    assert answer.location == f"/sign-in?next=/staff/waves/{HERE}"


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        pytest.param(f"/staff/waves/{HERE}", f"/staff/waves/{HERE}", id="a page of staff"),
        pytest.param("//evil.example/", "/staff/", id="another host"),
        pytest.param("https://evil.example/staff/", "/staff/", id="an address"),
        pytest.param("/\\evil.example", "/staff/", id="a backslash"),
        pytest.param("/staff/\r\nX: y", "/staff/", id="a line break"),
        pytest.param("javascript:alert(1)", "/staff/", id="a script"),
        pytest.param("/staff/?next=//evil.example", "/staff/", id="a query"),
        pytest.param("/answer/", "/staff/", id="a page of firms"),
    ],
)
def test_signing_in_leads_to_pages_of_staff_alone(site: TeaSite, wanted: str, where: str) -> None:
    answer = sign_in(site.visitor(), MANAGER, next=wanted)

    assert answer.location == where


def test_a_host_that_is_made_up_changes_no_address(site: TeaSite) -> None:
    answer = site.visitor().get("/staff/", headers={"Host": "evil.example"})

    assert answer.location == "/sign-in?next=/staff/"


def test_guessing_at_one_account_is_stopped(limited: TeaSite) -> None:
    guesser = limited.visitor()
    found = [sign_in(guesser, MANAGER, WRONG).status_code for _ in range(10)]

    stopped = sign_in(guesser, MANAGER)

    assert found == [422] * 10
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= 3600


def test_pages_of_firms_and_readers_ask_for_no_account(site: TeaSite) -> None:
    browser = site.signed_in("manager")
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    for path in ("/", "/reports/", f"/privacy/{HERE}", "/start", "/healthz"):
        browser.get(path)
    event.remove(Engine, "before_cursor_execute", note)

    assert seen
    assert not [statement for statement in seen if "account" in statement]


def test_a_token_in_a_header_signs_nobody_in(site: TeaSite) -> None:
    headers = {"Authentication-Token": "anything", "Authorization": "Bearer anything"}

    assert site.visitor().get("/staff/", headers=headers).status_code == 303


@pytest.mark.slow
def test_guessing_from_one_address_is_stopped_whatever_its_headers_say(limited: TeaSite) -> None:
    guesser = limited.visitor()
    for number in range(20):
        sign_in(guesser, f"guess{number}@example.org", WRONG)
    token = token_on(guesser, "/sign-in")

    stopped = guesser.post(
        "/sign-in",
        data={"csrf_token": token, "email": "one-more@example.org", "password": WRONG},
        headers={"X-Forwarded-For": "203.0.113.77", "X-Real-IP": "203.0.113.77"},
    )

    assert stopped.status_code == 429


def test_nobody_is_locked_out_of_the_own_browser(limited: TeaSite) -> None:
    desk = limited.signed_in("manager")
    desk.post("/sign-out", data={"csrf_token": token_on(desk, "/staff/")})
    guesser = limited.visitor()
    for _ in range(11):
        sign_in(guesser, MANAGER, WRONG)

    answer = sign_in(desk, MANAGER)

    assert answer.location == "/staff/"


def test_a_browser_is_known_for_its_own_account_alone(limited: TeaSite) -> None:
    desk = limited.signed_in("viewer")
    desk.post("/sign-out", data={"csrf_token": token_on(desk, "/staff/")})
    for _ in range(10):
        sign_in(desk, MANAGER, WRONG)

    assert sign_in(desk, MANAGER).status_code == 429


def test_the_right_password_clears_the_count_of_an_account(limited: TeaSite) -> None:
    browser = limited.visitor()
    for _ in range(9):
        sign_in(browser, MANAGER, WRONG)
    assert sign_in(browser, MANAGER).location == "/staff/"

    fresh = limited.visitor()
    found = [sign_in(fresh, MANAGER, WRONG).status_code for _ in range(5)]

    assert found == [422] * 5


def test_cookies_of_staff_are_not_for_scripts(site: TeaSite) -> None:
    answer = sign_in(site.visitor(), MANAGER)

    for written in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in written
        assert "SameSite=" in written


def test_the_demonstration_account_is_shown_in_demonstration_mode_alone(
    make_site: Callable[..., TeaSite],
) -> None:
    for demo in (True, False):
        site = make_site(demo=demo)
        (site.services.data / "demonstration.json").write_text(
            '{"codes": [{"wave": "tea-named", "name": "Invented Cups", "code": "AAAAA"}],'
            ' "accounts": [{"email": "demo@example.org", "password": "shown-to-all"}]}'
        )

        first = site.visitor().get("/").get_data(as_text=True)
        door = site.visitor().get("/sign-in").get_data(as_text=True)

        assert ("shown-to-all" in first) is demo
        assert ("shown-to-all" in door) is demo
        assert ("/r/AAAAA" in first) is demo
        assert ("simulated" in first) is demo
