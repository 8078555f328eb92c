"""Instruments and plans as they are used again and again: read once, kept by their hash."""

from dataclasses import replace
from functools import lru_cache

from app.collection import wave
from app.collection.wave import WavePlan
from app.questionnaire.definition import instrument_from_canonical
from app.questionnaire.instrument import Instrument
from app.storage import surveys
from app.storage.database import Database
from app.storage.surveys import Wave

KEPT = 32


class UnknownWave(LookupError):
    """There is no wave with that code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"there is no wave {code!r}; publish its survey first")
        self.code = code


def known_wave(found: Wave | None, code: str) -> Wave:
    """The wave that was looked for under a code.

    Raises
    ------
    UnknownWave
        There is none.
    """
    if found is None:
        raise UnknownWave(code)
    return found


@lru_cache(maxsize=KEPT)
def instrument(database: Database, instrument_hash: str) -> Instrument:
    """The instrument with that hash, which never changes.

    Raises
    ------
    LookupError
        There is none.
    """
    with database.read() as connection:
        canonical = surveys.canonical(connection, instrument_hash)
    if canonical is None:
        raise LookupError(f"no instrument has the hash {instrument_hash}")
    return instrument_from_canonical(canonical)


@lru_cache(maxsize=KEPT)
def asked_instrument(database: Database, instrument_hash: str, plan_hash: str) -> Instrument:
    """The instrument with that hash, in the form that the wave with that plan asks.

    Raises
    ------
    LookupError
        There is none, or no such plan any more.
    """
    found, form = instrument(database, instrument_hash), plan(database, plan_hash).form
    return replace(found, form=form) if form != found.form else found


@lru_cache(maxsize=KEPT)
def plan(database: Database, plan_hash: str) -> WavePlan:
    """The plan with that hash.

    Raises
    ------
    LookupError
        There is none any more.
    """
    with database.read() as connection:
        stored = surveys.plan(connection, plan_hash)
    if stored is None:
        raise LookupError(f"no wave has a plan with the hash {plan_hash}")
    return wave.from_document(stored)
