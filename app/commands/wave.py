"""`flask wave`: a wave opened, closed and followed."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import click
from flask.cli import AppGroup

from app.actions import consenting, fieldwork
from app.commands.context import now, operator, services, told
from app.language.rounding import percent_of_counts
from app.storage.frames import StratumProgress

wave = AppGroup("wave", help="A wave in the field.")

HEADING = ("stratum", "frame", "invited", "started", "submitted", "rate %")


@wave.command("open")
@click.argument("code", metavar="WAVE")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"]),
    help="Another end than the planned one, in the wave's time zone.",
)
def open_(code: str, until: datetime | None) -> None:
    """Let the firms of WAVE answer, from now on."""
    here = services().database
    with told():
        zone = ZoneInfo(fieldwork.wave(here, code).plan.timezone)
        end = until.replace(tzinfo=zone) if until else None
        opened = fieldwork.open_wave(here, code, by=operator(), now=now(), until=end)
    closes = opened.closes_at.astimezone(zone)
    click.echo(f"{code} is open until {closes:%Y-%m-%d %H:%M} ({zone.key})", err=True)


@wave.command("close")
@click.argument("code", metavar="WAVE")
def close(code: str) -> None:
    """Take no more answers for WAVE."""
    with told():
        fieldwork.close_wave(services().database, code, by=operator(), now=now())
    click.echo(f"{code} is closed", err=True)


@wave.command("status")
@click.argument("code", metavar="WAVE")
def status(code: str) -> None:
    """Print how far WAVE is, by stratum."""
    with told():
        progress = fieldwork.wave_status(services().database, code)
    rows = [_row(one) for one in progress.strata]
    rows.append(("total", *_row(progress.total)[1:]))
    simulated = " (simulated)" if progress.wave.simulated else ""
    form = ", core form" if progress.wave.plan.form == "core" else ""
    click.echo(f"{code}{simulated}: {progress.wave.status}{form}")
    for line in _aligned([HEADING, *rows]):
        click.echo(line)


@wave.command("consents")
@click.argument("code", metavar="WAVE")
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, allow_dash=True), default="-"
)
def consents(code: str, out: str) -> None:
    """Write what the firms of WAVE agreed to, by name, as CSV; that it was read goes on record.

    It names firms: it is for those who run the field work, and for nothing but what was agreed.
    """
    with told():
        read = consenting.wave_consents(services().database, code, by=operator(), now=now())
    with click.open_file(out, "wb") as file:
        file.write(consenting.as_csv(read).encode())


def _row(one: StratumProgress) -> tuple[str, ...]:
    counts = (one.frame, one.invited, one.started, one.submitted)
    rate = percent_of_counts(one.submitted, one.frame, 1) if one.frame else Decimal(0)
    return (one.stratum, *(str(count) for count in counts), f"{rate:.1f}")


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table, words to the left and numbers to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            [row[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        )
        for row in rows
    ]
