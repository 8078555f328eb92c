"""`flask code`: access codes of firms."""

import click
from flask.cli import AppGroup

from app.actions import fieldwork
from app.commands.context import now, operator, services, told

code = AppGroup("code", help="Access codes of firms.")


@code.command("issue")
@click.argument("wave")
@click.option("--count", required=True, type=click.IntRange(1, 100_000), help="How many codes.")
def issue(wave: str, count: int) -> None:
    """Print new codes for units of WAVE, one a line; they are shown this once."""
    here = services()
    with told():
        codes = fieldwork.issue_codes(
            here.database, wave, count=count, code_key=here.code_key, by=operator(), now=now()
        )
    click.echo("\n".join(codes))


@code.command("revoke")
@click.argument("wave")
@click.argument("unit")
def revoke(wave: str, unit: str) -> None:
    """Revoke every code that UNIT has in WAVE."""
    with told():
        revoked = fieldwork.revoke_codes(services().database, wave, unit, by=operator(), now=now())
    click.echo(f"{wave}/{unit}: {revoked} codes revoked", err=True)
