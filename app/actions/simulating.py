"""Whole responses to a simulated wave, many in one transaction, read and checked as firms' are."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from app.actions.fieldwork import NotNow
from app.actions.instruments import asked_instrument, known_wave, plan
from app.actions.posting import Place
from app.actions.sending import Whole, send_whole
from app.collection.frame import Unit
from app.collection.response import Contributor
from app.questionnaire.answer import Answer
from app.questionnaire.checks import findings_along
from app.questionnaire.instrument import Instrument
from app.questionnaire.items import kind_of
from app.questionnaire.routing import Path, pages_in_turn, path
from app.storage import frames, responses, surveys
from app.storage.database import Database

AT_ONCE = 500
"""Responses in one transaction: enough to be quick, few enough to be held."""
SITTING = Contributor(number=1)

Raw = Mapping[str, Sequence[str]]


class NotTaken(ValueError):
    """A sheet that a firm could not have filled in by the pages, or could not have sent."""

    def __init__(self, sheet: "Sheet", what: str) -> None:
        super().__init__(f"unit {sheet.unit}: {what}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a firm fills in, page by page, as the fields of its pages would bring it.

    Parameters
    ----------
    begun, sent : datetime
        When it opens its questionnaire, and when it sends it.
    pages : iterable
        Each page with its fields, in the order in which they come.
    """

    unit: str
    language: str
    begun: datetime
    sent: datetime
    pages: Iterable[tuple[Place, Raw]]


def asked_by(database: Database, code: str) -> Instrument:
    """The instrument of a wave in the form that it asks.

    Raises
    ------
    UnknownWave
        There is no such wave.
    """
    with database.read() as connection:
        wave = known_wave(surveys.wave(connection, code), code)
    return asked_instrument(database, wave.instrument_hash, wave.plan_hash)


def answer_whole(database: Database, code: str, sheets: Iterable[Sheet]) -> Iterator[int]:
    """Store what the firms of a simulated wave answer; after each batch, how many there are.

    Fields are read by the parser of the pages, along the path that the answers lead through, and
    every check that sending makes is made. A firm that has a response already is passed over.

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The wave is not open, or asks firms for real.
    NotTaken
        A sheet is not what the pages ask for; nothing of its batch is stored.
    """
    with database.read() as connection:
        known_wave(surveys.wave(connection, code), code)
        units = frames.units_by_code(connection, code)
        taken = responses.units_with_response(connection, code) | frames.completed(
            connection, code
        )
    left = (sheet for sheet in sheets if units[sheet.unit][0] not in taken)
    stored = 0
    while at_hand := list(islice(left, AT_ONCE)):
        _store(database, code, at_hand, units)
        stored += len(at_hand)
        yield stored


def _store(
    database: Database,
    code: str,
    sheets: Sequence[Sheet],
    units: Mapping[str, tuple[int, Unit]],
) -> None:
    """Keep the responses of a batch, with their events and consents, or none of them."""
    with database.write() as connection:
        wave = known_wave(surveys.wave_to_change(connection, code), code)
        if wave.status != "open" or not wave.simulated:
            raise NotNow(f"wave {code} is not both open and simulated")
        published = asked_instrument(database, wave.instrument_hash, wave.plan_hash)
        whole = [_filled_in(published, sheet, *units[sheet.unit]) for sheet in sheets]
        zone = plan(database, wave.plan_hash).timezone
        send_whole(connection, published, wave, whole, by=SITTING, timezone=zone)


def _filled_in(published: Instrument, sheet: Sheet, unit_id: int, unit: Unit) -> Whole:
    facts = {"country": unit.country, "sector": unit.sector, "size": unit.size}
    return Whole(
        id=str(uuid.uuid4()),
        unit_id=unit_id,
        stratum=unit.stratum,
        language=sheet.language,
        walked=_walked(published, sheet, facts),
        begun=sheet.begun,
        sent=sheet.sent,
    )


def _walked(published: Instrument, sheet: Sheet, facts: Mapping[str, str]) -> Path:
    """The path that the answers of a sheet lead through, each read as it is asked."""
    given = dict[str, Answer]()
    filled = iter(sheet.pages)
    for step in pages_in_turn(published, given, facts):
        place, raw = next(filled, (("", ""), {}))
        if place != step.codes:
            raise NotTaken(sheet, f"expected page {step.codes}, got {place}")
        for item in step.items:
            reading = kind_of(item).parse(item, raw, sheet.language)
            if reading.is_hard:
                raise NotTaken(sheet, f"{item.code} cannot be read: {reading.findings}")
            given[item.code] = reading.answer
    walked = path(published, given, facts)
    hard = [found for found in findings_along(walked) if found.level == "hard"]
    if hard:
        raise NotTaken(sheet, f"cannot be sent: {hard}")
    return walked
