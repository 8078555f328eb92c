"""How the answers of a wave came in: counts by day and by week on the clock of the panel."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from app.actions import progress
from app.actions.progress import Progress
from app.collection.progress import Totals
from app.language.dates import format_date
from app.language.numbers import format_decimal, format_percent
from app.web.identity import services
from app.web.locale import language

MOST_WEEKS = 160
"""Weeks of which the empty ones are shown too: three years, longer than any wave is open."""


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week as a line: its first day, what was sent in it and until its end."""

    begins: str
    sent: str
    so_far: str
    rate: str
    percent: str


def days(found: Progress) -> list[dict[str, object]]:
    """What was sent on each day on which anything was, and until its end."""
    sent = progress.sent_by_day(services().database, found.wave)
    so_far = accumulate(sent[day] for day in sorted(sent))
    return [
        {"day": day.isoformat(), "submitted": sent[day], "submitted_so_far": total}
        for day, total in zip(sorted(sent), so_far, strict=True)
    ]


def weeks(found: Progress) -> list[WeekLine]:
    """The weeks from the first answer to the last, also those in which nothing came.

    Empty ones only while the wave was open, and not where answers lie years apart.
    """
    by_week: Counter[date] = Counter()
    for day, count in progress.sent_by_day(services().database, found.wave).items():
        by_week[day - timedelta(days=day.weekday())] += count
    if not by_week:
        return []
    every = sorted({*by_week, *_while_open(found, min(by_week), max(by_week))})
    totals = accumulate(by_week[week] for week in every)
    frame = found.total.frame
    return [
        _line(week, by_week[week], total, frame) for week, total in zip(every, totals, strict=True)
    ]


def _while_open(found: Progress, first: date, last: date) -> list[date]:
    """The weeks between two, as far as the wave was open; none where they are too many."""
    opens, closes = found.wave.opens_at.date(), found.wave.closes_at.date()
    shown = (first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1))
    if (last - first).days // 7 >= MOST_WEEKS:
        return []
    return [week for week in shown if opens - timedelta(days=7) < week <= closes]


def _line(week: date, sent: int, so_far: int, frame: int) -> WeekLine:
    percent = Totals(frame, submitted=so_far).rate_percent
    return WeekLine(
        begins=format_date(week, language(), "UTC"),
        sent=format_decimal(Decimal(sent), language()),
        so_far=format_decimal(Decimal(so_far), language()),
        rate=format_percent(percent, language(), 1),
        percent=str(percent),
    )
