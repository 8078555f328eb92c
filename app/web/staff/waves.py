"""The field work as staff see it: every wave, one wave by stratum, and its opening and closing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask import Blueprint, make_response, redirect, render_template, session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.access.roles import Permission, may
from app.actions import fieldwork
from app.actions.fieldwork import NotNow, Progress, WaveView
from app.actions.instruments import UnknownWave, instrument
from app.language.catalogue import mark
from app.language.numbers import format_decimal, format_percent
from app.language.rounding import percent_of_counts
from app.storage import progress
from app.storage.progress import StratumProgress, Totals
from app.web.identity import now, services
from app.web.locale import language, say
from app.web.staff.gate import person, require, staff_only
from app.web.wave_lines import in_words, moment, state_of, stratum_name, tone_of, when

waves = Blueprint("waves", __name__, url_prefix="/staff")
waves.before_request(staff_only)


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave as a line of the list."""

    code: str
    title: str
    state: str
    tone: str
    opens: str
    closes: str
    counts: tuple[str, ...]
    rate: str


@dataclass(frozen=True, slots=True)
class StratumLine:
    """A stratum as a line of the progress of its wave."""

    name: str
    counts: tuple[str, ...]
    rate: str
    percent: str


@dataclass(frozen=True, slots=True)
class Step:
    """Opening or closing a wave: what is asked before it, and said after it."""

    button: str
    heading: str
    consequences: tuple[str, ...]
    done: str
    refused: str


FORMS: Mapping[str, str] = {
    "full": mark("Full form: every question"),
    "core": mark("Short form: the core questions alone"),
}
"""How much of the instrument a wave asks."""

STEPS: Mapping[str, Step] = {
    "open": Step(
        button=mark("Open the wave"),
        heading=mark("Open this wave?"),
        consequences=(
            mark("Firms with a code can start, change and send their answers from now on."),
            mark("It can be closed again at any time."),
        ),
        done=mark("The wave is open. Firms can answer."),
        refused=mark("Load the frame first, and plan an end that is still to come."),
    ),
    "close": Step(
        button=mark("Close the wave"),
        heading=mark("Close this wave?"),
        consequences=(
            mark("Firms can no longer start, change or send answers."),
            mark("Answers that were saved but not sent are kept and not counted."),
        ),
        done=mark("The wave is closed. No more answers are taken."),
        refused=mark("Only an open wave can be closed: this one is not open."),
    ),
}


@waves.get("/")
def every_wave() -> str:
    """The waves that the person may see, what is open first."""
    seen = [
        wave
        for wave in fieldwork.waves(services().database)
        if may(person(), Permission.VIEW_PROGRESS, wave.code)
    ]
    seen.sort(key=lambda wave: (wave.status != "open", wave.status != "planned", wave.code))
    with services().database.read() as connection:
        totals = progress.totals(connection)
    lines = [_line(wave, totals.get(wave.code, Totals())) for wave in seen]
    return render_template("staff/waves.html", person=person(), waves=lines)


@waves.get("/waves/<wave>")
def one_wave(wave: str) -> str:
    """How far a wave is by stratum, and what opens and closes it when."""
    found = _progress(wave, Permission.VIEW_PROGRESS)
    total = _stratum(found.total, say(mark("All strata")))
    return render_template(
        "staff/wave.html",
        person=person(),
        notice=session.pop("notice", None),
        wave=_head(found.wave),
        action=_action(found.wave),
        strata=[_stratum(one, stratum_name(one.stratum)) for one in found.strata],
        total=total,
        counted=say(mark("Counted on {moment}."), moment=moment(found.wave, now())),
        facts=_facts(found.wave),
    )


@waves.get("/waves/<wave>/<any(open, close):step>")
def ask_before(wave: str, step: str) -> str:
    """What opening or closing the wave means, before it is done."""
    return _asked(_progress(wave, Permission.RUN_FIELDWORK), wave, step)


