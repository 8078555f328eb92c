"""Reports as staff see them: run the tables, look at a run, let readers see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, make_response, redirect, render_template, session
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from app.access.roles import Permission, may
from app.actions import analysis, differencing
from app.actions.analysis import Run, UnfitReport, UnknownReport
from app.actions.instruments import UnknownWave
from app.collection.wave import said
from app.language.catalogue import mark
from app.language.dates import format_datetime
from app.reporting.definition import ReportDefinition
from app.reporting.writers import html
from app.storage import publications
from app.storage.publications import Runs
from app.storage.reports import RunHead
from app.web.identity import now, services
from app.web.locale import language, say
from app.web.staff.gate import person, staff_only

reports = Blueprint("reports", __name__, url_prefix="/staff/reports")
reports.before_request(staff_only)

CLOCK = "UTC"
"""Runs are stamped in one time for all panels."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as a line of the list."""

    code: str
    title: str
    subtitle: str
    state: str
    tone: str
    last_run: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as a line of its report."""

    number: int
    at: str
    by: str
    responses: str
    state: str
    tone: str


@reports.get("/")
def every_report() -> str:
    """The reports whose waves the person may all see, with the state of each."""
    with services().database.read() as connection:
        runs = publications.runs(connection)
    lines = [
        _line(code, defined, runs.get(code))
        for code in analysis.report_codes(services().reports)
        if (defined := _sound(code)) is not None and _may(Permission.VIEW_TABLES, defined)
    ]
    return render_template("staff/reports.html", person=person(), reports=lines)


@reports.get("/<report>")
def one_report(report: str) -> str:
    """A report with its runs."""
    return _page(_defined(report, Permission.VIEW_TABLES))


@reports.post("/<report>")
def run(report: str) -> Response:
    """Run the tables of a report, in this request, and show what came out."""
    defined = _defined(report, Permission.RUN_TABLES)
    try:
        number = analysis.run_report(
            services().database,
            report,
            surveys=services().surveys,
            reports=services().reports,
            by=person().email,
            now=now(),
        )
    except (UnfitReport, UnknownWave) as problem:
        return make_response(_page(defined, str(problem)), 409)
    session["notice"] = say(mark("The tables were run. Readers do not see them yet."))
    return redirect(f"/staff/reports/{report}/runs/{number}", 303)


@reports.get("/<report>/runs/<int(max=999999999):number>")
def one_run(report: str, number: int) -> str:
    """A run as readers would see it, with the step that lets them."""
    defined = _defined(report, Permission.VIEW_TABLES)
    found = _run(report, number, Permission.VIEW_TABLES)
    seen = _published_number(report)
    is_seen = seen == number
    return render_template(
        "staff/run.html",
        person=person(),
        notice=session.pop("notice", None),
        title=found.document.title[_speech(found)],
        state=_state_of(found.head, seen)[0],
        address=f"/reports/{report}" if is_seen else None,
        may_publish=not is_seen
        and _may(Permission.PUBLISH_TABLES, defined)
        and _may_all(Permission.PUBLISH_TABLES, found),
        publish_at=f"/staff/reports/{report}/runs/{number}/publish",
        drawn=html.report(found.document, _speech(found)),
        speech=_speech(found),
    )


@reports.get("/<report>/runs/<int(max=999999999):number>/publish")
def ask_before_publishing(report: str, number: int) -> str:
    """What publishing a run means, before it is done."""
    _defined(report, Permission.PUBLISH_TABLES)
    found = _run(report, number, Permission.PUBLISH_TABLES)
    consequences = [
        mark("Everybody can open it without an account, and take its figures as files.")
    ]
    seen = _published_number(report)
    if seen is not None:
        consequences.append(mark("It takes the place of the run that readers see now."))
    if seen is not None and number < seen:
        consequences.append(mark("It is older than the run that readers see now."))
    if found.document.is_provisional:
        consequences.append(mark("It is provisional, because a wave is still open, and says so."))
    return render_template(
        "staff/confirm.html",
        person=person(),
        place_of_page="reports",
        problem=None,
        caption=found.document.title[_speech(found)],
        heading=say(mark("Publish this run?")),
        lead=say(
            mark("Run on {moment} by {by}."),
            moment=_clock(found.head.run_at),
            by=found.head.run_by,
        ),
        consequences=[*(say(one) for one in consequences), *_of_nearness(number)],
        action=f"/staff/reports/{report}/runs/{number}/publish",
        back=f"/staff/reports/{report}/runs/{number}",
        text=say(mark("Publish")),
    )


def _of_nearness(number: int) -> list[str]:
    """The warning that readers could subtract this run from one that they have seen."""
    near = differencing.too_near(services().database, number, surveys=services().surveys)
    if near is None:
        return []
    told = mark(
        "It differs by only {n} responses from a run that readers have seen. Whoever kept that"
        " run can subtract the two and learn what these firms answered: publish it only when"
        " they agree, or when at least {k} more have answered."
    )
    return [say(told, n=near.responses, k=near.least)]


@reports.post("/<report>/runs/<int(max=999999999):number>/publish")
def publish(report: str, number: int) -> Response:
    """Let readers see a run."""
    _defined(report, Permission.PUBLISH_TABLES)
    _run(report, number, Permission.PUBLISH_TABLES)
    analysis.publish_run(services().database, number, by=person().email, now=now())
    session["notice"] = say(mark("Published. Readers see this run from now on."))
    return redirect(f"/staff/reports/{report}/runs/{number}", 303)


def _defined(report: str, permission: Permission) -> ReportDefinition:
    """A report, for whoever may do this with all its waves.

    Raises
    ------
    NotFound
        There is none, or the person may not see every wave of it: both look alike.
    Forbidden
        The person may see it and not do this.
    """
    defined = _sound(report)
    if defined is None or not _may(Permission.VIEW_TABLES, defined):
        raise NotFound
    if not _may(permission, defined):
        raise Forbidden
    return defined


def _sound(report: str) -> ReportDefinition | None:
    try:
        return analysis.report_definition(services().reports, report)
    except (UnknownReport, UnfitReport):
        return None


def _may(permission: Permission, defined: ReportDefinition) -> bool:
    return all(may(person(), permission, group.wave) for group in defined.groups)


def _run(report: str, number: int, permission: Permission) -> Run:
    try:
        found = analysis.run_of(services().database, number)
    except UnknownReport as problem:
        raise NotFound from problem
    if found.head.report != report or not _may_all(permission, found):
        raise NotFound
    return found


def _may_all(permission: Permission, found: Run) -> bool:
    """Whether the person may do this with every wave whose answers stand in the run.

    They are those that the run was made of, whatever the report asks for today.
    """
    return all(may(person(), permission, wave.wave) for wave in found.document.origin.waves)


def _page(defined: ReportDefinition, problem: str | None = None) -> str:
    heads = analysis.runs_of(services().database, defined.code)
    seen = _seen_of(heads)
    return render_template(
        "staff/report.html",
        person=person(),
        notice=session.pop("notice", None),
        problem=problem,
        report={
            "code": defined.code,
            "title": said(defined.title, language()),
            "subtitle": said(defined.subtitle, language()),
            "address": f"/reports/{defined.code}" if seen is not None else None,
        },
        may_run=_may(Permission.RUN_TABLES, defined),
        runs=[_run_line(head, seen) for head in heads],
    )


def _published_number(report: str) -> int | None:
    return _seen_of(analysis.runs_of(services().database, report))


def _seen_of(heads: Sequence[RunHead]) -> int | None:
    """The number of the run that readers see: the one published last."""
    published = [(head.published_at, head.number) for head in heads if head.published_at]
    return max(published)[1] if published else None


def _state_of(head: RunHead, seen: int | None) -> tuple[str, str]:
    if head.number == seen:
        return say(mark("Readers see this run.")), "good"
    if head.published_at is not None:
        return say(mark("Readers saw this run before.")), ""
    return say(mark("Only staff see this run.")), ""


def _run_line(head: RunHead, seen: int | None) -> RunLine:
    state, tone = _state_of(head, seen)
    return RunLine(
        number=head.number,
        at=_clock(head.run_at),
        by=head.run_by,
        responses=_waves_of(head.inputs),
        state=state,
        tone=tone,
    )


def _waves_of(inputs: Mapping[str, object]) -> str:
    """The waves of a run, each with the snapshot that was counted."""
    waves = inputs.get("waves")
    parts = [
        str(part["wave"]) + say(mark(": ")) + str(part["snapshot"])[:8]
        for part in (waves if isinstance(waves, list) else [])
        if isinstance(part, dict)
    ]
    return say(mark(", ")).join(parts)


def _line(code: str, defined: ReportDefinition, runs: Runs | None) -> ReportLine:
    if runs is None:
        state, last = (say(mark("Not run yet")), ""), say(mark("Its tables have not been run."))
    else:
        state = (
            (say(mark("Published")), "good")
            if runs.published_at
            else (say(mark("Not published")), "under-way")
        )
        last = say(mark("Last run on {moment}."), moment=_clock(runs.last_run_at))
    return ReportLine(
        code=code,
        title=said(defined.title, language()),
        subtitle=said(defined.subtitle, language()),
        state=state[0],
        tone=state[1],
        last_run=last,
    )


def _speech(found: Run) -> str:
    """The language of the page, or the first that the document speaks."""
    spoken = found.document.languages
    return language() if language() in spoken else spoken[0]


def _clock(at: datetime) -> str:
    return say(
        mark("{moment} ({timezone})"),
        moment=format_datetime(at, language(), CLOCK),
        timezone=CLOCK,
    )
