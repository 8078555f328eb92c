"""How long a signed-in session holds: 45 minutes without a page, 12 hours in any case."""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

IDLE = timedelta(minutes=45)
LONGEST = timedelta(hours=12)
NOTED_EVERY_S = 60
"""The cookie is written anew at most this often."""

Session = MutableMapping[str, Any]


def begin(session: Session, now: datetime) -> None:
    """Start from an empty session, whatever a visitor or somebody else has put into it."""
    end(session)
    session["signed_in_at"] = session["seen_at"] = int(now.timestamp())


def holds(session: Session, now: datetime) -> bool:
    """Whether neither limit has passed; a session that was never begun does not hold."""
    at = int(now.timestamp())
    begun, seen = session.get("signed_in_at"), session.get("seen_at")
    if not isinstance(begun, int) or not isinstance(seen, int):
        return False
    return at - begun <= LONGEST.total_seconds() and at - seen <= IDLE.total_seconds()


def touch(session: Session, now: datetime) -> None:
    """Somebody is still there."""
    at = int(now.timestamp())
    if at - int(session["seen_at"]) >= NOTED_EVERY_S:
        session["seen_at"] = at


def end(session: Session) -> None:
    """Forget everything but the language chosen."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
