"""Accounts of staff: made, listed, recognised at sign-in, their sessions ended."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from app.access.roles import Role
from app.storage import accounts, audit
from app.storage.database import Database

SHORTEST, LONGEST, DIFFERENT = 12, 128, 6
"""Characters of a password, and how many different ones."""

LONGEST_EMAIL = 255

DEMONSTRATION = "@kakehashi.example"
"""How the e-mails of accounts end whose passwords the demonstration shows to everybody."""


class UnfitAccount(ValueError):
    """An account that cannot be made; the text says what to give instead."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to have an account, and what for: a role on one wave, or on all."""

    email: str
    name: str
    role: str
    wave: str | None = None


def normal_email(text: str) -> str:
    """An e-mail as it is stored and compared: without space around it, in small letters."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


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
    _refuse_unfit(email, password)
    role = _role(newcomer.role)
    hashed = accounts.hashed(_normal_password(password))
    with database.write() as connection:
        if accounts.account_of(connection, email) is not None:
            raise UnfitAccount(f"an account for {email} is there already")
        if newcomer.wave is not None and not accounts.is_wave(connection, newcomer.wave):
            raise UnfitAccount(f"expected a published wave, got {newcomer.wave!r}")
        made = accounts.add(
            connection, email=email, name=newcomer.name.strip(), password_hash=hashed, now=now
        )
        accounts.grant(connection, made, role=role, wave_code=newcomer.wave)
        detail = {"role": role.value, "wave": newcomer.wave}
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
    if not accounts.belongs(_normal_password(password), kept) or kept is None:
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


def _normal_password(password: str) -> str:
    """The same characters in one form, however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as problem:
        known = ", ".join(Role)
        raise UnfitAccount(f"expected one of the roles {known}, got {text!r}") from problem


def _refuse_unfit(email: str, password: str) -> None:
    local, at, host = email.partition("@")
    if not (local and at and "." in host) or len(email) > LONGEST_EMAIL or " " in email:
        raise UnfitAccount(f"expected an e-mail such as name@example.org, got {email!r}")
    if not SHORTEST <= len(password) <= LONGEST:
        raise UnfitAccount(f"expected a password of {SHORTEST} to {LONGEST} characters")
    if local in password.casefold() and len(local) > 3:
        raise UnfitAccount("expected a password that does not hold the name in the e-mail")
    if len(set(password)) < DIFFERENT:
        raise UnfitAccount(f"expected a password with at least {DIFFERENT} different characters")
