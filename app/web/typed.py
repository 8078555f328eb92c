"""What a page of questions brought back, now or when it was left, and where leaving it leads."""

from collections.abc import Iterator
from dataclasses import replace

from flask import request
from werkzeug.datastructures import MultiDict

from app.actions import drafting
from app.actions.posting import Posted, Saved
from app.language.catalogue import mark
from app.questionnaire.answer import BLANK, Finding
from app.questionnaire.instrument import Item
from app.questionnaire.items import KINDS
from app.questionnaire.routing import Step
from app.web.forms import CONFIRMED, SEEN, Raw, field_names, page_form, showable
from app.web.interview import Interview
from app.web.locale import say
from app.web.pages import HUB, RETURNS, Shown, arranged, echo_of, way_back
from app.web.visit import Notice, Visit

WAITS = mark("What you typed is kept. It is not saved as an answer yet.")
NOT_SAVED = mark("Not saved yet")
NOT_YET = mark("Not saved as an answer yet")
Unsaved = tuple[tuple[str, tuple[str, ...]], ...]
"""What was typed to each item, by its name, in the words of the page."""

THEIRS = "theirs"
"""The field that names the items whose answers somebody else has changed."""

LEAVES = frozenset({"leave", "contents", "back"})
"""Buttons that leave a page whatever stands on it: to come back later, and to other pages."""


def typed_page(step: Step, posted: MultiDict[str, str]) -> Shown:
    """What a page brought back: the fields of its own items and nothing else."""
    fields = page_form(step.items, posted).raw()
    codes = [item.code for item in step.items if f"{SEEN}{item.code}" in fields]
    seen = {code: fields.pop(f"{SEEN}{code}")[0] for code in codes}
    shown = Shown(raw=fields, seen=seen, returns=returns_of(posted.get("returns")))
    return arranged(step, shown, posted.get("then", ""))


def again(at: Visit, step: Step, shown: Shown) -> Shown:
    """The page as it came, to be drawn again unsaved: a conflict on it stays one."""
    codes = request.form.get(THEIRS, "").split()
    theirs = {
        item.code: at.interview.answers[item.code]
        for item in step.items
        if item.code in codes and item.code in at.interview.answers
    }
    return replace(
        shown,
        theirs=theirs,
        findings=tuple(Finding("conflict", code) for code in theirs),
        confirmed=request.form.getlist(CONFIRMED),
        is_unsaved=bool(not_saved(at.interview, step, shown.raw or {})),
    )


def returns_of(wanted: str | None) -> str:
    """Where the firm came from, if it is one of the places that there are."""
    return wanted if wanted in RETURNS else ""


def posted_page(at: Visit, step: Step, shown: Shown) -> Posted:
    """A page to be saved, with the findings that the firm has seen."""
    is_left = request.form.get("then") in LEAVES
    raw = shown.raw or {}
    if is_left:
        raw = {name: [showable(value) for value in values] for name, values in raw.items()}
    return Posted(
        step.section.code,
        step.page.code,
        raw,
        shown.seen,
        frozenset(request.form.getlist(CONFIRMED)),
        shown=frozenset(shown.seen),
        path=at.interview.path,
        is_left=is_left,
    )


def held_page(at: Visit, step: Step, shown: Shown) -> Shown:
    """The page as it was typed when it was left unsaved, with what keeps it from being saved."""
    draft = next((one for one in at.view.drafts if (one.section, one.page) == step.codes), None)
    if draft is None:
        return shown
    posted = Posted(draft.section, draft.page, draft.raw, draft.seen, shown=frozenset(draft.seen))
    weighed = drafting.weighed(at.view, posted, language=at.interview.language)
    return replace(
        shown,
        raw=draft.raw,
        seen=draft.seen,
        findings=weighed.findings,
        theirs=weighed.theirs,
        is_held=True,
    )


def not_saved(interview: Interview, step: Step, raw: Raw) -> Unsaved:
    """What stands on a page that can be saved no more, by item; nothing that is stored already."""
    found = []
    for item in step.items:
        kind, stored = KINDS[item.kind], interview.answers.get(item.code, BLANK)
        reading = kind.parse(item, raw, interview.language)
        if reading.is_hard:
            values = tuple(_words(interview, item, raw))
        elif reading.answer in (BLANK, stored):
            continue
        else:
            values = kind.describe(item, reading.answer, interview.language, interview.fills)
        found.append((interview.named(item), values))
    return tuple(found)


def _words(interview: Interview, item: Item, raw: Raw) -> Iterator[str]:
    """What came in the fields of an item that cannot be read, each by its row and its label."""
    if item.items:
        for number in range(1, (item.max_rows or 0) + 1):
            for inner in item.in_row(number):
                yield from _words(interview, inner, raw)
        return
    language, fills = interview.language, interview.fills
    offered = {**item.option_codes, **item.missing_codes}
    rows = {f"{item.code}__{row.code}": row.label.say(language, fills) for row in item.rows}
    for name in field_names(item):
        for value in raw.get(name, ()):
            said = offered[value].label.say(language, fills) if value in offered else value.strip()
            before = rows[name] + say(mark(": ")) if name in rows else ""
            if said:
                yield before + showable(said)


def place_left_for(at: Visit, step: Step, shown: Shown) -> str:
    """Where the button leads that a page was left by."""
    if request.form.get("then") == "back":
        return way_back(at.interview, step, shown.returns)
    return HUB


def notice_of_leaving(at: Visit, step: Step, posted: Posted, saved: Saved) -> Notice | None:
    """What is told after a page was left: that it waits, or how its figures were read."""
    if saved.is_refused:
        return None if posted.is_blank else Notice(say(WAITS), "warning")
    echo = echo_of(at.interview, step, Shown(raw=posted.raw))
    return Notice(echo) if echo else None


def unsaved(shown: Shown, status: int) -> dict[str, str | None]:
    """What stands on a page in place of when it was saved, where what it shows was not."""
    if status != 422 and not (shown.is_held or shown.is_unsaved):
        return {}
    return {"saved_line": None, "unsaved_line": say(NOT_YET if shown.is_held else NOT_SAVED)}
