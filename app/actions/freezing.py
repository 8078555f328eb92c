"""A wave frozen as a snapshot: its sent responses as typed columns, with the frame they are of."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import pyarrow as pa

from app.actions import instruments
from app.actions.fieldwork import NotNow, WaveView
from app.actions.instruments import known_wave
from app.collection.snapshot import (
    FIXED,
    Column,
    Stamp,
    frame_facts,
    from_parquet,
    row_count,
    to_parquet,
)
from app.questionnaire.answer import Answer
from app.questionnaire.instrument import Instrument, Item, Questionnaire
from app.questionnaire.items import cells, variables
from app.questionnaire.routing import Path, asked_answers, path, status_of
from app.reporting.document import WaveOrigin
from app.reporting.source import FrameCell, Source
from app.storage import audit, frames, responses, snapshots, surveys
from app.storage.database import Database
from app.storage.responses import Sent
from app.storage.snapshots import Kept, NewSnapshot, Snapshot
from app.storage.surveys import Wave

SEALED = "sealed"
"""Why answers cannot be read: their wave promises anonymity and is not closed."""


@dataclass(frozen=True, eq=False)
class Taken:
    """A wave as it stood at one moment, kept or not; `kept` where it was kept under a label."""

    wave: Wave
    snapshot: NewSnapshot
    kept: Kept | None = None

    @property
    def is_provisional(self) -> bool:
        """Whether answers may still have come after it."""
        return self.kept.kind != "final" if self.kept else self.wave.status != "closed"


def require_readable(wave: Wave) -> None:
    """Go on where the answers of a wave may be read.

    Those of an anonymous wave may not while firms still send: whoever looks before and after one
    of them has sent sees which answers are new, and whose.

    Raises
    ------
    NotNow
        The wave promises anonymity and is not closed.
    """
    if is_sealed(wave):
        told = f"wave {wave.code} promises anonymity: its answers can be read once it is closed"
        why = "before, two looks would show what a firm that sent between them has answered"
        raise NotNow(f"{told}; {why}", SEALED)


def is_sealed(wave: Wave | WaveView) -> bool:
    """Whether nobody may read the answers of a wave yet."""
    is_anonymous = wave.anonymous if isinstance(wave, Wave) else wave.plan.anonymous
    return is_anonymous and wave.status != "closed"


def take(database: Database, wave_code: str, *, now: datetime) -> Taken:
    """The sent responses of a wave as they stand, without keeping them.

    Answers off the path are left out, whatever brought them. Responses that are open again count
    as they were sent last.

    Raises
    ------
    UnknownWave
        There is no wave with that code.
    NotNow
        The wave promises anonymity and is not closed.
    """
    with database.read_moment() as connection:
        wave = known_wave(surveys.wave(connection, wave_code), wave_code)
        require_readable(wave)
        last_event = responses.last_event(connection, wave_code)
        frame = frames.stratum_sizes(connection, wave_code)
        facts = frames.facts(connection, wave_code)
        instrument = instruments.instrument(database, wave.instrument_hash)
        # One by one: a wave of thousands is never held as documents.
        rows = (
            row(instruments.asked_instrument(database, one.instrument_hash, wave.plan_hash), one)
            for one in responses.sent(connection, wave_code)
        )
        parquet = to_parquet(
            columns(instrument.questionnaire),
            rows,
            stamp=Stamp(wave_code, wave.instrument_hash, last_event, facts),
        )
    digest = hashlib.sha256(parquet)
    digest.update(repr((sorted(frame.items()), wave.simulated)).encode())
    return Taken(
        wave=wave,
        snapshot=NewSnapshot(
            wave_code=wave_code,
            instrument_hash=wave.instrument_hash,
            last_event=last_event,
            responses=row_count(parquet),
            frame=frame,
            simulated=wave.simulated,
            taken_at=now,
            hash=digest.hexdigest(),
            parquet=parquet,
        ),
    )


def freeze(database: Database, wave_code: str, *, by: str, now: datetime) -> Taken:
    """The sent responses of a wave, kept; nothing new is kept where nothing has changed.

    Raises
    ------
    UnknownWave
        There is no wave with that code.
    NotNow
        The wave promises anonymity and is not closed.
    """
    taken = take(database, wave_code, now=now)
    with database.write() as connection:
        kept = snapshots.latest(connection, wave_code)
        if kept is not None and kept.hash == taken.snapshot.hash:
            return Taken(taken.wave, as_taken(kept))
        number = snapshots.add(connection, taken.snapshot)
        audit.record(
            connection,
            "wave.frozen",
            by=by,
            about=wave_code,
            now=now,
            detail={"snapshot": number, "responses": taken.snapshot.responses},
        )
    return taken


def as_taken(kept: Snapshot) -> NewSnapshot:
    """A snapshot that is stored, as it was when it was taken."""
    return NewSnapshot(
        kept.wave_code, kept.instrument_hash, kept.last_event, kept.responses,
        kept.frame, kept.simulated, kept.taken_at, kept.hash, kept.parquet,
    )  # fmt: skip


def source(database: Database, taken: Taken) -> Source:
    """A frozen wave as a report takes it in."""
    kept = taken.snapshot
    plan = instruments.plan(database, taken.wave.plan_hash)
    table = from_parquet(kept.parquet)
    return Source(
        origin=WaveOrigin(
            wave=taken.wave.code,
            title=plan.title,
            instrument=kept.instrument_hash,
            snapshot=kept.hash,
            as_of=kept.taken_at.isoformat(),
            last_event=kept.last_event,
            is_open=taken.is_provisional,
            kind=taken.kept.kind if taken.kept else "",
            label=taken.kept.label if taken.kept else "",
            from_counts=plan.from_counts,
        ),
        questionnaire=instruments.instrument(database, kept.instrument_hash).questionnaire,
        columns=_frame(table),
        frame=kept.frame,
        is_simulated=kept.simulated,
        facts=tuple(FrameCell(*cell) for cell in frame_facts(table)),
        form=plan.form,
    )


def columns(questionnaire: Questionnaire) -> tuple[Column, ...]:
    """The columns of a snapshot: those of every wave, of every item, and the items' statuses.

    Consents have none: they are kept with the firm and never leave with the answers.
    """
    statuses = tuple(Column(f"{code}__status", "code") for code in _of_answers(questionnaire))
    values = tuple(Column(found.name, found.type) for found in variables(questionnaire))
    return (*FIXED, *values, *statuses)


def row(instrument: Instrument, sent: Sent) -> Mapping[str, object]:
    """A sent response in the columns of a snapshot; answers off the path are left out."""
    given = {code: Answer.from_document(stored) for code, stored in sent.answers.items()}
    walked = path(instrument, given, sent.facts)
    answers = asked_answers(walked, given)
    return {
        "response": sent.id,
        "stratum": sent.stratum,
        **sent.facts,
        "language": sent.language,
        "status": sent.status,
        "submitted": sent.submitted_at.date().isoformat() if sent.submitted_at else None,
        **cells(instrument.questionnaire, answers),
        **dict(_statuses(instrument.questionnaire, answers, walked)),
    }


def _statuses(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], walked: Path
) -> Iterator[tuple[str, str]]:
    for code, item in _of_answers(questionnaire).items():
        yield f"{code}__status", str(status_of(item, answers, walked))


def _of_answers(questionnaire: Questionnaire) -> Mapping[str, Item]:
    """The items whose answers stay together; consents stand with the firm."""
    return {code: item for code, item in questionnaire.items.items() if not item.is_consent}


def _frame(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas()
    return frame
