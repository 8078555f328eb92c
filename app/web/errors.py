"""Pages for what cannot go on, in the language of the reader and without a trace."""

import logging

from flask import Flask, Response, make_response, render_template
from werkzeug.exceptions import HTTPException, InternalServerError

from app.language.catalogue import mark
from app.web.locale import say

log = logging.getLogger(__name__)

TITLES = {
    400: mark("This request could not be read"),
    403: mark("This page is not open to you"),
    404: mark("There is no such page"),
    405: mark("This page cannot be used in this way"),
    410: mark("This run was withdrawn"),
    413: mark("This is more than can be sent at once"),
    415: mark("This request could not be read"),
    429: mark("Too many attempts"),
    500: mark("Something did not work on our side"),
    503: mark("The service is not available for a moment"),
}
LEADS = {
    400: mark("Go back, load the page again and repeat the last step."),
    403: mark("Sign in with an account that may open it, or go back."),
    404: mark("Check the address, or start again from the first page."),
    405: mark("Go back and use the buttons of the page."),
    410: mark(
        "Whoever published it has taken it back. The list of reports shows what stands now."
    ),
    413: mark("Shorten the longest text and send the page again. Saved answers are kept."),
    415: mark("Go back, load the page again and repeat the last step."),
    429: mark("Wait a minute and try again. Saved answers are kept."),
    500: mark("Saved answers are kept. Go back and try again in a few minutes."),
    503: mark("Saved answers are kept. Go back and try again in a few minutes."),
}
RETRY_AFTER_S = {429: "60", 503: "30"}


def install(app: Flask) -> None:
    """Show every exception as one of these pages."""
    app.register_error_handler(HTTPException, page)
    app.register_error_handler(Exception, unexpected)


def page(problem: HTTPException) -> Response:
    """The page for an exception that names its status."""
    if problem.response is not None:
        return make_response(problem.response)
    status = problem.code or 500
    code = status if status in TITLES else 400 if status < 500 else 500
    body = render_template(
        "errors/page.html", code=code, title=say(TITLES[code]), lead=say(LEADS[code])
    )
    response = make_response(body, status)
    for name, value in problem.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    if code in RETRY_AFTER_S:
        response.headers.setdefault("Retry-After", RETRY_AFTER_S[code])
    return response


def unexpected(problem: Exception) -> Response:
    """The page for what nobody foresaw; the trace goes to the log alone."""
    log.error("a page failed", exc_info=problem)
    return page(InternalServerError())
