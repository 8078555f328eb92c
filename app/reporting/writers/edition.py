"""Where a document is found: its persistent address, its hash, its files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as it is published in one place.

    Parameters
    ----------
    address : str
        Persistent address of the run; empty where it has none.
    run : int, optional
        Number of the run.
    hash : str
        SHA-256 of the document without drawings.
    at : datetime, optional
        When it was run.
    table_file : str
        Address of a table's file, with `{table}` and `{language}` to fill; empty where there is
        none.
    languages : mapping
        Address of the same page in each other language.
    """

    address: str = ""
    run: int | None = None
    hash: str = ""
    at: datetime | None = None
    table_file: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)

    def file_of(self, table: str, language: str) -> str:
        """The address of the file of one table."""
        return self.table_file.replace("{table}", table).replace("{language}", language)
