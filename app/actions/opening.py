"""What keeps a wave from opening."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from app.collection.wave import WavePlan, missing_privacy
from app.storage import frames
from app.storage.surveys import Wave

if TYPE_CHECKING:
    from sqlalchemy import Connection  # only storage speaks SQL: named here for the checker

LACKS: Mapping[str, str] = {
    "no_frame": "wave {wave} has no frame: .venv/bin/flask frame load {wave} FILE",
    "not_approved": (
        "the privacy text of wave {wave} is a draft: when counsel has approved it, set"
        " approved_by_counsel to true in design.yaml and publish the survey again"
    ),
    "not_told": (
        "the privacy text of wave {wave} lacks {missing}: write it in design.yaml, have counsel"
        " approve it and publish the survey again"
    ),
    "read_already": (
        "wave {wave} promised anonymity and was closed: its answers may have been read since, so"
        " that those which came now could be told apart"
    ),
    "ended": "wave {wave} ended at {end:%Y-%m-%d %H:%M} UTC; name a later end",
}
"""What keeps a wave from opening."""


def lacks(
    connection: "Connection", found: Wave, planned: WavePlan, *, closes_at: datetime, now: datetime
) -> tuple[str, ...]:
    """What a wave lacks before it can open until an end: keys of `LACKS`."""
    held = {
        "no_frame": not frames.unit_count(connection, found.code),
        "not_approved": not (found.simulated or planned.approved_by_counsel),
        "not_told": bool(not found.simulated and missing_privacy(planned)),
        "read_already": found.anonymous and found.status == "closed",
        "ended": closes_at <= now,
    }
    return tuple(lack for lack, is_lacking in held.items() if is_lacking)
