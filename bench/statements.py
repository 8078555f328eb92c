"""SQL statements that showing and saving a page take, counted inside one process."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@dataclass
class Statements:
    """What was sent to the database, without what opens and closes a transaction."""

    sent: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.sent)

    def note(self, statement: str) -> None:
        """Count a statement, unless it only frames a transaction."""
        if not statement.lstrip().upper().startswith(FRAME):
            self.sent.append(statement)


@contextmanager
def counted() -> Iterator[Statements]:
    """The statements of this process during a block, on whatever connection."""
    statements = Statements()

    def listen(
        _c: object, _cursor: object, statement: str, *_rest: Sequence[Any] | object
    ) -> None:
        statements.note(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
