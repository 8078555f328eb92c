"""The field work as staff see it: every wave, and one wave by stratum and by week."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from flask import Blueprint, Response, render_template, session

from app.access.roles import Permission, may
from app.actions import opening, progress
from app.actions.fieldwork import WaveView
from app.actions.instruments import instrument
from app.actions.progress import Progress, Standing
from app.collection.progress import StratumProgress, Totals
from app.language.catalogue import mark
from app.language.numbers import format_decimal, format_percent
from app.web.identity import now, services
from app.web.locale import language, say
from app.web.staff import pace, standing
from app.web.staff.details import HASH_SHOWN
from app.web.staff.gate import person, progress_for, staff_only
from app.web.staff.places import places
from app.web.staff.steps import REFUSED, STEPS
from app.web.staff.tables import Column, csv_file, heads, ordered, sorting
from app.web.wave_lines import in_words, moment, state_of, stratum_name, tone_of, when
from app.web.wave_words import least_firms

waves = Blueprint("waves", __name__, url_prefix="/staff")
waves.before_request(staff_only)

COUNTS = (
    Column("frame", mark("Frame"), is_number=True),
    Column("invited", mark("Invited"), is_number=True),
    Column("opened", mark("Opened"), is_number=True),
    Column("started", mark("Started"), is_number=True),
    Column("submitted", mark("Submitted"), is_number=True),
    Column("rate", mark("Rate"), is_number=True),
)
WAVES = (Column("wave", mark("Wave")), *COUNTS, Column("closes", mark("Closes")))
STRATA = (Column("stratum", mark("Stratum")), *COUNTS)
COUNTED = ("frame", "invited", "opened", "started", "submitted")

FORMS: Mapping[str, str] = {
    "full": mark("Full form: every question"),
    "core": mark("Short form: the core questions alone"),
}
"""How much of the instrument a wave asks."""


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave as a line of the list."""

    wave: WaveView
    totals: Totals
    title: str
    state: str
    tone: str
    next: standing.Next | None
    closes: str
    counts: tuple[str, ...]
    rate: str


@dataclass(frozen=True, slots=True)
class StratumLine:
    """A stratum as a line of the progress of its wave."""

    of: StratumProgress
    name: str
    counts: tuple[str, ...]
    rate: str
    percent: str
    is_small: bool


@waves.get("/")
def every_wave() -> str:
    """The waves that the person may see, what needs attention first."""
    by = sorting(WAVES)
    keys: Mapping[str, Callable[[Any], Any]] = {
        "wave": attrgetter("title"),
        "rate": attrgetter("totals.rate_percent"),
        "closes": attrgetter("wave.closes_at"),
        **{name: attrgetter(f"totals.{name}") for name in COUNTED},
    }
    return render_template(
        "staff/waves.html",
        person=person(),
        heads=heads(WAVES, by, "/staff/"),
        waves=ordered(_lines(), by, keys),
    )


@waves.get("/waves.csv")
def every_wave_as_csv() -> Response:
    """The same list as a file."""
    columns = ("wave", "title", "state", "opens", "closes", *COUNTED, "rate_percent")
    rows = (
        {
            "wave": line.wave.code,
            "title": line.title,
            "state": line.wave.status,
            "opens": line.wave.opens_at.isoformat(timespec="minutes"),
            "closes": line.wave.closes_at.isoformat(timespec="minutes"),
            **_counted(line.totals),
        }
        for line in _lines()
    )
    return csv_file("waves", columns, rows)


@waves.get("/waves/<wave>")
def one_wave(wave: str) -> str:
    """How far a wave is by stratum and week, and what opens and closes it when."""
    found = progress_for(Permission.VIEW_PROGRESS, wave)
    by = sorting(STRATA)
    keys: Mapping[str, Callable[[Any], Any]] = {
        "stratum": attrgetter("name"),
        "rate": attrgetter("of.rate_percent"),
        **{name: attrgetter(f"of.{name}") for name in COUNTED},
    }
    least = _least(found.wave)
    lines = [_stratum(one, stratum_name(one.stratum), least) for one in found.strata]
    return render_template(
        "staff/wave.html",
        person=person(),
        notice=session.pop("notice", None),
        wave=_head(found.wave),
        places=places(found.wave.code, "progress"),
        lacks=_lacks(found),
        actions=_actions(found.wave),
        heads=heads(STRATA, by, f"/staff/waves/{wave}"),
        strata=ordered(lines, by, keys),
        total=_stratum(found.total, say(mark("All strata")), 0),
        small=least if any(line.is_small for line in lines) else None,
        weeks=pace.weeks(found),
        counted=say(mark("Counted on {moment}."), moment=moment(found.wave, now())),
        facts=_facts(found.wave),
    )


