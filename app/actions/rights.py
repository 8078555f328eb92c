"""Who may do what: roles given to accounts and taken from them, on a wave, a series or all."""

from datetime import datetime

from app.access.roles import Held, Role
from app.actions import membership
from app.storage import accounts, audit
from app.storage.database import Database


def grant(database: Database, email: str, held: Held, *, by: str, now: datetime) -> bool:
    """Give an account a role where it is to hold; False where it held there already.

    Raises
    ------
    UnfitAccount
        There is no such account, wave or series.
    """
    with database.write() as connection:
        kept = membership.known(connection, email)
        membership.refuse_unknown_place(connection, held)
        is_new = accounts.grant(connection, kept.id, held)
        if is_new:
            told = membership.detail_of(held)
            audit.record(connection, "role.granted", by=by, about=kept.email, now=now, detail=told)
    return is_new


def revoke(database: Database, email: str, held: Held, *, by: str, now: datetime) -> bool:
    """Take a role from an account; False where the account did not hold it.

    Raises
    ------
    UnfitAccount
        There is no such account, or it is the last that decides about every wave.
    """
    with database.write() as connection:
        kept = membership.known(connection, email)
        if held == Held(Role.ADMINISTRATOR):
            membership.refuse_last_owner(connection, kept.id)
        was_there = accounts.revoke(connection, kept.id, held)
        if was_there:
            told = membership.detail_of(held)
            audit.record(connection, "role.revoked", by=by, about=kept.email, now=now, detail=told)
    return was_there
