"""Dates and times in the languages and time zones of the panels."""

from datetime import UTC, date, datetime

import pytest

from app.language.dates import format_date, format_datetime, format_time, format_timezone

CLOSING = datetime(2026, 12, 18, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "timezone", "written"),
    [
        ("en", "Asia/Tokyo", "19 December 2026, 00:30"),
        ("ja", "Asia/Tokyo", "2026年12月19日 00:30"),
        ("en", "Europe/Brussels", "18 December 2026, 16:30"),
        ("ja", "Europe/Brussels", "2026年12月18日 16:30"),
        ("de", "Europe/Brussels", "18. Dezember 2026, 16:30"),
    ],
)
def test_a_moment_is_told_by_the_clock_of_the_panel(
    language: str, timezone: str, written: str
) -> None:
    assert format_datetime(CLOSING, language, timezone) == written


def test_summer_time_counts_in_brussels_and_not_in_tokyo() -> None:
    moment = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)

    assert format_time(moment, "en", "Europe/Brussels") == "10:00"
    assert format_time(moment, "ja", "Asia/Tokyo") == "17:00"


@pytest.mark.parametrize(
    ("language", "timezone", "written"),
    [
        ("en", "Asia/Tokyo", "Asia/Tokyo"),
        ("ja", "Asia/Tokyo", "日本時間"),
        ("ja", "Europe/Brussels", "中央ヨーロッパ時間"),
        ("ja", "UTC", "UTC"),
        ("ja", "Etc/UTC", "Etc/UTC"),
        ("ja", "Etc/GMT-9", "Etc/GMT-9"),
        ("en", "Etc/UTC", "Etc/UTC"),
    ],
)
def test_a_clock_is_named_as_its_reader_names_it(
    language: str, timezone: str, written: str
) -> None:
    assert format_timezone(timezone, language) == written


def test_a_day_stays_the_same_day_everywhere() -> None:
    assert format_date(date(2026, 10, 1), "ja", "Asia/Tokyo") == "2026年10月1日"
    assert format_date(date(2026, 10, 1), "en", "Europe/Brussels") == "1 October 2026"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        format_datetime(datetime(2026, 1, 1), "en", "Asia/Tokyo")  # noqa: DTZ001 - the case itself
