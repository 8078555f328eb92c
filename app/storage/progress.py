"""How far every wave is, in as many statements as one wave needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, case, exists, func, select

from app.storage import schema


@dataclass(frozen=True, slots=True)
class Totals:
    """Units of a wave: in the frame, with a code, that began to answer, that have sent."""

    frame: int = 0
    invited: int = 0
    started: int = 0
    submitted: int = 0


def totals(connection: Connection) -> Mapping[str, Totals]:
    """How far every wave is; a wave without a frame is not among them."""
    has_code = exists().where(
        schema.assignment.c.unit_id == schema.unit.c.id, schema.assignment.c.revoked_at.is_(None)
    )
    framed = connection.execute(
        select(
            schema.unit.c.wave_code, func.count(), func.sum(case((has_code, 1), else_=0))
        ).group_by(schema.unit.c.wave_code)
    ).all()
    answered = connection.execute(
        select(
            schema.response.c.wave_code, func.count(), func.count(schema.response.c.receipt)
        ).group_by(schema.response.c.wave_code)
    )
    counts = {code: (started, sent) for code, started, sent in answered}
    return {
        code: Totals(frame, int(invited), *counts.get(code, (0, 0)))
        for code, frame, invited in framed
    }
