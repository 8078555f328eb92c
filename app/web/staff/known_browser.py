"""Which account has signed in from this browser before, so that nobody can lock its owner out.

Attempts from elsewhere are counted by address and by e-mail; a browser that once signed in to an
account is counted by itself: guesses of others never stand between a person and the account.
"""

import hashlib
import secrets
from dataclasses import dataclass

from flask import Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

LASTS_S = 180 * 24 * 3600
SALT = "known-browser"


@dataclass(frozen=True)
class KnownBrowsers:
    """The signed cookie that a browser keeps after signing in: an account's digest, a number."""

    key: str
    is_secure: bool

    @property
    def cookie(self) -> str:
        """The name of the cookie, bound to this host where HTTPS allows it."""
        return f"{'__Host-' if self.is_secure else ''}kakehashi_known"

    def number(self, request: Request, email: str) -> str | None:
        """The number of a browser that has signed in to the account of this e-mail, else None."""
        try:
            kept = self._signed().loads(request.cookies.get(self.cookie, ""), max_age=LASTS_S)
        except BadSignature:
            return None
        match kept:
            case [str(owner), str(found)] if owner == _digest(email):
                return found
        return None

    def remember(self, response: Response, email: str) -> None:
        """Let the browser keep that it has signed in to the account of this e-mail."""
        response.set_cookie(
            self.cookie,
            str(self._signed().dumps([_digest(email), secrets.token_urlsafe(12)])),
            max_age=LASTS_S,
            secure=self.is_secure,
            httponly=True,
            samesite="Strict",
        )

    def _signed(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt=SALT)


def _digest(email: str) -> str:
    return hashlib.sha256(email.encode()).hexdigest()[:32]
