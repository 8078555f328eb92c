"""The record of what staff did: written with what it records, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, true

from app.storage.database import storable
from app.storage.schema import audit

REFUSED = "request.refused"
"""What was asked for and not given: somebody signed in without the right, or a failed sign-in."""

TAKEN = "file.taken"
"""A file of a page of staff that was taken out."""

FORMERLY: Mapping[str, str] = {
    "freeze_wave": "wave.frozen",
    "publish_run": "run.published",
    "run_report": "report.run",
    "withdraw_run": "run.withdrawn",
}
"""Kinds as they were once written, by what they are called now: the record is never rewritten."""


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
    """Add what was done, in the transaction that does it, whatever somebody typed."""
    told = {
        name: storable(value) if isinstance(value, str) else value
        for name, value in (detail or {}).items()
    }
    connection.execute(
        insert(audit),
        {
            "at": now,
            "by": storable(by),
            "action": action,
            "subject": storable(about),
            "detail": told,
        },
    )


@dataclass(frozen=True, slots=True)
class Search:
    """Which entries are looked for, without so many of the newest as `first` says.

    `waves` and `series` limit them to what is about these, the rights on them too; None of
    `waves` is everything.
    """

    by: str = ""
    action: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None
    waves: tuple[str, ...] | None = None
    series: tuple[str, ...] = ()
    first: int = 0


def entries(
    connection: Connection, search: Search | None = None, *, most: int | None = 100
) -> tuple[Entry, ...]:
    """The last things done that are looked for, the newest first."""
    wanted = search or Search()
    found = connection.execute(
        select(audit.c.at, audit.c.by, audit.c.action, audit.c.subject, audit.c.detail)
        .where(_wanted(wanted))
        .order_by(audit.c.id.desc())
        .offset(wanted.first)
        .limit(most)
    )
    return tuple(
        Entry(at, by, FORMERLY.get(action, action), about, detail)
        for at, by, action, about, detail in found
    )


def matching(connection: Connection, search: Search) -> int:
    """How many entries there are of those looked for."""
    asked = select(func.count()).select_from(audit).where(_wanted(search))
    return int(connection.execute(asked).scalar_one())


def actions(connection: Connection) -> tuple[str, ...]:
    """Every kind of entry there is, by name."""
    found = connection.execute(select(audit.c.action).distinct()).scalars()
    return tuple(sorted({FORMERLY.get(action, action) for action in found}))


def _wanted(search: Search) -> ColumnElement[bool]:
    rules: list[ColumnElement[bool]] = [true()]
    if search.by:
        rules.append(audit.c.by.icontains(search.by, autoescape=True))
    if search.about:
        rules.append(audit.c.subject.icontains(search.about, autoescape=True))
    if search.action:
        before = [old for old, name in FORMERLY.items() if name == search.action]
        rules.append(audit.c.action.in_([search.action, *before]))
    if search.since is not None:
        rules.append(audit.c.at >= search.since)
    if search.until is not None:
        rules.append(audit.c.at < search.until)
    if search.waves is not None:
        of_units = [
            audit.c.subject.startswith(f"{wave}/", autoescape=True) for wave in search.waves
        ]
        rights = (
            audit.c.detail["wave"].as_string().in_(search.waves),
            audit.c.detail["series"].as_string().in_(search.series),
        )
        rules.append(or_(audit.c.subject.in_(search.waves), *of_units, *rights))
    return and_(*rules)
