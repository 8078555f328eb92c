"""Accounts of staff: made, listed, recognised at sign-in, closed, given another password."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.access.roles import Held, Role, series_of
from app.storage import accounts, audit
from app.storage.database import Database

if TYPE_CHECKING:
    from sqlalchemy import Connection  # only storage speaks SQL: named here for the checker

SHORTEST, LONGEST, DIFFERENT = 12, 128, 6
"""Characters of a password, and how many different ones."""

LONGEST_EMAIL, LONGEST_NAME = 200, 200
"""Characters of an e-mail: as many as the record keeps of what it is about; and of a name."""

DEMONSTRATION = "@kakehashi.example"
"""How the e-mails of accounts end whose passwords the demonstration shows to everybody."""


class UnfitAccount(ValueError):
    """What an account cannot be; the text says what to give instead, `code` which rule it is."""

    def __init__(self, code: str, told: str) -> None:
        super().__init__(told)
        self.code = code


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to have an account, and what for: a role on one wave, on a series, or on all."""

    email: str
    name: str
    role: str
    wave: str | None = None
    series: str | None = None


def normal_email(text: str) -> str:
    """An e-mail as it is stored and compared: without space around it, in small letters."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def plain_name(text: str) -> str:
    """A name in one line, of characters that can be shown."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())[:LONGEST_NAME]


def new_password() -> str:
    """A password that nobody can guess, to be told once."""
    return secrets.token_urlsafe(15)


def create_account(
    database: Database, newcomer: Newcomer, password: str, *, by: str, now: datetime
) -> str:
    """Make an account with one role and return its e-mail as stored.

    Raises
    ------
    UnfitAccount
        The e-mail is none or taken, the role or wave unknown, or the password too weak.
    """
    email = normal_email(newcomer.email)
    _refuse_unfit_email(email)
    refuse_unfit_password(email, password)
    held = Held(role_of(newcomer.role), newcomer.wave, newcomer.series)
    hashed = accounts.hashed(normal_password(password))
    with database.write() as connection:
        if accounts.account_of(connection, email) is not None:
            raise UnfitAccount("taken", f"an account for {email} is there already")
        refuse_unknown_place(connection, held)
        name = plain_name(newcomer.name) or email
        made = accounts.add(connection, email=email, name=name, password_hash=hashed, now=now)
        accounts.grant(connection, made, held)
        detail = detail_of(held)
        audit.record(connection, "account.created", by=by, about=email, now=now, detail=detail)
    return email


def every_account(database: Database) -> tuple[accounts.Listed, ...]:
    """Every account with what it may do, by e-mail."""
    with database.read() as connection:
        return accounts.listed(connection)


def recognise(
    database: Database, *, email: str, password: str, now: datetime, demo: bool = False
) -> str | None:
    """The login of the account that an e-mail and a password belong to, else None.

    An e-mail without an account takes as long as a wrong password. Accounts of the demonstration
    are recognised in a demonstration alone, whatever else was kept of it.
    """
    if "\0" in email + password:
        email, password = "", "of no account"
    with database.read() as connection:
        kept = accounts.account_of(connection, normal_email(email))
    if not accounts.belongs(normal_password(password), kept) or kept is None:
        return None
    if kept.email.endswith(DEMONSTRATION) and not demo:
        return None
    with database.write() as connection:
        audit.record(connection, "account.signed_in", by=kept.email, about=kept.email, now=now)
    return kept.login


def end_sessions(database: Database, account_id: int, *, by: str, now: datetime) -> None:
    """End every session of an account, on every device."""
    with database.write() as connection:
        accounts.end_sessions(connection, account_id)
        audit.record(connection, "account.signed_out", by=by, about=by, now=now)


def change_password(
    database: Database, account_id: int, *, current: str, new: str, now: datetime
) -> str:
    """Give the own account another password and end its sessions; its new login.

    Raises
    ------
    UnfitAccount
        The current password is another one, or the new one is too weak.
    """
    with database.read() as connection:
        kept = accounts.account_by_id(connection, account_id)
    is_right = current.isprintable() and accounts.belongs(normal_password(current), kept)
    if kept is None or not is_right:
        raise UnfitAccount("current", "expected the password that the account has now")
    refuse_unfit_password(kept.email, new)
    hashed = accounts.hashed(normal_password(new))
    with database.write() as connection:
        accounts.set_password(connection, account_id, hashed)
        login = accounts.end_sessions(connection, account_id)
        audit.record(connection, "account.password", by=kept.email, about=kept.email, now=now)
    return login


