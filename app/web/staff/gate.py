"""Who may open a page of staff: a person signed in, with a right on the wave at hand."""

from flask import g, redirect, request, session, url_for
from flask_security import current_user
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from app.access.roles import Permission, Person, may
from app.actions import fieldwork, progress
from app.actions.fieldwork import WaveView
from app.actions.instruments import UnknownWave
from app.actions.progress import Progress
from app.storage.accounts import person_of
from app.web.identity import now, services
from app.web.staff import tenure


def everyone() -> None:
    """The gate of pages that are open to all: declared, so that no blueprint has none.

    Raises
    ------
    NotFound
        The address holds NUL, which no database keeps: nothing has such a name.
    """
    if "\0" in request.path:
        raise NotFound


def staff_only() -> Response | None:
    """The gate of staff: a person who is signed in, else the way to sign in and back."""
    everyone()
    found = signed_in()
    if found is not None:
        tenure.touch(session, now())
        return None
    wanted = request.path if request.method == "GET" else None
    return redirect(url_for("accounts.form", next=wanted), 303)


def signed_in() -> Person | None:
    """The person signed in, for as long as the session holds."""
    if "person" not in g:
        g.person = _person()
    found: Person | None = g.person
    return found


def person() -> Person:
    """The person whose page this is; behind the gate of staff there always is one."""
    found = signed_in()
    if found is None:
        raise Forbidden
    return found


def require(permission: Permission, wave: str) -> None:
    """Go on when the person may do this with the wave.

    Raises
    ------
    NotFound
        The person may not even see the wave: the answer is that of a wave that does not exist.
    Forbidden
        The person may see it and not do this.
    """
    if not may(person(), Permission.VIEW_PROGRESS, wave):
        raise NotFound
    if not may(person(), permission, wave):
        raise Forbidden


def wave_for(permission: Permission, wave: str) -> WaveView:
    """A wave, for whoever may do this with it; refused like `require`, or where there is none."""
    require(permission, wave)
    try:
        return fieldwork.wave(services().database, wave)
    except UnknownWave as problem:
        raise NotFound from problem


def progress_for(permission: Permission, wave: str) -> Progress:
    """A wave with its counts, for whoever may do this with it; refused like `wave_for`."""
    require(permission, wave)
    try:
        return progress.of_wave(services().database, wave)
    except UnknownWave as problem:
        raise NotFound from problem


def _person() -> Person | None:
    if not current_user.is_authenticated:
        return None
    if not tenure.holds(session, now()):
        tenure.end(session)
        return None
    return person_of(current_user, services().database)
