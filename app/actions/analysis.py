"""What analysts do: tabulate waves, run a report, publish a run."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from app.actions.freezing import Taken, freeze, source, take
from app.actions.keeping import Replaced, UnknownSnapshot, recalled
from app.disclosure import policy as disclosure
from app.disclosure.policy import Policy
from app.reporting import definition
from app.reporting.assembly import assemble
from app.reporting.definition import ReportDefinition
from app.reporting.document import Document, Origin, from_mapping, to_mapping
from app.reporting.figures import drawn, palette
from app.reporting.fitness import problems_with
from app.reporting.published import PublishedFigures, published
from app.reporting.source import Source
from app.reporting.tabulation import Reading
from app.reporting.tally_sheet import TallySheet
from app.reporting.writers import json as json_writer
from app.storage import audit
from app.storage import publications as stored_publications
from app.storage import reports as stored
from app.storage.database import Database
from app.storage.publications import Publication, Runs
from app.storage.reports import FormUsed, NewRun, RunHead

SEED = 0
"""No figure of these reports is drawn by chance; the seed is recorded for those that will be."""

COMPUTING = (
    "actions/freezing.py",
    "collection",
    "disclosure",
    "estimation",
    "language/rounding.py",
    "questionnaire",
    "reporting",
)
"""Parts of the program that a figure depends on."""


class UnknownReport(LookupError):
    """There is no report, or no run, of that name."""


class UnfitReport(ValueError):
    """The report, its policy or its waves have problems, all of them told."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a report with the document it made."""

    head: RunHead
    document: Document


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report to run, on kept snapshots of the waves named, on others as they stand now.

    `form` is the key of the form that asks; asked with it again, there is no second run.
    """

    report: str
    snapshots: Mapping[str, int] = field(default_factory=dict)
    form: str | None = None


def report_codes(reports: Path) -> tuple[str, ...]:
    """Codes of the reports that stand in a folder, in alphabetical order."""
    return tuple(sorted(found.parent.name for found in reports.glob("*/report.yaml")))


def report_definition(reports: Path, code: str) -> ReportDefinition:
    """The definition of a report.

    Raises
    ------
    UnknownReport
        There is none of that code.
    UnfitReport
        Its file has problems.
    """
    if code not in report_codes(reports):
        raise UnknownReport(f"there is no report {code!r}")
    file = reports / code / "report.yaml"
    read, problems = definition.read(file.read_bytes(), f"{reports.name}/{code}/{file.name}")
    if read is None:
        raise UnfitReport(problems)
    if read.code != code:
        raise UnfitReport([f"code: expected {code}, the name of the folder, came {read.code}"])
    return read


def run_report(
    database: Database,
    wanted: str | Wanted,
    *,
    surveys: Path,
    reports: Path,
    by: str,
    now: datetime,
) -> int:
    """Freeze the waves of a report, compute it and keep the document; the number of the run.

    Waves for which a kept snapshot is wanted are taken from it. The same responses, definitions
    and program give the same document. While a wave is open the document is provisional; on kept
    snapshots it is so unless all of them are final.

    Raises
    ------
    UnknownReport, UnknownWave
        There is no report or no wave of that code.
    UnfitReport
        The report asks for what its waves, their kept snapshots or the policy do not have.
    """
    asked = Wanted(wanted) if isinstance(wanted, str) else wanted
    defined = report_definition(reports, asked.report)
    waves = tuple(dict.fromkeys(group.wave for group in defined.groups))
    taken = _recalled(database, asked, waves)
    for wave in waves:
        if wave not in taken:
            taken[wave] = freeze(database, wave, by=by, now=now)
    sources = {wave: source(database, taken[wave]) for wave in waves}
    questionnaires = {wave: found.questionnaire for wave, found in sources.items()}
    figures, file_hash = _published(reports)
    problems = problems_with(defined, questionnaires, figures)
    if problems:
        raise UnfitReport(problems)
    policy = _policy(surveys, list(sources.values()))
    origin = Origin(
        definition=defined.hash,
        policy=policy.hash,
        code_version=code_version(),
        seed=SEED,
        waves=tuple(found.origin for found in sources.values()),
        published=file_hash if any(table.beside for table in defined.tables) else "",
    )
    inks = palette((reports / "palette.yaml").read_bytes())
    document = drawn(assemble(defined, sources, policy, origin, figures), inks)
    return _keep(database, document, by=by, now=now, form=asked.form)


def run_of_form(database: Database, form: str) -> int | None:
    """The number of the run that a form asked for; None before there is one."""
    with database.read() as connection:
        return stored.of_form(connection, form)


def run_of(database: Database, number: int) -> Run:
    """A run with its document.

    Raises
    ------
    UnknownReport
        There is no run of that number.
    """
    with database.read() as connection:
        found = stored.run(connection, number)
    if found is None:
        raise UnknownReport(f"there is no run {number}")
    return _run(found)


def runs_of(database: Database, code: str) -> tuple[RunHead, ...]:
    """Every run of a report, the latest first."""
    with database.read() as connection:
        return stored.runs(connection, code)


def publish_run(database: Database, number: int, *, by: str, now: datetime) -> None:
    """Lead readers to a run, in place of the one before.

    Nothing changes where they are led to it already. A run keeps the day of its first publication.

    Raises
    ------
    UnknownReport
        There is no run of that number.
    """
    with database.write() as connection:
        head = stored.head(connection, number)
        if head is None:
            raise UnknownReport(f"there is no run {number}")
        seen = stored.published_head(connection, head.report)
        if seen is not None and seen.number == number:
            return
        stored.publish(connection, number, now=now)
        audit.record(connection, "run.published", by=by, about=f"run {number}", now=now)


def withdraw_run(database: Database, number: int, *, by: str, now: datetime) -> None:
    """Take a published run from readers; the one published before it is seen again.

    Raises
    ------
    UnknownReport
        Readers see no run of that number.
    """
    with database.write() as connection:
        if not stored.withdraw(connection, number, now=now):
            raise UnknownReport(f"readers see no run {number}")
        audit.record(connection, "run.withdrawn", by=by, about=f"run {number}", now=now)


def published_head(database: Database, code: str) -> RunHead | None:
    """The head of the run of a report that readers see; cheap, as its document stays unread."""
    with database.read() as connection:
        return stored.published_head(connection, code)


def publications(database: Database) -> tuple[Publication, ...]:
    """The run of each report that readers are led to, the latest shown first."""
    with database.read() as connection:
        return stored_publications.publications(connection)


def runs_of_reports(database: Database) -> Mapping[str, Runs]:
    """How often each report was run, when last, and when readers were last let see it."""
    with database.read() as connection:
        return stored_publications.runs(connection)


def head_of(database: Database, number: int) -> RunHead | None:
    """The head of a run; None where there is none of that number."""
    with database.read() as connection:
        return stored.head(connection, number)


def tabulate(
    database: Database,
    waves: Sequence[str],
    *,
    surveys: Path,
    readings: Sequence[Reading],
    now: datetime,
) -> TallySheet:
    """Every question of one or two waves that has shares or means, as it stands; nothing is kept.

    Raises
    ------
    UnknownWave
        There is no wave of that code.
    UnfitReport
        The policies of the waves differ, or have problems.
    """
    sources = {wave: source(database, take(database, wave, now=now)) for wave in waves}
    policy = _policy(surveys, list(sources.values()))
    return TallySheet(sources, policy, tuple(readings))


def record_tabulation(
    database: Database,
    sheet: TallySheet,
    items: Sequence[str],
    *,
    by: str,
    now: datetime,
) -> None:
    """Keep that tables were made, of what, and whether hidden cells were among them."""
    detail = {"items": list(items), "all_cells": sheet.shows_all_cells}
    with database.write() as connection:
        for wave in sheet.sources:
            audit.record(connection, "tables.tabulated", by=by, about=wave, now=now, detail=detail)


@cache
def code_version() -> str:
    """A hash of the parts of the program that figures depend on."""
    app = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for part in COMPUTING:
        found = [app / part] if (app / part).is_file() else sorted((app / part).rglob("*.py"))
        for module in found:
            digest.update(module.relative_to(app).as_posix().encode() + module.read_bytes())
    return digest.hexdigest()[:12]


def _published(reports: Path) -> tuple[PublishedFigures, str]:
    """The figures of others that stand beside the reports, and the hash of their file."""
    file = reports / "published" / "published_figures.csv"
    if not file.is_file():
        return PublishedFigures(()), ""
    content = file.read_bytes()
    figures, problems = published(content)
    if problems:
        raise UnfitReport([f"{file.name}: {told}" for told in problems])
    return PublishedFigures(figures), hashlib.sha256(content).hexdigest()


def _recalled(database: Database, wanted: Wanted, waves: Sequence[str]) -> dict[str, Taken]:
    """The kept snapshots that are wanted, by their wave; a report has to have every one."""
    strangers = [wave for wave in wanted.snapshots if wave not in waves]
    if strangers:
        raise UnfitReport([f"report {wanted.report} has no wave {wave}" for wave in strangers])
    try:
        return {
            wave: recalled(database, wave, number) for wave, number in wanted.snapshots.items()
        }
    except (UnknownSnapshot, Replaced) as problem:
        raise UnfitReport([str(problem)]) from problem


def _policy(surveys: Path, sources: Sequence[Source]) -> Policy:
    """The policy of the surveys that the waves belong to, which has to be one."""
    found: dict[str, Policy] = {}
    for taken in sources:
        file = surveys / taken.questionnaire.id / "disclosure.yaml"
        if not file.is_file():
            raise UnfitReport([f"{file}: not there; nothing is published without a policy"])
        policy, problems = disclosure.read(file.read_bytes())
        if policy is None:
            raise UnfitReport([f"{file}: {problem}" for problem in problems])
        found[policy.hash] = policy
    if len(found) > 1:
        raise UnfitReport(["the waves have different rules of publication: make them the same"])
    return next(iter(found.values()))


def _keep(
    database: Database, document: Document, *, by: str, now: datetime, form: str | None
) -> int:
    """The number of the run, or of the one that another process made for the same form."""
    try:
        return _add(database, document, by=by, now=now, form=form)
    except FormUsed:
        made = run_of_form(database, form) if form else None
        if made is None:
            raise
        return made


def _add(
    database: Database, document: Document, *, by: str, now: datetime, form: str | None
) -> int:
    inputs = _plain(to_mapping(document.origin))
    digest = hashlib.sha256(json_writer.report(document)).hexdigest()
    with database.write() as connection:
        number = stored.add(
            connection,
            NewRun(
                report=document.code,
                run_at=now,
                run_by=by,
                inputs=inputs,
                document=_plain(to_mapping(document)),
                hash=digest,
                simulated=document.is_simulated,
                form=form,
            ),
        )
        audit.record(
            connection,
            "report.run",
            by=by,
            about=document.code,
            now=now,
            detail={"run": number, "hash": digest},
        )
    return number


def _plain(value: object) -> Mapping[str, object]:
    """A value as the JSON mapping it becomes."""
    plain: dict[str, object] = json.loads(json.dumps(value, ensure_ascii=False))
    return plain


def _run(found: stored.Run) -> Run:
    return Run(found.head, from_mapping(found.document))
