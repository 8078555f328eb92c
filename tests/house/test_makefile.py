"""What a contributor types."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def run_make(*arguments: str) -> str:
    make = ["make", "--no-print-directory", "-C", str(ROOT), *arguments]
    clean = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    return subprocess.run(make, env=clean, check=True, capture_output=True, text=True).stdout


def test_help_lists_every_target_that_says_what_it_does() -> None:
    described = re.findall(r"^([a-z]+):.*## (.+)$", MAKEFILE, re.MULTILINE)

    shown = run_make("help")

    assert {"serve", "test", "check", "lock", "catalogues", "soak", "clean"} <= dict(
        described
    ).keys()
    for target, sentence in described:
        assert re.search(rf"^make {target} +{re.escape(sentence)}$", shown, re.MULTILINE)


def test_make_alone_shows_the_help() -> None:
    assert run_make() == run_make("help")


def test_the_readme_names_the_targets() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for target in ("serve", "test", "check", "lock", "soak"):
        assert f"make {target}" in readme


def test_the_build_server_runs_make_test_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    commands = [
        line for line in script.read_text(encoding="utf-8").splitlines() if line[:1] != "#"
    ]

    assert os.access(script, os.X_OK)
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make test"]
