"""Accounts and rights for those who own a wave, a series or all: who may do what, given, taken."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response as AnyResponse

from app.access.roles import Held, Permission, Person, Role, may, may_give, series_of
from app.actions import fieldwork, membership, rights
from app.actions.fieldwork import WaveView
from app.actions.membership import Newcomer, UnfitAccount
from app.language.catalogue import mark
from app.web.identity import now, services
from app.web.locale import say
from app.web.staff import roles_said
from app.web.staff.gate import person, staff_only
from app.web.staff.roles_said import PROBLEMS, ROLES, where
from app.web.staff.tables import csv_file
from app.web.staff.typed import field
from app.web.wave_lines import in_words

if TYPE_CHECKING:  # pages go through actions: values are named here for the checker alone
    from app.storage.accounts import Listed

people = Blueprint("people", __name__, url_prefix="/staff/accounts")
people.before_request(staff_only)


@dataclass(frozen=True, slots=True)
class RightLine:
    """A right as it is read, and what its form sends; `is_mine` where the reader may take it."""

    role: str
    where: str
    sent: tuple[tuple[str, str], ...]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as a line of the list."""

    id: int
    name: str
    email: str
    is_active: bool
    rights: tuple[RightLine, ...]


@people.get("/")
def every_account() -> str:
    """The accounts that have a right where the person decides, and the form for another."""
    _require_owner()
    return _list()


@people.get("/accounts.csv")
def every_account_as_csv() -> Response:
    """The same list as a file, one right a row."""
    _require_owner()
    rows = (
        {
            "email": one.email,
            "name": one.name,
            "state": "active" if one.is_active else "closed",
            "role": held.role.value if held else None,
            "series": held.series if held else None,
            "wave": held.wave if held else None,
        }
        for one in _seen()
        for held in (_near(one) or (None,))
    )
    columns = ("email", "name", "state", "role", "series", "wave")
    return csv_file("accounts", columns, rows)


@people.post("/")
def give() -> AnyResponse:
    """Give a role to an e-mail; one that has no account gets one, its password shown this once."""
    _require_owner()
    form = {name: field(name) for name in ("email", "name", "role", "place")}
    lacks = _lacks(form)
    if lacks:
        return make_response(_list(form, {one: say(PROBLEMS[one]) for one in lacks}), 422)
    held = _held(form)
    if held is None or not may_give(person(), held):
        raise Forbidden
    email = membership.normal_email(form["email"])
    if any(one.email == email for one in membership.every_account(services().database)):
        rights.grant(services().database, email, held, by=person().email, now=now())
        session["notice"] = say(mark("{email} has the role now."), email=email)
        return redirect("/staff/accounts/", 303)
    password = membership.new_password()
    newcomer = Newcomer(email, form["name"] or email, held.role, held.wave, held.series)
    try:
        membership.create_account(
            services().database, newcomer, password, by=person().email, now=now()
        )
    except UnfitAccount as problem:
        return make_response(_list(form, {"email": say(PROBLEMS[problem.code])}), 422)
    return make_response(_password(email, password))


@people.get("/<int(max=999999999):number>")
def one_account(number: int) -> str:
    """An account with its rights, and what the person may change of it."""
    return _one(_account(number))


@people.post("/<int(max=999999999):number>/revoke")
def revoke(number: int) -> AnyResponse:
    """Take a role from an account."""
    found = _account(number)
    held = _held({name: request.form.get(name, "") for name in ("role", "place")})
    if held is None or not may_give(person(), held):
        raise Forbidden
    try:
        rights.revoke(services().database, found.email, held, by=person().email, now=now())
    except UnfitAccount as problem:
        return make_response(_one(found, say(PROBLEMS[problem.code])), 409)
    session["notice"] = say(mark("{email} no longer has the role."), email=found.email)
    return redirect("/staff/accounts/", 303)


@people.post("/<int(max=999999999):number>/<any(close, reopen, password):step>")
def change(number: int, step: str) -> AnyResponse:
    """Close or reopen an account, or replace its password, which is shown this once."""
    found = _account(number)
    if not _owns_all(person()):
        raise Forbidden
    database, by, at = services().database, person().email, now()
    try:
        if step == "password":
            password = membership.new_password()
            membership.replace_password(database, found.email, password, by=by, now=at)
            return make_response(_password(found.email, password))
        if step == "close":
            membership.close_account(database, found.email, by=by, now=at)
            session["notice"] = say(mark("{email} can no longer sign in."), email=found.email)
        else:
            membership.reopen_account(database, found.email, by=by, now=at)
            session["notice"] = say(mark("{email} can sign in again."), email=found.email)
    except UnfitAccount as problem:
        return make_response(_one(found, say(PROBLEMS[problem.code])), 409)
    return redirect("/staff/accounts/", 303)


