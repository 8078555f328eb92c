"""Consents: taken out of what a firm sends, kept with the firm, read by those who contact it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.actions.instruments import instrument, known_wave
from app.collection.datafile import to_csv
from app.collection.response import UNTOLD
from app.questionnaire.instrument import Instrument, Item
from app.storage import audit, consents, responses, surveys
from app.storage.consents import Given
from app.storage.database import Database


@dataclass(frozen=True, slots=True)
class FirmConsents:
    """What one firm said to each consent it was asked for: an option's code, "" where blank.

    `on` is the day on which it was sent last; in an anonymous wave the day on which the wave was
    closed, the same for every firm, and None before.
    """

    unit: str
    firm: str
    said: Mapping[str, str]
    on: date | None


@dataclass(frozen=True, slots=True)
class WaveConsents:
    """The consents of a wave: the items that ask for them, and what each firm said."""

    wave: str
    is_simulated: bool
    items: tuple[Item, ...]
    firms: tuple[FirmConsents, ...]


def consents_asked(published: Instrument) -> frozenset[str]:
    """Codes of the items that are kept with the firm and not with its answers."""
    items = published.questionnaire.items.values()
    return frozenset(item.code for item in items if item.is_consent)


def wave_consents(database: Database, code: str, *, by: str, now: datetime) -> WaveConsents:
    """What the firms of a wave agreed to, by name; that it was read goes on record.

    It is for those who run the field work: it names firms, which no data file does.

    Raises
    ------
    UnknownWave
        There is no such wave.
    """
    with database.read_moment() as connection:
        wave = known_wave(surveys.wave(connection, code), code)
        given = tuple(consents.of_wave(connection, code))
        used = responses.instruments_used(connection, code)
    items = {
        item.code: item
        for one in (*used, wave.instrument_hash)
        for item in instrument(database, one).questionnaire.items.values()
        if item.is_consent
    }
    firms = tuple(_by_firm(given))
    with database.write() as connection:
        detail = {"firms": len(firms)}
        audit.record(connection, "consents.read", by=by, about=code, now=now, detail=detail)
    return WaveConsents(code, wave.simulated, tuple(items.values()), firms)


def as_csv(read: WaveConsents) -> str:
    """The consents of a wave as CSV: a row per firm, a column per consent, and the day."""
    columns = ("unit", "name", "simulated", *(item.code for item in read.items), "date")
    rows = (
        {
            "unit": firm.unit,
            "name": firm.firm,
            "simulated": read.is_simulated,
            **firm.said,
            "date": firm.on.isoformat() if firm.on else "",
        }
        for firm in read.firms
    )
    return to_csv(columns, rows)


def _by_firm(given: Iterable[Given]) -> list[FirmConsents]:
    found: dict[str, FirmConsents] = {}
    for one in given:
        before = found.get(one.unit)
        said = {**(before.said if before else {}), one.item: str(one.answer.get("value") or "")}
        on = None if one.on == UNTOLD else one.on
        found[one.unit] = FirmConsents(one.unit, one.firm, said, on)
    return list(found.values())
