"""`flask account`: accounts of staff and what they may do, for whoever runs the installation."""

from collections.abc import Callable
from typing import Any

import click
from flask.cli import AppGroup

from app.access.roles import Held, Role
from app.actions import membership, rights
from app.commands.context import now, operator, services, told

account = AppGroup("account", help="Accounts of staff.")

ROLE = click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
GENERATE = click.option("--generate", is_flag=True, help="Make a password and print it, once.")


def place(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where a role holds."""
    wave = click.option("--wave", help="The wave that the role holds for; every wave without it.")
    series = click.option("--series", help="The series whose waves the role holds for.")
    return wave(series(command))


@account.command("create")
@click.argument("email")
@ROLE
@place
@click.option("--name", help="How the person is called on pages; the e-mail without it.")
@GENERATE
def create(
    email: str,
    role: str,
    wave: str | None,
    series: str | None,
    name: str | None,
    *,
    generate: bool,
) -> None:
    """Make an account for EMAIL; its password is asked for, or made and printed once."""
    password = _password(generate=generate)
    newcomer = membership.Newcomer(
        email=email, name=name or email, role=role, wave=wave, series=series
    )
    with told():
        made = membership.create_account(
            services().database, newcomer, password, by=operator(), now=now()
        )
    click.echo(f"{made} is {role} of {_where(Held(Role(role), wave, series))}", err=True)
    if generate:
        click.echo(password)


@account.command("list")
def show() -> None:
    """One line for each role of an account: e-mail, role, place, state."""
    for line in membership.every_account(services().database):
        state = "active" if line.is_active else "closed"
        for held in line.grants:
            click.echo(f"{line.email}\t{held.role}\t{_where(held)}\t{state}")
        if not line.grants:
            click.echo(f"{line.email}\t-\t-\t{state}")


@account.command("password")
@click.argument("email")
@GENERATE
def password_(email: str, *, generate: bool) -> None:
    """Give EMAIL another password and end every session of it."""
    password = _password(generate=generate)
    with told():
        changed = membership.replace_password(
            services().database, email, password, by=operator(), now=now()
        )
    click.echo(f"{changed} has another password", err=True)
    if generate:
        click.echo(password)


@account.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Let nobody sign in as EMAIL any more, and end every session of it."""
    with told():
        closed = membership.close_account(services().database, email, by=operator(), now=now())
    click.echo(f"{closed} is closed", err=True)


@account.command("reopen")
@click.argument("email")
def reopen(email: str) -> None:
    """Let EMAIL, which was closed, sign in again with its password and roles."""
    with told():
        opened = membership.reopen_account(services().database, email, by=operator(), now=now())
    click.echo(f"{opened} is open", err=True)


@account.command("grant")
@click.argument("email")
@ROLE
@place
def grant(email: str, role: str, wave: str | None, series: str | None) -> None:
    """Give EMAIL a role on one wave, on those of a series, or on every wave."""
    held = Held(Role(role), wave, series)
    with told():
        is_new = rights.grant(services().database, email, held, by=operator(), now=now())
    click.echo(f"{email} {'is' if is_new else 'was already'} {role} of {_where(held)}", err=True)


@account.command("revoke")
@click.argument("email")
@ROLE
@place
def revoke(email: str, role: str, wave: str | None, series: str | None) -> None:
    """Take a role from EMAIL just where it was given."""
    held = Held(Role(role), wave, series)
    with told():
        was_there = rights.revoke(services().database, email, held, by=operator(), now=now())
    if not was_there:
        raise click.ClickException(f"{email} is not {role} of {_where(held)}")
    click.echo(f"{email} is no longer {role} of {_where(held)}", err=True)


def _password(*, generate: bool) -> str:
    if generate:
        return membership.new_password()
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _where(held: Held) -> str:
    return held.wave or (f"series {held.series}" if held.series else "every wave")
