"""What staff may do: permissions, the roles that bundle them, and on which waves they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing that staff may do."""

    VIEW_PROGRESS = "view_progress"
    VIEW_TABLES = "view_tables"
    RUN_TABLES = "run_tables"
    PUBLISH_TABLES = "publish_tables"
    EXPORT_RESPONSES = "export_responses"
    RUN_FIELDWORK = "run_fieldwork"
    PUBLISH_SURVEY = "publish_survey"
    MANAGE_ACCOUNTS = "manage_accounts"


class Role(StrEnum):
    """A bundle of permissions that one person holds on a wave, or on all."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    ANALYST = "analyst"
    VIEWER = "viewer"


_VIEWER = frozenset({Permission.VIEW_PROGRESS, Permission.VIEW_TABLES})
_ANALYST = _VIEWER | {Permission.RUN_TABLES, Permission.EXPORT_RESPONSES}
_MANAGER = _ANALYST | {
    Permission.RUN_FIELDWORK, Permission.PUBLISH_SURVEY, Permission.PUBLISH_TABLES
}  # fmt: skip

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.ANALYST: _ANALYST,
    Role.MANAGER: _MANAGER,
    Role.ADMINISTRATOR: frozenset(Permission),
}
"""Viewers follow the field work and read tables; analysts run them and take responses out without
names; managers run the field work and publish; administrators also decide who may do what."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role and the wave it holds on; None is every wave."""

    role: Role
    wave: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff who has signed in."""

    id: int
    name: str
    email: str
    grants: tuple[Held, ...] = ()


def may(person: Person, permission: Permission, wave: str | None = None) -> bool:
    """Whether a person may do something on a wave; on all of them where none is named."""
    return any(
        permission in PERMISSIONS[held.role] and held.wave in {None, wave}
        for held in person.grants
    )
