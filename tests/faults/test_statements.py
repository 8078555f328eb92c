"""A page of the questionnaire takes no more SQL than it is allowed, whatever stands in it."""

from dataclasses import replace
from http import HTTPStatus

import pytest
from flask.testing import FlaskClient

from app import create_app
from bench.browser import Page
from bench.statements import Statements, counted
from config import Config
from tests.faults.application import SURVEYS
from tests.faults.conftest import SECRETS, Installation

MOST_TO_SHOW = 2
MOST_TO_SAVE = 4
PAGES = ("counter", "left", "right", "remark")


@pytest.fixture
def client(installation: Installation, settings: Config) -> FlaskClient:
    config = replace(
        settings,
        database_url=installation.url,
        code_key=SECRETS["CODE_KEY"],
        surveys=SURVEYS,
    )
    return create_app(config).test_client()


def hidden(text: str, address: str) -> dict[str, str]:
    return dict(Page(HTTPStatus.OK, text, None, {}).hidden(address))


def shown(client: FlaskClient, address: str) -> tuple[str, Statements]:
    with counted() as sent:
        text = client.get(address).get_data(as_text=True)
    return text, sent


def test_showing_and_saving_a_page_keep_to_their_statements(
    client: FlaskClient, installation: Installation
) -> None:
    start = f"/r/{installation.codes['F36']}"
    client.post(start, data=hidden(client.get(start).get_data(as_text=True), start))

    for page in PAGES:
        address = f"/answer/counting/{page}"
        text, to_show = shown(client, address)
        with counted() as to_save:
            answered = client.post(address, data={**hidden(text, address), page: "12"})

        assert answered.status_code == HTTPStatus.SEE_OTHER
        assert 1 <= len(to_show) <= MOST_TO_SHOW, to_show.sent
        assert 1 <= len(to_save) <= MOST_TO_SAVE, to_save.sent
