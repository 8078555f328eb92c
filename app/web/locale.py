"""The language of a page: what the reader chose, else what the browser asks for."""

import re
from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Flask, g, redirect, request, session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.language.catalogue import LANGUAGES, NAMES, gettext, mark, ngettext
from app.language.dates import format_datetime, format_timezone
from app.language.lines import unbroken

CLOCK = "UTC"
"""What belongs to no panel is told in one time."""

_LOCAL_PAGE = re.compile(r"/(?!/)[A-Za-z0-9_\-./]*")

locale = Blueprint("locale", __name__)


def language() -> str:
    """The language in which the page at hand is written."""
    chosen = g.get("language")
    return chosen if isinstance(chosen, str) else speak(LANGUAGES)


def speak(available: Sequence[str]) -> str:
    """Choose among the languages available, first of them the default, and remember it."""
    chosen = session.get("language")
    if chosen not in available:
        chosen = request.accept_languages.best_match(list(available), default=available[0])
    g.language = chosen
    return str(chosen)


def speak_once(wanted: str) -> None:
    """Write the page at hand in a language that its address names, without remembering it."""
    if wanted in LANGUAGES:
        g.language = wanted


def say(msgid: str, **params: object) -> str:
    """A wording of the interface in the language of the page."""
    return gettext(language(), msgid, **params)


def say_number(singular: str, plural: str, n: int, **params: object) -> str:
    """A wording for n things in the language of the page."""
    return ngettext(language(), singular, plural, n, **params)


def clock(at: datetime, timezone: str = CLOCK) -> str:
    """A moment with the time zone whose clock tells it."""
    moment = format_datetime(at, language(), timezone)
    zone = format_timezone(timezone, language())
    return say(mark("{moment} ({timezone})"), moment=moment, timezone=zone)


def install(app: Flask) -> None:
    """Give the templates `_`, `ngettext`, `unbroken` and the language of the page."""
    app.jinja_env.globals.update(_=say, ngettext=say_number, language_names=NAMES)
    app.jinja_env.filters["unbroken"] = unbroken
    app.context_processor(lambda: {"language": language()})
    app.register_blueprint(locale)


def page_to_return_to() -> str:
    """The page that a small form names in `next`, when it is a page of this site."""
    wanted = request.form.get("next", "/")
    return wanted if _LOCAL_PAGE.fullmatch(wanted) else "/"


def choose_language() -> str:
    """Keep the language that was posted.

    Raises
    ------
    BadRequest
        It is none that the interface speaks.
    """
    wanted = request.form.get("language")
    if wanted not in LANGUAGES:
        raise BadRequest
    session["language"] = wanted
    g.language = wanted
    return wanted


@locale.post("/language")
def change() -> Response:
    """Keep the language chosen and return to the page."""
    choose_language()
    return redirect(page_to_return_to(), 303)
