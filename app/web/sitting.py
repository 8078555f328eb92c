"""The time that somebody spends on a response: opened by a code, ended by sending or leaving."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

LONGEST = timedelta(hours=12)
"""After this the code is asked for again, whatever has been done."""

IDLE = timedelta(hours=2)
"""After so long without saving, too: figures are often looked up elsewhere in between."""

Session = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sitting:
    """Whose response is open in a browser."""

    response: str
    contributor: int


def begin(session: Session, sitting: Sitting, *, language: str, now: datetime) -> None:
    """Open a response in a fresh session: nothing of another one stays, its token neither.

    Opened again in the same browser a response keeps its token, or pages in other tabs were lost.
    """
    is_same = session.get("response") == sitting.response
    token = session.get("csrf_token") if is_same else None
    session.clear()
    if token:
        session["csrf_token"] = token
    session["response"] = sitting.response
    session["contributor"] = sitting.contributor
    session["language"] = language
    session["opened"] = session["used"] = int(now.timestamp())


def current(session: Session, now: datetime) -> Sitting | None:
    """The response that is open, while the limits of time hold."""
    if "response" not in session:
        return None
    at = int(now.timestamp())
    if at - session["opened"] > LONGEST.total_seconds():
        return None
    if at - session["used"] > IDLE.total_seconds():
        return None
    return Sitting(response=session["response"], contributor=session["contributor"])


def touch(session: Session, now: datetime) -> None:
    """Somebody is still there."""
    session["used"] = int(now.timestamp())


def end(session: Session, **kept: object) -> None:
    """Forget the response; the language stays, and what is named."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session.update(kept)
