"""`flask survey`: survey folders checked and published."""

import click
from flask.cli import AppGroup

from app.actions import publishing
from app.commands.context import now, operator, services, told

survey = AppGroup("survey", help="Surveys as files.")


@survey.command("check")
@click.argument("name", required=False)
def check(name: str | None) -> None:
    """Tell every problem of the survey NAME (series/wave), or of all surveys."""
    folder = services().surveys
    names = [name] if name else list(publishing.survey_folders(folder))
    count = 0
    for one in names:
        problems = publishing.check_survey(folder, one).problems
        count += len(problems)
        for problem in problems:
            click.echo(str(_from_here(problem) if isinstance(problem, Problem) else problem))
        if not problems:
            click.echo(f"{one}: nothing to mend", err=True)
    if count:
        raise click.ClickException(f"{count} problems")


@survey.command("publish")
@click.argument("name")
def publish(name: str) -> None:
    """Publish the survey NAME (series/wave) as an instrument, with its waves."""
    here = services()
    with told():
        published = publishing.publish_survey(
            here.database, here.surveys, name, by=operator(), now=now()
        )
    state = "published" if published.is_new else "already published"
    click.echo(f"{name} {published.instrument.hash[:12]} {state}", err=True)
    for wave in published.waves:
        click.echo(wave)
