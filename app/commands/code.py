"""`flask code`: access codes of firms."""

import click
from flask.cli import AppGroup

from app.actions import codes
from app.collection.datafile import to_csv
from app.commands.context import now, operator, services, told

code = AppGroup("code", help="Access codes of firms.")


@code.command("issue")
@click.argument("wave")
@click.option("--count", type=click.IntRange(1, 100_000), help="How many codes.")
@click.option("--unit", help="The unit that gets one; without it, units in frame order.")
@click.option("--with-firms", is_flag=True, help="Print CSV: unit, name and code of each firm.")
def issue(wave: str, count: int | None, unit: str | None, *, with_firms: bool) -> None:
    """Print new codes for units of WAVE, one a line; they are shown this once."""
    if (count is None) == (unit is None):
        raise click.UsageError("say --count N or --unit CODE")
    here = services()
    with told():
        issued = codes.issue(
            here.database,
            wave,
            unit or count or 1,
            code_key=here.code_key,
            by=operator(),
            now=now(),
        )
    if with_firms:
        rows = [{"unit": one.unit, "name": one.firm, "code": one.code} for one in issued]
        click.echo(to_csv(("unit", "name", "code"), rows), nl=False)
    else:
        click.echo("\n".join(one.code for one in issued))


@code.command("revoke")
@click.argument("wave")
@click.argument("unit")
def revoke(wave: str, unit: str) -> None:
    """Revoke every code that UNIT has in WAVE."""
    with told():
        revoked = codes.revoke_codes(services().database, wave, unit, by=operator(), now=now())
    if not revoked:
        raise click.ClickException(f"{wave}/{unit} has no code to revoke")
    click.echo(f"{wave}/{unit}: codes revoked: {revoked}", err=True)
