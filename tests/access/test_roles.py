"""What each role may do, and where."""

from itertools import pairwise

import pytest

from app.access.roles import PERMISSIONS, Held, Permission, Person, Role, may


def holding(role: Role, wave: str | None = None) -> Person:
    return Person(1, "Aoi (invented)", "aoi@example.org", (Held(role, wave),))


def test_nobody_may_anything_without_a_role() -> None:
    nobody = Person(1, "Aoi (invented)", "aoi@example.org")

    assert not any(may(nobody, permission, "2026-jp") for permission in Permission)


@pytest.mark.parametrize("permission", Permission)
def test_a_role_on_one_wave_says_nothing_of_another(permission: Permission) -> None:
    person = holding(Role.ADMINISTRATOR, "2026-jp")

    assert may(person, permission, "2026-jp")
    assert not may(person, permission, "2026-eu")
    assert not may(person, permission)


def test_a_role_on_all_waves_holds_on_each() -> None:
    person = holding(Role.VIEWER)

    assert may(person, Permission.VIEW_PROGRESS, "2026-jp")
    assert may(person, Permission.VIEW_PROGRESS)


def test_each_role_has_all_that_the_one_before_it_has() -> None:
    order = [Role.VIEWER, Role.ANALYST, Role.MANAGER, Role.ADMINISTRATOR]

    for lower, higher in pairwise(order):
        assert PERMISSIONS[lower] < PERMISSIONS[higher]


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        (Role.VIEWER, Permission.VIEW_TABLES, True),
        (Role.VIEWER, Permission.RUN_TABLES, False),
        (Role.VIEWER, Permission.EXPORT_RESPONSES, False),
        (Role.ANALYST, Permission.RUN_TABLES, True),
        (Role.ANALYST, Permission.RUN_FIELDWORK, False),
        (Role.ANALYST, Permission.PUBLISH_TABLES, False),
        (Role.MANAGER, Permission.RUN_FIELDWORK, True),
        (Role.MANAGER, Permission.MANAGE_ACCOUNTS, False),
        (Role.ADMINISTRATOR, Permission.MANAGE_ACCOUNTS, True),
    ],
)
def test_what_a_role_may_do(role: Role, permission: Permission, allowed: bool) -> None:
    assert may(holding(role), permission, "2026-jp") is allowed
