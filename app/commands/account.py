"""`flask account`: accounts of staff, made and listed by whoever runs the installation."""

import click
from flask.cli import AppGroup

from app.access.roles import Role
from app.actions import membership
from app.commands.context import now, operator, services, told

account = AppGroup("account", help="Accounts of staff.")


@account.command("create")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--wave", help="The wave that the role holds for; every wave without it.")
@click.option("--name", help="How the person is called on pages; the e-mail without it.")
@click.option("--generate", is_flag=True, help="Make a password and print it, once.")
def create(email: str, role: str, wave: str | None, name: str | None, *, generate: bool) -> None:
    """Make an account for EMAIL; its password is asked for, or made and printed once."""
    password = (
        membership.new_password()
        if generate
        else click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    )
    newcomer = membership.Newcomer(email=email, name=name or email, role=role, wave=wave)
    with told():
        made = membership.create_account(
            services().database, newcomer, password, by=operator(), now=now()
        )
    click.echo(f"{made} is {role} of {wave or 'every wave'}", err=True)
    if generate:
        click.echo(password)


@account.command("list")
def show() -> None:
    """One line for each role of an account: e-mail, role, wave, state."""
    for line in membership.every_account(services().database):
        state = "active" if line.is_active else "closed"
        for held in line.grants:
            click.echo(f"{line.email}\t{held.role}\t{held.wave or 'every wave'}\t{state}")
