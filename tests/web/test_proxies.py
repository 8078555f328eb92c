"""Behind a proxy that is named, firms are told apart by what the proxy adds."""

from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from app.storage.database import upgrade
from config import Config

UNKNOWN = "/r/" + "0" * 26


@pytest.fixture
def app(settings: Config) -> Flask:
    made = create_app(replace(settings, rate_limits=True, proxies=1))
    upgrade(made.extensions["kakehashi"].database)
    return made


def statuses(app: Flask, forwarded: str, times: int) -> list[int]:
    headers = {"X-Forwarded-For": forwarded}
    client = Flask.test_client(app)
    return [client.get(UNKNOWN, headers=headers).status_code for _ in range(times)]


def test_one_guesser_behind_the_proxy_does_not_lock_out_another(app: Flask) -> None:
    guesses = statuses(app, "192.0.2.1", 11)

    assert guesses[-1] == 429
    assert statuses(app, "192.0.2.2", 1) == [404]


def test_what_a_guesser_writes_before_the_proxy_does_not_count(app: Flask) -> None:
    statuses(app, "192.0.2.1", 11)

    assert statuses(app, "198.51.100.7, 192.0.2.1", 1) == [429]
