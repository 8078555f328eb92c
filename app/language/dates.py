"""Dates and times as a reader of each language writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale, dates

_LOCALES = {"en": "en_GB", "ja": "ja_JP", "de": "de_DE", "fr": "fr_FR"}
_DATE = {"ja": "y年M月d日"}
_DATE_TIME = {"ja": "{date} {time}"}


def format_date(value: date, language: str, timezone: str) -> str:
    """The day: 18 December 2026, 2026年12月18日. A moment is first moved to the time zone."""
    day = _local(value, timezone).date() if isinstance(value, datetime) else value
    pattern = _DATE.get(language, "d MMMM y")
    if language == "de":
        pattern = "d. MMMM y"
    return dates.format_date(day, pattern, locale=_LOCALES[language])


def format_time(value: datetime, language: str, timezone: str) -> str:
    """The time of day by the clock of the time zone, to the minute: 17:00."""
    return dates.format_time(
        _local(value, timezone), "HH:mm", tzinfo=ZoneInfo(timezone), locale=_LOCALES[language]
    )


def format_datetime(value: datetime, language: str, timezone: str) -> str:
    """Day and time: 18 December 2026, 17:00 and 2026年12月18日 17:00."""
    return _DATE_TIME.get(language, "{date}, {time}").format(
        date=format_date(value, language, timezone),
        time=format_time(value, language, timezone),
    )


def format_timezone(timezone: str, language: str) -> str:
    """The clock of a moment: 日本時間 in Japanese, in other languages the key of the zone.

    Zones that lie in no country, such as Etc/UTC, keep their key.
    """
    if language != "ja":
        return timezone
    locale = Locale.parse(_LOCALES[language])
    zone = dates.get_timezone(timezone)
    named = dates.get_timezone_name(zone, zone_variant="generic", locale=locale)
    return timezone if locale.territories["ZZ"] in named else named


def _local(value: datetime, timezone: str) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"expected a moment with its time zone, got {value.isoformat()}")
    return value.astimezone(ZoneInfo(timezone))