def _lacks(form: Mapping[str, str]) -> list[str]:
    """The fields in which nothing is chosen or entered."""
    is_role = form["role"] in list(Role)
    return [
        name
        for name, is_there in (
            ("email", form["email"]),
            ("role", is_role),
            ("place", form["place"]),
        )
        if not is_there
    ]


def _require_owner() -> None:
    """Go on when the person decides about rights somewhere.

    Raises
    ------
    NotFound
        Nowhere: there is nothing here for them.
    """
    if not person().is_owner:
        raise NotFound


def _owns_all(owner: Person) -> bool:
    return may(owner, Permission.MANAGE_ACCOUNTS)


def _seen() -> "list[Listed]":
    """The accounts that the person may see: all, or those whose rights reach their waves."""
    every = membership.every_account(services().database)
    if _owns_all(person()):
        return list(every)
    return [one for one in every if _near(one)]


def _near(one: "Listed") -> tuple[Held, ...]:
    """The rights of an account that reach a wave on which the person decides."""
    if _owns_all(person()):
        return one.grants
    return tuple(held for held in one.grants if held.is_everywhere or _reaches(held))


def _reaches(held: Held) -> bool:
    if may_give(person(), held):
        return True
    return held.series is not None and any(
        may(person(), Permission.MANAGE_ACCOUNTS, wave.code)
        for wave in _every_wave()
        if series_of(wave.questionnaire) == held.series
    )


def _account(number: int) -> "Listed":
    """An account that the person may see.

    Raises
    ------
    NotFound
        There is none: it looks the same.
    """
    _require_owner()
    found = next((one for one in _seen() if one.id == number), None)
    if found is None:
        raise NotFound
    return found


def _held(form: Mapping[str, str]) -> Held | None:
    """The right that a form asks for; None where it is none."""
    if form["role"] not in list(Role):
        return None
    kind, _, name = form["place"].partition(":")
    match kind:
        case "all":
            return Held(Role(form["role"]))
        case "series" if name in _series():
            return Held(Role(form["role"]), series=name)
        case "wave" if name in _waves():
            return Held(Role(form["role"]), wave=name)
    return None


def _waves() -> dict[str, str]:
    return {wave.code: in_words(wave.plan.title) for wave in _every_wave()}


def _series() -> list[str]:
    return sorted({series_of(wave.questionnaire) for wave in _every_wave()})


def _every_wave() -> tuple[WaveView, ...]:
    """Every wave, read once for a request."""
    if "every_wave" not in g:
        g.every_wave = fieldwork.waves(services().database)
    found: tuple[WaveView, ...] = g.every_wave
    return found


def _places() -> list[tuple[str, str]]:
    """Where the person may give rights, the narrowest first: a wave, a series, everywhere."""
    waves = _waves()
    asked = [
        *(Held(Role.VIEWER, wave=code) for code in waves),
        *(Held(Role.VIEWER, series=one) for one in _series()),
        Held(Role.VIEWER),
    ]
    return [(roles_said.place(one), where(one, waves)) for one in asked if may_give(person(), one)]


def _list(
    typed: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> str:
    shown = typed or {"email": "", "name": "", "role": Role.VIEWER.value, "place": ""}
    lines = [_line(one) for one in _seen()]
    lines.sort(key=lambda line: (not line.is_active, line.email))
    return render_template(
        "staff/accounts.html",
        person=person(),
        notice=session.pop("notice", None),
        problems=problems or {},
        typed=shown,
        roles=[(role.value, say(ROLES[role][0]), role == shown["role"]) for role in Role],
        meanings=[(say(name), say(meaning)) for name, meaning in ROLES.values()],
        places=[(value, words, value == shown["place"]) for value, words in _places()],
        accounts=lines,
    )


def _one(found: "Listed", problem: str | None = None) -> str:
    return render_template(
        "staff/account.html",
        person=person(),
        problem=problem,
        account=_line(found),
        owns_all=_owns_all(person()) and found.email != person().email,
    )


def _password(email: str, password: str) -> str:
    return render_template(
        "staff/password_shown.html", person=person(), email=email, password=password
    )


def _line(one: "Listed") -> AccountLine:
    waves = _waves()
    return AccountLine(
        id=one.id,
        name=one.name,
        email=one.email,
        is_active=one.is_active,
        rights=tuple(
            RightLine(
                role=say(ROLES[held.role][0]),
                where=where(held, waves),
                sent=(("role", held.role.value), ("place", roles_said.place(held))),
                is_mine=one.email != person().email and may_give(person(), held),
            )
            for held in _near(one)
        ),
    )
