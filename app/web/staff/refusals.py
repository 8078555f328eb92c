"""What staff are refused goes on record: who asked, for what route, when; never what was sent."""

import logging

from flask import Flask, Response, request

from app.actions import recording
from app.web.identity import now, services
from app.web.limits import REFUSALS_IN_ALL, REFUSALS_OF_A_PERSON, address, limits
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
        _keep(NOBODY, "sign-in", response.status_code, counted_by=address())
    elif request.path.startswith("/staff/") and response.status_code in REFUSED:
        found = signed_in()
        if found is not None:
            about = str((request.view_args or {}).get("wave", request.path))
            _keep(found.email, about, response.status_code, counted_by=found.email)
    return response


def _keep(by: str, about: str, status: int, *, counted_by: str) -> None:
    counters = limits()
    if not counters.has_room(REFUSALS_OF_A_PERSON, counted_by):
        return
    if not counters.has_room(REFUSALS_IN_ALL, ""):
        return
    detail = {
        "method": request.method,
        "route": request.endpoint or request.path[:LONGEST_PATH],
        "status": status,
    }
    try:
        recording.record_refusal(services().database, by=by, about=about, detail=detail, now=now())
    except Exception as problem:  # the page is the answer, whatever becomes of its record
        log.warning("a refusal was not recorded", exc_info=problem)
