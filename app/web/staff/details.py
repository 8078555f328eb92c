"""How the details of an entry of the record are said: what they are called, and their values."""

from collections.abc import Mapping
from datetime import UTC, datetime

from app.language.catalogue import mark
from app.web.locale import clock, say
from app.web.staff.roles_said import ROLES

HASH_SHOWN = 12
"""Characters of a fingerprint on every page."""

NAMES: Mapping[str, str] = {
    "all_cells": mark("Hidden cells shown"),
    "count": mark("Codes"),
    "file": mark("File"),
    "firms": mark("Firms"),
    "from": mark("From"),
    "hash": mark("Fingerprint"),
    "instrument": mark("Instrument"),
    "items": mark("Questions"),
    "kind": mark("Kind"),
    "label": mark("Label"),
    "method": mark("What was tried"),
    "number": mark("Number"),
    "reason": mark("Reason"),
    "responses": mark("Responses"),
    "revoked": mark("Codes revoked"),
    "role": mark("Role"),
    "route": mark("Page"),
    "run": mark("Run"),
    "series": mark("Series"),
    "snapshot": mark("Snapshot"),
    "status": mark("Status"),
    "strata": mark("Strata"),
    "unit": mark("Unit"),
    "units": mark("Firms"),
    "until": mark("Until"),
    "wave": mark("Wave"),
    "waves": mark("Waves"),
}
"""What each detail is called; one that is not here is shown by its name."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "all_cells": {"True": mark("Yes"), "False": mark("No")},
    "kind": {"provisional": mark("provisional"), "final": mark("final")},
    "method": {"GET": mark("a page opened"), "POST": mark("a form sent")},
    "role": {role.value: name for role, (name, _) in ROLES.items()},
}
"""What the values of some details are called."""

MOMENTS = frozenset({"from", "until"})
HASHES = frozenset({"hash", "instrument"})


def name(detail: str) -> str:
    """What a detail is called on a page."""
    return say(NAMES[detail]) if detail in NAMES else detail


def value(detail: str, of: object) -> str:
    """A detail as a page tells it: known words in its language, every moment by one clock."""
    text = str(of)
    if text in WORDS.get(detail, {}):
        return say(WORDS[detail][text])
    found = _moment(text) if detail in MOMENTS else None
    if found is not None:
        return clock(found)
    return text[:HASH_SHOWN] if detail in HASHES else _plainly(of)


def written(detail: str, of: object) -> str:
    """A detail as a file tells it: as it is kept, moments by the clock of the other columns."""
    found = _moment(str(of)) if detail in MOMENTS else None
    return found.isoformat(timespec="seconds") if found else _plainly(of)


def _moment(text: str) -> datetime | None:
    """The moment in UTC, as the record tells every moment; None where it is none."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None


def _plainly(of: object) -> str:
    """Lists and mappings in one line."""
    if isinstance(of, Mapping):
        return ", ".join(f"{key} {part}" for key, part in of.items())
    if isinstance(of, list):
        return ", ".join(map(str, of))
    return str(of)
