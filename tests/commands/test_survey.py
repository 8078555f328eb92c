"""`flask survey check` and `publish`, on folders of files."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.actions.services import Services
from app.commands.survey import survey
from app.storage.database import Database, upgrade
from tests import databases
from tests.cast import POLICY
from tests.questionnaire.given import FIXTURES

DEFAULT = Path(__file__).parents[2] / "surveys" / "economic_security"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURES / "library", tmp_path / "surveys" / "library")
    (tmp_path / "surveys" / "test" / "one").mkdir(parents=True)
    return tmp_path / "surveys"


@pytest.fixture
def app(tmp_path: Path, folder: Path) -> Iterator[Flask]:
    database = Database(databases.address(tmp_path))
    upgrade(database)
    made = Flask(__name__)
    made.extensions["kakehashi"] = Services(database, "key", folder, tmp_path / "reports")
    made.cli.add_command(survey)
    yield made
    database.close()


def write(folder: Path, fixture: str, *changes: tuple[str, str]) -> None:
    text = (FIXTURES / f"{fixture}.yaml").read_text(encoding="utf-8")
    for before, after in changes:
        text = text.replace(before, after)
    (folder / "test" / "one" / "questionnaire.yaml").write_text(text, encoding="utf-8")
    (folder / "test" / "one" / "disclosure.yaml").write_text(POLICY, encoding="utf-8")
    shutil.copy(DEFAULT / "2026" / "design.yaml", folder / "test" / "one" / "design.yaml")


def test_a_sound_survey_is_checked_without_a_word_on_the_output(app: Flask, folder: Path) -> None:
    write(folder, "routing")

    result = app.test_cli_runner().invoke(args=["survey", "check", "test/one"])

    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "test/one: 0 problems, 0 warnings\n"


def test_every_problem_is_a_line_with_its_file_and_line(app: Flask, folder: Path) -> None:
    write(
        folder, "routing", ("kind: percent", "kind: percentage"), ("any_of(areas", "any_of(area")
    )

    result = app.test_cli_runner().invoke(args=["survey", "check"])

    unknown = "unknown name 'area': neither an item nor country, sector or size"
    file = folder / "test" / "one" / "questionnaire.yaml"
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{file}:32: items.share.kind: 'percentage' is not known here; did you mean 'percent'?",
        f"{file}:36: items.share.ask_if: {unknown}; did you mean 'areas'?",
    ]
    assert result.stderr == "test/one: 2 problems, 0 warnings\n"


def test_a_survey_that_is_not_there_is_told_with_those_that_are(app: Flask, folder: Path) -> None:
    write(folder, "routing")

    result = app.test_cli_runner().invoke(args=["survey", "check", "test/two"])

    assert result.exit_code == 1
    assert "there is no survey 'test/two'; there are: test/one" in result.stderr


def test_a_folder_outside_the_surveys_is_not_read(app: Flask, folder: Path) -> None:
    write(folder, "routing")

    result = app.test_cli_runner().invoke(args=["survey", "check", str(DEFAULT / "2026")])

    assert result.exit_code == 1


def test_the_folder_of_a_survey_names_it_too(app: Flask, folder: Path) -> None:
    write(folder, "routing")

    result = app.test_cli_runner().invoke(args=["survey", "check", str(folder / "test" / "one")])

    assert result.exit_code == 0


def test_a_survey_with_problems_is_not_published(app: Flask, folder: Path) -> None:
    write(folder, "routing", ("kind: percent", "kind: percentage"))

    result = app.test_cli_runner().invoke(args=["survey", "publish", "test/one"])

    assert result.exit_code == 1
    assert "did you mean 'percent'?" in result.stderr


def test_publishing_the_same_again_makes_nothing_new(app: Flask, folder: Path) -> None:
    write(folder, "routing")
    runner = app.test_cli_runner()

    first = runner.invoke(args=["survey", "publish", "test/one"])
    second = runner.invoke(args=["survey", "publish", "test/one"])

    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert "already published" not in first.stderr
    assert "already published" in second.stderr
    assert second.stdout == first.stdout


def test_publishing_another_plan_says_which_wave_it_changed(app: Flask, folder: Path) -> None:
    write(folder, "routing")
    runner = app.test_cli_runner()
    runner.invoke(args=["survey", "publish", "test/one"])
    design = folder / "test" / "one" / "design.yaml"
    text = design.read_text(encoding="utf-8")

    same = runner.invoke(args=["survey", "publish", "test/one"])
    design.write_text(text.replace("03-0000-0000", "03-0000-0001"), encoding="utf-8")
    changed = runner.invoke(args=["survey", "publish", "test/one"])

    assert "up to date" not in same.stderr
    assert "already published\n2026-jp: brought up to date with its files\n" in changed.stderr
    assert "2026-eu: brought" not in changed.stderr
