"""The record of what staff did and of what was refused to them, as owners read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.storage import audit
from app.storage.audit import Entry, Search
from app.storage.database import Database


@dataclass(frozen=True, slots=True)
class Read:
    """Some entries of the record, how many match, and every kind that there is."""

    entries: tuple[Entry, ...]
    matching: int
    actions: tuple[str, ...]


def read_record(database: Database, search: Search, *, most: int | None) -> Read:
    """The entries that are looked for, the newest first."""
    with database.read_moment() as connection:
        return Read(
            audit.entries(connection, search, most=most),
            audit.matching(connection, search),
            audit.actions(connection),
        )


def record_download(database: Database, name: str, *, by: str, about: str, now: datetime) -> None:
    """Keep that a file was taken out; `about` is the wave that it is of, else the file itself."""
    with database.write() as connection:
        detail = {"file": name}
        audit.record(connection, audit.TAKEN, by=by, about=about[:200], now=now, detail=detail)


def record_refusal(
    database: Database, *, by: str, about: str, detail: Mapping[str, object], now: datetime
) -> None:
    """Keep that something was asked for and refused; `about` is a wave where it names one."""
    with database.write() as connection:
        audit.record(
            connection, audit.REFUSED, by=by[:255], about=about[:200], now=now, detail=detail
        )
