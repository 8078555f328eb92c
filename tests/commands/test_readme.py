"""The commands of the README are typed from top to bottom, up to the opening of the wave."""

import re
import shlex
from pathlib import Path

import pytest
from flask import Flask

README = Path(__file__).parents[2] / "README.md"
PASSWORD = "oolong-and-sencha\n"  # noqa: S105


def typed() -> list[list[str]]:
    """What stands after `flask` in each command of the block, as the shell hands it on."""
    text = README.read_text(encoding="utf-8")
    block = text[text.index("flask database upgrade") : text.index("flask wave open")]
    found = [
        re.split(r"\s[>#]", one.partition("flask ")[2])[0]
        for line in block.splitlines()
        for one in line.partition("  #")[0].split("; ")
    ]
    return [shlex.split(one) for one in found if one]


def test_every_command_before_the_opening_runs_in_the_order_in_which_it_stands(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"JP{n:04},Invented {n},JP,c28,250_999\n" for n in range(1, 108))
    (tmp_path / "firms.csv").write_text(f"unit,name,country,sector,size\n{rows}", encoding="utf-8")
    commands = typed()
    said = {}
    with monkeypatch.context() as there:
        for command in commands:
            if "firms.csv" in command:
                there.chdir(tmp_path)
            ran = app.test_cli_runner().invoke(args=command, input=PASSWORD * 2)
            said[" ".join(command)] = ran.output if ran.exit_code else ""

    assert len(commands) >= 12
    assert ["account", "grant"] in [command[:2] for command in commands]
    assert {command: told for command, told in said.items() if told} == {}