def _asked(found: Progress, wave: str, step: str, problem: str | None = None) -> str:
    asked = STEPS[step]
    total = found.total
    return render_template(
        "staff/confirm.html",
        person=person(),
        place_of_page="waves",
        problem=problem,
        caption=in_words(found.wave.plan.title),
        heading=say(asked.heading),
        lead=say(
            mark("{submitted} of {frame} firms have sent their answers; {begun} have begun."),
            submitted=total.submitted,
            frame=total.frame,
            begun=total.started - total.submitted,
        ),
        consequences=[say(one) for one in asked.consequences],
        action=f"/staff/waves/{wave}/{step}",
        back=f"/staff/waves/{wave}",
        text=say(asked.button),
    )


@waves.post("/waves/<wave>/<any(open, close):step>")
def change(wave: str, step: str) -> Response:
    """Open or close the wave."""
    found = _progress(wave, Permission.RUN_FIELDWORK)
    by = person().email
    try:
        if step == "open":
            fieldwork.open_wave(services().database, wave, by=by, now=now())
        else:
            fieldwork.close_wave(services().database, wave, by=by, now=now())
    except NotNow:
        return make_response(_asked(found, wave, step, say(STEPS[step].refused)), 409)
    session["notice"] = say(STEPS[step].done)
    return redirect(f"/staff/waves/{wave}", 303)


def _progress(wave: str, permission: Permission) -> Progress:
    """A wave with its counts, for whoever may do this with it."""
    require(permission, wave)
    try:
        return fieldwork.wave_status(services().database, wave)
    except UnknownWave as problem:
        raise NotFound from problem


def _line(wave: WaveView, totals: Totals) -> WaveLine:
    return WaveLine(
        code=wave.code,
        title=in_words(wave.plan.title),
        state=state_of(wave),
        tone=tone_of(wave),
        opens=moment(wave, wave.opens_at),
        closes=moment(wave, wave.closes_at),
        counts=_counts(totals),
        rate=_rate(totals),
    )


def _stratum(one: StratumProgress, name: str) -> StratumLine:
    percent = percent_of_counts(one.submitted, one.frame, 1) if one.frame else 0
    return StratumLine(name=name, counts=_counts(one), rate=_rate(one), percent=str(percent))


def _counts(one: StratumProgress | Totals) -> tuple[str, ...]:
    return tuple(
        format_decimal(Decimal(count), language())
        for count in (one.frame, one.invited, one.started, one.submitted)
    )


def _rate(one: StratumProgress | Totals) -> str:
    if not one.frame:
        return "–"
    return format_percent(percent_of_counts(one.submitted, one.frame, 1), language(), 1)


def _head(wave: WaveView) -> Mapping[str, str]:
    asked = instrument(services().database, wave.instrument_hash).questionnaire
    return {
        "code": wave.code,
        "survey": asked.title.in_language(language()),
        "title": in_words(wave.plan.title),
        "state": state_of(wave),
        "tone": tone_of(wave),
        "when": when(wave),
    }


def _action(wave: WaveView) -> Mapping[str, str] | None:
    """The step that the wave is ready for, where the person may take it."""
    if not may(person(), Permission.RUN_FIELDWORK, wave.code):
        return None
    step = "close" if wave.status == "open" else "open"
    return {"text": say(STEPS[step].button), "address": f"/staff/waves/{wave.code}/{step}"}


def _facts(wave: WaveView) -> list[tuple[str, str]]:
    return [
        (say(mark("Carried out by")), in_words(wave.plan.host)),
        (say(mark("Opens")), _clock(wave, wave.opens_at)),
        (say(mark("Closes")), _clock(wave, wave.closes_at)),
        (say(mark("Instrument")), f"{wave.questionnaire}, {wave.instrument_hash[:12]}"),
        (say(mark("Form")), say(FORMS[wave.plan.form])),
        (
            say(mark("Link between firm and answers")),
            say(mark("Cut when the answers are sent"))
            if wave.plan.anonymous
            else say(mark("Kept, apart from the answers")),
        ),
    ]


def _clock(wave: WaveView, at: datetime) -> str:
    return say(mark("{moment} ({timezone})"), moment=moment(wave, at), timezone=wave.plan.timezone)
