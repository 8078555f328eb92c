"""The documents name what exists, and nothing that does not."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
TYPED = (
    *(ROOT / folder / "README.md" for folder in ("", "surveys", "reports")),
    *(ROOT / "docs" / name for name in ("deployment.md", "estimation-example.md")),
)
FLASK = ".venv/bin/flask"
"""The program as everybody types it who has run `make serve` in the folder of the project."""
PLACE = re.compile(r"`((?:app|bench|docs|migrations|reports|surveys|tests)/[\w./-]*)`")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def own_commands(group: click.Group, path: str = FLASK) -> Iterator[str]:
    """Every command that a module of app.commands defines, as it is typed."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from own_commands(command, f"{path} {name}")
        elif command.callback and command.callback.__module__.startswith("app.commands"):
            yield f"{path} {name}"


def test_the_readme_names_every_command(app: Flask) -> None:
    commands = list(own_commands(app.cli))

    assert commands
    assert [command for command in commands if command not in README] == []


def test_the_readme_names_no_command_that_does_not_exist(app: Flask) -> None:
    known = set(own_commands(app.cli))
    named = re.findall(rf"^({re.escape(FLASK)} [a-z]+)( [a-z]+)?", README, re.MULTILINE)

    assert named
    assert [words for words in named if not {words[0], "".join(words)} & known] == []


@pytest.mark.parametrize("document", TYPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_typed_names_the_program_of_this_folder(document: Path) -> None:
    text = document.read_text(encoding="utf-8")

    assert re.findall(r"^(?:\$ |    )?(?:\S+=\S+ )*flask .*", text, re.MULTILINE) == []
    assert "--app" not in text


def test_the_program_finds_the_application_without_being_told(tmp_path: Path) -> None:
    """Catches: documents whose commands need an environment that nobody has set up."""
    program = Path(sys.executable).with_name("flask")
    typed = [str(program), "survey", "check", "economic_security/2026"]
    bare = {"PATH": "/usr/bin:/bin", "DATA_DIR": str(tmp_path)}

    result = subprocess.run(
        typed, cwd=ROOT, env=bare, capture_output=True, text=True, check=False, timeout=120
    )

    assert result.returncode == 0, result.stderr
    assert "economic_security/2026: 0 problems" in result.stderr


def test_the_readme_names_every_setting_and_no_other() -> None:
    source = (ROOT / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r'environ\.get\("([A-Z_]+)"', source))

    told = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))

    assert told == read


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_is_named_exists(document: Path) -> None:
    named = PLACE.findall(document.read_text(encoding="utf-8"))

    assert [place for place in named if not (ROOT / place).exists()] == []


def test_the_changelog_begins_with_what_is_not_released() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert headings[0] == "[Unreleased]"


@pytest.mark.parametrize("decision", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=str)
def test_a_decision_says_what_was_asked_decided_and_paid(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")

    number = int(decision.name[:4])
    assert text.startswith(f"# {number}. ")
    for part in ("Question", "Decision", "Why", "Price"):
        assert f"**{part}.**" in text
    assert len(text.splitlines()) <= 40
