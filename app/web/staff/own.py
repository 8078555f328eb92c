"""The own account: what one may do, and another password for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from werkzeug.wrappers import Response as AnyResponse

from app.actions import fieldwork, membership
from app.actions.membership import UnfitAccount
from app.language.catalogue import mark
from app.web.identity import now, services
from app.web.limits import PASSWORDS_OF_A_PERSON, limits
from app.web.locale import say
from app.web.staff.gate import person, staff_only
from app.web.staff.roles_said import PROBLEMS, ROLES, where
from app.web.staff.sign_in import begin_session
from app.web.wave_lines import in_words

if TYPE_CHECKING:  # pages go through actions: values are named here for the checker alone
    from app.storage.accounts import AccountDatastore

LONGEST = 200


def blueprint(datastore: "AccountDatastore") -> Blueprint:
    """The page of the own account, on the accounts of this installation."""
    own = Blueprint("own", __name__, url_prefix="/staff/account")
    own.before_request(staff_only)

    @own.get("")
    def show() -> str:
        """What the person may do, and the form for another password."""
        return _page({})

    @own.post("")
    def change() -> AnyResponse:
        """Give the account another password; this session goes on, every other ends."""
        limits().spend(PASSWORDS_OF_A_PERSON, person().email)
        current, new, again = (
            request.form.get(name, "")[:LONGEST] for name in ("current", "new", "again")
        )
        if new != again:
            told = say(mark("Enter the new password twice, the same each time."))
            return _again({"again": told})
        try:
            login = membership.change_password(
                services().database, person().id, current=current, new=new, now=now()
            )
        except UnfitAccount as problem:
            field = "current" if problem.code == "current" else "new"
            return _again({field: say(PROBLEMS[problem.code])})
        begin_session(datastore, login)
        session["notice"] = say(
            mark("Your password is changed. Every other session of your account has ended.")
        )
        return redirect("/staff/account", 303)

    return own


def _again(problems: Mapping[str, str]) -> Response:
    return make_response(_page(problems), 422)


def _page(problems: Mapping[str, str]) -> str:
    waves = {wave.code: in_words(wave.plan.title) for wave in fieldwork.waves(services().database)}
    found = person()
    held = [one for one in found.grants if one.wave is None or one.series is None]
    return render_template(
        "staff/own.html",
        person=found,
        notice=session.pop("notice", None),
        problems=problems,
        facts=[(say(mark("Name")), found.name), (say(mark("E-mail")), found.email)],
        rights=[(say(ROLES[one.role][0]), where(one, waves)) for one in held],
    )
