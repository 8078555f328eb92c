"""Reports as staff see them: the list of them, the runs of each, and the step that runs it."""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response

from app.access.roles import PERMISSIONS, Permission
from app.actions import analysis, fieldwork, keeping
from app.actions.analysis import UnfitReport, Wanted
from app.actions.fieldwork import NotNow, WaveView
from app.actions.instruments import UnknownWave
from app.collection.wave import said
from app.language.catalogue import mark
from app.reporting.definition import ReportDefinition
from app.web.identity import now, services
from app.web.locale import clock, language, say
from app.web.staff.details import HASH_SHOWN
from app.web.staff.gate import person, staff_only
from app.web.staff.report_gate import defined_for, may_with, seen_of, sound, state_of
from app.web.staff.snapshots import UNREADABLE
from app.web.wave_lines import in_words, moment

if TYPE_CHECKING:  # pages go through actions: values are named here for the checker alone
    from app.storage.publications import Runs
    from app.storage.reports import RunHead
    from app.storage.snapshots import Kept

reports = Blueprint("reports", __name__, url_prefix="/staff/reports")
reports.before_request(staff_only)

RUNNING = Lock()
"""One report is run at a time in a process: a second press computes nothing, it finds the run."""

_NUMBER = re.compile(r"[0-9]{1,9}")

KINDS: Mapping[str, str] = {
    "provisional": mark("{label}, provisional, kept {moment}, {n} responses"),
    "final": mark("{label}, final, kept {moment}, {n} responses"),
}


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


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run may be made from in one wave; `options` as the macro `select` takes them."""

    wave: str
    panel: str
    options: tuple[tuple[str, str, bool], ...]


@reports.get("/")
def every_report() -> str:
    """The reports whose waves the person may all see, with the state of each."""
    runs = analysis.runs_of_reports(services().database)
    lines = [
        _line(code, defined, runs.get(code))
        for code in analysis.report_codes(services().reports)
        if (defined := sound(code)) is not None and may_with(Permission.VIEW_TABLES, defined)
    ]
    return render_template(
        "staff/reports.html", person=person(), reports=lines, includes_reports=_includes_reports()
    )


@reports.get("/<report>")
def one_report(report: str) -> str:
    """A report with its runs."""
    return _page(defined_for(report, Permission.VIEW_TABLES))


@reports.post("/<report>")
def run(report: str) -> Response:
    """Run the tables of a report, in this request, and show what came out."""
    defined = defined_for(report, Permission.RUN_TABLES)
    with RUNNING:
        snapshots = _snapshots(defined)
        form = _form_key(report, snapshots)
        made = analysis.run_of_form(services().database, form) if form else None
        if made is not None:
            session["notice"] = say(mark("This is the run that your first press made."))
            return redirect(f"/staff/reports/{report}/runs/{made}", 303)
        try:
            number = analysis.run_report(
                services().database,
                Wanted(report, snapshots, form),
                surveys=services().surveys,
                reports=services().reports,
                by=person().email,
                now=now(),
            )
        except NotNow:
            return make_response(_page(defined, say(UNREADABLE)), 409)
        except (UnfitReport, UnknownWave) as problem:
            return make_response(_page(defined, str(problem)), 409)
    session["notice"] = say(mark("The tables were run. Readers do not see them yet."))
    return redirect(f"/staff/reports/{report}/runs/{number}", 303)


def _includes_reports() -> bool:
    """Whether any role of the person includes reports, on whichever waves."""
    return any(Permission.VIEW_TABLES in PERMISSIONS[held.role] for held in person().grants)


def _form_key(report: str, snapshots: Mapping[str, int]) -> str | None:
    """What a second press of the form has in common with the first, and no other press has."""
    once = request.form.get("once", "")
    if not once:
        return None
    pressed = [report, person().email, once, *sorted(snapshots.items())]
    return hashlib.sha256(json.dumps(pressed).encode()).hexdigest()


def _snapshots(defined: ReportDefinition) -> dict[str, int]:
    """The kept snapshots that were chosen, by wave; other waves are taken as they stand."""
    waves = dict.fromkeys(group.wave for group in defined.groups)
    chosen = {wave: request.form.get(f"snapshot-{wave}", "") for wave in waves}
    return {wave: int(number) for wave, number in chosen.items() if _NUMBER.fullmatch(number)}


def _page(defined: ReportDefinition, problem: str | None = None) -> str:
    heads = analysis.runs_of(services().database, defined.code)
    seen, panels = seen_of(heads), _panels()
    return render_template(
        "staff/report.html",
        person=person(),
        notice=session.pop("notice", None),
        problems=problem.split("\n") if problem else [],
        report={
            "code": defined.code,
            "title": said(defined.title, language()),
            "subtitle": said(defined.subtitle, language()),
            "address": f"/reports/{defined.code}" if seen is not None else None,
        },
        may_run=may_with(Permission.RUN_TABLES, defined),
        once=secrets.token_urlsafe(16),
        choices=_choices(defined),
        runs=[_run_line(head, seen, panels) for head in heads],
    )


def _choices(defined: ReportDefinition) -> list[Choice]:
    """Waves with snapshots that were kept and not replaced."""
    choices = []
    for wave in dict.fromkeys(group.wave for group in defined.groups):
        kept = keeping.kept_snapshots(services().database, wave)
        taken = [one for one in kept if one.replaced_at is None]
        if taken:
            found = fieldwork.wave(services().database, wave)
            options = (_option(found, one) for one in taken)
            as_now = ("", say(mark("As they stand now")), True)
            choices.append(Choice(wave, in_words(found.plan.title), (as_now, *options)))
    return choices


def _option(wave: WaveView, one: "Kept") -> tuple[str, str, bool]:
    kept = moment(wave, one.kept_at)
    told = say(KINDS[one.kind], label=one.label, moment=kept, n=one.responses)
    return str(one.number), told, False


def _panels() -> dict[str, str]:
    """What each wave is called, by its code."""
    return {one.code: in_words(one.plan.title) for one in fieldwork.waves(services().database)}


def _run_line(head: "RunHead", seen: int | None, panels: Mapping[str, str]) -> RunLine:
    state, tone = state_of(head, seen)
    return RunLine(
        number=head.number,
        at=clock(head.run_at),
        by=head.run_by,
        responses=_waves_of(head.inputs, panels),
        state=state,
        tone=tone,
    )


def _waves_of(inputs: Mapping[str, object], panels: Mapping[str, str]) -> str:
    """The waves of a run, each with the label or the fingerprint of the snapshot counted."""
    waves = inputs.get("waves")
    parts = [
        panels.get(str(part["wave"]), str(part["wave"]))
        + say(mark(": "))
        + str(part.get("label") or str(part["snapshot"])[:HASH_SHOWN])
        for part in (waves if isinstance(waves, list) else [])
        if isinstance(part, dict)
    ]
    return say(mark(", ")).join(parts)


def _line(code: str, defined: ReportDefinition, runs: "Runs | None") -> ReportLine:
    if runs is None:
        state, last = (say(mark("Not run yet")), ""), say(mark("Its tables have not been run."))
    else:
        state = (
            (say(mark("Published")), "good")
            if runs.published_at
            else (say(mark("Not published")), "under-way")
        )
        last = say(mark("Last run on {moment}."), moment=clock(runs.last_run_at))
    return ReportLine(
        code=code,
        title=said(defined.title, language()),
        subtitle=said(defined.subtitle, language()),
        state=state[0],
        tone=state[1],
        last_run=last,
    )
