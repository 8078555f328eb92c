"""`flask frame`: the sampling frame of a wave."""

import click
from flask.cli import AppGroup

from app.actions import fieldwork
from app.collection.counts import MOST_FIRMS, stand_ins
from app.commands.context import TEXT_FILE, now, operator, read_text, services, told

frame = AppGroup("frame", help="The sampling frame of a wave.")


@frame.command("load")
@click.argument("wave")
@click.argument("file", type=TEXT_FILE)
def load(wave: str, file: str) -> None:
    """Load FILE (CSV: unit, name, country, sector, size) as the frame of WAVE."""
    with told():
        loaded = fieldwork.load_frame(
            services().database, wave, read_text(file), by=operator(), now=now()
        )
    strata = loaded.sizes()
    click.echo(f"{wave}: {len(loaded.units)} units in {len(strata)} strata", err=True)


@frame.command("stand-ins")
@click.argument("count", type=click.IntRange(1, MOST_FIRMS))
@click.option("--country", required=True, help="Their country, such as JP.")
def write_stand_ins(count: int, country: str) -> None:
    """Print a frame of COUNT firms without names, for a table of counts."""
    click.echo(stand_ins(count, country), nl=False)
