"""Accounts of staff: the datastore that Flask-Security signs in with, and what actions ask."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_security.datastore import UserDatastore
from passlib.context import CryptContext
from sqlalchemy import ColumnElement, Connection, delete, func, select, update
from sqlalchemy.orm import Session

from app.access.roles import Held, Person, Role, spread
from app.storage.database import Database, has_row_locks
from app.storage.schema import Grant, User, account, account_role, wave

SCHEMES = ("argon2",)
"""How passwords are hashed: argon2id alone, as Flask-Security is told as well."""

TAKING_OWNERS = 7_524_811_064
"""The key of the lock that PostgreSQL takes while an owner is closed or loses the role."""

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

    id: int
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


def person_of(user: User, database: Database) -> Person:
    """The person behind an account, as a value that web and actions may hold.

    Rights on a series are read together with the waves that it has now.
    """
    grants = tuple(Held(Role(one.name), one.wave_code, one.series) for one in user.roles)
    if any(held.series is not None for held in grants):
        with database.read() as connection:
            grants = spread(grants, questionnaires(connection))
    return Person(id=user.id, name=user.name, email=user.email, grants=grants)


def questionnaires(connection: Connection) -> Mapping[str, str]:
    """The questionnaire of each wave, by the code of the wave."""
    rows = connection.execute(select(wave.c.code, wave.c.questionnaire).order_by(wave.c.code))
    return {row[0]: row[1] for row in rows}


def hashed(password: str) -> str:
    """A password as it is stored."""
    return str(_passwords.hash(password))


def belongs(password: str, kept: Kept | None) -> bool:
    """Whether a password is that of an active account; takes as long where there is none."""
    is_right = bool(_passwords.verify(password, kept.password if kept else _NOBODY))
    return is_right and kept is not None and kept.is_active


_KEPT = select(
    account.c.id, account.c.email, account.c.password, account.c.fs_uniquifier, account.c.active
).where(account.c.password.is_not(None))


def account_of(connection: Connection, email: str) -> Kept | None:
    """The account of an e-mail."""
    row = connection.execute(_KEPT.where(account.c.email == email)).first()
    return Kept(*row) if row else None


def account_by_id(connection: Connection, account_id: int) -> Kept | None:
    """The account with that id."""
    row = connection.execute(_KEPT.where(account.c.id == account_id)).first()
    return Kept(*row) if row else None


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


def grant(connection: Connection, account_id: int, held: Held) -> bool:
    """Give an account a role where it is to hold; False where it holds there already."""
    if holds(connection, account_id, held):
        return False
    connection.execute(
        account_role.insert().values(
            account_id=account_id, role=held.role.value, wave_code=held.wave, series=held.series
        )
    )
    return True


def revoke(connection: Connection, account_id: int, held: Held) -> bool:
    """Take a role from an account; False where the account does not hold it."""
    return connection.execute(delete(account_role).where(*_is(account_id, held))).rowcount > 0


def hold_owners(connection: Connection) -> None:
    """Let nobody else take an owner away until this transaction ends.

    Two that each see the other one as the owner who is left would leave nobody.
    """
    if has_row_locks(connection):
        connection.execute(select(func.pg_advisory_xact_lock(TAKING_OWNERS)))


def other_owners(connection: Connection, account_id: int) -> int:
    """How many accounts besides one are open and administrators of every wave."""
    asked = (
        select(func.count(account.c.id.distinct()))
        .join(account_role, account_role.c.account_id == account.c.id)
        .where(
            account.c.active,
            account.c.id != account_id,
            account_role.c.role == Role.ADMINISTRATOR.value,
            account_role.c.wave_code.is_(None),
            account_role.c.series.is_(None),
        )
    )
    return int(connection.execute(asked).scalar_one())


def holds(connection: Connection, account_id: int, held: Held) -> bool:
    """Whether an account holds a role just there."""
    asked = select(account_role.c.id).where(*_is(account_id, held))
    return connection.execute(asked).first() is not None


def set_password(connection: Connection, account_id: int, password_hash: str) -> None:
    """Keep another password for an account."""
    connection.execute(
        update(account).where(account.c.id == account_id).values(password=password_hash)
    )


def set_active(connection: Connection, account_id: int, *, is_active: bool) -> None:
    """Close an account, or open it again."""
    connection.execute(update(account).where(account.c.id == account_id).values(active=is_active))


def _is(account_id: int, held: Held) -> tuple[ColumnElement[bool], ...]:
    wave_code, series = account_role.c.wave_code, account_role.c.series
    return (
        account_role.c.account_id == account_id,
        account_role.c.role == held.role.value,
        wave_code.is_(None) if held.wave is None else wave_code == held.wave,
        series.is_(None) if held.series is None else series == held.series,
    )


def end_sessions(connection: Connection, account_id: int) -> str:
    """Make every session of an account worthless, wherever its cookie is; the new login."""
    login = uuid.uuid4().hex
    connection.execute(
        update(account).where(account.c.id == account_id).values(fs_uniquifier=login)
    )
    return login


def listed(connection: Connection) -> tuple[Listed, ...]:
    """Every account with its rights, by e-mail."""
    rows = connection.execute(
        select(
            account.c.id, account.c.email, account.c.name, account.c.active,
            account_role.c.role, account_role.c.wave_code, account_role.c.series,
        )
        .outerjoin(account_role, account_role.c.account_id == account.c.id)
        .order_by(account.c.email, account_role.c.id)
    ).all()  # fmt: skip
    held: dict[tuple[int, str, str, bool], list[Held]] = {}
    for *stated, role, wave_code, series in rows:
        grants = held.setdefault(tuple(stated), [])
        if role is not None:
            grants.append(Held(Role(role), wave_code, series))
    return tuple(Listed(*stated, tuple(grants)) for stated, grants in held.items())
