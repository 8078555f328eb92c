"""Every migration goes up, down and over rows, and the last one equals the models."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app.storage.database import MIGRATIONS, Database, downgrade, upgrade
from app.storage.schema import metadata
from tests import databases

ROWS = Path(__file__).parent / "rows"
"""Rows of the schema that each migration made, in SQL, which every later one must carry."""

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """
        SELECT proname, prosrc, tgname, pg_get_triggerdef(pg_trigger.oid)
        FROM pg_proc LEFT JOIN pg_trigger ON tgfoid = pg_proc.oid
        WHERE pronamespace = 'public'::regnamespace ORDER BY proname, tgname
    """.replace("::", r"\:\:"),
}
"""What the database does by itself: triggers, and the functions that PostgreSQL's call."""
BYTES = re.compile("x'([0-9a-f]*)'")

Schema = dict[str, object]


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


REVISIONS = revisions()
PAIRS = list(zip(["base", *REVISIONS], REVISIONS, strict=False))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    made = Database(databases.address_without_tables(tmp_path))
    yield made
    made.close()


def described(database: Database) -> Schema:
    """Everything that stands in the schema, in a form that can be compared."""
    with database.read() as connection:
        found = inspect(connection)
        tables = {
            table: {
                "columns": sorted(
                    (column["name"], str(column["type"]), column["nullable"])
                    for column in found.get_columns(table)
                ),
                "primary": found.get_pk_constraint(table),
                "links": sorted(str(link) for link in found.get_foreign_keys(table)),
                "unique": sorted(str(one) for one in found.get_unique_constraints(table)),
                "checks": sorted(
                    (str(one["name"]), " ".join(one["sqltext"].split()))
                    for one in found.get_check_constraints(table)
                ),
                "indexes": sorted(str(one) for one in found.get_indexes(table)),
            }
            for table in found.get_table_names()
            if table != "alembic_version"
        }
        asked = TRIGGERS["postgresql" if databases.is_postgresql() else "sqlite"]
        triggers = [tuple(row) for row in connection.execute(text(asked))]
    return {"tables": tables, "triggers": triggers}


def test_the_last_migration_equals_the_models(database: Database, tmp_path: Path) -> None:
    upgrade(database)
    modelled = Database(databases.address_without_tables(tmp_path / "modelled"))
    with modelled.write() as connection:
        metadata.create_all(connection)

    with database.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []
    assert described(database) == described(modelled)
    modelled.close()


def test_the_file_beside_the_migrations_names_the_last_one() -> None:
    assert (MIGRATIONS / "current-head").read_text(encoding="utf-8").strip() == REVISIONS[-1]


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_revision_is_named_like_its_file_in_at_most_32_characters(revision: str) -> None:
    assert (MIGRATIONS / "versions" / f"{revision}.py").exists()
    assert len(revision) <= 32


@pytest.mark.parametrize(("before", "revision"), PAIRS, ids=REVISIONS)
def test_going_down_restores_the_schema_exactly(
    database: Database, before: str, revision: str
) -> None:
    if before != "base":
        upgrade(database, before)
    earlier = described(database)

    upgrade(database, revision)
    downgrade(database, before)

    assert described(database) == earlier


@pytest.mark.parametrize(("before", "revision"), PAIRS, ids=REVISIONS)
def test_rows_of_earlier_tables_survive_going_up_and_down(
    database: Database, before: str, revision: str
) -> None:
    if before != "base":
        upgrade(database, before)
    for earlier in REVISIONS[: REVISIONS.index(revision)]:
        fill(database, earlier)
    before_it = kept(database)

    upgrade(database, revision)
    downgrade(database, before)

    assert kept(database) == before_it
    counts = {table: len(rows) for table, rows in before_it.items()}
    upgrade(database, revision)
    fill(database, revision)
    downgrade(database, before)
    assert {table: len(rows) for table, rows in kept(database).items()} == counts


def fill(database: Database, revision: str) -> None:
    """Put rows into the tables that a migration made."""
    rows = (ROWS / f"{revision}.sql").read_text(encoding="utf-8")
    if databases.is_postgresql():
        rows = BYTES.sub(r"'\\x\1'", rows)
    statements = rows.split(";\n")
    with database.write() as connection:
        for statement in statements:
            if statement.strip():
                connection.exec_driver_sql(statement)


def kept(database: Database) -> dict[str, list[str]]:
    """The rows of every table, each with its columns by name."""
    with database.read() as connection:
        return {
            table: sorted(
                str(sorted(row.items()))
                for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()  # noqa: S608  (names of tables)
            )
            for table in sorted(inspect(connection).get_table_names())
            if table != "alembic_version"
        }


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    before = described(database)

    upgrade(database)

    assert described(database) == before


@pytest.mark.sqlite_alone("its migrations switch the links off")
def test_links_are_on_again_after_a_migration(database: Database) -> None:
    upgrade(database)

    with database.write() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
