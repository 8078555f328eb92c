"""The record of what staff did and what was refused, for those who own a wave, a series or all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from app.access.roles import Permission, may, series_of
from app.actions import fieldwork, recording
from app.language.catalogue import mark
from app.storage.audit import Entry, Search
from app.web.identity import services
from app.web.locale import clock, say
from app.web.staff import details
from app.web.staff.deeds import DEEDS
from app.web.staff.gate import person, staff_only
from app.web.staff.tables import PER_PAGE, csv_file, page_asked, pages_of
from app.web.staff.typed import asked

record = Blueprint("record", __name__, url_prefix="/staff/record")
record.before_request(staff_only)

MOST_ROWS = 100_000
FILTERS = ("by", "action", "about", "since", "until")
LONGEST = 100
FIRST_YEAR, LAST_YEAR = 1900, 9998


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as a line of the record."""

    at: str
    by: str
    deed: str
    about: str
    detail: tuple[tuple[str, str], ...]


@record.get("/")
def every_entry() -> str:
    """The entries that the person may read, the newest first."""
    typed, page = _typed(), page_asked()
    search = replace(_search(typed), first=(page - 1) * PER_PAGE)
    found = recording.read_record(services().database, search, most=PER_PAGE)
    return render_template(
        "staff/record.html",
        person=person(),
        typed=typed,
        actions=[
            ("", say(mark("Everything")), not typed["action"]),
            *((one, _deed(one), one == typed["action"]) for one in found.actions),
        ],
        entries=[_line(one) for one in found.entries],
        matching=found.matching,
        kept={name: value for name, value in typed.items() if value},
        page=page,
        pages=pages_of(found.matching),
    )


@record.get("/record.csv")
def every_entry_as_csv() -> Response:
    """The entries looked for as a file."""
    search = _search(_typed())
    found = recording.read_record(services().database, search, most=MOST_ROWS)
    columns = ("at", "by", "action", "about", "detail")
    return csv_file("record", columns, _rows(found.entries))


def _rows(entries: tuple[Entry, ...]) -> Iterator[Mapping[str, object]]:
    for one in entries:
        yield {
            "at": one.at.isoformat(timespec="seconds"),
            "by": one.by,
            "action": one.action,
            "about": one.about,
            "detail": "; ".join(
                f"{name}={details.written(name, value)}" for name, value in one.detail.items()
            ),
        }


def _typed() -> dict[str, str]:
    return {name: asked(name, LONGEST) for name in FILTERS}


def _search(typed: Mapping[str, str]) -> Search:
    """What the person looks for, among what the person may read.

    Raises
    ------
    NotFound
        The person may read nothing of the record: there is no such page for them.
    """
    waves, series = None, tuple[str, ...]()
    if not may(person(), Permission.VIEW_RECORD):
        if not person().is_owner:
            raise NotFound
        own = [
            wave
            for wave in fieldwork.waves(services().database)
            if may(person(), Permission.VIEW_RECORD, wave.code)
        ]
        waves = tuple(wave.code for wave in own)
        series = tuple(sorted({series_of(wave.questionnaire) for wave in own}))
    until = _day(typed["until"])
    return Search(
        by=typed["by"],
        action=typed["action"],
        about=typed["about"],
        since=_day(typed["since"]),
        until=until + timedelta(days=1) if until else None,
        waves=waves,
        series=series,
    )


def _day(text: str) -> datetime | None:
    """The day that was typed, in years that every clock shows; None where it is none."""
    try:
        found = datetime.combine(date.fromisoformat(text), time(0), UTC)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _deed(action: str) -> str:
    return say(DEEDS[action]) if action in DEEDS else action


def _line(one: Entry) -> EntryLine:
    detail = tuple(
        (details.name(name), details.value(name, value))
        for name, value in one.detail.items()
        if value is not None
    )
    return EntryLine(clock(one.at), one.by, _deed(one.action), one.about, detail)
