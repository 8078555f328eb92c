"""The way of any table of counts, as reports/README.md shows it, command by command."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app import create_app
from app.actions import analysis
from tests.conftest import installation
from tests.published.rebuilt import NOW, ROOT, Installation
from tests.web.client import StrictClient

DOCUMENT = ROOT / "reports" / "README.md"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
FINGERPRINT = re.compile(r" [0-9a-f]{12} ")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """A project folder with the documents, a library and the colours, and nothing else."""
    shutil.copytree(ROOT / "docs/example", tmp_path / "docs/example")
    shutil.copytree(ROOT / "surveys/library", tmp_path / "surveys/library")
    (tmp_path / "reports").mkdir()
    shutil.copy(ROOT / "reports/palette.yaml", tmp_path / "reports")
    monkeypatch.chdir(tmp_path)
    settings = installation(tmp_path)
    app = create_app(replace(settings, surveys=tmp_path / "surveys", reports=tmp_path / "reports"))
    app.test_client_class = StrictClient
    made = Installation(app, tmp_path)
    made.type("database", "upgrade")
    yield made
    made.services.database.close()


def steps() -> Iterator[tuple[str, str]]:
    """Every command of the section, with what the document says it prints."""
    section = DOCUMENT.read_text(encoding="utf-8").partition("## Any table of counts")[2]
    for block in CONSOLE.findall(section):
        for step in block.split("$ ")[1:]:
            command, _, printed = step.partition("\n")
            yield command, printed


def typed(here: Installation, command: str) -> str:
    """What a line typed into a terminal shows; `>` writes what it would show to a file."""
    program, *arguments = shlex.split(command)
    if program == "cp":
        subprocess.run(["cp", *arguments], check=True)
        return ""
    assert program == ".venv/bin/flask", command
    target = None
    if ">" in arguments:
        *arguments, _, target = arguments
    result = here.app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.output
    if target is None:
        return str(result.output)
    Path(target).write_text(result.stdout, encoding="utf-8")
    return str(result.stderr)


def test_every_command_of_the_section_prints_what_the_section_says(here: Installation) -> None:
    commands = list(steps())
    assert len(commands) >= 10

    for command, expected in commands:
        assert FINGERPRINT.sub(" ", typed(here, command)) == FINGERPRINT.sub(" ", expected), (
            command
        )


@pytest.mark.slow
def test_the_counts_of_the_example_stand_on_the_page_in_both_languages(
    here: Installation,
) -> None:
    for command, _ in steps():
        typed(here, command)
    services = here.services
    number = analysis.run_report(
        services.database,
        "delivery_2031",
        surveys=services.surveys,
        reports=services.reports,
        by="a test",
        now=NOW,
    )
    analysis.publish_run(services.database, number, by="a test", now=NOW)

    for language, label in (("en", "Larger stocks"), ("ja", "在庫の積み増し")):
        page = here.reader(language).get("/reports/delivery_2031").get_data(as_text=True)
        row = page.partition(f">{label}</th>")[2].partition("</tr>")[0]
        assert re.findall(r"[\d.]+", re.sub("<[^>]*>", " ", row))[:2] == ["58", "47.9"]
