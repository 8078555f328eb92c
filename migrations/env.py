"""Runs migrations on the connection that storage hands in."""

from alembic import context


def run(connection):
    """Every pending migration in one transaction.

    On SQLite a table is rebuilt to change it. With foreign keys on, that would empty the tables
    that refer to it, without an error: they are off from before the transaction, and checked
    before it ends.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
    try:
        context.configure(connection=connection, render_as_batch=True, transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                refuse_broken_links(connection)
    finally:
        if is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")


def refuse_broken_links(connection):
    """Undo the migration when a row refers to one that is not there."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        table, row, target, _ = broken[0]
        raise RuntimeError(
            f"{len(broken)} broken links, the first in {table} row {row} to {target}"
        )


run(context.config.attributes["connection"])
