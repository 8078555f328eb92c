"""What keeps a wave from opening."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from app.collection.wave import missing_privacy

if TYPE_CHECKING:
    from app.actions.fieldwork import WaveView

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
    wave: "WaveView", *, has_frame: bool, now: datetime, until: datetime | None = None
) -> tuple[str, ...]:
    """What a wave lacks before it can open until an end, its planned one: keys of `LACKS`."""
    is_real = not wave.simulated
    held = {
        "no_frame": not has_frame,
        "not_approved": is_real and not wave.plan.approved_by_counsel,
        "not_told": is_real and bool(missing_privacy(wave.plan)),
        "read_already": wave.plan.anonymous and wave.status == "closed",
        "ended": (until or wave.planned_end) <= now,
    }
    return tuple(lack for lack, is_lacking in held.items() if is_lacking)
