"""Two signed cookies, chosen by the path: one for firms that answer, one for everybody else."""

import flask
from flask import Flask, Request, Response
from flask.sessions import SecureCookieSessionInterface, SessionInterface, SessionMixin

ANSWERING = ("/r/", "/start", "/answer")
"""Paths of the respondent; what is signed in there is unknown elsewhere, and the reverse."""


def is_answering(path: str) -> bool:
    """Whether a path belongs to the respondent."""
    return path.startswith(ANSWERING)


class NamedCookie(SecureCookieSessionInterface):
    """A session in a signed cookie of a given name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get_cookie_name(self, app: Flask) -> str:
        """The name, whatever the app's configuration says."""
        del app
        return self.name


class CookieByPath(SessionInterface):
    """The session of the respondent on the respondent's paths, the other one elsewhere.

    Over HTTPS the names carry the prefix `__Host-`, which binds a cookie to this host alone.
    """

    def __init__(self, *, https: bool) -> None:
        prefix = "__Host-" if https else ""
        self.answer = NamedCookie(f"{prefix}kakehashi_answer")
        self.site = NamedCookie(f"{prefix}kakehashi")

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        """The session that the request's path may see."""
        return self._of(request.path).open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the session back into the cookie it came from."""
        self._of(flask.request.path).save_session(app, session, response)

    def _of(self, path: str) -> NamedCookie:
        return self.answer if is_answering(path) else self.site
