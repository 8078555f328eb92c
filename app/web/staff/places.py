"""The places within a wave that a person may go to."""

from collections.abc import Mapping

from app.access.roles import Permission, may
from app.language.catalogue import mark
from app.web.locale import say
from app.web.staff.gate import person

PLACES: Mapping[str, tuple[str, str, Permission]] = {
    "progress": ("", mark("Progress"), Permission.VIEW_PROGRESS),
    "firms": ("/firms", mark("Firms and codes"), Permission.RUN_FIELDWORK),
    "snapshots": ("/snapshots", mark("Snapshots"), Permission.VIEW_TABLES),
    "consents": ("/consents", mark("Consents"), Permission.VIEW_CONSENTS),
}


def places(wave: str, here: str) -> list[tuple[str, str, bool]]:
    """Addresses and names of the places of a wave, and which of them is this one."""
    return [
        (f"/staff/waves/{wave}{path}", say(name), place == here)
        for place, (path, name, permission) in PLACES.items()
        if may(person(), permission, wave)
    ]
