"""Accounts of staff are made by one action, with a password that is worth something."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import String

from app.access.roles import Held, Role
from app.actions import membership
from app.actions.membership import Newcomer, UnfitAccount
from app.storage import accounts, audit, schema
from app.storage.database import Database, upgrade
from tests import cheaply, databases
from tests.cast import BY, NOW

PASSWORD = "oolong-and-sencha"  # noqa: S105
AOI = Newcomer("Aoi@Example.org ", "Aoi (invented)", "analyst")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(databases.address(tmp_path))
    upgrade(made)
    yield made
    made.close()


def test_an_account_is_kept_with_its_role(database: Database) -> None:
    made = membership.create_account(database, AOI, PASSWORD, by=BY, now=NOW)

    (found,) = membership.every_account(database)
    assert made == found.email == "aoi@example.org"
    assert found.grants == (Held(Role.ANALYST, None),)
    assert found.is_active


def test_making_an_account_is_recorded(database: Database) -> None:
    membership.create_account(database, AOI, PASSWORD, by=BY, now=NOW)

    with database.read() as connection:
        (entry,) = audit.entries(connection)
    assert (entry.action, entry.by, entry.about) == ("account.created", BY, "aoi@example.org")
    assert PASSWORD not in str(entry)


def test_a_password_is_stored_as_argon2_alone(database: Database) -> None:
    membership.create_account(database, AOI, PASSWORD, by=BY, now=NOW)

    with database.read() as connection:
        stored = connection.exec_driver_sql("SELECT password FROM account").scalar_one()
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_a_password_in_service_costs_whoever_guesses_memory_and_time() -> None:
    """At least what OWASP's Password Storage Cheat Sheet asks of argon2id: 19 MiB, twice."""
    with cheaply.at_full_cost():
        hashed = accounts.hashed(PASSWORD)

    cost = {name: int(amount) for name, amount in re.findall(r"([mt])=(\d+)", hashed)}
    assert cost["m"] >= 19 * 1024
    assert cost["t"] >= 2


@pytest.mark.parametrize(
    ("newcomer", "password", "told"),
    [
        pytest.param(Newcomer("aoi", "Aoi", "viewer"), PASSWORD, "name@example.org", id="email"),
        pytest.param(Newcomer("a@b.c", "Aoi", "owner"), PASSWORD, "one of the roles", id="role"),
        pytest.param(
            Newcomer("a@b.c", "Aoi", "viewer", "tea"), PASSWORD, "published wave", id="wave"
        ),
        pytest.param(Newcomer("a@b.c", "Aoi", "viewer"), "short", "12 to 128", id="short"),
        pytest.param(Newcomer("a@b.c", "Aoi", "viewer"), "x" * 129, "12 to 128", id="long"),
        pytest.param(Newcomer("a@b.c", "Aoi", "viewer"), "ababababababab", "different", id="poor"),
        pytest.param(
            Newcomer("aoi.sato@b.c", "Aoi", "viewer"), "Aoi.Sato-2026", "hold the name", id="name"
        ),
    ],
)
def test_an_account_that_cannot_be_says_what_to_give(
    database: Database, newcomer: Newcomer, password: str, told: str
) -> None:
    with pytest.raises(UnfitAccount, match=told):
        membership.create_account(database, newcomer, password, by=BY, now=NOW)

    assert membership.every_account(database) == ()


def test_an_email_has_one_account(database: Database) -> None:
    membership.create_account(database, AOI, PASSWORD, by=BY, now=NOW)

    with pytest.raises(UnfitAccount, match="already"):
        membership.create_account(database, AOI, PASSWORD, by=BY, now=NOW)


def test_a_password_is_the_same_however_it_is_composed(database: Database) -> None:
    composed, apart = "caf\u00e9-kombucha", "cafe\u0301-kombucha"
    membership.create_account(database, AOI, composed, by=BY, now=NOW)

    found = membership.recognise(database, email="aoi@example.org", password=apart, now=NOW)

    assert found is not None


@pytest.mark.parametrize("demo", [True, False])
def test_accounts_of_the_demonstration_end_with_it(database: Database, demo: bool) -> None:
    shown = membership.Newcomer("staff@kakehashi.example", "Demonstration", "manager")
    membership.create_account(database, shown, PASSWORD, by=BY, now=NOW)

    found = membership.recognise(
        database, email=shown.email, password=PASSWORD, now=NOW, demo=demo
    )

    assert (found is not None) == demo


def test_the_longest_e_mail_fits_the_record_and_the_sign_in(database: Database) -> None:
    longest = "a" * (membership.LONGEST_EMAIL - len("@b.example")) + "@b.example"
    made = membership.create_account(
        database, Newcomer(longest, "Aoi", "viewer"), PASSWORD, by=BY, now=NOW
    )

    with pytest.raises(UnfitAccount, match="such as name@"):
        membership.create_account(
            database, Newcomer(f"a{longest}", "Aoi", "viewer"), PASSWORD, by=BY, now=NOW
        )

    subject, about = schema.audit.c.subject.type, schema.audit.c.by.type
    assert isinstance(subject, String)
    assert isinstance(about, String)
    assert (subject.length or 0) >= len(made) <= (about.length or 0)
    assert membership.recognise(database, email=made, password=PASSWORD, now=NOW) is not None
