"""The record of what staff did: written with what it records, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from app.storage.schema import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done; it names its subject in words, so that it outlives what it is about."""

    at: datetime
    by: str
    action: str
    about: str
    detail: Mapping[str, object]


def record(
    connection: Connection,
    action: str,
    *,
    by: str,
    about: str,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add what was done, in the transaction that does it."""
    connection.execute(
        insert(audit),
        {"at": now, "by": by, "action": action, "subject": about, "detail": dict(detail or {})},
    )


def entries(connection: Connection, *, most: int = 100) -> tuple[Entry, ...]:
    """The last things done, the newest first."""
    found = connection.execute(
        select(audit.c.at, audit.c.by, audit.c.action, audit.c.subject, audit.c.detail)
        .order_by(audit.c.id.desc())
        .limit(most)
    )
    return tuple(Entry(*row) for row in found)
