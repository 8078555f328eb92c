"""Snapshots of a wave that are kept under a label, and the responses as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Response, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from app.access.roles import Permission, may
from app.actions import keeping
from app.actions.exporting import export_responses
from app.actions.fieldwork import NotNow, WaveView
from app.actions.freezing import SEALED, is_sealed
from app.actions.keeping import UnfitLabel
from app.language.catalogue import mark
from app.storage.snapshots import Kept, Label
from app.web.identity import now, services
from app.web.locale import say
from app.web.staff.details import HASH_SHOWN
from app.web.staff.gate import person, require, staff_only, wave_for
from app.web.staff.places import places
from app.web.staff.tables import csv_file, file
from app.web.staff.typed import field
from app.web.wave_lines import in_words, moment

snapshots = Blueprint("snapshots", __name__, url_prefix="/staff/waves")
snapshots.before_request(staff_only)

KINDS: Mapping[str, str] = {
    "provisional": mark("Provisional snapshot"),
    "final": mark("Final snapshot"),
}

NEEDED: Mapping[str, str] = {
    "label": mark("Enter a label of at most 80 characters that the wave does not have yet."),
    "reason": mark("Say why another final snapshot takes the place of the one there is."),
    "kind": mark("Close the wave before its final snapshot."),
}
"""What a snapshot needs, by the field at which it is said."""

UNREADABLE = mark(
    "This wave promises anonymity: its answers can be read once it is closed. Before, two looks"
    " would show what a firm that sent between them has answered."
)


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A kept snapshot as a line of the list."""

    number: int
    label: str
    kind: str
    tone: str
    kept: str
    by: str
    responses: int
    last_event: int
    hash: str
    reason: str | None


@snapshots.get("/<wave>/snapshots")
def every_snapshot(wave: str) -> str:
    """The kept snapshots of a wave, the latest first, and the form for another."""
    return _page(wave_for(Permission.VIEW_TABLES, wave))


@snapshots.get("/<wave>/snapshots.csv")
def every_snapshot_as_csv(wave: str) -> Response:
    """The same list as a file."""
    found = wave_for(Permission.VIEW_TABLES, wave)
    names = ("number", "kind", "label", "kept_at", "kept_by", "responses", "last_event", "hash")
    rows = (
        {
            **{name: getattr(one, name) for name in names},
            "kept_at": one.kept_at.isoformat(timespec="seconds"),
            "replaced_at": one.replaced_at and one.replaced_at.isoformat(timespec="seconds"),
            "reason": one.reason,
        }
        for one in keeping.kept_snapshots(services().database, found.code)
    )
    return csv_file(f"{wave}-snapshots", (*names, "replaced_at", "reason"), rows)


@snapshots.post("/<wave>/snapshots")
def keep(wave: str) -> AnyResponse:
    """Freeze the wave and keep what was frozen under a label."""
    kind: Literal["provisional", "final"] = (
        "final" if request.form.get("kind") == "final" else "provisional"
    )
    found = wave_for(Permission.KEEP_SNAPSHOTS, wave)
    if kind == "final":
        require(Permission.MAKE_FINAL, wave)
    label = Label(kind, field("label"), field("reason", 1000) or None)
    try:
        kept = keeping.keep_snapshot(
            services().database, wave, label, by=person().email, now=now()
        )
    except (NotNow, UnfitLabel) as problem:
        if problem.code in NEEDED:
            told = {problem.code: say(NEEDED[problem.code])}
            return make_response(_page(found, label, told), 422)
        if problem.code == SEALED:
            return make_response(_page(found, label), 409)
        changed = say(mark("The wave changed meanwhile. Look at its state and do it again."))
        return make_response(_page(found, label, {"label": changed}), 409)
    said = mark("Kept: {label}, with {n} responses. Reports can be run on it.")
    session["notice"] = say(said, label=kept.label, n=kept.responses)
    return redirect(f"/staff/waves/{wave}/snapshots", 303)


@snapshots.get("/<wave>/responses.csv")
def responses(wave: str) -> Response:
    """The sent responses without names, for analysis elsewhere; taking them goes on record."""
    found = wave_for(Permission.EXPORT_RESPONSES, wave)
    try:
        written = export_responses(services().database, found.code, by=person().email, now=now())
    except NotNow:
        return make_response(_page(found), 409)
    return file(written.encode(), f"{wave}-responses")


def _page(
    found: WaveView, typed: Label | None = None, problems: Mapping[str, str] | None = None
) -> str:
    kept = keeping.kept_snapshots(services().database, found.code)
    may_final = found.status == "closed" and may(person(), Permission.MAKE_FINAL, found.code)
    shown = typed or Label("final" if may_final and not _final(kept) else "provisional", "")
    return render_template(
        "staff/snapshots.html",
        person=person(),
        notice=session.pop("notice", None),
        problems=problems or {},
        wave=found.code,
        title=in_words(found.plan.title),
        places=places(found.code, "snapshots"),
        is_closed=found.status == "closed",
        is_anonymous=found.plan.anonymous,
        unreadable=say(UNREADABLE) if is_sealed(found) else None,
        may_keep=may(person(), Permission.KEEP_SNAPSHOTS, found.code),
        may_export=may(person(), Permission.EXPORT_RESPONSES, found.code),
        kinds=[
            (kind, say(words), shown.kind == kind)
            for kind, words in KINDS.items()
            if kind == "provisional" or may_final or shown.kind == "final"
        ],
        has_final=_final(kept) is not None and may_final,
        typed=shown,
        kept=[_line(found, one) for one in kept],
    )


def _final(kept: tuple[Kept, ...]) -> Kept | None:
    return next((one for one in kept if one.kind == "final" and not one.replaced_at), None)


def _line(found: WaveView, one: Kept) -> KeptLine:
    kind, tone = say(KINDS[one.kind]), "good" if one.kind == "final" else ""
    if one.replaced_at is not None:
        kind, tone = say(mark("Final snapshot, replaced")), "attention"
    return KeptLine(
        number=one.number,
        label=one.label,
        kind=kind,
        tone=tone,
        kept=moment(found, one.kept_at),
        by=one.kept_by,
        responses=one.responses,
        last_event=one.last_event,
        hash=one.hash[:HASH_SHOWN],
        reason=one.reason,
    )
