"""What staff are refused goes on record: who asked, for what route, when; never what was sent."""

import logging

from flask import Flask, Response, request

from app.actions import recording
from app.web.identity import now, services
from app.web.limits import (
    FAILED_SIGN_INS_IN_ALL,
    REFUSALS_IN_ALL,
    REFUSALS_OF_A_PERSON,
    Rule,
    address,
    limits,
)
from app.web.staff.gate import signed_in

log = logging.getLogger(__name__)

REFUSED = frozenset({400, 403, 404, 405})
NOBODY = "not signed in"
LONGEST_PATH = 200


def install(app: Flask) -> None:
    """Note every refusal on a page of staff, and every sign-in that failed."""
    app.after_request(note)


def note(response: Response) -> Response:
    """Keep a refusal, as long as there are not too many of them."""
    is_sign_in = request.path == "/sign-in" and request.method == "POST"
    if is_sign_in and response.status_code in {422, 429}:
        if _is_kept(address(), FAILED_SIGN_INS_IN_ALL):
            _keep(NOBODY, "sign-in", response.status_code)
    elif request.path.startswith("/staff/") and response.status_code in REFUSED:
        found = signed_in()
        if found is not None:
            about = str((request.view_args or {}).get("wave", request.path))
            if _is_kept(found.email, REFUSALS_IN_ALL):
                _keep(found.email, about, response.status_code)
    return response


def _is_kept(counted_by: str, in_all: Rule) -> bool:
    """Count a refusal; whether it is among those that go on record.

    Sign-ins that fail have a number of their own: anybody can make them, and they must not use up
    the room of what staff are refused.
    """
    counters = limits()
    return counters.has_room(REFUSALS_OF_A_PERSON, counted_by) and counters.has_room(in_all, "")


def _keep(by: str, about: str, status: int) -> None:
    detail = {
        "method": request.method,
        "route": request.endpoint or request.path[:LONGEST_PATH],
        "status": status,
    }
    try:
        recording.record_refusal(services().database, by=by, about=about, detail=detail, now=now())
    except Exception as problem:  # the page is the answer, whatever becomes of its record
        log.warning("a refusal was not recorded", exc_info=problem)
