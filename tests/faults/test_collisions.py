"""Two windows, two colleagues, two clicks at once: nothing is lost, doubled or overwritten."""

import socket
import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode

import pytest

from bench.browser import Browser, Page
from tests.faults.conftest import Doors, Installation

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

TIMES = 40
SUBMISSIONS = 30
COUNTER, LEFT, RIGHT = (f"/answer/counting/{page}" for page in ("counter", "left", "right"))


def at_once(*deeds: Callable[[], Page]) -> list[Page]:
    """What each of several deeds brings when all are let go at the same moment."""
    barrier = threading.Barrier(len(deeds))
    pages: dict[int, Page] = {}

    def run(at: int, deed: Callable[[], Page]) -> None:
        barrier.wait()
        pages[at] = deed()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [pages[at] for at in range(len(deeds))]


def test_two_windows_on_one_page_never_overwrite_each_other(
    installation: Installation, doors: Doors
) -> None:
    unit, one = doors.opened(0)
    other = doors.twin(one)
    overwritten = 0

    for turn in range(TIMES):
        first, second = str(1000 + turn), str(5000 + turn)
        forms = [window.get(COUNTER).hidden(COUNTER) for window in (one, other)]

        pages = at_once(
            partial(one.post, COUNTER, [*forms[0], ("counter", first)]),
            partial(other.post, COUNTER, [*forms[1], ("counter", second)]),
        )

        statuses = sorted(page.status for page in pages)
        assert statuses == [HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT]
        shown = next(page.text for page in pages if page.status == HTTPStatus.CONFLICT)
        assert all(value in shown.replace(",", "") for value in (first, second))
        won = first if pages[0].status == HTTPStatus.SEE_OTHER else second
        overwritten += installation.answers(unit)["counter"]["value"] != won

    assert overwritten == 0


def test_two_colleagues_on_different_pages_both_keep_their_answers(
    installation: Installation, doors: Doors
) -> None:
    unit, one = doors.opened(1)
    _, other = doors.opened(1)
    lost = 0

    for turn in range(TIMES):
        left, right = str(1000 + turn), str(5000 + turn)
        forms = one.get(LEFT).hidden(LEFT), other.get(RIGHT).hidden(RIGHT)

        pages = at_once(
            partial(one.post, LEFT, [*forms[0], ("left", left)]),
            partial(other.post, RIGHT, [*forms[1], ("right", right)]),
        )

        assert [page.status for page in pages] == [HTTPStatus.SEE_OTHER] * 2
        stored = installation.answers(unit)
        lost += (stored["left"]["value"], stored["right"]["value"]) != (left, right)

    assert lost == 0


def test_a_double_click_submits_exactly_once(installation: Installation, doors: Doors) -> None:
    for firm in range(2, 2 + SUBMISSIONS):
        unit, one = doors.opened(firm)
        for page in (COUNTER, LEFT, RIGHT):
            one.send(page, [(page.rpartition("/")[2], "7")])
        remark = "/answer/counting/remark"
        one.send(remark, [("remark", "Invented remark")])
        fields = one.get("/answer/check").hidden("/answer/submit")
        other = doors.twin(one)

        pages = at_once(
            partial(one.post, "/answer/submit", fields),
            partial(other.post, "/answer/submit", fields),
        )

        assert [page.status for page in pages] == [HTTPStatus.SEE_OTHER] * 2
        assert {page.location for page in pages} == {"/answer/receipt"}
        receipts = [window.get("/answer/receipt") for window in (one, other)]
        number = installation.receipt(unit)
        assert number
        assert all(page.status == HTTPStatus.OK and number in page.text for page in receipts)
        assert installation.submissions(unit) == 1


def test_a_form_sent_again_after_a_lost_reply_has_one_effect(
    installation: Installation, doors: Doors
) -> None:
    unit, browser = doors.opened(33)
    fields = [*browser.get(COUNTER).hidden(COUNTER), ("counter", "77")]
    send_and_hang_up(browser, COUNTER, fields)

    again = browser.post(COUNTER, fields)

    assert again.status == HTTPStatus.SEE_OTHER
    assert installation.history(unit, "counter") == ["77"]


def send_and_hang_up(browser: Browser, path: str, fields: list[tuple[str, str]]) -> None:
    """Post a form and wait until it was answered, without reading what was answered."""
    body = urlencode(fields).encode()
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{browser.connection.port}\r\n"
        f"Cookie: {cookies}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", browser.connection.port)) as line:
        line.sendall(head.encode() + body)
        line.recv(1)
