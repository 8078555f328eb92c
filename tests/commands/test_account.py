"""`flask account` makes accounts, lists and closes them, and says what they may do."""

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask


def test_an_account_is_made_with_a_password_that_is_printed_once(app: Flask) -> None:
    run = app.test_cli_runner().invoke

    made = run(args=["account", "create", "aoi@example.org", "--role", "viewer", "--generate"])
    listed = run(args=["account", "list"])

    assert made.exit_code == 0
    assert len(made.stdout.strip()) >= 20
    assert listed.stdout == "aoi@example.org\tviewer\tevery wave\tactive\n"
    assert made.stdout.strip() not in listed.stdout


def test_a_password_is_asked_for_twice(app: Flask) -> None:
    made = app.test_cli_runner().invoke(
        args=["account", "create", "aoi@example.org", "--role", "manager"],
        input="oolong-and-sencha\noolong-and-sencha\n",
    )

    assert made.exit_code == 0, made.output
    assert "oolong" not in made.output


def test_an_account_that_cannot_be_made_says_why(app: Flask) -> None:
    made = app.test_cli_runner().invoke(
        args=["account", "create", "aoi@example.org", "--role", "viewer", "--wave", "none",
              "--generate"]
    )  # fmt: skip

    assert made.exit_code == 1
    assert "expected a published wave" in made.stderr
    assert made.stdout == ""


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    """Runs `flask account` with what is given."""
    runner = app.test_cli_runner()
    made = runner.invoke(
        args=["account", "create", "aoi@example.org", "--role", "administrator", "--generate"]
    )
    assert made.exit_code == 0
    return lambda *given: runner.invoke(args=["account", *given])


def test_a_role_is_given_and_taken(run: Callable[..., Result]) -> None:
    given = run("grant", "aoi@example.org", "--role", "fieldwork")
    again = run("grant", "aoi@example.org", "--role", "fieldwork")
    held = run("list").stdout
    taken = run("revoke", "aoi@example.org", "--role", "fieldwork")

    assert given.exit_code == again.exit_code == taken.exit_code == 0
    assert "was already" in again.stderr
    assert "aoi@example.org\tfieldwork\tevery wave\tactive\n" in held
    assert "fieldwork" not in run("list").stdout


def test_a_role_that_is_not_held_cannot_be_taken(run: Callable[..., Result]) -> None:
    taken = run("revoke", "aoi@example.org", "--role", "viewer")

    assert taken.exit_code == 1
    assert "is not viewer of every wave" in taken.stderr


def test_a_series_that_no_wave_belongs_to_is_refused(run: Callable[..., Result]) -> None:
    given = run("grant", "aoi@example.org", "--role", "viewer", "--series", "coffee")

    assert given.exit_code == 1
    assert "expected the series of a wave" in given.stderr


def test_an_account_is_closed_and_opened_again(run: Callable[..., Result]) -> None:
    run("create", "ken@example.org", "--role", "administrator", "--generate")

    closed = run("close", "ken@example.org")
    listed = run("list").stdout
    opened = run("reopen", "ken@example.org")

    assert closed.exit_code == opened.exit_code == 0
    assert "ken@example.org\tadministrator\tevery wave\tclosed\n" in listed
    assert "closed" not in run("list").stdout


def test_the_last_administrator_of_every_wave_is_not_closed(run: Callable[..., Result]) -> None:
    closed = run("close", "aoi@example.org")
    revoked = run("revoke", "aoi@example.org", "--role", "administrator")

    assert closed.exit_code == revoked.exit_code == 1
    assert "nobody else" in closed.stderr
    assert "nobody else" in revoked.stderr


def test_a_lost_password_is_replaced(run: Callable[..., Result]) -> None:
    changed = run("password", "AOI@example.org", "--generate")

    assert changed.exit_code == 0
    assert len(changed.stdout.strip()) >= 20


@pytest.mark.parametrize("command", ["password", "close", "reopen"])
def test_an_account_that_is_not_there_is_told(run: Callable[..., Result], command: str) -> None:
    given = ["--generate"] if command == "password" else []

    found = run(command, "nobody@example.org", *given)

    assert found.exit_code == 1
    assert "there is no account" in found.stderr
