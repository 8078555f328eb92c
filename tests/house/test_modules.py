"""What every module of the house keeps to."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITTEN = ("app", "bench", "migrations", "tests")
MODULES = [ROOT / "config.py", *(path for part in WRITTEN for path in (ROOT / part).rglob("*.py"))]
TEXTS = (*MODULES, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "Makefile")

FILE = re.compile(
    r"(?<![\w/.])(?:app|bench|docs|migrations|reports|surveys|tests)/[\w./-]+\.(?:py|md|yaml|csv|R)\b"
)
"""A file of the project, by its full path."""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_knows(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    assert docstring, f"{name(path)} has no docstring"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_docstring_names_files_that_exist(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    told = [
        ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(written))
        if isinstance(node, documented)
    ]

    named = [place for text in told for place in FILE.findall(text)]

    assert [place for place in named if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_fits_in_four_hundred_lines(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")

    assert lines <= 400, f"{name(path)} has {lines} lines: find the noun that wants to leave"


@pytest.mark.parametrize("path", sorted((ROOT / "app").glob("*/**/__init__.py")), ids=name)
def test_a_package_marker_holds_its_docstring_alone(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body

    assert len(body) == 1, f"{name(path)}: import from the module that defines the name"


def test_nothing_is_left_to_do_later() -> None:
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")

    left = [name(path) for path in TEXTS if mark.search(path.read_text(encoding="utf-8"))]

    assert not left, "do it, or write the decision down"


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "common", "misc", "base"}

    assert not [name(path) for path in MODULES if path.stem in drawers]


def test_no_page_opens_a_connection() -> None:
    opened = re.compile(r"\.(read|read_moment|write)\(\) as ")

    asking = [
        path
        for path in (ROOT / "app" / "web").rglob("*.py")
        if opened.search(path.read_text("utf-8"))
    ]

    assert not [name(path) for path in asking], "ask an action: it owns the transaction"


def test_every_test_keeps_its_rows_where_the_run_says() -> None:
    apart = {"tests/databases.py", "tests/storage/test_database.py", "tests/house/test_modules.py"}
    own = [
        name(path)
        for path in MODULES
        if name(path).startswith("tests/") and "sqlite:///" in path.read_text(encoding="utf-8")
    ]

    assert set(own) <= apart, "take the address from tests/databases.py: the tests run on two"
