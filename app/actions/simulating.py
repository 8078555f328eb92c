"""Whole responses to a simulated wave, many in one transaction, read and checked as firms' are."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from app.actions.consenting import consents_asked, parted
from app.actions.fieldwork import NotNow
from app.actions.instruments import UnknownWave, asked_instrument
from app.actions.posting import Place
from app.collection import response as life
from app.collection.frame import Unit
from app.collection.response import Contributor
from app.questionnaire.answer import Answer
from app.questionnaire.checks import all_findings
from app.questionnaire.instrument import Instrument
from app.questionnaire.items import kind_of
from app.questionnaire.routing import pages_in_turn
from app.storage import consents, frames, responses, surveys
from app.storage.database import Database
from app.storage.responses import Event, NewResponse, Stored
from app.storage.surveys import Wave

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


@dataclass
class _Batch:
    """What is written in one transaction."""

    new: list[NewResponse] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    agreed: list[tuple[int, Mapping[str, Stored], date]] = field(default_factory=list)
    done: list[tuple[int, date]] = field(default_factory=list)


def asked_by(database: Database, code: str) -> Instrument:
    """The instrument of a wave in the form that it asks.

    Raises
    ------
    UnknownWave
        There is no such wave.
    """
    with database.read() as connection:
        wave = surveys.wave(connection, code)
    if wave is None:
        raise UnknownWave(code)
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
        if surveys.wave(connection, code) is None:
            raise UnknownWave(code)
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
        wave = surveys.wave_to_change(connection, code)
        if wave is None:
            raise UnknownWave(code)
        if wave.status != "open" or not wave.simulated:
            raise NotNow(f"wave {code} is not both open and simulated")
        published = asked_instrument(database, wave.instrument_hash, wave.plan_hash)
        batch = _Batch()
        for sheet in sheets:
            _take(batch, wave, published, sheet, units[sheet.unit])
        responses.add_all(connection, batch.new)
        responses.append(connection, batch.events)
        consents.add_all(connection, batch.agreed)
        for unit_id, on in batch.done:
            frames.complete(connection, unit_id, on)


def _take(
    batch: _Batch, wave: Wave, published: Instrument, sheet: Sheet, whose: tuple[int, Unit]
) -> None:
    unit_id, unit = whose
    facts = {"country": unit.country, "sector": unit.sector, "size": unit.size}
    documents = _read(published, sheet, facts)
    answers, agreed = parted(published, documents)
    begun, sent = (life.recorded(at, anonymous=wave.anonymous) for at in (sheet.begun, sheet.sent))
    new = NewResponse(
        id=str(uuid.uuid4()),
        wave_code=wave.code,
        anonymous=wave.anonymous,
        unit_id=None if wave.anonymous else unit_id,
        instrument_hash=published.hash,
        language=sheet.language,
        facts=facts,
        stratum=unit.stratum,
        at=begun,
        answers=answers,
        submitted_at=sent,
        receipt=life.receipt(),
    )
    batch.new.append(new)
    batch.events += _events(new, documents, consents_asked(published), sent)
    day = life.day_with_firm(sent, anonymous=wave.anonymous)
    batch.agreed.append((unit_id, agreed, day))
    if wave.anonymous:
        batch.done.append((unit_id, day))


def _read(
    published: Instrument, sheet: Sheet, facts: Mapping[str, str]
) -> dict[str, dict[str, object]]:
    """The answers of a sheet as they are stored, in the order asked."""
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
    hard = [found for found in all_findings(published, given, facts) if found.level == "hard"]
    if hard:
        raise NotTaken(sheet, f"cannot be sent: {hard}")
    return {code: answer.to_document() for code, answer in given.items()}


def _events(
    new: NewResponse,
    documents: Mapping[str, Mapping[str, object]],
    apart: frozenset[str],
    sent: datetime,
) -> Iterator[Event]:
    """The record that saving page after page and sending leave."""
    yield Event(new.id, new.at, SITTING, "opened")
    for code, document in documents.items():
        told = None if code in apart else document
        yield Event(new.id, sent, SITTING, "answered", code, None, told)
    yield Event(new.id, sent, SITTING, "submitted")
