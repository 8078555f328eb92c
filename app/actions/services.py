"""What every action may need of one installation, handed in by whoever starts it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.storage.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The database, keys and folders of one installation.

    Parameters
    ----------
    code_key : str
        The key under which access codes are hashed; without it a stolen database opens nothing.
    surveys, reports : Path
        Where definitions of surveys and of reports stand.
    demo : bool
        Invented firms and accounts may exist here.
    data : Path
        Where the installation keeps files of its own, beside the database.
    site : str
        Public address that citations and codes are printed with; empty where none is set.
    """

    database: Database
    code_key: str
    surveys: Path
    reports: Path
    demo: bool = False
    data: Path = Path("var")
    site: str = ""


def installed(extensions: Mapping[str, object]) -> Services:
    """The services that `create_app` put among the extensions of the app.

    Raises
    ------
    TypeError
        It did not.
    """
    found = extensions["kakehashi"]
    if not isinstance(found, Services):
        raise TypeError("create_app puts Services at app.extensions['kakehashi']")
    return found


def ask(database: Database) -> None:
    """Ask the database for as little as there is; raises where it does not answer."""
    with database.read() as connection:
        connection.exec_driver_sql("SELECT 1")


def clock() -> datetime:
    """The moment it is, for web and commands, which read it once and hand it on."""
    return datetime.now(UTC)  # noqa: TID251  (the one place)
