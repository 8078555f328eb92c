"""`flask report`: the reports of an installation run and written as files."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from app.actions import analysis, differencing
from app.actions.analysis import Run, UnfitReport, UnknownReport, Wanted
from app.actions.instruments import UnknownWave
from app.commands.context import now, operator, services, static
from app.reporting.writers import folder
from app.reporting.writers.edition import Edition

report = AppGroup("report", help="Reports: their tables run and written.")


class Snapshot(click.ParamType[tuple[str, int]]):
    """WAVE=NUMBER, as typed."""

    name = "WAVE=NUMBER"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """The wave, and the number of its kept snapshot."""
        wave, _, number = str(value).partition("=")
        if not wave or not number.isascii() or not number.isdigit():
            self.fail(f"expected WAVE=NUMBER, such as 2026-jp=3, came {value!r}", param, ctx)
        return wave, int(number)


@report.command("list")
def every_report() -> None:
    """Print each report with its runs: number, time, who, hash, and whether readers see it."""
    here = services()
    for code in analysis.report_codes(here.reports):
        click.echo(f"{code}: {_title(code)}")
        seen = analysis.published_head(here.database, code)
        for head in analysis.runs_of(here.database, code):
            state = "withdrawn" if head.withdrawn_at else "published" if head.published_at else ""
            latest = " (latest)" if seen and seen.number == head.number else ""
            told = (str(head.number), f"{head.run_at:%Y-%m-%d %H:%M}", head.run_by, head.hash[:12])
            click.echo(f"  {'  '.join(told)}  {state}{latest}".rstrip())


@report.command("run")
@click.argument("code", metavar="REPORT")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the files."
)
@click.option("--publish", "is_published", is_flag=True, help="Let readers see this run.")
@click.option(
    "--snapshot",
    "snapshots",
    type=Snapshot(),
    multiple=True,
    help="A kept snapshot of a wave, in place of its responses as they stand now.",
)
def run(
    code: str, out: Path | None, snapshots: Sequence[tuple[str, int]], *, is_published: bool
) -> None:
    """Run the tables of REPORT; write its pages, CSV, JSON and workbooks into a folder.

    The folder is new, or holds an earlier run of the same report, whose files are replaced.
    """
    here = services()
    before = _files_of_earlier_run(out, code) if out is not None else []
    try:
        number = analysis.run_report(
            here.database,
            Wanted(code, dict(snapshots)),
            surveys=here.surveys,
            reports=here.reports,
            by=operator(),
            now=now(),
        )
    except UnfitReport as problem:
        raise click.ClickException(_told(here.reports, code, problem.problems)) from problem
    except (UnknownReport, UnknownWave) as problem:
        raise click.ClickException(str(problem)) from problem
    found = analysis.run_of(here.database, number)
    click.echo(f"{code}: run {number}, {found.head.hash}", err=True)
    if out is not None:
        for file in before:
            file.unlink()
        _write(found, out)
    if is_published:
        _publish(number)


@report.command("withdraw")
@click.argument("number", metavar="RUN", type=click.IntRange(min=1))
def withdraw(number: int) -> None:
    """Take a published RUN from readers, also of a report whose file is broken or gone."""
    try:
        analysis.withdraw_run(services().database, number, by=operator(), now=now())
    except UnknownReport as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"run {number} is withdrawn", err=True)


def _title(code: str) -> str:
    try:
        return analysis.report_definition(services().reports, code).title["en"]
    except UnfitReport as problem:
        return f"has {len(problem.problems)} problems"


def _told(reports: Path, code: str, problems: Sequence[str]) -> str:
    """Every problem on a line of its own, with the file where it says none itself."""
    file = reports / code / "report.yaml"
    lines = [told if ".yaml" in told or ".csv" in told else f"{file}: {told}" for told in problems]
    return "\n".join([f"report {code} was not run", *lines])


def _files_of_earlier_run(out: Path, code: str) -> list[Path]:
    """The files that a run of the report has left in a folder; any other file stops this one."""
    held = [file for file in sorted(out.rglob("*")) if not file.is_dir()]
    names = [file.relative_to(out).as_posix() for file in held]
    others = [name for name in names if not folder.is_own(name, code)]
    if held and (others or f"{code}.json" not in names):
        told = ", ".join((others or names)[:3])
        raise click.ClickException(
            f"{out} holds files that are not of a run of {code}: {told}; name another folder"
        )
    return held


def _write(found: Run, out: Path) -> None:
    edition = Edition(run=found.head.number, hash=found.head.hash, at=found.head.run_at)
    for name, content in folder.files(found.document, edition, static()):
        file = out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        click.echo(f"{file}  {len(content):,} bytes")


def _publish(number: int) -> None:
    """Publish the run, and say where it is too near to one that readers have seen."""
    here = services()
    near = differencing.too_near(here.database, number, surveys=here.surveys)
    if near is not None:
        click.echo(
            f"warning: run {number} differs by only {near.responses} "
            f"{'response' if near.responses == 1 else 'responses'} from run "
            f"{near.run}, which readers have seen: whoever kept that can subtract the two",
            err=True,
        )
    analysis.publish_run(here.database, number, by=operator(), now=now())
    click.echo(f"run {number} is published", err=True)
