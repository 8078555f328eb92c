"""`flask account`: accounts of staff, made and listed by whoever runs the installation."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from app.access.roles import Role
from app.actions import membership
from app.commands.context import services

account = AppGroup("account", help="Accounts of staff.")


@account.command("create")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--wave", help="The wave that the role holds for; all waves without it.")
@click.option("--name", help="How the person is called on pages; the e-mail without it.")
@click.option("--generate", is_flag=True, help="Make a password and print it once.")
def create(email: str, role: str, wave: str | None, name: str | None, *, generate: bool) -> None:
    """Make an account for EMAIL; its password is asked for, or made and printed once."""
    password = (
        membership.new_password()
        if generate
        else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    newcomer = membership.Newcomer(email=email, name=name or email, role=role, wave=wave)
    try:
        made = membership.create_account(
            services().database,
            newcomer,
            password,
            by="command line",
            now=datetime.now(UTC),  # noqa: TID251
        )
    except membership.UnfitAccount as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{made} is {role} of {wave or 'all waves'}.", err=True)
    if generate:
        click.echo(password)


@account.command("list")
def show() -> None:
    """One line an account: e-mail, role, wave, state."""
    for line in membership.accounts(services().database):
        state = "active" if line.is_active else "closed"
        for grant in line.grants:
            click.echo(f"{line.email}\t{grant.role}\t{grant.wave or 'all waves'}\t{state}")
