"""`flask database`: the tables of this installation."""

import click
from flask.cli import AppGroup

from app.commands.context import services_as_found
from app.storage.database import upgrade

database = AppGroup("database", help="The tables of this installation.")


@database.command("upgrade")
def upgrade_tables() -> None:
    """Bring the tables to the newest form; what is in them stays."""
    upgrade(services_as_found().database)
    click.echo("The database is up to date.", err=True)
