"""`flask wave`: a wave opened, closed and followed."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import click
from flask.cli import AppGroup

from app.actions import consenting, fieldwork, keeping, progress, settling
from app.collection.progress import StratumProgress
from app.commands.context import now, operator, services, told
from app.storage.snapshots import Kind, Label

wave = AppGroup("wave", help="A wave in the field.")

HEADING = ("stratum", "frame", "invited", "opened", "started", "submitted", "rate %")


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
    settled = settling.of_wave(here, code)
    if settled.final is not None:
        stays = "stays as it is; another final snapshot needs --reason"
        click.echo(f"final snapshot {settled.final.label!r} {stays}", err=True)
    for head in settled.published:
        click.echo(f"run {head.number} of {head.report} stays published", err=True)


@wave.command("close")
@click.argument("code", metavar="WAVE")
def close(code: str) -> None:
    """Take no more answers for WAVE."""
    with told():
        fieldwork.close_wave(services().database, code, by=operator(), now=now())
    click.echo(f"{code} is closed", err=True)


@wave.command("extend")
@click.argument("code", metavar="WAVE")
@click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"]),
    help="The new end, in the wave's time zone.",
)
def extend(code: str, until: datetime) -> None:
    """Let the firms of WAVE, which is open, answer until another moment."""
    here = services().database
    with told():
        zone = ZoneInfo(fieldwork.wave(here, code).plan.timezone)
        end = until.replace(tzinfo=zone)
        moved = fieldwork.move_end(here, code, end, by=operator(), now=now())
    closes = moved.closes_at.astimezone(zone)
    click.echo(f"{code} is open until {closes:%Y-%m-%d %H:%M} ({zone.key})", err=True)


@wave.command("freeze")
@click.argument("code", metavar="WAVE")
@click.option("--kind", required=True, type=click.Choice(["provisional", "final"]))
@click.option("--label", required=True, help="What the snapshot is called in reports.")
@click.option("--reason", help="Why it replaces the final snapshot that there is.")
def freeze(code: str, kind: Kind, label: str, reason: str | None) -> None:
    """Keep the responses of WAVE as they stand under a label; print the number of the snapshot."""
    with told():
        kept = keeping.keep_snapshot(
            services().database, code, Label(kind, label, reason), by=operator(), now=now()
        )
    click.echo(
        f"{code}: {kept.kind} snapshot {kept.label!r}, {kept.responses} responses", err=True
    )
    click.echo(kept.number)


@wave.command("snapshots")
@click.argument("code", metavar="WAVE")
def snapshots(code: str) -> None:
    """Print the snapshots of WAVE that are kept, the latest first."""
    with told():
        fieldwork.wave(services().database, code)
    for kept in keeping.kept_snapshots(services().database, code):
        state = f"{kept.kind}, replaced" if kept.replaced_at else kept.kind
        parts = (kept.number, state, kept.label, f"{kept.kept_at:%Y-%m-%dT%H:%MZ}", kept.responses)
        click.echo("\t".join(str(part) for part in (*parts, kept.hash[:12])))


@wave.command("status")
@click.argument("code", metavar="WAVE")
def status(code: str) -> None:
    """Print how far WAVE is, by stratum."""
    with told():
        found = progress.of_wave(services().database, code)
    rows = [_row(one) for one in found.strata]
    rows.append(("total", *_row(found.total)[1:]))
    simulated = " (simulated)" if found.wave.simulated else ""
    form = ", core form" if found.wave.plan.form == "core" else ""
    click.echo(f"{code}{simulated}: {found.wave.status}{form}")
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
    counts = (one.frame, one.invited, one.opened, one.started, one.submitted)
    return (one.stratum, *(str(count) for count in counts), f"{one.rate_percent:.1f}")


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
