"""Who is asking for a page: the one place in web that reads the running app."""

from datetime import UTC, datetime

from flask import current_app  # noqa: TID251  (read here, so that no other module does)

from app.actions.services import Services
from app.web.shelf import Shelf


def services() -> Services:
    """What the actions need: the database, keys and folders of this installation."""
    found = current_app.extensions["kakehashi"]
    if not isinstance(found, Services):
        raise TypeError("create_app puts Services at app.extensions['kakehashi']")
    return found


def shelf() -> Shelf:
    """What this process keeps for readers."""
    found: Shelf = current_app.extensions.setdefault("kakehashi.shelf", Shelf())
    return found


def now() -> datetime:
    """The clock, read once for a request and handed on."""
    return datetime.now(UTC)  # noqa: TID251  (the edge)
