"""Pages that are open to all: the first page and the handling of personal data.

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
from app.actions import fieldwork
from app.actions.fieldwork import WaveView
from app.actions.instruments import UnknownWave, instrument
from app.actions.services import ask
from app.language.catalogue import mark
from app.language.dates import format_date
from app.web.demonstration import Demonstration, demonstration
from app.web.identity import services
from app.web.invitation import UNKNOWN
from app.web.locale import language, say
from app.web.reader import published_reports
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
    ask(services().database)
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
        reports=published_reports(),
        surveys=_surveys(waves),
    )


def _surveys(waves: Sequence[WaveView]) -> list[SurveyLine]:
    """Each survey with its waves, the latest survey first, its waves as they open.

    Waves made from published counts are not among them: nobody answers these.
    """
    lines: dict[str, list[WaveLine]] = {}
    titles: dict[str, str] = {}
    answered = [wave for wave in waves if not wave.plan.from_counts]
    for wave in sorted(answered, key=attrgetter("opens_at")):
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
