"""Accounts of staff: the datastore that Flask-Security signs in with, and what actions ask."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_security.datastore import UserDatastore
from passlib.context import CryptContext
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from app.access.roles import Held, Person, Role
from app.storage.database import Database
from app.storage.schema import Grant, User, account, account_role, wave

SCHEMES = ("argon2",)
"""How passwords are hashed: argon2id alone, as Flask-Security is told as well."""

_passwords = CryptContext(schemes=SCHEMES)
_NOBODY = _passwords.hash("the password of no account")


@dataclass(frozen=True, slots=True)
class Kept:
    """An account as it is stored, for signing in."""

    id: int
    email: str
    password: str
    login: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as it is listed."""

    email: str
    name: str
    is_active: bool
    grants: tuple[Held, ...]


class AccountDatastore(UserDatastore):
    """Finds accounts for Flask-Security, each on a reading connection of its own; never writes."""

    def __init__(self, database: Database) -> None:
        super().__init__(User, Grant)
        self._database = database

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> User | None:  # noqa: FBT001, FBT002  (Flask-Security's signature)
        """The account with one attribute as wanted, its roles with it, detached."""
        del case_insensitive  # e-mails are stored in small letters
        with self._database.read() as connection, Session(connection) as session:
            found = session.scalar(select(User).filter_by(**wanted))
            session.expunge_all()
        return found


def person_of(user: User) -> Person:
    """The person behind an account, as a value that web and actions may hold."""
    return Person(
        id=user.id,
        name=user.name,
        email=user.email,
        grants=tuple(Held(Role(held.name), held.wave_code) for held in user.roles),
    )


def hashed(password: str) -> str:
    """A password as it is stored."""
    return str(_passwords.hash(password))


def belongs(password: str, kept: Kept | None) -> bool:
    """Whether a password is that of an active account; takes as long where there is none."""
    is_right = bool(_passwords.verify(password, kept.password if kept else _NOBODY))
    return is_right and kept is not None and kept.is_active


def account_of(connection: Connection, email: str) -> Kept | None:
    """The account of an e-mail."""
    row = connection.execute(
        select(
            account.c.id, account.c.email, account.c.password, account.c.fs_uniquifier,
            account.c.active,
        ).where(account.c.email == email, account.c.password.is_not(None))
    ).first()  # fmt: skip
    return Kept(*row) if row else None


def is_wave(connection: Connection, code: str) -> bool:
    """Whether there is a wave of this code."""
    return connection.execute(select(wave.c.code).where(wave.c.code == code)).first() is not None


def add(
    connection: Connection, *, email: str, name: str, password_hash: str, now: datetime
) -> int:
    """Add an account without any right; its id."""
    made = connection.execute(
        account.insert()
        .values(
            email=email,
            name=name,
            password=password_hash,
            active=True,
            fs_uniquifier=uuid.uuid4().hex,
            created_at=now,
        )
        .returning(account.c.id)
    )
    return int(made.scalar_one())


def grant(connection: Connection, account_id: int, *, role: Role, wave_code: str | None) -> None:
    """Give an account a role on one wave, or on all."""
    connection.execute(
        account_role.insert().values(account_id=account_id, role=role.value, wave_code=wave_code)
    )


def end_sessions(connection: Connection, account_id: int) -> None:
    """Make every session of an account worthless, wherever its cookie is."""
    connection.execute(
        update(account).where(account.c.id == account_id).values(fs_uniquifier=uuid.uuid4().hex)
    )


def listed(connection: Connection) -> tuple[Listed, ...]:
    """Every account with its rights, by e-mail."""
    rows = connection.execute(
        select(
            account.c.email, account.c.name, account.c.active, account_role.c.role,
            account_role.c.wave_code,
        )
        .outerjoin(account_role, account_role.c.account_id == account.c.id)
        .order_by(account.c.email, account_role.c.id)
    ).all()  # fmt: skip
    held: dict[str, list[Held]] = {}
    stated = {}
    for email, name, is_active, role, wave_code in rows:
        stated[email] = (name, is_active)
        held.setdefault(email, [])
        if role is not None:
            held[email].append(Held(Role(role), wave_code))
    return tuple(Listed(email, *stated[email], tuple(grants)) for email, grants in held.items())
