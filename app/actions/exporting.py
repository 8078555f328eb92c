"""The sent responses of a wave as a file."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from app.actions import freezing
from app.actions.instruments import asked_instrument, instrument, known_wave
from app.collection.datafile import to_csv
from app.storage import audit, responses, surveys
from app.storage.database import Database
from app.storage.responses import Sent
from app.storage.surveys import Wave


def export_responses(database: Database, code: str, *, by: str, now: datetime) -> str:
    """The sent responses of a wave as CSV: the columns of a snapshot, and the unit's code.

    Each row says whether it is simulated, so that no copy of it can pass for an answer of a firm.
    Loading the file into another installation with the same frame and writing it again gives the
    same bytes.

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The wave promises anonymity and is not closed.
    """
    with database.read_moment() as connection:
        wave = known_wave(surveys.wave(connection, code), code)
        freezing.require_readable(wave)
        sent = tuple(responses.sent(connection, code))
    questionnaire = instrument(database, wave.instrument_hash).questionnaire
    first, *others = (column.name for column in freezing.columns(questionnaire))
    columns = (first, "unit", "simulated", *others)
    exported = to_csv(columns, _rows(database, wave, sent))
    with database.write() as connection:
        detail = {"responses": len(sent)}
        audit.record(connection, "responses.exported", by=by, about=code, now=now, detail=detail)
    return exported


def _rows(
    database: Database, wave: Wave, sent: tuple[Sent, ...]
) -> Iterator[Mapping[str, object]]:
    for one in sent:
        asked = asked_instrument(database, one.instrument_hash, wave.plan_hash)
        row = freezing.row(asked, one)
        yield {**row, "unit": one.unit_code, "simulated": wave.simulated}
