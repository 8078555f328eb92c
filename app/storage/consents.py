"""What firms agreed to, kept with the firm and apart from its answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select

from app.storage import schema

Stored = Mapping[str, object]

_consent, _unit = schema.consent, schema.unit


@dataclass(frozen=True, slots=True)
class Given:
    """One consent of one firm as it was sent last, and the day that it is kept under."""

    unit: str
    firm: str
    item: str
    answer: Stored
    on: date


@dataclass(frozen=True, slots=True)
class OfUnit:
    """What a unit said to the consents that it was asked for, and the day to keep it under."""

    unit_id: int
    answers: Mapping[str, Stored]
    on: date


def keep(connection: Connection, given: Sequence[OfUnit]) -> None:
    """Keep what units agreed to or did not, instead of what they said before."""
    if not given:
        return
    connection.execute(
        delete(_consent).where(_consent.c.unit_id == bindparam("unit")),
        [{"unit": one.unit_id} for one in given],
    )
    rows = [
        {"unit_id": one.unit_id, "item": item, "answer": dict(answer), "given_on": one.on}
        for one in given
        for item, answer in one.answers.items()
    ]
    if rows:
        connection.execute(insert(_consent), rows)


def of_unit(connection: Connection, unit_id: int) -> Mapping[str, Stored]:
    """What a unit agreed to or did not, by item."""
    asked = select(_consent.c.item, _consent.c.answer).where(_consent.c.unit_id == unit_id)
    return {row[0]: row[1] for row in connection.execute(asked.order_by(_consent.c.item))}


def of_wave(connection: Connection, wave_code: str) -> Iterator[Given]:
    """Every consent of a wave in frame order."""
    asked = (
        select(_unit.c.code, _unit.c.name, _consent.c.item, _consent.c.answer, _consent.c.given_on)
        .join(_unit, _unit.c.id == _consent.c.unit_id)
        .where(_unit.c.wave_code == wave_code)
        .order_by(_unit.c.id, _consent.c.item)
    )
    for row in connection.execute(asked):
        yield Given(*row)


def write_anew(connection: Connection, wave_code: str, *, on: date) -> None:
    """Write the consents of a wave again, all at once, under one day and in frame order.

    What a database notes of each row beside its columns, when and in what order it was written,
    is then the same for every firm and leads to no response.
    """
    of_this = _consent.c.unit_id.in_(select(_unit.c.id).where(_unit.c.wave_code == wave_code))
    columns = (_consent.c.unit_id, _consent.c.item, _consent.c.answer)
    asked = select(*columns).where(of_this).order_by(_consent.c.unit_id, _consent.c.item)
    rows = [{**row, "given_on": on} for row in connection.execute(asked).mappings()]
    connection.execute(delete(_consent).where(of_this))
    if rows:
        connection.execute(insert(_consent), rows)
