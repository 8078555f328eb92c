"""The waves of the default survey and its thresholds, as planned."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from app.collection.wave import WavePlan, read_plans
from app.disclosure.policy import read

FOLDER = Path("surveys/economic_security/2026")
PRIVACY = ["controllers", "purpose", "basis", "recipients", "transfer", "retention", "rights"]


@pytest.fixture(scope="module")
def plans() -> dict[str, WavePlan]:
    found, problems = read_plans(YAML(typ="safe", pure=True).load(FOLDER / "design.yaml"))
    assert problems == ()
    return {plan.code: plan for plan in found}


def test_each_panel_has_a_wave_in_its_own_language_and_time(plans: dict[str, WavePlan]) -> None:
    told = {
        code: (plan.languages[0], plan.timezone, plan.group.code) for code, plan in plans.items()
    }

    assert told == {
        "2026-jp": ("ja", "Asia/Tokyo", "jp"),
        "2026-eu": ("en", "Europe/Brussels", "eu"),
    }


def test_both_waves_close_at_five_in_the_afternoon_by_their_own_clock(
    plans: dict[str, WavePlan],
) -> None:
    assert plans["2026-jp"].closes == datetime(2026, 12, 18, 8, 0, tzinfo=UTC)
    assert plans["2026-eu"].closes == datetime(2026, 12, 18, 16, 0, tzinfo=UTC)


def test_every_text_of_a_wave_stands_in_both_languages(plans: dict[str, WavePlan]) -> None:
    for plan in plans.values():
        texts = [plan.title, plan.host, plan.partner_host, plan.contact.name, plan.results_month]
        texts += [plan.group.label, *plan.privacy.values()]

        assert all(text and set(text) == {"en", "ja"} and all(text.values()) for text in texts)


def test_the_privacy_page_answers_seven_questions_and_waits_for_counsel(
    plans: dict[str, WavePlan],
) -> None:
    for plan in plans.values():
        assert list(plan.privacy) == PRIVACY
        assert not plan.approved_by_counsel


def test_hosts_of_the_demonstration_say_that_they_are_invented(plans: dict[str, WavePlan]) -> None:
    for plan in plans.values():
        assert plan.simulated
        assert "invented" in plan.host["en"]
        assert "架空" in plan.host["ja"]
        assert plan.contact.email.endswith("@example.org")


def test_the_thresholds_of_publication_are_complete() -> None:
    policy, problems = read((FOLDER / "disclosure.yaml").read_bytes())

    assert problems == ()
    assert policy is not None
    assert (policy.hide_base_under, policy.few_firms_base_under) == (10, 30)
