"""What was settled from a wave: its final snapshot, and the runs of reports that readers see."""

from dataclasses import dataclass

from app.storage import reports, snapshots
from app.storage.database import Database
from app.storage.reports import RunHead
from app.storage.snapshots import Kept


@dataclass(frozen=True, slots=True)
class Settled:
    """The final snapshot of a wave, and the runs made of the wave that readers may open."""

    final: Kept | None
    published: tuple[RunHead, ...]


def of_wave(database: Database, code: str) -> Settled:
    """What was made final and published from a wave; the latest run first."""
    with database.read_moment() as connection:
        kept = snapshots.kept_of(connection, code)
        public = reports.public_heads(connection)
    finals = (one for one in kept if one.kind == "final" and one.replaced_at is None)
    return Settled(
        final=next(finals, None),
        published=tuple(head for head in public if code in _waves(head)),
    )


def _waves(head: RunHead) -> frozenset[str]:
    """The waves that a run was made of."""
    waves = head.inputs.get("waves")
    parts = waves if isinstance(waves, list) else []
    return frozenset(str(part["wave"]) for part in parts if isinstance(part, dict))
