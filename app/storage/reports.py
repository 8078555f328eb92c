"""Runs of reports: each a document as it was made, some of them published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.storage.schema import report_run as _run


class FormUsed(ValueError):
    """Another run has come of the same form."""


@dataclass(frozen=True, slots=True)
class NewRun:
    """A run to keep; `inputs` is what made it, `hash` that of the document without drawings.

    `form` is the key of the form that asked for it, of which no other run may come.
    """

    report: str
    run_at: datetime
    run_by: str
    inputs: Mapping[str, object]
    document: Mapping[str, object]
    hash: str
    simulated: bool
    form: str | None = None


@dataclass(frozen=True, slots=True)
class RunHead:
    """A run in a list: everything but its document.

    `published_at` is when readers first could open it and never changes; of the runs that they may
    open, they are led to the one with the latest `shown_at`.
    """

    number: int
    report: str
    run_at: datetime
    run_by: str
    inputs: Mapping[str, object]
    hash: str
    simulated: bool
    published_at: datetime | None
    withdrawn_at: datetime | None = None
    shown_at: datetime | None = None

    @property
    def is_public(self) -> bool:
        """Whether readers may open it."""
        return self.published_at is not None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its document, as `reporting.document` reads it."""

    head: RunHead
    document: Mapping[str, object]


_HEAD = (
    _run.c.id,
    _run.c.report,
    _run.c.run_at,
    _run.c.run_by,
    _run.c.inputs,
    _run.c.hash,
    _run.c.simulated,
    _run.c.published_at,
    _run.c.withdrawn_at,
    _run.c.shown_at,
)

_PUBLIC = (_run.c.published_at.is_not(None), _run.c.withdrawn_at.is_(None))


def add(connection: Connection, new: NewRun) -> int:
    """Keep a run; its number.

    Raises
    ------
    FormUsed
        There is a run of that form; the transaction is of no more use.
    """
    values = {
        "report": new.report,
        "run_at": new.run_at,
        "run_by": new.run_by,
        "inputs": dict(new.inputs),
        "document": dict(new.document),
        "hash": new.hash,
        "simulated": new.simulated,
        "form": new.form,
    }
    try:
        added = connection.execute(insert(_run).returning(_run.c.id), values)
    except IntegrityError as problem:
        if new.form is None:
            raise
        raise FormUsed from problem
    return int(added.scalar_one())


def run(connection: Connection, number: int) -> Run | None:
    """The run with that number."""
    asked = select(*_HEAD, _run.c.document).where(_run.c.id == number)
    return _read(connection.execute(asked).one_or_none())


def of_form(connection: Connection, form: str) -> int | None:
    """The number of the run that a form asked for; None before there is one."""
    found = connection.execute(select(_run.c.id).where(_run.c.form == form)).scalar_one_or_none()
    return None if found is None else int(found)


def runs(connection: Connection, report: str) -> tuple[RunHead, ...]:
    """Every run of a report, the latest first."""
    asked = select(*_HEAD).where(_run.c.report == report).order_by(_run.c.id.desc())
    return tuple(_headed(row) for row in connection.execute(asked))


def published_head(connection: Connection, report: str) -> RunHead | None:
    """The head of the run that was shown to readers last, of those that they may open."""
    asked = (
        select(*_HEAD)
        .where(_run.c.report == report, *_PUBLIC)
        .order_by(_run.c.shown_at.desc(), _run.c.id.desc())
        .limit(1)
    )
    row = connection.execute(asked).one_or_none()
    return _headed(row) if row else None


def public_heads(connection: Connection) -> tuple[RunHead, ...]:
    """The heads of the runs of every report that readers may open, the latest first."""
    asked = select(*_HEAD).where(*_PUBLIC).order_by(_run.c.id.desc())
    return tuple(_headed(row) for row in connection.execute(asked))


def head(connection: Connection, number: int) -> RunHead | None:
    """The head of the run with that number."""
    row = connection.execute(select(*_HEAD).where(_run.c.id == number)).one_or_none()
    return _headed(row) if row else None


def publish(connection: Connection, number: int, *, now: datetime) -> bool:
    """Lead readers to a run, also one that was withdrawn; False where there is none.

    The day of its first publication stays.
    """
    changed = connection.execute(
        update(_run)
        .where(_run.c.id == number)
        .values(
            published_at=func.coalesce(_run.c.published_at, now), withdrawn_at=None, shown_at=now
        )
    )
    return int(changed.rowcount) == 1


def withdraw(connection: Connection, number: int, *, now: datetime) -> bool:
    """Take a published run from readers; False where they do not see it."""
    asked = update(_run).where(_run.c.id == number, *_PUBLIC)
    return int(connection.execute(asked, {"withdrawn_at": now}).rowcount) == 1


def _headed(row: Row[*tuple[Any, ...]]) -> RunHead:
    return RunHead(*row)


def _read(row: Row[*tuple[Any, ...]] | None) -> Run | None:
    return Run(RunHead(*row[:-1]), row[-1]) if row else None
