"""`flask account` makes accounts and lists them."""

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
