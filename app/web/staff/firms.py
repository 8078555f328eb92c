"""The firms of a wave for those who run its field work: codes issued, replaced and revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from app.access.roles import Permission
from app.actions import codes
from app.actions.codes import Issued, Uninvited
from app.actions.fieldwork import NotNow, WaveView
from app.language.catalogue import mark
from app.storage.firms import STATES, Firm, FirmState, Search
from app.web.identity import now, services
from app.web.locale import say
from app.web.staff.gate import person, staff_only, wave_for
from app.web.staff.places import places
from app.web.staff.tables import PER_PAGE, csv_file, page_asked, pages_of
from app.web.staff.typed import asked, field
from app.web.wave_lines import in_words, moment, stratum_name

firms = Blueprint("firms", __name__, url_prefix="/staff/waves")
firms.before_request(staff_only)

MOST_CODES = 2000
LONGEST_SEARCH = 100

SAID: Mapping[FirmState, tuple[str, str]] = {
    "uninvited": (mark("No code"), "attention"),
    "revoked": (mark("Codes revoked"), ""),
    "waiting": (mark("Has a code"), ""),
    "begun": (mark("Has begun"), "under-way"),
    "sent": (mark("Has sent"), "good"),
}
"""How each state of a firm is said, and its tone."""

FIT_COUNT = mark("Enter a number of firms from 1 to {most}.")
IS_CLOSED = mark("The wave is closed: open it before you issue codes.")
OTHERS_LEFT = mark(
    "Codes were issued since this page was shown."
    " Look at how many firms have none and do it again."
)
NONE_LEFT = mark("Every firm that has still to answer has a code.")
NONE_BUT_REVOKED = mark(
    "Every firm that has still to answer has a code, except those whose codes were revoked ({n})."
)

REVOKING = (
    mark("Nobody can open the pages of the firm with these codes any more."),
    mark(
        "They cannot be made to work again. While the wave is not closed, the firm can be given"
        " a new code, unless it has sent its answers."
    ),
    mark("What the firm has sent is kept and counted."),
    mark("Whoever is signed in with a code stays so until the session ends."),
)
"""What revoking the codes of a firm means."""


@dataclass(frozen=True, slots=True)
class FirmLine:
    """A firm as a line of the list."""

    unit: str
    name: str
    stratum: str
    state: str
    tone: str
    issued: str


@firms.get("/<wave>/firms")
def every_firm(wave: str) -> str:
    """The firms of a wave, those without a code first."""
    return _list(wave_for(Permission.RUN_FIELDWORK, wave))


@firms.get("/<wave>/firms.csv")
def every_firm_as_csv(wave: str) -> Response:
    """The firms with the state of each, for letters and reminders; codes are not among it."""
    found = codes.firms_of(
        services().database, wave_for(Permission.RUN_FIELDWORK, wave).code, Search()
    )
    rows = (
        {
            "unit": one.unit,
            "name": one.name,
            "country": one.country,
            "stratum": one.stratum,
            "state": one.state,
            "codes": one.codes,
        }
        for one in found.firms
    )
    columns = ("unit", "name", "country", "stratum", "state", "codes")
    return csv_file(f"{wave}-firms", columns, rows)


@firms.post("/<wave>/firms")
def issue(wave: str) -> AnyResponse:
    """Issue codes to firms without one and show them, this once."""
    found = wave_for(Permission.RUN_FIELDWORK, wave)
    counts = codes.firms_of(services().database, wave, Search(most=0)).counts
    left = counts["uninvited"]
    most = min(left, MOST_CODES)
    typed, seen = field("count", 10), field("left", 10)
    if not left:
        return make_response(_list(found, _none_left(counts), typed), 409)
    count = int(typed) if typed.isascii() and typed.isdigit() else 0
    if not 1 <= count <= most:
        return make_response(_list(found, say(FIT_COUNT, most=most), typed), 422)
    try:
        issued = codes.issue(
            services().database,
            wave,
            Uninvited(count, int(seen) if seen.isascii() and seen.isdigit() else -1),
            code_key=services().code_key,
            by=person().email,
            now=now(),
        )
    except NotNow as problem:
        told = OTHERS_LEFT if problem.code == "others_left" else IS_CLOSED
        return make_response(_list(found, say(told), typed), 409)
    return _given(found, issued)


@firms.get("/<wave>/firm")
def one_firm(wave: str) -> str:
    """One firm with its codes, and what giving it another or revoking them means."""
    return _firm_page(wave_for(Permission.RUN_FIELDWORK, wave), request.args.get("unit", ""))


@firms.post("/<wave>/firm/reissue")
def reissue(wave: str) -> AnyResponse:
    """Give a firm a new code in place of the ones it has, and show it, this once."""
    found, unit = wave_for(Permission.RUN_FIELDWORK, wave), request.form.get("unit", "")
    _known(found, unit)
    try:
        issued = codes.reissue(
            services().database,
            wave,
            unit,
            code_key=services().code_key,
            by=person().email,
            now=now(),
        )
    except NotNow:
        return make_response(_firm_page(found, unit, say(IS_CLOSED)), 409)
    return _given(found, (issued,))


@firms.get("/<wave>/firm/revoke")
def ask_before_revoking(wave: str) -> str:
    """What revoking the codes of a firm means, before it is done."""
    found = wave_for(Permission.RUN_FIELDWORK, wave)
    firm = _known(found, request.args.get("unit", ""))
    return render_template(
        "staff/confirm.html",
        person=person(),
        place_of_page="waves",
        problem=None,
        caption=firm.name,
        heading=say(mark("Revoke the codes of this firm?")),
        lead=say(mark("Codes that work: {n}"), n=firm.codes),
        consequences=[say(one) for one in REVOKING],
        action=f"/staff/waves/{wave}/firm/revoke",
        fields=[("unit", firm.unit)],
        back=f"/staff/waves/{wave}/firm?{urlencode({'unit': firm.unit})}",
        text=say(mark("Revoke the codes")),
        languages_at=f"/staff/waves/{wave}/firms",
    )


@firms.post("/<wave>/firm/revoke")
def revoke(wave: str) -> AnyResponse:
    """Revoke every code of a firm."""
    found, unit = wave_for(Permission.RUN_FIELDWORK, wave), request.form.get("unit", "")
    firm = _known(found, unit)
    codes.revoke_codes(services().database, wave, unit, by=person().email, now=now())
    session["notice"] = say(mark("The codes of {firm} no longer work."), firm=firm.name)
    return redirect(f"/staff/waves/{wave}/firms", 303)


def _given(found: WaveView, issued: tuple[Issued, ...]) -> Response:
    """New codes as a list to print, or as a file for letters; nothing keeps them."""
    root = services().site or request.url_root.rstrip("/")
    rows = [
        {"unit": one.unit, "name": one.firm, "code": one.code, "address": f"{root}/r/{one.code}"}
        for one in issued
    ]
    if request.form.get("as") == "csv":
        return csv_file(f"{found.code}-codes", ("unit", "name", "code", "address"), rows)
    page = render_template(
        "staff/codes.html",
        person=person(),
        wave=found.code,
        title=in_words(found.plan.title),
        issued=rows,
        printed=moment(found, now()),
    )
    return make_response(page)


def _counted(state: str, firms: int) -> str:
    return say(mark("{state} ({n})"), state=say(state), n=firms)


def _none_left(counts: Mapping[str, int]) -> str:
    """That there is no firm to issue a code to, and which ones have none all the same."""
    revoked = counts["revoked"]
    return say(NONE_BUT_REVOKED, n=revoked) if revoked else say(NONE_LEFT)


def _list(found: WaveView, problem: str | None = None, typed: str | None = None) -> str:
    text = asked("text", LONGEST_SEARCH)
    state = next((one for one in STATES if one == request.args.get("state")), None)
    page = page_asked()
    search = Search(state, text, (page - 1) * PER_PAGE, PER_PAGE)
    shown = codes.firms_of(services().database, found.code, search)
    left = shown.counts["uninvited"]
    return render_template(
        "staff/firms.html",
        person=person(),
        notice=session.pop("notice", None),
        problem=problem,
        typed=str(min(left, MOST_CODES)) if typed is None else typed,
        wave=found.code,
        title=in_words(found.plan.title),
        places=places(found.code, "firms"),
        is_closed=found.status == "closed",
        left=left,
        none_left=_none_left(shown.counts),
        has_frame=any(shown.counts.values()),
        states=[
            ("", say(mark("All firms ({n})"), n=sum(shown.counts.values())), state is None),
            *((one, _counted(SAID[one][0], shown.counts[one]), state == one) for one in STATES),
        ],
        state=state or "",
        text=text,
        firms=[_line(found, one) for one in shown.firms],
        matching=shown.matching,
        page=page,
        pages=pages_of(shown.matching),
    )


def _firm_page(found: WaveView, unit: str, problem: str | None = None) -> str:
    firm = _known(found, unit)
    return render_template(
        "staff/firm.html",
        person=person(),
        problem=problem,
        wave=found.code,
        title=in_words(found.plan.title),
        firm=_line(found, firm),
        codes=firm.codes,
        facts=[
            (say(mark("Unit")), firm.unit),
            (say(mark("Stratum")), stratum_name(firm.stratum)),
            (say(mark("State")), say(SAID[firm.state][0])),
            (say(mark("Codes that work")), str(firm.codes)),
        ],
        may_reissue=found.status != "closed" and firm.state != "sent",
    )


def _line(found: WaveView, one: Firm) -> FirmLine:
    said, tone = SAID[one.state]
    return FirmLine(
        unit=one.unit,
        name=one.name,
        stratum=stratum_name(one.stratum),
        state=say(said),
        tone=tone,
        issued=moment(found, one.issued_at) if one.issued_at else "",
    )


def _known(found: WaveView, unit: str) -> Firm:
    firm = codes.firm_of(services().database, found.code, unit) if "\0" not in unit else None
    if firm is None:
        raise NotFound
    return firm
