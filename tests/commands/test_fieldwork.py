"""A wave from its files to an export, as it is typed."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from app.access.tokens import normalise
from config import Config
from tests import databases
from tests.cast import DESIGN, FRAME, QUESTIONNAIRE, surveys_folder

DESIGN_NOW = DESIGN.replace("2026-12-18T17:00", "2999-12-18T17:00")


@pytest.fixture
def tea(app: Flask, tmp_path: Path) -> Flask:
    """The app with the survey about tea beside its own, and a frame file in its folder."""
    folder = surveys_folder(tmp_path / "tea")
    services = app.extensions["kakehashi"]
    app.extensions["kakehashi"] = replace(services, surveys=folder)
    (folder / "tea/2026/design.yaml").write_text(DESIGN_NOW, encoding="utf-8")
    (tmp_path / "frame.csv").write_text(FRAME, encoding="utf-8")
    return app


def run(app: Flask, words: str) -> Result:
    return app.test_cli_runner().invoke(args=words.split())


def done(app: Flask, words: str) -> str:
    result = run(app, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(app: Flask, words: str) -> str:
    result = run(app, words)
    assert result.exit_code != 0, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stderr


@pytest.fixture
def in_the_field(tea: Flask, tmp_path: Path) -> Flask:
    """The tea survey published, framed and open."""
    done(tea, "survey publish tea/2026")
    done(tea, f"frame load tea-named {tmp_path / 'frame.csv'}")
    done(tea, "wave open tea-named")
    return tea


def test_codes_stand_alone_on_the_output_one_a_line(in_the_field: Flask) -> None:
    lines = done(in_the_field, "code issue tea-named --count 3").splitlines()

    assert len(lines) == 3
    assert all(normalise(line) for line in lines)


def test_codes_come_with_the_firms_they_are_for(in_the_field: Flask) -> None:
    text = done(in_the_field, "code issue tea-named --count 2 --with-firms")

    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["unit"] for row in rows] == ["N1", "N2"]
    assert all(row["name"] and normalise(row["code"]) for row in rows)


def test_a_code_is_issued_for_the_unit_that_is_named(in_the_field: Flask) -> None:
    text = done(in_the_field, "code issue tea-named --unit N3 --with-firms")

    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert row["unit"] == "N3"


def test_the_status_is_a_table_by_stratum(in_the_field: Flask) -> None:
    done(in_the_field, "code issue tea-named --count 1")

    lines = done(in_the_field, "wave status tea-named").splitlines()

    assert lines == [
        "tea-named: open",
        "stratum  frame  invited  opened  started  submitted  rate %",
        "DE           2        0       0        0          0     0.0",
        "JP           2        1       0        0          0     0.0",
        "total        4        1       0        0          0     0.0",
    ]


def test_what_is_exported_loads_elsewhere(in_the_field: Flask, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text("unit,drinks,remark\nN1,no,お茶\nN2,yes,=1+1\n", encoding="utf-8")
    done(in_the_field, f"response load tea-named {answers}")

    done(in_the_field, f"response export tea-named --out {tmp_path / 'out.csv'}")

    out = (tmp_path / "out.csv").read_bytes()
    assert out.startswith("\ufeffresponse,unit,".encode())
    assert "お茶".encode() in out
    assert b"'=1+1" in out
    assert "submitted" in done(in_the_field, "response export tea-named")


def test_no_wave_opens_under_a_privacy_text_that_is_a_draft(tea: Flask, tmp_path: Path) -> None:
    draft = DESIGN_NOW.replace("approved_by_counsel: true", "approved_by_counsel: false")
    (tmp_path / "tea/surveys/tea/2026/design.yaml").write_text(draft, encoding="utf-8")
    done(tea, "survey publish tea/2026")
    done(tea, f"frame load tea-named {tmp_path / 'frame.csv'}")

    message = refused(tea, "wave open tea-named")

    assert "set approved_by_counsel to true" in message


def test_commands_before_the_tables_are_made_say_what_comes_first(
    settings: Config, tmp_path: Path
) -> None:
    bare = databases.address_without_tables(tmp_path / "bare")
    app = create_app(replace(settings, database_url=bare))

    for words in (
        "wave status tea-named",
        "account list",
        "survey publish economic_security/2026",
    ):
        assert "flask database upgrade" in refused(app, words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("wave open nowhere", "no wave 'nowhere'"),
        ("wave open tea-quiet", "no frame"),
        ("wave close tea-quiet", "planned, not open"),
        ("code issue tea-named --count 99", "fewer than 99"),
        ("code revoke tea-named N77", "no unit 'N77'"),
        ("code revoke tea-named N4", "has no code to revoke"),
        ("code issue tea-named --unit N77", "no unit 'N77'"),
        ("code issue tea-named", "say --count N or --unit CODE"),
        ("frame load tea-named {frame}", "4 units already"),
        ("response load tea-named {frame}", "name: is no column of this wave"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    in_the_field: Flask, tmp_path: Path, words: str, told: str
) -> None:
    message = refused(in_the_field, words.format(frame=tmp_path / "frame.csv"))

    assert told in message
    assert "Traceback" not in message


def test_a_file_that_is_not_utf_8_is_told(in_the_field: Flask, tmp_path: Path) -> None:
    file = tmp_path / "windows.csv"
    file.write_bytes("unit,drinks,remark\nN1,no,Café\n".encode("cp1252"))

    assert "expected UTF-8" in refused(in_the_field, f"response load tea-named {file}")


def test_a_survey_with_problems_is_not_published(tea: Flask) -> None:
    folder = tea.extensions["kakehashi"].surveys
    (folder / "tea/2026/questionnaire.yaml").write_text(
        QUESTIONNAIRE.replace("kind: single", "kind: simple"), encoding="utf-8"
    )

    assert run(tea, "survey check tea/2026").exit_code != 0
    assert "simple" in refused(tea, "survey publish tea/2026")


def test_the_tables_can_be_brought_up_again(app: Flask) -> None:
    assert run(app, "database upgrade").exit_code == 0


def test_opening_again_tells_what_stays_final(in_the_field: Flask) -> None:
    done(in_the_field, "wave close tea-named")
    done(in_the_field, "wave freeze tea-named --kind final --label Settled")

    opened = run(in_the_field, "wave open tea-named")

    assert opened.exit_code == 0
    assert "final snapshot 'Settled' stays as it is; another final snapshot needs" in opened.stderr
