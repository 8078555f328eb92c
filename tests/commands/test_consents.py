"""What firms agreed to, as a file for whoever contacts them."""

import pytest
from flask import Flask

from app.actions import answering, fieldwork, publishing
from app.actions.answering import Opened
from app.actions.codes import issue_codes
from app.actions.posting import Posted
from app.actions.services import Services
from tests.cast import BY, DESIGN, FIRM, FRAME, NOW, POLICY

ASKED = """\
format: 1
id: tea/2026
title: Tea in invented firms
languages: {base: en}
sections:
  - code: consents
    letter: A
    title: Consents
    items:
      - {code: may_name, num: A1, concept: may_name, kind: consent, role: consent, required: true,
         short: Name, wording: May we name your firm?,
         options: [{code: "yes", label: "Yes"}, {code: "no", label: "No"}]}
"""


@pytest.fixture
def agreed(app: Flask, services: Services) -> Flask:
    """An installation in which a firm has sent its consent."""
    folder = services.data / "asked" / "tea" / "2026"
    folder.mkdir(parents=True)
    for name, text in (("questionnaire", ASKED), ("design", DESIGN), ("disclosure", POLICY)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    here, wave = services.database, "tea-named"
    publishing.publish_survey(here, services.data / "asked", "tea/2026", by=BY, now=NOW)
    fieldwork.load_frame(here, wave, FRAME, by=BY, now=NOW)
    fieldwork.open_wave(here, wave, by=BY, now=NOW)
    key = services.code_key
    (code,) = issue_codes(here, wave, count=1, code_key=key, by=BY, now=NOW)
    opened = answering.open_response(here, code, code_key=key, language="en", now=NOW)
    assert isinstance(opened, Opened)
    page = Posted("consents", "may_name", {"may_name": ["yes"]}, {})
    answering.save_page(here, opened.response_id, page, by=FIRM, language="en", now=NOW)
    answering.submit(here, opened.response_id, by=FIRM, now=NOW)
    return app


def test_consents_come_as_a_file_with_names(agreed: Flask) -> None:
    result = agreed.test_cli_runner().invoke(args=["wave", "consents", "tea-named"])

    assert result.exit_code == 0, result.output
    assert result.stdout.removeprefix("\ufeff").splitlines() == [
        "unit,name,simulated,may_name,date",
        "N1,Nonesuch Kettles,0,yes,2026-11-24",
    ]


def test_a_wave_that_is_not_there_is_told(agreed: Flask) -> None:
    result = agreed.test_cli_runner().invoke(args=["wave", "consents", "coffee"])

    assert result.exit_code == 1
    assert "there is no wave 'coffee'" in result.stderr
