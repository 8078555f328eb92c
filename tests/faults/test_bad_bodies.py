"""What no browser sends: bodies too large, NUL, halves of characters, codes that are guessed."""

import http.client
from http import HTTPStatus

import pytest

from bench.browser import HOST, POSTED, Browser
from bench.server import answers
from tests.faults.conftest import Doors, Installation

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

REMARK = "/answer/counting/remark"
GUESSES = 60
REFUSED = {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}


def raw_post(browser: Browser, path: str, body: bytes) -> int:
    """The status of a body sent as it is; 413 where the server hangs up before reading it all."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    connection = http.client.HTTPConnection(HOST, browser.connection.port, timeout=20)
    try:
        connection.request("POST", path, body, {**POSTED, "Cookie": cookies})
        return connection.getresponse().status
    except (ConnectionResetError, BrokenPipeError):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    finally:
        connection.close()


@pytest.mark.parametrize("size", [65 * 1024, 1024**2, 20 * 1024**2], ids=lambda size: f"{size} B")
def test_a_body_over_64_kb_is_refused(installation: Installation, doors: Doors, size: int) -> None:
    unit, browser = doors.opened(34)

    status = raw_post(browser, REMARK, b"remark=" + b"x" * size)

    assert status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "remark" not in installation.answers(unit)
    assert answers(doors.server.port)


def test_a_body_without_an_end_is_refused(doors: Doors) -> None:
    _, browser = doors.opened(34)
    connection = http.client.HTTPConnection(HOST, doors.server.port, timeout=20)
    connection.putrequest("POST", REMARK)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    for name, value in {**POSTED, "Cookie": cookies, "Transfer-Encoding": "chunked"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"

    try:
        for _ in range(64):
            connection.send(chunk)
        connection.send(b"0\r\n\r\n")
        status = connection.getresponse().status
    except (ConnectionResetError, BrokenPipeError):
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    finally:
        connection.close()

    assert status in REFUSED
    assert answers(doors.server.port)


def test_five_thousand_fields_are_refused(doors: Doors) -> None:
    _, browser = doors.opened(34)

    status = raw_post(browser, REMARK, "&".join(f"f{n}=1" for n in range(5000)).encode())

    assert status in REFUSED


@pytest.mark.parametrize(
    "typed",
    [b"a%00b", b"a%ED%A0%80b", b"a%FFb", b"a%1Bb"],
    ids=["NUL", "half a character", "no UTF-8", "escape"],
)
def test_a_character_that_cannot_be_shown_is_refused(
    installation: Installation, doors: Doors, typed: bytes
) -> None:
    unit, browser = doors.opened(34)
    hidden = browser.get(REMARK).hidden(REMARK)
    fields = b"&".join(f"{name}={value}".encode() for name, value in hidden)

    status = raw_post(browser, REMARK, fields + b"&remark=" + typed)

    assert status in {HTTPStatus.UNPROCESSABLE_ENTITY, *REFUSED}
    stored = installation.answers(unit).get("remark", {}).get("value", "")
    assert not {"\0", "\x1b"} & set(stored)
    assert not any("\ud800" <= character <= "\udfff" for character in stored)


def test_guessing_codes_is_limited(doors: Doors) -> None:
    _, browser = doors.opened(35)
    fields = browser.get("/start").hidden("/start")

    statuses = []
    for guess in range(GUESSES):
        page = browser.post("/start", [*fields, ("code", f"{guess:026d}")])
        statuses.append(page.status)
        if page.status == HTTPStatus.TOO_MANY_REQUESTS:
            assert int(page.headers["retry-after"]) > 0
            return

    pytest.fail(f"{GUESSES} guesses in a row were answered: {set(statuses)}")
