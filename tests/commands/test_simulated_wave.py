"""A wave of many invented firms, from one command."""

from dataclasses import replace

import numpy as np
import pytest
from flask import Flask

from app import create_app
from app.actions import consenting, progress, publishing
from app.actions.services import Services
from app.commands.invented import MEMBER_STATES, firms_of
from config import Config
from tests.cast import BY, NOW


@pytest.fixture
def published(app: Flask, services: Services) -> Flask:
    publishing.publish_survey(
        services.database, services.surveys, "economic_security/2026", by=BY, now=NOW
    )
    return app


def typed(app: Flask, words: str) -> str:
    result = app.test_cli_runner().invoke(args=words.split())
    return f"{result.exit_code} {result.output}"


def test_every_firm_of_the_frame_answers_and_the_wave_is_simulated(
    published: Flask, services: Services
) -> None:
    told = typed(published, "demonstration wave 2026-eu --firms 25")

    wave = progress.of_wave(services.database, "2026-eu")
    assert "0 2026-eu: 25 invented firms answered in" in told
    assert (wave.total.frame, wave.total.invited, wave.total.submitted) == (25, 25, 25)
    assert wave.wave.simulated
    read = consenting.wave_consents(services.database, "2026-eu", by=BY, now=NOW)
    assert len(read.firms) == 25


def test_asked_again_it_has_nothing_left_to_do(published: Flask) -> None:
    typed(published, "demonstration wave 2026-jp --firms 3")

    again = typed(published, "demonstration wave 2026-jp --firms 3")
    more = typed(published, "demonstration wave 2026-jp --firms 4")

    assert "0 2026-jp: 0 invented firms answered" in again
    assert "1 Error: wave 2026-jp has another frame, of 3 firms" in more


def test_it_works_only_as_a_demonstration(settings: Config) -> None:
    app = create_app(replace(settings, demo=False, https=True))

    assert "only with DEMO=1" in typed(app, "demonstration wave 2026-jp --firms 3")


def test_a_large_frame_has_as_many_names_as_firms() -> None:
    for panel in ("jp", "eu"):
        firms = firms_of(panel, 3000, np.random.default_rng(1))

        assert len(firms) == len({firm.name for firm in firms}) == len({f.unit for f in firms})


def test_member_states_keep_their_parts_in_a_frame_of_any_size() -> None:
    firms = firms_of("eu", 4200, np.random.default_rng(1))

    counted = {country: sum(f.country == country for f in firms) for country in MEMBER_STATES}
    assert counted == {country: 10 * part for country, part in MEMBER_STATES.items()}


def test_no_firms_are_invented_for_a_panel_that_has_no_words() -> None:
    with pytest.raises(ValueError, match="jp and eu, not for 'us'"):
        firms_of("us", 3, np.random.default_rng(1))
