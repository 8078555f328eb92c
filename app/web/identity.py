"""Who is asking for a page: the one place in web that reads the running app."""

from datetime import datetime

from flask import current_app  # noqa: TID251  (read here, so that no other module does)

from app.actions.services import Services, clock, installed
from app.web.shelf import Shelf


def services() -> Services:
    """What the actions need: the database, keys and folders of this installation."""
    return installed(current_app.extensions)


def shelf() -> Shelf:
    """What this process keeps for readers."""
    found: Shelf = current_app.extensions.setdefault("kakehashi.shelf", Shelf())
    return found


def now() -> datetime:
    """The clock, read once for a request and handed on."""
    return clock()
