"""Commands that pages and messages tell people to type: each runs as it is printed."""

import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from flask import Flask

from app import create_app
from config import Config
from tests import databases

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
PROGRAM = ".venv/bin/flask"
"""The program as the documents name it: typed in the folder of the project."""
FILLED = re.compile(r"\{+ ?[\w.]+ ?\}+")
"""What a page or a message fills in: a wave."""


def texts() -> Iterator[tuple[str, str]]:
    """Everything the program may say, with its file: texts of modules, templates, catalogues."""
    for path in (*APP.rglob("*.py"), ROOT / "config.py"):
        for text in _strings(ast.parse(path.read_text(encoding="utf-8"))):
            yield str(path.relative_to(ROOT)), text
    for kind in ("html", "txt", "po"):
        for path in APP.rglob(f"*.{kind}"):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def _strings(tree: ast.Module) -> Iterator[str]:
    """The texts of a module without its docstrings."""
    silent = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    spoken = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    yield from (
        one.value for one in spoken if isinstance(one.value, str) and id(one) not in silent
    )


def hints() -> list[str]:
    """Every command that is printed, without its program; a wave stands for what is filled in."""
    printed = re.compile(re.escape(PROGRAM) + r" ([^<\n\"`]+)")
    found = [told for _, text in texts() for told in printed.findall(text)]
    return sorted({FILLED.sub("2026-jp", told).strip() for told in found})


def test_every_command_that_is_printed_names_the_program_of_this_folder() -> None:
    bare = re.compile(r"(?<![\w./-])flask [a-z]+")

    assert [(file, told) for file, text in texts() for told in bare.findall(text)] == []


def test_commands_are_printed_by_pages_and_by_messages() -> None:
    """Catches: a search that finds nothing, and so nothing wrong."""
    assert {
        "database upgrade", "frame load 2026-jp FILE", "frame load 2026-jp frame.csv",
        "survey publish economic_security/2026", "code issue 2026-jp --count 100",
    } <= set(hints())  # fmt: skip


@pytest.mark.parametrize("hint", hints())
def test_a_command_that_is_printed_exists_and_takes_these_words(app: Flask, hint: str) -> None:
    command: click.Command = app.cli
    words = shlex.split(hint)
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]

    given, rest, _ = command.make_parser(click.Context(command)).parse_args(words)

    asked = [one for one in command.params if isinstance(one, click.Argument) and one.required]
    assert rest == []
    assert [one.name for one in asked if not isinstance(given.get(str(one.name)), str)] == []


def test_the_command_that_the_message_names_makes_the_tables(
    settings: Config, tmp_path: Path
) -> None:
    bare = databases.address_without_tables(tmp_path / "bare")
    app = create_app(replace(settings, database_url=bare))
    typed = app.test_cli_runner()
    told = typed.invoke(args=["account", "list"])
    named = re.findall(rf"{re.escape(PROGRAM)} (.+)", told.output)

    done = typed.invoke(args=shlex.split(named[0]))

    assert (told.exit_code, done.exit_code) == (1, 0)
    assert typed.invoke(args=["account", "list"]).exit_code == 0
