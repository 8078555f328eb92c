"""What a command knows when it starts: the services of the app, the clock, who is typing."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import current_app  # noqa: TID251  (read here, so that no other command does)

from app.actions.instruments import UnknownWave
from app.actions.services import Services, clock, installed
from app.storage.revision import is_current


def services() -> Services:
    """What the actions need, once the tables are made.

    Raises
    ------
    ClickException
        They are not there, or not in the form that this code needs.
    """
    found = services_as_found()
    if not is_current(found.database):
        raise click.ClickException("the tables come first: .venv/bin/flask database upgrade")
    return found


def services_as_found() -> Services:
    """The database, keys and folders of this installation, whatever their state."""
    return installed(current_app.extensions)


def static() -> Path:
    """The folder with the style sheets and the type of the site."""
    return Path(str(current_app.static_folder))


def now() -> datetime:
    """The clock, read once for a command and handed on."""
    return clock()


def operator() -> str:
    """Who is named in the record of what was done."""
    return f"command line: {getpass.getuser()}"


@contextmanager
def told() -> Iterator[None]:
    """Turn what cannot go on into a sentence and an exit code."""
    try:
        yield
    except (UnknownWave, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem


TEXT_FILE = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True)
"""A file to read, or a hyphen for what is typed in."""


def read_text(file: str) -> str:
    """A text file, which has to be in UTF-8.

    Raises
    ------
    ValueError
        It is not.
    """
    with click.open_file(file, "rb") as opened:
        content: bytes = opened.read()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise ValueError(f"{file}: expected UTF-8; save it as CSV UTF-8 ({problem})") from problem
