"""Sessions of staff end by themselves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.web.staff import tenure

NINE = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def session_begun(now: datetime = NINE) -> dict[str, Any]:
    session: dict[str, Any] = {
        "language": "ja",
        "csrf_token": "of before",
        "planted": "by another",
    }
    tenure.begin(session, now)
    return session


def test_a_session_begins_with_nothing_of_before_but_the_language() -> None:
    session = session_begun()

    assert session.keys() == {"language", "signed_in_at", "seen_at"}


@pytest.mark.parametrize(
    ("later", "holds"),
    [
        pytest.param(timedelta(minutes=45), True, id="at the limit"),
        pytest.param(timedelta(minutes=45, seconds=1), False, id="idle too long"),
        pytest.param(timedelta(hours=-1), True, id="the clock was set back"),
    ],
)
def test_an_idle_session_ends(later: timedelta, holds: bool) -> None:
    session = session_begun()

    assert tenure.holds(session, NINE + later) is holds


def test_a_session_in_use_ends_after_twelve_hours() -> None:
    session = session_begun()
    for minutes in range(0, 12 * 60 + 1, 30):
        tenure.touch(session, NINE + timedelta(minutes=minutes))

    assert tenure.holds(session, NINE + timedelta(hours=12))
    assert not tenure.holds(session, NINE + timedelta(hours=12, seconds=1))


def test_a_session_that_was_never_begun_does_not_hold() -> None:
    assert not tenure.holds({"_user_id": "somebody"}, NINE)


def test_reading_pages_within_a_minute_writes_no_cookie() -> None:
    session = session_begun()
    before = dict(session)

    tenure.touch(session, NINE + timedelta(seconds=59))

    assert session == before
