"""Runs of reports as staff see them: looked at, compared, published, withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, session
from werkzeug.exceptions import Conflict, Forbidden, NotFound
from werkzeug.wrappers import Response as AnyResponse

from app.access.roles import Permission
from app.actions import analysis, differencing
from app.actions.analysis import Run, UnknownReport
from app.language.catalogue import mark
from app.reporting import measures
from app.reporting.changes import Change, TableChanges, changes
from app.reporting.writers import html, paper
from app.web.editions import NUMBER, edition_of, speech_of
from app.web.identity import now, services
from app.web.locale import clock, language, say, say_number
from app.web.staff.gate import person, staff_only
from app.web.staff.report_gate import (
    defined_for,
    may_with,
    may_with_all,
    run_for,
    seen_of,
    sound,
    state_of,
)

runs = Blueprint("runs", __name__, url_prefix="/staff/reports/<report>/runs")
runs.before_request(staff_only)

PUBLISH, WITHDRAW = "publish", "withdraw"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One figure as it was and as it is, in words."""

    row: str
    group: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedTable:
    """What changed in one table, in words; `is_alone` where one of the runs does not have it."""

    code: str
    title: str
    state: str
    lines: tuple[ChangeLine, ...]
    is_alone: bool


STATES = {
    "new": mark("This table is new."),
    "gone": mark("This table is gone."),
    "same": "",
}


@runs.get(f"/{NUMBER}")
def one_run(report: str, number: int) -> str:
    """A run as readers would see it, with the steps that let them or keep them from it."""
    found = run_for(report, number, Permission.VIEW_TABLES)
    defined = sound(report)
    seen = _seen(report)
    may_withdraw = may_with_all(Permission.PUBLISH_TABLES, found)
    may_publish = (
        may_withdraw and defined is not None and may_with(Permission.PUBLISH_TABLES, defined)
    )
    at = f"/staff/reports/{report}/runs/{number}"
    return render_template(
        "staff/run.html",
        person=person(),
        notice=session.pop("notice", None),
        title=found.document.title[speech_of(found.document)],
        state=state_of(found.head, seen)[0],
        address=f"/reports/{report}/{number}" if found.head.is_public else None,
        publish_at=f"{at}/{PUBLISH}" if may_publish and number != seen else None,
        withdraw_at=f"{at}/{WITHDRAW}" if may_withdraw and found.head.is_public else None,
        changes_at=f"{at}/changes" if _before(report, number) else None,
        paper_at=f"{at}/paper.css",
        back=f"/staff/reports/{report}" if defined is not None else "/staff/reports/",
        drawn=html.report(
            found.document,
            speech_of(found.document),
            edition_of(found.head, is_public=found.head.is_public),
        ),
        speech=speech_of(found.document),
    )


@runs.get(f"/{NUMBER}/paper.css")
def paper_style(report: str, number: int) -> Response:
    """What stands in the margins of a printed page of the run."""
    found = run_for(report, number, Permission.VIEW_TABLES)
    edition = edition_of(found.head, is_public=found.head.is_public)
    sheet = paper.sheet(found.document, speech_of(found.document), edition)
    return Response(sheet, mimetype="text/css")


@runs.get(f"/{NUMBER}/changes")
def what_changed(report: str, number: int) -> str:
    """The figures that differ from the run before."""
    found = run_for(report, number, Permission.VIEW_TABLES)
    before = _before(report, number)
    if before is None:
        raise NotFound
    earlier = run_for(report, before, Permission.VIEW_TABLES)
    compared = list(_changed(earlier, found))
    return render_template(
        "staff/changes.html",
        person=person(),
        title=found.document.title[speech_of(found.document)],
        lead=say(
            mark("Run {number} of {moment}, compared with run {before} of {earlier}."),
            number=number,
            moment=clock(found.head.run_at),
            before=before,
            earlier=clock(earlier.head.run_at),
        ),
        tables=[table for table in compared if table.lines or table.is_alone],
        same=[table.title for table in compared if not table.lines and not table.is_alone],
        back=f"/staff/reports/{report}/runs/{number}",
    )


@runs.get(f"/{NUMBER}/publish")
def ask_before_publishing(report: str, number: int) -> str:
    """What publishing a run means, before it is done."""
    found = _publishable(report, number)
    consequences = [
        mark("Everybody can open it without an account, and take its figures as files."),
        mark("It keeps an address of its own, by which it can be cited."),
    ]
    seen = _seen(report)
    if seen is not None:
        consequences.append(mark("It takes the place of the run that readers see now."))
    if seen is not None and number < seen:
        consequences.append(mark("It is older than the run that readers see now."))
    if found.document.is_provisional:
        consequences.append(mark("It is provisional, and says so on every page."))
    told = [*(say(one) for one in consequences), *_of_nearness(number)]
    return _confirm(found, PUBLISH, (mark("Publish this run?"), mark("Publish")), told)


