"""`flask tabulate`: shares and means of one wave, or of two beside each other, as they stand."""

import json
from dataclasses import replace

import click
from flask.cli import with_appcontext

from app.actions import analysis
from app.commands.context import now, operator, services, told
from app.reporting.tabulation import READINGS, Reading
from app.reporting.tally_sheet import lines

LANGUAGES = click.Choice(["en", "ja"])


@click.command("tabulate")
@click.argument("waves", nargs=-1, required=True, metavar="WAVE [WAVE2]")
@click.option("--item", "wanted", multiple=True, help="Only this item; may be given repeatedly.")
@click.option("--reading", type=click.Choice(list(READINGS)), help="Intervals of one reading.")
@click.option("--json", "as_json", is_flag=True, help="JSON, in the digits that may be told.")
@click.option("--language", type=LANGUAGES, default="en", help="Language of the plain table.")
@click.option("--all-cells", is_flag=True, help="Cells that are never published, too.")
@with_appcontext
def tabulate(
    waves: tuple[str, ...],
    wanted: tuple[str, ...],
    reading: Reading | None,
    language: str,
    **flags: bool,
) -> None:
    """Count the sent responses of WAVE; with WAVE2, their difference as well.

    Without a reading both are given: "frame", these firms, and "process", firms like these.
    """
    if len(waves) > 2 or len(set(waves)) < len(waves):
        raise click.UsageError("give one wave, or two different ones")
    with told():
        sheet = analysis.tabulate(
            services().database,
            waves,
            surveys=services().surveys,
            readings=(reading,) if reading else READINGS,
            now=now(),
        )
    unknown = [code for code in wanted if code not in sheet.items]
    if unknown:
        raise click.ClickException(
            f"no item to tabulate: {', '.join(unknown)}; there are {', '.join(sheet.items)}"
        )
    sheet = replace(sheet, shows_all_cells=flags["all_cells"])
    items = wanted or sheet.items
    analysis.record_tabulation(services().database, sheet, items, by=operator(), now=now())
    document = sheet.document(items)
    if flags["as_json"]:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for line in lines(document, language):
        click.echo(line)
