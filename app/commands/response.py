"""`flask response`: responses taken from files and written to them."""

import click
from flask.cli import AppGroup

from app.actions.exporting import export_responses
from app.actions.importing import load_responses
from app.commands.context import TEXT_FILE, now, operator, read_text, services, told

response = AppGroup("response", help="Responses as files.")


@response.command("load")
@click.argument("wave")
@click.argument("file", type=TEXT_FILE)
def load(wave: str, file: str) -> None:
    """Take the responses of FILE (CSV) into WAVE, whole or not at all."""
    here = services()
    with told():
        count = load_responses(
            here.database,
            wave,
            read_text(file),
            code_key=here.code_key,
            by=operator(),
            now=now(),
        )
    click.echo(f"{wave}: {count} responses loaded", err=True)


@response.command("export")
@click.argument("wave")
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, allow_dash=True), default="-"
)
def export(wave: str, out: str) -> None:
    """Write the sent responses of WAVE as CSV."""
    with told():
        exported = export_responses(services().database, wave, by=operator(), now=now())
    with click.open_file(out, "wb") as file:
        file.write(exported.encode())
