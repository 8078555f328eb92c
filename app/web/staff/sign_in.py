"""Signing in and out: an unknown e-mail and a wrong password get one answer, in the same time."""

import re
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask_security import current_user
from flask_security.utils import login_user, logout_user
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from app.actions import membership
from app.language.catalogue import mark
from app.web import limits
from app.web.demonstration import demonstration
from app.web.identity import now, services
from app.web.limits import limits as counters
from app.web.locale import say
from app.web.staff import tenure
from app.web.staff.gate import everyone, signed_in
from app.web.staff.known_browser import KnownBrowsers

if TYPE_CHECKING:  # pages go through actions: values are named here for the checker alone
    from app.storage.accounts import AccountDatastore

HOME = "/staff/"
STAFF_PAGE = re.compile(r"/staff/[A-Za-z0-9_\-./]*")
"""Where signing in may lead: our own pages of staff, nothing else."""

UNKNOWN = mark(
    "Enter the e-mail and the password of your account. These two do not belong together."
)
ENDED = mark("You are signed out, on every device.")


def blueprint(known: KnownBrowsers, datastore: "AccountDatastore") -> Blueprint:
    """The pages, on the accounts of this installation and the browsers that it knows."""
    accounts = Blueprint("accounts", __name__)
    accounts.before_request(everyone)

    @accounts.get("/sign-in")
    def form() -> AnyResponse:
        """The form, or what stands behind it for those who are signed in."""
        if signed_in() is not None:
            return redirect(HOME, 303)
        notice = say(ENDED) if session.pop("signed_out", False) else None
        return _form(notice=notice, wanted=request.args.get("next", ""))

    @accounts.post("/sign-in")
    def sign_in() -> AnyResponse:
        """Open a session for the account whose e-mail and password were given."""
        email = membership.normal_email(request.form.get("email", ""))
        password = request.form.get("password", "")
        wanted = request.form.get("next", "")
        counted = _count(known, email)
        login = membership.recognise(
            services().database,
            email=email[: membership.LONGEST_EMAIL],
            password=password[: membership.LONGEST + 1],
            now=now(),
            demo=services().demo,
        )
        if login is None:
            return _form(
                problem=say(UNKNOWN), email=email[: membership.LONGEST_EMAIL], wanted=wanted
            )
        counters().forgive(*counted)
        begin_session(datastore, login)
        response = redirect(wanted if STAFF_PAGE.fullmatch(wanted) else HOME, 303)
        known.remember(response, email)
        return response

    @accounts.post("/sign-out")
    def sign_out() -> AnyResponse:
        """End every session of the account, this one included."""
        if current_user.is_authenticated:
            membership.end_sessions(
                services().database, current_user.id, by=current_user.email, now=now()
            )
            logout_user()
        tenure.end(session)
        session["signed_out"] = True
        return redirect("/sign-in", 303)

    return accounts


def _count(known: KnownBrowsers, email: str) -> tuple[limits.Rule, str]:
    """Count the attempt where it belongs, and say where."""
    browser = known.number(request, email)
    if browser is not None:
        counted = (limits.SIGN_INS_FROM_A_KNOWN_BROWSER, browser)
    else:
        counters().spend(limits.SIGN_INS_FROM_AN_ADDRESS, limits.address())
        counted = (limits.SIGN_INS_TO_AN_ACCOUNT, email)
    counters().spend(*counted)
    return counted


def begin_session(datastore: "AccountDatastore", login: str) -> None:
    """Sign in under a login, in a session with nothing of the one before, its token neither."""
    tenure.begin(session, now())
    g.pop("csrf_token", None)
    found = datastore.find_user(fs_uniquifier=login)
    if found is None:
        raise Unauthorized
    login_user(found, remember=False, authn_via=["password"])


def _form(
    *, problem: str | None = None, notice: str | None = None, email: str = "", wanted: str = ""
) -> Response:
    body = render_template(
        "public/sign_in.html",
        account=demonstration(services()).account,
        email=email if email.isprintable() else "",
        next=wanted if STAFF_PAGE.fullmatch(wanted) else None,
        notice=notice,
        problem=problem,
    )
    return make_response(body, 422 if problem else 200)
