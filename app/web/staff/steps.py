"""Opening, closing and extending a wave: what it means is shown before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, redirect, render_template, session
from werkzeug.wrappers import Response as AnyResponse

from app.access.roles import Permission
from app.actions import fieldwork
from app.actions.fieldwork import NotNow, WaveView
from app.actions.progress import Progress
from app.language.catalogue import mark
from app.language.dates import format_timezone
from app.web.identity import now, services
from app.web.locale import language, say
from app.web.staff.gate import person, progress_for, staff_only
from app.web.staff.settled import settled
from app.web.staff.typed import field
from app.web.wave_lines import in_words, moment

steps = Blueprint("steps", __name__, url_prefix="/staff/waves")
steps.before_request(staff_only)

STEP = "<any(open, close, extend):step>"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the field work: what is asked before it, and said after it."""

    button: str
    heading: str
    consequences: tuple[str, ...]
    done: str
    has_end: bool = False


STEPS: Mapping[str, Step] = {
    "open": Step(
        button=mark("Open the wave"),
        heading=mark("Open this wave?"),
        consequences=(
            mark("Firms with a code can start, change and send their answers from now on."),
            mark("It can be closed again at any time."),
        ),
        done=mark("The wave is open. Firms can answer."),
        has_end=True,
    ),
    "close": Step(
        button=mark("Close the wave"),
        heading=mark("Close this wave?"),
        consequences=(
            mark("Firms can no longer start, change or send answers."),
            mark("Answers that were saved but not sent are kept and not counted."),
        ),
        done=mark("The wave is closed. No more answers are taken."),
    ),
    "extend": Step(
        button=mark("Move the end"),
        heading=mark("Until when are answers taken?"),
        consequences=(
            mark("Firms see the new end on every page from now on."),
            mark("Letters that were sent still name the end before: write to the firms."),
        ),
        done=mark("The end is moved."),
        has_end=True,
    ),
}

OPEN_AGAIN = mark("Open this wave again?")

REFUSED: Mapping[str, str] = {
    "no_frame": mark("Load the frame first: the list of firms that can be asked."),
    "not_approved": mark(
        "Have counsel approve the text on personal data, say so in design.yaml"
        " (approved_by_counsel) and publish the survey again."
    ),
    "not_told": mark(
        "The text on personal data is not complete in every language of the wave. Complete it in"
        " design.yaml and publish the survey again."
    ),
    "ended": mark("Enter an end that is still to come."),
    "read_already": mark(
        "This wave promised anonymity and was closed. It stays closed: who has read its answers"
        " could tell which came afterwards."
    ),
    "not_open": mark("Only an open wave can be closed or extended: this one is not open."),
}
"""What is in the way of a step, and how it is mended."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The end as it was typed, the moment that it is, and what is to be mended, by field."""

    day: str
    clock: str
    end: datetime | None = None
    problems: Mapping[str, str] = default(default_factory=dict)


@steps.get(f"/<wave>/{STEP}")
def ask_before(wave: str, step: str) -> str:
    """What a step means, before it is done."""
    found = progress_for(Permission.RUN_FIELDWORK, wave)
    return _asked(found, step, _end_of(found))


@steps.post(f"/<wave>/{STEP}")
def change(wave: str, step: str) -> AnyResponse:
    """Take a step."""
    found = progress_for(Permission.RUN_FIELDWORK, wave)
    typed = _typed(found) if STEPS[step].has_end else Typed("", "")
    if typed.problems:
        return _again(found, step, typed, 422)
    try:
        _take(found, step, typed.end)
    except NotNow as problem:
        told = say(REFUSED.get(problem.code, REFUSED["not_open"]))
        if problem.code == "ended":
            return _again(found, step, Typed(typed.day, typed.clock, None, {"day": told}), 422)
        return make_response(_asked(found, step, typed, told), 409)
    session["notice"] = say(STEPS[step].done)
    return redirect(f"/staff/waves/{wave}", 303)


def _take(found: Progress, step: str, end: datetime | None) -> None:
    database, wave, by, at = services().database, found.wave.code, person().email, now()
    if step == "open":
        fieldwork.open_wave(database, wave, by=by, now=at, until=end)
    elif step == "extend" and end is not None:
        fieldwork.move_end(database, wave, end, by=by, now=at)
    else:
        fieldwork.close_wave(database, wave, by=by, now=at)


def _again(found: Progress, step: str, typed: Typed, status: int) -> Response:
    return make_response(_asked(found, step, typed), status)


def _asked(found: Progress, step: str, typed: Typed, problem: str | None = None) -> str:
    asked, total, wave = STEPS[step], found.total, found.wave
    is_again = step == "open" and wave.status == "closed"
    return render_template(
        "staff/step.html",
        person=person(),
        problem=problem,
        caption=in_words(wave.plan.title),
        heading=say(OPEN_AGAIN if is_again else asked.heading),
        lead=say(
            mark(
                "{submitted} of {frame} firms have sent their answers."
                " Begun and not sent: {begun}."
            ),
            submitted=total.submitted,
            frame=total.frame,
            begun=total.opened - total.submitted,
        ),
        current=say(mark("The end is now {moment}."), moment=moment(wave, wave.closes_at))
        if step == "extend"
        else None,
        consequences=[
            *(say(one) for one in (*asked.consequences, *_for_good(wave, step))),
            *(settled(wave) if is_again else ()),
        ],
        typed=typed if asked.has_end else None,
        timezone=format_timezone(wave.plan.timezone, language()),
        action=f"/staff/waves/{wave.code}/{step}",
        back=f"/staff/waves/{wave.code}",
        text=say(asked.button),
    )


def _for_good(wave: WaveView, step: str) -> tuple[str, ...]:
    """What closing means besides where the wave promises anonymity."""
    if step != "close" or not wave.plan.anonymous:
        return ()
    return (mark("Its answers can be read from then on. It promises anonymity and stays closed."),)


def _end_of(found: Progress) -> Typed:
    """The end that a wave has, or had planned, as the fields show it."""
    end = found.wave.closes_at if found.wave.status == "open" else found.wave.planned_end
    local = end.astimezone(ZoneInfo(found.wave.plan.timezone))
    return Typed(f"{local:%Y-%m-%d}", f"{local:%H:%M}")


def _typed(found: Progress) -> Typed:
    """The end that was sent; a page without its fields asks for the planned one."""
    planned = _end_of(found)
    day = field("day", 20, otherwise=planned.day)
    clock = field("time", 20, otherwise=planned.clock)
    problems = {}
    read_day, read_time = _day(day), _time(clock)
    if read_day is None:
        problems["day"] = say(mark("Enter the day as year, month and day, such as 2026-12-18."))
    if read_time is None:
        problems["time"] = say(mark("Enter the time in hours and minutes, such as 17:00."))
    if read_day is None or read_time is None:
        return Typed(day, clock, None, problems)
    zone = ZoneInfo(found.wave.plan.timezone)
    return Typed(day, clock, datetime.combine(read_day, read_time, zone))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
