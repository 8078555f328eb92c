"""A wave of the economic security survey with as many invented firms as a measurement needs."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np

from app.actions import fieldwork, publishing
from app.actions.codes import issue_codes
from app.actions.instruments import instrument
from app.commands.invented import Firm as Invented
from app.commands.invented import european_firms, frame_csv
from app.commands.invented_journey import journey
from app.questionnaire.instrument import Instrument
from app.storage.database import Database, upgrade
from bench.load import Firm

ROOT = Path(__file__).parents[1]
SURVEY, WAVE = "economic_security/2026", "2026-eu"
SEED = 20261001
BY = "bench"
SECRETS = {"SECRET_KEY": "for-the-bench-alone-and-long-enough", "CODE_KEY": "for-the-bench-alone"}


def environment(folder: Path, *, url: str | None = None) -> dict[str, str]:
    """What a server on the installation reads."""
    where = {"DATABASE_URL": url} if url else {}
    return {"DATA_DIR": str(folder), "DEMO": "1", "HTTPS": "off", **where, **SECRETS}


def prepared(
    folder: Path, *, firms: int, now: datetime, url: str | None = None
) -> tuple[Firm, ...]:
    """So many firms with a code each in an open wave, and everything that they will type."""
    invented = _invented(firms)
    database = Database(url or f"sqlite:///{folder / 'kakehashi.sqlite'}")
    upgrade(database)
    publishing.publish_survey(database, ROOT / "surveys", SURVEY, by=BY, now=now)
    fieldwork.mark_simulated(database, WAVE, by=BY, now=now)
    fieldwork.load_frame(database, WAVE, frame_csv(invented), by=BY, now=now)
    until = now.replace(year=now.year + 1, day=1)
    fieldwork.open_wave(database, WAVE, by=BY, now=now, until=until)
    codes = issue_codes(database, WAVE, count=firms, code_key=SECRETS["CODE_KEY"], by=BY, now=now)
    published = fieldwork.wave(database, WAVE).instrument_hash
    bound = [
        _firm(instrument(database, published), firm, code, number)
        for number, (firm, code) in enumerate(zip(invented, codes, strict=True))
    ]
    database.close()
    return tuple(bound)


def stored(folder: Path) -> dict[str, dict[str, object]]:
    """The answers of every response that was sent, by unit, read past the application.

    What a firm consented to is among them, from where it is kept apart.
    """
    with closing(sqlite3.connect(folder / "kakehashi.sqlite")) as connection:
        rows = connection.execute(
            "SELECT unit.code, answers FROM response JOIN unit ON unit.id = unit_id "
            "WHERE response.status = 'submitted'"
        ).fetchall()
        agreed = connection.execute(
            "SELECT unit.code, item, answer FROM consent JOIN unit ON unit.id = unit_id"
        ).fetchall()
    found: dict[str, dict[str, object]] = {unit: json.loads(answers) for unit, answers in rows}
    for unit, item, answer in agreed:
        found[unit][item] = json.loads(answer)
    return found


def _invented(count: int) -> tuple[Invented, ...]:
    """The firms of the EU frame over and over, each time under other unit codes."""
    drawn = european_firms(np.random.default_rng(SEED))
    return tuple(
        replace(firm, unit=f"{firm.country}{number:05d}")
        for number, firm in ((number, drawn[number % len(drawn)]) for number in range(count))
    )


def _firm(published: Instrument, firm: Invented, code: str, number: int) -> Firm:
    rng = np.random.default_rng([SEED, number])
    visits = tuple(journey(published, firm, language="en", rng=rng))
    return Firm(
        unit=firm.unit,
        code=code,
        script=[
            (
                f"/answer/{visit.section}/{visit.page}",
                [(name, value) for name, values in visit.raw.items() for value in values],
            )
            for visit in visits
        ],
        answers={
            item: answer.to_document()
            for visit in visits
            for item, answer in visit.answers.items()
        },
    )
