"""Which reports readers may open, and how far each report is: heads alone, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from app.storage.schema import report_run as _run


@dataclass(frozen=True, slots=True)
class Publication:
    """The run of a report that readers see."""

    report: str
    title: Mapping[str, str]
    subtitle: Mapping[str, str]
    published_at: datetime
    simulated: bool


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a report taken together."""

    count: int
    last_run_at: datetime
    published_at: datetime | None


def publications(connection: Connection) -> tuple[Publication, ...]:
    """The run of each report that readers are led to, the latest shown first."""
    place = func.row_number().over(
        partition_by=_run.c.report, order_by=(_run.c.shown_at.desc(), _run.c.id.desc())
    )
    ranked = (
        select(
            _run.c.report,
            _run.c.document["title"].label("title"),
            _run.c.document["subtitle"].label("subtitle"),
            _run.c.published_at,
            _run.c.simulated,
            _run.c.shown_at,
            place.label("place"),
        )
        .where(_run.c.published_at.is_not(None), _run.c.withdrawn_at.is_(None))
        .subquery()
    )
    latest = (
        select(ranked)
        .where(ranked.c.place == 1)
        .order_by(ranked.c.shown_at.desc(), ranked.c.report)
    )
    return tuple(Publication(*row[:-2]) for row in connection.execute(latest))


def runs(connection: Connection) -> Mapping[str, Runs]:
    """How often each report was run, when last, and when readers were last let see it."""
    seen = case((_run.c.withdrawn_at.is_(None), _run.c.published_at))
    asked = select(_run.c.report, func.count(), func.max(_run.c.run_at), func.max(seen)).group_by(
        _run.c.report
    )
    return {row[0]: Runs(*row[1:]) for row in connection.execute(asked)}
