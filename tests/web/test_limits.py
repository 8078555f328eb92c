"""Guessing is limited; whoever guesses rightly is not."""

import pytest
from flask import Flask
from limits import parse
from werkzeug.exceptions import TooManyRequests

from app.web import limits

THREE = limits.Rule("three", parse("3/hour"))


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    limits.install(made, storage="memory://", is_on=True)
    return made


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        pytest.param("192.0.2.1", "192.0.2.1", id="one address"),
        pytest.param("2001:db8::1", "2001:db8::/64", id="a network of IPv6"),
        pytest.param("2001:db8::ffff:1", "2001:db8::/64", id="the same network"),
        pytest.param("", "unknown", id="none"),
    ],
)
def test_a_subscriber_is_counted_once(app: Flask, given: str, counted: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": given}):
        assert limits.address() == counted


def test_a_header_does_not_change_the_address(app: Flask) -> None:
    claimed = {"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9"}

    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}, headers=claimed):
        assert limits.address() == "192.0.2.1"


def test_the_attempt_after_the_last_is_refused_with_the_time_to_wait(app: Flask) -> None:
    with app.test_request_context():
        app.preprocess_request()
        counters = limits.limits()
        for _ in range(3):
            counters.spend(THREE, "somebody")

        with pytest.raises(TooManyRequests) as refused:
            counters.spend(THREE, "somebody")

    assert isinstance(refused.value.retry_after, int)
    assert 3500 < refused.value.retry_after <= 3600


def test_others_are_not_held_up(app: Flask) -> None:
    with app.test_request_context():
        app.preprocess_request()
        counters = limits.limits()
        for _ in range(3):
            counters.spend(THREE, "somebody")

        counters.spend(THREE, "somebody else")


def test_what_is_forgiven_is_forgotten(app: Flask) -> None:
    with app.test_request_context():
        app.preprocess_request()
        counters = limits.limits()
        for _ in range(3):
            counters.spend(THREE, "somebody")

        counters.forgive(THREE, "somebody")

        counters.spend(THREE, "somebody")


def test_codes_that_exist_are_never_counted_and_wrong_ones_are(app: Flask) -> None:
    with app.test_request_context():
        app.preprocess_request()
        for _ in range(10):
            limits.require_code_attempt()
            limits.note_wrong_code()

        with pytest.raises(TooManyRequests):
            limits.require_code_attempt()
