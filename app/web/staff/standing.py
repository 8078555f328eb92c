"""What a wave needs next, in a few words for the list of waves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.actions.fieldwork import WaveView
from app.actions.opening import lacks
from app.actions.progress import Standing
from app.collection.progress import Totals
from app.language.catalogue import mark
from app.web.locale import say

SOON = timedelta(days=7)

LACKING: Mapping[str, str] = {
    "no_frame": mark("No frame yet"),
    "not_approved": mark("Counsel has not approved the privacy text"),
    "not_told": mark("The privacy text is not complete"),
    "ended": mark("The planned end has passed"),
}
"""What a planned wave lacks before it can open, by the keys of `opening.LACKS`."""


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next, and how pressing it is."""

    text: str
    tone: str


def next_step(one: Standing, now: datetime) -> Next | None:
    """What a wave waits for; None where it takes its course."""
    match one.wave.status:
        case "planned":
            return _before(one.wave, one.totals, now)
        case "open":
            return _during(one.wave, one.totals, now)
        case _:
            return None if one.has_final else Next(say(mark("No final snapshot yet")), "")


def _before(wave: WaveView, totals: Totals, now: datetime) -> Next:
    lacking = lacks(wave, has_frame=totals.frame > 0, now=now)
    if lacking:
        return Next(say(LACKING[lacking[0]]), "attention")
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