def replace_password(
    database: Database, email: str, password: str, *, by: str, now: datetime
) -> str:
    """Give an account a password in place of one that was lost; its e-mail as stored.

    Raises
    ------
    UnfitAccount
        There is no such account, or the password is too weak.
    """
    refuse_unfit_password(normal_email(email), password)
    hashed = accounts.hashed(normal_password(password))
    with database.write() as connection:
        kept = known(connection, email)
        accounts.set_password(connection, kept.id, hashed)
        accounts.end_sessions(connection, kept.id)
        audit.record(connection, "account.password", by=by, about=kept.email, now=now)
    return kept.email


def close_account(database: Database, email: str, *, by: str, now: datetime) -> str:
    """Let nobody sign in to an account any more, and end its sessions; its e-mail as stored.

    Raises
    ------
    UnfitAccount
        There is no such account, or it is the last that decides about every wave.
    """
    with database.write() as connection:
        kept = known(connection, email)
        refuse_last_owner(connection, kept.id)
        accounts.set_active(connection, kept.id, is_active=False)
        accounts.end_sessions(connection, kept.id)
        audit.record(connection, "account.closed", by=by, about=kept.email, now=now)
    return kept.email


def reopen_account(database: Database, email: str, *, by: str, now: datetime) -> str:
    """Let an account that was closed sign in again; its e-mail as stored.

    Raises
    ------
    UnfitAccount
        There is no such account.
    """
    with database.write() as connection:
        kept = known(connection, email)
        accounts.set_active(connection, kept.id, is_active=True)
        audit.record(connection, "account.reopened", by=by, about=kept.email, now=now)
    return kept.email


def detail_of(held: Held) -> dict[str, object]:
    """A right as it goes on record."""
    return {"role": held.role.value, "wave": held.wave, "series": held.series}


def known(connection: "Connection", email: str) -> accounts.Kept:
    """The account of an e-mail.

    Raises
    ------
    UnfitAccount
        There is none.
    """
    kept = accounts.account_of(connection, normal_email(email))
    if kept is None:
        raise UnfitAccount("unknown", f"there is no account for {email!r}")
    return kept


def refuse_last_owner(connection: "Connection", account_id: int) -> None:
    """Go on unless nobody would be left who decides about every wave.

    Raises
    ------
    UnfitAccount
        The account is the last open one that is administrator of every wave.
    """
    accounts.hold_owners(connection)
    is_owner = accounts.holds(connection, account_id, Held(Role.ADMINISTRATOR))
    if is_owner and not accounts.other_owners(connection, account_id):
        raise UnfitAccount("last_owner", "nobody else is administrator of every wave: name one")


def refuse_unknown_place(connection: "Connection", held: Held) -> None:
    """Go on when the wave or the series of a right is there.

    Raises
    ------
    UnfitAccount
        It is not, or both are named.
    """
    waves = accounts.questionnaires(connection)
    if held.wave is not None and held.series is not None:
        raise UnfitAccount("place", "expected a wave or a series, got both")
    if held.wave is not None and held.wave not in waves:
        raise UnfitAccount("place", f"expected a published wave, got {held.wave!r}")
    if held.series is not None and held.series not in set(map(series_of, waves.values())):
        raise UnfitAccount("place", f"expected the series of a wave, got {held.series!r}")


def normal_password(password: str) -> str:
    """The same characters in one form, however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


def role_of(text: str) -> Role:
    """The role of that name.

    Raises
    ------
    UnfitAccount
        There is none.
    """
    try:
        return Role(text)
    except ValueError as problem:
        names = ", ".join(Role)
        raise UnfitAccount("role", f"expected one of the roles {names}, got {text!r}") from problem


def refuse_unfit_password(email: str, password: str) -> None:
    """Go on when a password is worth something.

    Raises
    ------
    UnfitAccount
        It is too short or too long, holds the name in the e-mail, or repeats a few characters.
    """
    local = email.partition("@")[0]
    if not SHORTEST <= len(password) <= LONGEST or not password.isprintable():
        told = f"expected a password of {SHORTEST} to {LONGEST} characters"
        raise UnfitAccount("length", told)
    if local in password.casefold() and len(local) > 3:
        told = "expected a password that does not hold the name in the e-mail"
        raise UnfitAccount("local", told)
    if len(set(password)) < DIFFERENT:
        told = f"expected a password with at least {DIFFERENT} different characters"
        raise UnfitAccount("variety", told)


def _refuse_unfit_email(email: str) -> None:
    local, at, host = email.partition("@")
    is_long = len(email) > LONGEST_EMAIL or " " in email or not email.isprintable()
    if not (local and at and "." in host) or is_long:
        told = f"expected an e-mail such as name@example.org, got {email!r}"
        raise UnfitAccount("email", told)
