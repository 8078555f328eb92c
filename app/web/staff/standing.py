"""What a wave needs next, in a few words for the list of waves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.actions.fieldwork import WaveView
from app.language.catalogue import mark
from app.storage.progress import Totals
from app.web.locale import say

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next, and how pressing it is."""

    text: str
    tone: str


def next_step(wave: WaveView, totals: Totals, *, has_final: bool, now: datetime) -> Next | None:
    """What a wave waits for; None where it takes its course."""
    match wave.status:
        case "planned":
            return _before(wave, totals, now)
        case "open":
            return _during(wave, totals, now)
        case _:
            return None if has_final else Next(say(mark("No final snapshot yet")), "")


def _before(wave: WaveView, totals: Totals, now: datetime) -> Next:
    if not totals.frame:
        return Next(say(mark("No frame yet")), "attention")
    if not (wave.simulated or wave.plan.approved_by_counsel):
        return Next(say(mark("Counsel has not approved the privacy text")), "attention")
    if wave.closes_at <= now:
        return Next(say(mark("The planned end has passed")), "attention")
    return Next(say(mark("Ready to open")), "")


def _during(wave: WaveView, totals: Totals, now: datetime) -> Next | None:
    left = wave.closes_at - now
    if left <= timedelta(0):
        return Next(say(mark("The end has passed: close it or move the end")), "attention")
    if not totals.invited:
        return Next(say(mark("No firm has a code")), "attention")
    if left <= SOON:
        return Next(say(mark("Fewer than {n} days left"), n=left.days + 1), "attention")
    return None
