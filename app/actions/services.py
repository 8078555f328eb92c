"""What every action may need of one installation, handed in by whoever starts it."""

from dataclasses import dataclass
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
    """

    database: Database
    code_key: str
    surveys: Path
    reports: Path
    demo: bool = False
    data: Path = Path("var")
