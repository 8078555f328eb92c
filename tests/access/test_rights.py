"""Rights on a series reach its waves and no other; nobody gives more than they own."""

import pytest

from app.access.roles import (
    Held,
    Permission,
    Person,
    Role,
    may,
    may_give,
    may_in_series,
    series_of,
    spread,
)

WAVES = {"2026-jp": "economic_security/2026", "2026-eu": "economic_security/2026", "tea": "tea"}


def person(*grants: Held) -> Person:
    return Person(1, "Aoi (invented)", "aoi@example.org", spread(grants, WAVES))


def test_a_series_is_what_stands_before_the_slash() -> None:
    assert series_of("economic_security/2026") == "economic_security"
    assert series_of("tea") == "tea"


def test_a_right_on_a_series_holds_on_each_of_its_waves_alone() -> None:
    aoi = person(Held(Role.MANAGER, series="economic_security"))

    assert may(aoi, Permission.RUN_FIELDWORK, "2026-jp")
    assert may(aoi, Permission.RUN_FIELDWORK, "2026-eu")
    assert not may(aoi, Permission.VIEW_PROGRESS, "tea")
    assert not may(aoi, Permission.VIEW_PROGRESS)


def test_a_right_on_a_series_reaches_a_wave_that_is_published_later() -> None:
    grants = (Held(Role.VIEWER, series="tea"),)

    aoi = Person(1, "Aoi (invented)", "aoi@example.org", spread(grants, {"next": "tea/2027"}))

    assert may(aoi, Permission.VIEW_PROGRESS, "next")


def test_field_work_never_sees_a_table_and_an_analyst_never_a_firm() -> None:
    field, analyst = person(Held(Role.FIELDWORK)), person(Held(Role.ANALYST))

    for permission in (Permission.VIEW_TABLES, Permission.EXPORT_RESPONSES):
        assert not may(field, permission, "tea")
    for permission in (Permission.RUN_FIELDWORK, Permission.VIEW_CONSENTS):
        assert not may(analyst, permission, "tea")


@pytest.mark.parametrize(
    ("own", "given", "allowed"),
    [
        (Held(Role.ADMINISTRATOR), Held(Role.ADMINISTRATOR), True),
        (Held(Role.ADMINISTRATOR), Held(Role.VIEWER, "tea"), True),
        (Held(Role.ADMINISTRATOR, series="economic_security"), Held(Role.VIEWER, "2026-eu"), True),
        (Held(Role.ADMINISTRATOR, series="tea"), Held(Role.VIEWER, series="tea"), True),
        (Held(Role.ADMINISTRATOR, series="tea"), Held(Role.VIEWER, "2026-eu"), False),
        (Held(Role.ADMINISTRATOR, series="tea"), Held(Role.VIEWER), False),
        (Held(Role.ADMINISTRATOR, "2026-jp"), Held(Role.VIEWER, "2026-jp"), True),
        (Held(Role.ADMINISTRATOR, "2026-jp"), Held(Role.VIEWER, "2026-eu"), False),
        (Held(Role.ADMINISTRATOR, "2026-jp"), Held(Role.VIEWER, series="tea"), False),
        (Held(Role.ADMINISTRATOR, "2026-jp"), Held(Role.VIEWER), False),
        (Held(Role.MANAGER), Held(Role.VIEWER, "tea"), False),
    ],
)
def test_who_gives_which_right(own: Held, given: Held, allowed: bool) -> None:
    assert may_give(person(own), given) is allowed


def test_owning_one_wave_of_a_series_is_not_owning_the_series() -> None:
    aoi = person(Held(Role.ADMINISTRATOR, "2026-jp"))

    assert not may_in_series(aoi, Permission.MANAGE_ACCOUNTS, "economic_security")
