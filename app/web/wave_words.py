"""What every page of a firm says about the wave: who asks, until when, whom to reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path

from app.collection.wave import WavePlan, said
from app.disclosure.policy import Policy, read
from app.language.catalogue import gettext, mark
from app.language.dates import format_date, format_datetime, format_time, format_timezone
from app.questionnaire.instrument import Passage
from app.questionnaire.text import Text


@dataclass(frozen=True, slots=True)
class WaveWords:
    """A wave in one language, with the words that its texts are filled with."""

    code: str
    title: str
    host: str
    languages: tuple[str, ...]
    contact_name: str
    contact_email: str
    contact_phone: str
    timezone: str
    deadline: str
    is_simulated: bool
    fills: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TitledText:
    """A paragraph of a passage."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as one firm reads it."""

    heading: str
    lead: str
    points: tuple[TitledText, ...]


def read_passage(passage: Passage, language: str, fills: Mapping[str, str]) -> Read:
    """The introduction or the closing page with its fills."""
    return Read(
        heading=passage.heading.say(language, fills),
        lead=passage.lead.say(language, fills),
        points=tuple(
            TitledText(p.code, p.title.say(language, fills), p.text.say(language, fills))
            for p in passage.points
        ),
    )


@lru_cache(maxsize=256)
def moment(value: datetime, language: str, timezone: str) -> str:
    """Day and time, kept because every page says them."""
    return format_datetime(value, language, timezone)


def _with_zone(value: datetime, language: str, timezone: str) -> str:
    """Day and time with the zone whose clock tells it."""
    told, zone = moment(value, language, timezone), format_timezone(timezone, language)
    return gettext(language, mark("{moment} ({timezone})"), moment=told, timezone=zone)


@lru_cache(maxsize=256)
def day(value: datetime, language: str, timezone: str) -> str:
    """The day, kept because every page says it."""
    return format_date(value, language, timezone)


@lru_cache(maxsize=2048)
def clock(value: datetime, language: str, timezone: str) -> str:
    """The time of day."""
    return format_time(value.replace(second=0, microsecond=0), language, timezone)


@lru_cache(maxsize=64)
def _policy(file: Path, changed_ns: int) -> Policy | None:
    """The rules of publication, read again only when the file has changed."""
    del changed_ns
    return read(file.read_bytes())[0]


def least_firms(surveys: Path, instrument_id: str) -> str:
    """The number of firms that a published figure rests on at least, as the wave promises it."""
    file = surveys / instrument_id / "disclosure.yaml"
    policy = _policy(file, file.stat().st_mtime_ns) if file.is_file() else None
    return str(policy.hide_base_under) if policy else ""


def wave_words(
    plan: WavePlan, closes_at: datetime, title: Text, language: str, fills: Mapping[str, str]
) -> WaveWords:
    """The wave in a language, with what fills the introduction and the closing page.

    Parameters
    ----------
    closes_at : datetime
        When the wave closes, which may have been moved since it was planned.
    fills : mapping
        Words that the plan does not hold: the firm, the receipt, the least number of firms.
    """
    host = said(plan.host, language)
    name = said(plan.contact.name, language)
    deletion = datetime.combine(plan.deletion_date, time(12), UTC)
    return WaveWords(
        code=plan.code,
        title=title.say(language),
        host=host,
        languages=plan.languages,
        contact_name=name,
        contact_email=plan.contact.email,
        contact_phone=plan.contact.phone,
        timezone=plan.timezone,
        deadline=_with_zone(closes_at, language, plan.timezone),
        is_simulated=plan.simulated,
        fills={
            "host": host,
            "partner_host": said(plan.partner_host, language) if plan.partner_host else "",
            "minutes": str(plan.minutes),
            "deadline": day(closes_at, language, plan.timezone),
            "deadline_time": clock(closes_at, language, plan.timezone),
            "deletion_date": day(deletion, language, "UTC"),
            "results_month": said(plan.results_month, language),
            "contact_name": name,
            "contact_email": plan.contact.email,
            "contact_phone": plan.contact.phone,
            **fills,
        },
    )
