"""What firms agreed to, by name, for those who contact them; reading it goes on record."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from app.access.roles import Permission
from app.actions import consenting
from app.actions.consenting import FirmConsents, WaveConsents
from app.language.catalogue import mark
from app.language.dates import format_date
from app.questionnaire.instrument import Item
from app.web.identity import now, services
from app.web.locale import language
from app.web.staff.gate import person, staff_only, wave_for
from app.web.staff.places import places
from app.web.staff.tables import Column, file, heads, ordered, sorting
from app.web.wave_lines import in_words

agreed = Blueprint("agreed", __name__, url_prefix="/staff/waves")
agreed.before_request(staff_only)


@dataclass(frozen=True, slots=True)
class Line:
    """A firm with what it said to each consent."""

    firm: str
    unit: str
    said: tuple[str, ...]
    on: str


@agreed.get("/<wave>/consents")
def consents(wave: str) -> str:
    """What the firms of a wave agreed to."""
    found = wave_for(Permission.VIEW_CONSENTS, wave)
    read = consenting.wave_consents(services().database, found.code, by=person().email, now=now())
    firm_column = Column("firm", mark("Firm"))
    by = sorting([firm_column])
    return render_template(
        "staff/consents.html",
        person=person(),
        wave=wave,
        title=in_words(found.plan.title),
        places=places(wave, "consents"),
        items=[_name(item) for item in read.items],
        heads=heads([firm_column], by, f"/staff/waves/{wave}/consents"),
        lines=ordered(
            [_line(read, one) for one in read.firms], by, {"firm": lambda line: line.firm}
        ),
        agreeing=[
            (_name(item), sum(one.said.get(item.code) == "yes" for one in read.firms))
            for item in read.items
        ],
    )


@agreed.get("/<wave>/consents.csv")
def consents_as_csv(wave: str) -> Response:
    """The same list as a file."""
    found = wave_for(Permission.VIEW_CONSENTS, wave)
    read = consenting.wave_consents(services().database, found.code, by=person().email, now=now())
    return file(consenting.as_csv(read).encode(), f"{wave}-consents")


def _line(read: WaveConsents, one: FirmConsents) -> Line:
    said = tuple(_said(item, one.said.get(item.code, "")) for item in read.items)
    on = format_date(one.on, language(), "UTC") if one.on else "–"
    return Line(one.firm, one.unit, said, on)


def _name(item: Item) -> str:
    return item.short.in_language(language())


def _said(item: Item, code: str) -> str:
    """The label of an option; nothing where the firm left it blank."""
    found = next((option for option in item.options if option.code == code), None)
    return found.label.in_language(language()) if found else "–"