@runs.post(f"/{NUMBER}/publish")
def publish(report: str, number: int) -> AnyResponse:
    """Let readers see a run."""
    _publishable(report, number)
    analysis.publish_run(services().database, number, by=person().email, now=now())
    session["notice"] = say(mark("Published. Readers see this run from now on."))
    return redirect(f"/staff/reports/{report}/runs/{number}", 303)


@runs.get(f"/{NUMBER}/withdraw")
def ask_before_withdrawing(report: str, number: int) -> str:
    """What withdrawing a run means, before it is done."""
    found = _withdrawable(report, number)
    if not found.head.is_public:
        raise NotFound
    heads = analysis.runs_of(services().database, report)
    left = seen_of([head for head in heads if head.number != number])
    consequences = [
        mark(
            "From then on its address says that it was withdrawn, and shows nothing that it held."
        ),
        mark("Whoever has saved or printed it keeps it: withdrawing makes nothing secret again."),
        mark("Readers then see the run that was published before it.")
        if left is not None
        else mark("Readers then see no run of this report."),
    ]
    words = (mark("Withdraw this run?"), mark("Withdraw"))
    return _confirm(found, WITHDRAW, words, [say(one) for one in consequences])


@runs.post(f"/{NUMBER}/withdraw")
def withdraw(report: str, number: int) -> AnyResponse:
    """Take a run from readers."""
    _withdrawable(report, number)
    try:
        analysis.withdraw_run(services().database, number, by=person().email, now=now())
    except UnknownReport as problem:
        raise Conflict from problem
    session["notice"] = say(mark("Withdrawn. Readers do not see this run any more."))
    return redirect(f"/staff/reports/{report}/runs/{number}", 303)


def _publishable(report: str, number: int) -> Run:
    defined_for(report, Permission.PUBLISH_TABLES)
    return run_for(report, number, Permission.PUBLISH_TABLES)


def _withdrawable(report: str, number: int) -> Run:
    """A run, for whoever may publish every wave in it: its report may be broken or gone."""
    found = run_for(report, number, Permission.VIEW_TABLES)
    if not may_with_all(Permission.PUBLISH_TABLES, found):
        raise Forbidden
    return found


def _seen(report: str) -> int | None:
    return seen_of(analysis.runs_of(services().database, report))


def _before(report: str, number: int) -> int | None:
    """The run before a run of the same report."""
    heads = analysis.runs_of(services().database, report)
    return max((head.number for head in heads if head.number < number), default=None)


def _confirm(found: Run, step: str, words: tuple[str, str], consequences: list[str]) -> str:
    heading, text = words
    at = f"/staff/reports/{found.head.report}/runs/{found.head.number}"
    return render_template(
        "staff/confirm.html",
        person=person(),
        place_of_page="reports",
        problem=None,
        caption=found.document.title[speech_of(found.document)],
        heading=say(heading),
        lead=say(
            mark("Run {number}, made on {moment} by {by}."),
            number=found.head.number,
            moment=clock(found.head.run_at),
            by=found.head.run_by,
        ),
        consequences=consequences,
        action=f"{at}/{step}",
        back=at,
        text=say(text),
    )


def _of_nearness(number: int) -> list[str]:
    """The warning that readers could subtract this run from one that they have seen."""
    near = differencing.too_near(services().database, number, surveys=services().surveys)
    if near is None:
        return []
    told = say_number(
        "It differs by only {n} response from a run that readers have seen. Whoever kept that run"
        " can subtract one from the other and learn what this firm answered. Publish it only if"
        " the firm agrees, or once the two differ by {k} responses or more.",
        "It differs by only {n} responses from a run that readers have seen. Whoever kept that run"
        " can subtract one from the other and learn what these firms answered. Publish it only if"
        " the firms agree, or once the two differ by {k} responses or more.",
        near.responses,
        k=near.least,
    )
    return [told]


def _changed(before: Run, after: Run) -> Iterator[ChangedTable]:
    for found in changes(before.document, after.document):
        speech = speech_of(after.document)
        lines = [
            *_base_lines(found, speech),
            *(_line(one, found, speech) for one in found.changes),
        ]
        state = _state(found, len(lines))
        yield ChangedTable(
            code=found.table.code,
            title=found.table.title[speech],
            state=state,
            lines=tuple(lines),
            is_alone=found.state in {"new", "gone"},
        )


def _state(found: TableChanges, lines: int) -> str:
    if found.state == "changed":
        return say_number("{n} figure differs.", "{n} figures differ.", lines)
    return say(STATES[found.state]) if STATES[found.state] else ""


def _base_lines(found: TableChanges, speech: str) -> Iterator[ChangeLine]:
    for group, before, after in found.bases:
        yield ChangeLine(say(mark("Base")), group[speech], str(before), str(after))


def _line(one: Change, found: TableChanges, speech: str) -> ChangeLine:
    held = (found.table.measure, *found.table.measures)
    row = one.row[speech]
    if len(held) > 1:
        name = measures.name(held[one.measure], language())
        row = say(mark("{row} ({measure})"), row=row, measure=name)
    figures = (measures.valued(figure, one.unit, language()) for figure in (one.before, one.after))
    return ChangeLine(row, one.group[speech], *figures)
