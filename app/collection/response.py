"""The life of a response: who contributes, which steps are legal, and its receipt."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Source = Literal["respondent", "colleague", "staff", "import"]
Step = Literal["open", "save", "submit", "reopen"]
WaveState = Literal["planned", "open", "closed"]
ResponseState = Literal["started", "submitted"]
Refusal = Literal["not_open", "closed", "submitted"]

GRACE = timedelta(minutes=15)
"""Answers are taken so long after the announced end, for who was typing when it came."""

UNTOLD = date(1, 1, 1)
"""The day kept with every firm that has sent, until its anonymous wave closes."""

_TRANSITIONS: dict[tuple[str | None, Step], ResponseState] = {
    (None, "open"): "started",
    ("started", "save"): "started",
    ("started", "submit"): "submitted",
    ("submitted", "reopen"): "started",
}
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class IllegalTransition(ValueError):
    """A response cannot take that step from where it stands."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who changes a response: the number of a sitting that the firm's code opened, or a source."""

    source: Source = "respondent"
    number: int = 0


IMPORT = Contributor(source="import")


def after(state: ResponseState | None, step: Step) -> ResponseState:
    """The state that a step leads to.

    Raises
    ------
    IllegalTransition
        The step is not possible from that state.
    """
    try:
        return _TRANSITIONS[state, step]
    except KeyError:
        where = state or "not begun"
        raise IllegalTransition(f"a response that is {where} cannot {step}") from None


def refusal(wave: WaveState, closes_at: datetime, now: datetime) -> Refusal | None:
    """Why a wave takes no answers at a moment; None while it does."""
    if wave == "planned":
        return "not_open"
    if wave == "closed" or now > closes_at + GRACE:
        return "closed"
    return None


def recorded(now: datetime, *, anonymous: bool) -> datetime:
    """The moment as it is kept: cut to the day where the wave promises anonymity."""
    utc = now.astimezone(UTC)
    return datetime.combine(utc.date(), time(), UTC) if anonymous else utc


def day_with_firm(sent: datetime, *, anonymous: bool, timezone: str) -> date:
    """The day kept beside the name of a firm that has sent, by the clock of the panel.

    Where the wave promises anonymity it is the same for every firm, whenever it sends and however
    the end of the wave is moved; closing the wave puts one day in its place.
    """
    return UNTOLD if anonymous else sent.astimezone(ZoneInfo(timezone)).date()


def receipt() -> str:
    """A number that a firm can quote: ten characters without look-alikes, 50 bits."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"
