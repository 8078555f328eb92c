"""Roles, the places where they hold and the rules of accounts, in the words of pages."""

from collections.abc import Mapping

from app.access.roles import Held, Role
from app.language.catalogue import mark
from app.web.locale import say

ROLES: Mapping[Role, tuple[str, str]] = {
    Role.ADMINISTRATOR: (
        mark("Administrator"),
        mark("Does everything, decides who may do what, and reads the record."),
    ),
    Role.MANAGER: (
        mark("Manager"),
        mark("Runs the field work and the tables, makes data final and publishes."),
    ),
    Role.FIELDWORK: (
        mark("Field work"),
        mark("Opens and closes waves, issues codes, knows the firms; sees no table."),
    ),
    Role.ANALYST: (
        mark("Analyst"),
        mark("Runs tables, keeps snapshots and takes responses out without names."),
    ),
    Role.VIEWER: (
        mark("Viewer"),
        mark("Follows the progress and reads tables."),
    ),
}
"""What each role is called and what it may do."""

EVERYWHERE = mark("Every wave there is and will be")
SERIES = mark("Every wave of the series {series}")

PROBLEMS: Mapping[str, str] = {
    "email": mark("Enter an e-mail such as name@example.org."),
    "taken": mark("This e-mail has an account already."),
    "role": mark("Choose a role."),
    "place": mark("Choose where the role holds."),
    "unknown": mark("This e-mail has no account."),
    "last_owner": mark(
        "Nobody else is administrator of every wave. Give somebody that role first."
    ),
    "current": mark("Enter the password that you sign in with now."),
    "length": mark("Choose a password of 12 to 128 characters."),
    "local": mark("Choose a password that does not hold the name in your e-mail."),
    "variety": mark("Choose a password with at least 6 different characters."),
}
"""What is to be mended, by the code of the rule."""


def where(held: Held, waves: Mapping[str, str]) -> str:
    """Where a right holds; `waves` are their titles by code."""
    if held.wave is not None:
        return say(mark("{name} ({code})"), name=waves.get(held.wave, held.wave), code=held.wave)
    return series(held.series) if held.series is not None else say(EVERYWHERE)


def series(name: str) -> str:
    """Every wave of a series."""
    return say(SERIES, series=name)


def place(held: Held) -> str:
    """Where a right holds, as forms send it."""
    if held.wave is not None:
        return f"wave:{held.wave}"
    return f"series:{held.series}" if held.series is not None else "all:"
