"""What staff may do: permissions, the roles that bundle them, and on which waves they hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Permission(StrEnum):
    """One thing that staff may do."""

    VIEW_PROGRESS = "view_progress"
    VIEW_TABLES = "view_tables"
    RUN_TABLES = "run_tables"
    PUBLISH_TABLES = "publish_tables"
    EXPORT_RESPONSES = "export_responses"
    KEEP_SNAPSHOTS = "keep_snapshots"
    MAKE_FINAL = "make_final"
    RUN_FIELDWORK = "run_fieldwork"
    VIEW_CONSENTS = "view_consents"
    MANAGE_ACCOUNTS = "manage_accounts"
    VIEW_RECORD = "view_record"


class Role(StrEnum):
    """A bundle of permissions that one person holds on a wave, on those of a series, or on all."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    FIELDWORK = "fieldwork"
    ANALYST = "analyst"
    VIEWER = "viewer"


_VIEWER = frozenset({Permission.VIEW_PROGRESS, Permission.VIEW_TABLES})
_FIELDWORK = frozenset(
    {Permission.VIEW_PROGRESS, Permission.RUN_FIELDWORK, Permission.VIEW_CONSENTS}
)
_ANALYST = _VIEWER | {
    Permission.RUN_TABLES, Permission.EXPORT_RESPONSES, Permission.KEEP_SNAPSHOTS
}  # fmt: skip
_MANAGER = _ANALYST | _FIELDWORK | {Permission.PUBLISH_TABLES, Permission.MAKE_FINAL}

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.FIELDWORK: _FIELDWORK,
    Role.ANALYST: _ANALYST,
    Role.MANAGER: _MANAGER,
    Role.ADMINISTRATOR: frozenset(Permission),
}
"""Viewers follow the field work and read tables. Field work knows the firms and never a table;
analysts run tables and take responses out without names. Managers do both, make data final and
publish; administrators also decide who may do what, and read the record."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role and where it holds: on one wave, on those of one series, else on every wave.

    Both are named only where the role holds on the wave because of its series.
    """

    role: Role
    wave: str | None = None
    series: str | None = None

    @property
    def is_everywhere(self) -> bool:
        """Whether it holds on every wave there is and will be."""
        return self.wave is None and self.series is None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff who has signed in."""

    id: int
    name: str
    email: str
    grants: tuple[Held, ...] = ()

    @property
    def is_owner(self) -> bool:
        """Whether the person decides about rights somewhere."""
        return any(Permission.MANAGE_ACCOUNTS in PERMISSIONS[held.role] for held in self.grants)


def series_of(questionnaire: str) -> str:
    """The series that a questionnaire belongs to: what stands before the slash of its name."""
    return questionnaire.partition("/")[0]


def spread(grants: Iterable[Held], waves: Mapping[str, str]) -> tuple[Held, ...]:
    """The same rights with those on a series also on each wave that the series has.

    Parameters
    ----------
    waves : mapping
        The questionnaire of each wave, by the code of the wave.
    """
    found = tuple(grants)
    added = [
        replace(held, wave=code)
        for held in found
        if held.series is not None and held.wave is None
        for code, questionnaire in waves.items()
        if series_of(questionnaire) == held.series
    ]
    return (*found, *added)


def may(person: Person, permission: Permission, wave: str | None = None) -> bool:
    """Whether a person may do something on a wave; on all of them where none is named."""
    return any(
        permission in PERMISSIONS[held.role]
        and (held.is_everywhere or (wave is not None and held.wave == wave))
        for held in person.grants
    )


def may_in_series(person: Person, permission: Permission, series: str) -> bool:
    """Whether a person may do something on every wave that a series has and will have."""
    return any(
        permission in PERMISSIONS[held.role]
        and (held.is_everywhere or (held.wave is None and held.series == series))
        for held in person.grants
    )


def may_give(person: Person, held: Held) -> bool:
    """Whether a person decides about a right: it holds nowhere that the person does not own."""
    if held.wave is not None:
        return may(person, Permission.MANAGE_ACCOUNTS, held.wave)
    if held.series is not None:
        return may_in_series(person, Permission.MANAGE_ACCOUNTS, held.series)
    return may(person, Permission.MANAGE_ACCOUNTS)
