"""`flask response`: responses taken from files and written to them."""

import click
from flask.cli import AppGroup

from app.actions.exporting import export_responses
from app.actions.importing import load_responses
from app.actions.reconstructing import responses_from_counts
from app.commands.context import TEXT_FILE, now, operator, read_text, services, told

response = AppGroup("response", help="Responses as files.")

OUT = click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, allow_dash=True), default="-"
)


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


@response.command("from-counts")
@click.argument("wave")
@click.argument("file", type=TEXT_FILE)
@click.option("--firms", type=click.IntRange(1), help="Firms that took part; the largest base.")
@OUT
def from_counts(wave: str, file: str, firms: int | None, out: str) -> None:
    """Write responses for WAVE that give the counts of FILE (CSV: item, option, count, base).

    Each question comes out as counted; which firm gave which answers together is arbitrary. The
    design of WAVE has to say `simulated: true` and `from_counts: true`.
    """
    with told():
        made = responses_from_counts(services().database, wave, read_text(file), firms=firms)
    with click.open_file(out, "wb") as opened:
        opened.write(made.encode())


@response.command("export")
@click.argument("wave")
@OUT
def export(wave: str, out: str) -> None:
    """Write the sent responses of WAVE as CSV."""
    with told():
        exported = export_responses(services().database, wave, by=operator(), now=now())
    with click.open_file(out, "wb") as file:
        file.write(exported.encode())