@waves.get("/waves/<wave>/progress.csv")
def progress_as_csv(wave: str) -> Response:
    """Progress by stratum as a file."""
    found = progress_for(Permission.VIEW_PROGRESS, wave)
    least = _least(found.wave)
    rows = (
        {"stratum": one.stratum, **_counted(one), "few_firms": one.frame < least}
        for one in found.strata
    )
    columns = ("stratum", *COUNTED, "rate_percent", "few_firms")
    return csv_file(f"{found.wave.code}-progress", columns, rows)


@waves.get("/waves/<wave>/days.csv")
def days_as_csv(wave: str) -> Response:
    """How many firms sent their answers on each day, as a file."""
    found = progress_for(Permission.VIEW_PROGRESS, wave)
    columns = ("day", "submitted", "submitted_so_far")
    return csv_file(f"{found.wave.code}-days", columns, pace.days(found))


def _lines() -> list[WaveLine]:
    """The waves that the person may see: what needs a step, what is open, planned, closed."""
    lines = [
        _line(one)
        for one in progress.of_waves(services().database)
        if may(person(), Permission.VIEW_PROGRESS, one.wave.code)
    ]
    lines.sort(
        key=lambda line: (
            line.next is None or line.next.tone != "attention",
            line.wave.status != "open",
            line.wave.status != "planned",
            line.wave.code,
        )
    )
    return lines


def _line(one: Standing) -> WaveLine:
    wave = one.wave
    return WaveLine(
        wave=wave,
        totals=one.totals,
        title=in_words(wave.plan.title),
        state=state_of(wave),
        tone=tone_of(wave),
        next=standing.next_step(one, now()),
        closes=moment(wave, wave.closes_at),
        counts=_counts(one.totals),
        rate=_rate(one.totals),
    )


def _stratum(one: StratumProgress, name: str, least: int) -> StratumLine:
    return StratumLine(
        of=one,
        name=name,
        counts=_counts(one),
        rate=_rate(one),
        percent=str(one.rate_percent),
        is_small=one.frame < least,
    )


def _least(wave: WaveView) -> int:
    """The number of firms that a published figure rests on at least; 0 where nothing says it."""
    return int(least_firms(services().surveys, wave.questionnaire) or 0)


def _counted(one: Totals) -> dict[str, object]:
    return {**{name: getattr(one, name) for name in COUNTED}, "rate_percent": one.rate_percent}


def _counts(one: Totals) -> tuple[str, ...]:
    return tuple(format_decimal(Decimal(getattr(one, name)), language()) for name in COUNTED)


def _rate(one: Totals) -> str:
    return format_percent(one.rate_percent, language(), 1) if one.frame else "–"


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


def _lacks(found: Progress) -> list[str]:
    """What the wave lacks before it can open, each with how it is mended."""
    if found.wave.status != "planned":
        return []
    lacking = opening.lacks(found.wave, has_frame=found.total.frame > 0, now=now())
    return [say(REFUSED[lack]) for lack in lacking]


def _actions(wave: WaveView) -> list[Mapping[str, str]]:
    """The steps that the wave is ready for, where the person may take them."""
    stays_closed = wave.status == "closed" and wave.plan.anonymous
    if stays_closed or not may(person(), Permission.RUN_FIELDWORK, wave.code):
        return []
    ready = ("close", "extend") if wave.status == "open" else ("open",)
    return [
        {"text": say(STEPS[step].button), "address": f"/staff/waves/{wave.code}/{step}"}
        for step in ready
    ]


def _facts(wave: WaveView) -> list[tuple[str, str]]:
    return [
        (say(mark("Carried out by")), in_words(wave.plan.host)),
        (say(mark("Opens")), moment(wave, wave.opens_at)),
        (say(mark("Closes")), moment(wave, wave.closes_at)),
        (say(mark("Instrument")), f"{wave.questionnaire}, {wave.instrument_hash[:HASH_SHOWN]}"),
        (say(mark("Form")), say(FORMS[wave.plan.form])),
        (
            say(mark("Link between firm and answers")),
            say(mark("Cut when the answers are sent"))
            if wave.plan.anonymous
            else say(mark("Kept, apart from the answers")),
        ),
    ]
