"""Pages that are open to all: the first page, published reports, the handling of personal data.

Gate: everyone. Nothing here shows an answer of a firm; codes and accounts stand here only while
the installation is a demonstration.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from app.access import tokens
from app.actions import analysis, fieldwork
from app.actions.analysis import Run
from app.actions.fieldwork import WaveView
from app.actions.instruments import UnknownWave, instrument
from app.collection.wave import said
from app.language.catalogue import mark
from app.language.dates import format_date
from app.reporting.writers import csv, html, json
from app.storage import publications
from app.storage.publications import Publication
from app.web.demonstration import Demonstration, demonstration
from app.web.identity import services
from app.web.invitation import UNKNOWN
from app.web.locale import language, say
from app.web.staff.gate import everyone
from app.web.wave_lines import in_words, when

public = Blueprint("public", __name__)
public.before_request(everyone)

LONGEST_CODE = 100

PRIVACY: Mapping[str, str] = {
    "controllers": mark("Who is responsible"),
    "purpose": mark("What the data are used for"),
    "basis": mark("Legal basis"),
    "recipients": mark("Who receives them"),
    "transfer": mark("Transfer between Japan and the EU"),
    "retention": mark("How long they are kept"),
    "rights": mark("Your rights"),
}
"""Headings of the texts on personal data, in their order."""


@dataclass(frozen=True, slots=True)
class FirmLine:
    """An invented firm to answer as."""

    address: str
    name: str
    panel: str
    language: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A published report as a line of a list."""

    address: str
    title: str
    subtitle: str
    published: str


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave as a line of the first page."""

    code: str
    title: str
    host: str
    when: str


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey of the first page with its waves."""

    title: str
    waves: tuple[WaveLine, ...]


@public.get("/")
def landing() -> str:
    """The ways in: for a firm, for staff, for a reader."""
    return _landing()


@public.post("/")
def enter() -> AnyResponse:
    """Lead from a code to the page of its invitation; whether it exists is told there."""
    typed = request.form.get("code", "")
    code = tokens.normalise(typed)
    if code is None:
        shown = "".join(char for char in typed[:LONGEST_CODE] if char >= " ")
        return make_response(_landing(say(UNKNOWN), shown), 422)
    return redirect(f"/r/{tokens.grouped(code)}", 303)


@public.get("/reports/")
def every_report() -> str:
    """The published reports, the latest first."""
    return render_template("report/index.html", reports=_reports())


@public.get("/reports/<code>")
def report(code: str) -> str:
    """A published report as it was made."""
    found = _published(code)
    speech = _speech(found)
    return render_template(
        "report/page.html",
        title=found.document.title[speech],
        drawn=html.report(found.document, speech),
        speech=speech,
        published=_published_on(found),
        address=f"/reports/{code}",
    )


@public.get("/reports/<code>.json")
def report_as_json(code: str) -> Response:
    """The whole report for machines."""
    return _file(json.report(_published(code).document), f"{code}.json", "application/json")


@public.get("/reports/<code>.csv")
def report_as_csv(code: str) -> Response:
    """The tables of a report for spreadsheets, in the language of the page."""
    found = _published(code)
    content = csv.report(found.document, _speech(found))
    return _file(content, f"{code}.csv", "text/csv; charset=utf-8")


@public.get("/privacy/<wave>")
def privacy(wave: str) -> str:
    """How a wave handles personal data."""
    try:
        found = fieldwork.wave(services().database, wave)
    except UnknownWave as problem:
        raise NotFound from problem
    plan = found.plan
    texts = [
        (say(heading), in_words(plan.privacy[name]))
        for name, heading in PRIVACY.items()
        if name in plan.privacy
    ]
    asked = instrument(services().database, found.instrument_hash).questionnaire
    return render_template(
        "public/privacy.html",
        sections=texts,
        survey=asked.title.in_language(language()),
        title=in_words(plan.title),
        is_approved=plan.approved_by_counsel,
        contact=plan.contact,
        contact_name=in_words(plan.contact.name),
        host=in_words(plan.host),
        deletion=say(
            mark("Names and contact details are deleted by {day}."),
            day=format_date(plan.deletion_date, language(), plan.timezone),
        ),
    )


@public.get("/healthz")
def health() -> Response:
    """Whether the service and its database answer; for machines that watch it."""
    with services().database.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    return Response("ok\n", mimetype="text/plain")


def _landing(problem: str | None = None, typed: str = "") -> str:
    waves = fieldwork.waves(services().database)
    ways_in = demonstration(services())
    return render_template(
        "public/landing.html",
        problem=problem,
        typed=typed,
        firms=_firms(ways_in, {wave.code: wave for wave in waves}),
        account=ways_in.account,
        reports=_reports(),
        surveys=_surveys(waves),
    )


def _surveys(waves: Sequence[WaveView]) -> list[SurveyLine]:
    """Each survey with its waves, the latest survey first, its waves as they open."""
    lines: dict[str, list[WaveLine]] = {}
    titles: dict[str, str] = {}
    for wave in sorted(waves, key=attrgetter("opens_at")):
        asked = instrument(services().database, wave.instrument_hash).questionnaire
        titles[asked.id] = asked.title.in_language(language())
        lines.setdefault(asked.id, []).append(
            WaveLine(wave.code, in_words(wave.plan.title), in_words(wave.plan.host), when(wave))
        )
    return [SurveyLine(titles[survey], tuple(held)) for survey, held in reversed(lines.items())]


def _firms(ways_in: Demonstration, waves: Mapping[str, WaveView]) -> list[FirmLine]:
    return [
        FirmLine(
            address=firm.address,
            name=firm.name,
            panel=in_words(waves[firm.wave].plan.title),
            language=waves[firm.wave].plan.languages[0],
        )
        for firm in ways_in.firms
        if firm.wave in waves
    ]


def _reports() -> list[ReportLine]:
    with services().database.read() as connection:
        found = publications.publications(connection)
    return [_line(one) for one in found]


def _line(one: Publication) -> ReportLine:
    day = format_date(one.published_at, language(), "UTC")
    return ReportLine(
        address=f"/reports/{one.report}",
        title=said(one.title, language()),
        subtitle=said(one.subtitle, language()),
        published=say(mark("Published on {day}"), day=day),
    )


def _published(code: str) -> Run:
    found = analysis.published_run(services().database, code)
    if found is None:
        raise NotFound
    return found


def _published_on(found: Run) -> str:
    at = found.head.published_at or found.head.run_at
    return say(mark("Published on {day}"), day=format_date(at, language(), "UTC"))


def _speech(found: Run) -> str:
    """The language of the page, or the first that the document speaks."""
    spoken = found.document.languages
    return language() if language() in spoken else spoken[0]


def _file(content: bytes, name: str, mimetype: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
