"""How often an address or an account may try what is worth guessing."""

import hashlib
import math
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, g, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter, RateLimiter
from werkzeug.exceptions import TooManyRequests

NETWORK_BITS = 64
"""One subscriber holds a whole network of IPv6 addresses, so the network is what is counted."""


@dataclass(frozen=True, slots=True)
class Rule:
    """So many attempts of one kind in so long a time."""

    name: str
    most: RateLimitItem


WRONG_CODES = Rule("code", parse("10/minute"))
SIGN_INS_FROM_AN_ADDRESS = Rule("sign-in-address", parse("20/hour"))
SIGN_INS_TO_AN_ACCOUNT = Rule("sign-in-account", parse("10/hour"))
SIGN_INS_FROM_A_KNOWN_BROWSER = Rule("sign-in-browser", parse("10/hour"))
PASSWORDS_OF_A_PERSON = Rule("own-password", parse("10/hour"))
REFUSALS_OF_A_PERSON = Rule("refusal-person", parse("30/hour"))
REFUSALS_IN_ALL = Rule("refusal", parse("300/hour"))
FAILED_SIGN_INS_IN_ALL = Rule("refusal-sign-in", parse("300/hour"))
"""How many refusals go on record: enough to see that somebody tries, too few to fill a disk."""


class Limits:
    """Counts attempts in a moving window; keys are digests, so that no address is kept."""

    def __init__(self, counter: RateLimiter, *, is_on: bool) -> None:
        self._counter = counter
        self._is_on = is_on

    def require(self, rule: Rule, key: str) -> None:
        """Go on while an attempt is left; it is not counted.

        Raises
        ------
        TooManyRequests
            With the seconds until one is left again.
        """
        if self._is_on and not self._counter.test(rule.most, rule.name, _digest(key)):
            raise self._too_many(rule, key)

    def spend(self, rule: Rule, key: str) -> None:
        """Count an attempt, before it is known how it ends.

        Raises
        ------
        TooManyRequests
            None was left; the seconds until one is.
        """
        if self._is_on and not self._counter.hit(rule.most, rule.name, _digest(key)):
            raise self._too_many(rule, key)

    def has_room(self, rule: Rule, key: str) -> bool:
        """Count something and say whether it is still among the most that are allowed."""
        return not self._is_on or self._counter.hit(rule.most, rule.name, _digest(key))

    def note(self, rule: Rule, key: str) -> None:
        """Count an attempt that has failed."""
        if self._is_on:
            self._counter.hit(rule.most, rule.name, _digest(key))

    def forgive(self, rule: Rule, key: str) -> None:
        """Forget the attempts of a key that turned out to be rightly its own."""
        self._counter.clear(rule.most, rule.name, _digest(key))

    def _too_many(self, rule: Rule, key: str) -> TooManyRequests:
        reset_at = self._counter.get_window_stats(rule.most, rule.name, _digest(key)).reset_time
        return TooManyRequests(retry_after=max(1, math.ceil(reset_at - time.time())))


def install(app: Flask, *, storage: str, is_on: bool) -> None:
    """Put the counters of this installation within reach of every request."""
    counters = Limits(MovingWindowRateLimiter(storage_from_string(storage)), is_on=is_on)

    def reach() -> None:
        g.limits = counters

    app.before_request(reach)


def limits() -> Limits:
    """The counters of this installation."""
    found = g.limits
    if not isinstance(found, Limits):
        raise TypeError("create_app installs the limits before any view")
    return found


def address() -> str:
    """The network address of the request; what a header claims is not believed."""
    try:
        given = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(given, IPv6Address):
        return str(ip_network((given, NETWORK_BITS), strict=False))
    return str(given)


def require_code_attempt() -> None:
    """Stop an address that has tried too many codes that do not exist."""
    limits().require(WRONG_CODES, address())


def note_wrong_code() -> None:
    """Count a code that does not exist; codes that do are never counted."""
    limits().note(WRONG_CODES, address())


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
