"""`flask survey`: definitions of surveys checked and published."""

from dataclasses import replace
from pathlib import Path

import click
from flask.cli import AppGroup

from app.actions import publishing
from app.commands.context import now, operator, services, services_as_found, told
from app.questionnaire.problem import Problem

survey = AppGroup("survey", help="Surveys as files.")


@survey.command("check")
@click.argument("name", required=False)
def check(name: str | None) -> None:
    """Tell every problem of the survey NAME (series/wave), or of all surveys."""
    folder = services_as_found().surveys
    names = [_name(folder, name)] if name else list(publishing.survey_folders(folder))
    sound = [_tell(folder, one) for one in names]
    if not names:
        raise click.ClickException(f"{folder} holds no survey")
    if not all(sound):
        raise SystemExit(1)


@survey.command("publish")
@click.argument("name")
def publish(name: str) -> None:
    """Publish the survey NAME (series/wave) as an instrument, with its waves."""
    here = services()
    wanted = _name(here.surveys, name)
    with told():
        published = publishing.publish_survey(
            here.database, here.surveys, wanted, by=operator(), now=now()
        )
    state = "published" if published.is_new else "already published"
    click.echo(f"{wanted} {published.instrument.hash[:12]} {state}", err=True)
    for wave in published.planned:
        click.echo(f"{wave}: brought up to date with its files", err=True)
    for wave in published.waves:
        click.echo(wave)


def _name(folder: Path, given: str) -> str:
    """The survey as `series/wave`, also where its folder was given."""
    for path in (folder / given, Path(given)):
        inside = path.resolve()
        is_survey = (inside / "questionnaire.yaml").is_file()
        if is_survey and inside.is_relative_to(folder.resolve()):
            return str(inside.relative_to(folder.resolve()))
    known = ", ".join(publishing.survey_folders(folder)) or "none"
    raise click.ClickException(f"there is no survey {given!r}; there are: {known}")


def _tell(folder: Path, name: str) -> bool:
    """Print everything that is wrong with a survey; whether it can be published as it stands."""
    checked = publishing.check_survey(folder, name)
    for problem in checked.problems:
        click.echo(str(_from_here(problem)))
    warnings = sum(problem.severity == "warning" for problem in checked.problems)
    count = len(checked.problems) - warnings
    click.echo(f"{name}: {count} problems, {warnings} warnings", err=True)
    return count == 0 and checked.questionnaire is not None


def _from_here(problem: Problem) -> Problem:
    """The problem with its file as it is called from where the command was typed."""
    path = Path(problem.file)
    is_near = path.is_absolute() and path.is_relative_to(Path.cwd())
    return replace(problem, file=str(path.relative_to(Path.cwd()))) if is_near else problem
