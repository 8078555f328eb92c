"""What a firm is shown after it has saved a page: the next one, the same with what was found."""

from dataclasses import replace

from flask import g, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response

from app.actions.posting import Saved
from app.language.catalogue import mark
from app.questionnaire.routing import Step
from app.web import sitting
from app.web.identity import now
from app.web.interview import address
from app.web.locale import say
from app.web.pages import CHECK, HUB, Shown, as_stored, echo_of, question_page
from app.web.pages import turned_to as place_after
from app.web.receipt import CLOSED, LAPSED, SENT
from app.web.typed import Unsaved, not_saved, place_left_for, unsaved
from app.web.visit import Notice, Visit, visit
from app.web.wave_words import moment

KEEP = "keep"
"""The button that keeps answers saved meanwhile: its value names their items."""
KEPT = mark("The answer saved meanwhile is kept. What you typed in its place is not saved.")
SENT_MEANWHILE = mark("It was sent while this page was open, by a colleague or in another window.")
MOVED = mark("Another answer has changed what is asked. What you typed on that page is not saved.")
GROWN = mark("What you answered is saved. A colleague's answer has added to this page.")


def told(
    at: Visit, title: str, *paragraphs: str, status: int = 200, unsaved: Unsaved = (), **more: str
) -> Response:
    """A page that tells one thing, with what was typed and could not be saved."""
    body = render_template(
        "respondent/told.html",
        title=title,
        paragraphs=paragraphs,
        unsaved=unsaved,
        **{**at.context, **more},
    )
    return make_response(body, status)


def closed(at: Visit, unsaved: Unsaved = ()) -> Response:
    """The page for a wave that takes no more answers."""
    text = mark("It closed on {moment}. Answers that were saved but not sent are not counted.")
    line = say(text, moment=at.words.deadline)
    if at.view.receipt:
        line = say(LAPSED)
    return told(at, say(CLOSED), line, status=403, unsaved=unsaved)


def end_with_receipt(at: Visit, unsaved: Unsaved = ()) -> Response:
    """Forget the response but for the receipt, and show that, or first what was not sent."""
    sitting.end(session, sent=at.view.response_id)
    if not unsaved:
        return redirect("/answer/receipt", 303)
    return told(
        at,
        say(SENT),
        say(SENT_MEANWHILE),
        status=409,
        unsaved=unsaved,
        href="/answer/receipt",
        link_text=say(mark("Show the receipt")),
    )


def moved() -> Response:
    """The contents, after a page that another answer has taken off the path."""
    session["told"] = Notice(say(MOVED), "warning")
    return redirect(HUB, 303)


def drawn(
    at: Visit, step: Step, shown: Shown, status: int = 200, *, notice: Notice | None = None
) -> Response:
    """The page of questions as a response of this status."""
    page = question_page(at.interview, step, shown)
    context = {**at.context, "here": address(step)}
    if notice:
        context["notice"] = notice
    context |= unsaved(shown, status)
    return make_response(render_template("respondent/page.html", page=page, **context), status)


def left_for(at: Visit, step: Step, shown: Shown, notice: Notice | None) -> Response:
    """Where the firm goes, whatever was found; what could not be saved waits as it was typed."""
    sitting.touch(session, now())
    if notice:
        session["told"] = notice
    return redirect(place_left_for(at, step, shown), 303)


def _go_on(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    """The next page; at the end of a section its answers to check; or where the firm came from."""
    sitting.touch(session, now())
    echo = echo_of(at.interview, step, shown)
    if request.form.get(KEEP):
        session["told"] = Notice(say(KEPT), "warning")
    elif echo:
        session["told"] = Notice(echo)
    if shown.turn:
        return redirect(place_after(step, shown), 303)
    if shown.returns:
        return redirect(_return(step, shown), 303)
    if saved.next and saved.next[0] == step.section.code:
        return redirect("/answer/{}/{}".format(*saved.next), 303)
    return redirect(f"{CHECK}/{step.section.code}", 303)


def _return(step: Step, shown: Shown) -> str:
    """A page that the change has opened, else the answers that were being checked."""
    after = visit(g.sitting.response).interview.open_step(step.section.code)
    if after is not None:
        return f"{address(after)}?returns={shown.returns}"
    return CHECK if shown.returns == "check" else f"{CHECK}/{step.section.code}"


def _found(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    """The page with what was typed. After soft findings alone it has been saved already."""
    shown = replace(shown, findings=saved.findings)
    if any(finding.level == "hard" for finding in saved.findings):
        return drawn(at, step, shown, 422)
    if shown.turn and shown.turn.is_move:
        return _go_on(at, step, shown, saved)
    sitting.touch(session, now())
    at = visit(g.sitting.response)
    shown = as_stored(at.interview, step, shown, saved.kept)
    return drawn(at, step, replace(shown, seen={}))


def _conflicting(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    """The page with what was typed and, beside it, what somebody else has saved meanwhile."""
    del at
    at = visit(g.sitting.response)
    shown = as_stored(at.interview, step, shown, saved.kept)
    zone, language = at.words.timezone, at.interview.language
    times = {code: moment(saved_at, language, zone) for code, saved_at in saved.theirs_at.items()}
    shown = replace(shown, findings=saved.findings, theirs=saved.theirs, theirs_at=times, seen={})
    return drawn(at, step, shown, 409)


def _grown(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    """The page, saved, with what it asks since somebody else has answered meanwhile."""
    del at
    at = visit(g.sitting.response)
    new = [item.code for item in step.items if item.code not in shown.seen]
    shown = as_stored(at.interview, step, shown, {*saved.kept, *new})
    shown = replace(shown, findings=saved.findings, seen={})
    return drawn(at, step, shown, 409, notice=Notice(say(GROWN)))


def _too_late(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    del saved
    return closed(at, not_saved(at.interview, step, shown.raw or {}))


def _sent_already(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    del saved
    return end_with_receipt(at, not_saved(at.interview, step, shown.raw or {}))


def _moved(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    """Somebody else's answer has taken the page off the path."""
    del at, step, shown, saved
    return moved()


OUTCOMES = {
    "saved": _go_on,
    "findings": _found,
    "conflict": _conflicting,
    "unshown": _grown,
    "closed": _too_late,
    "submitted": _sent_already,
    "off_path": _moved,
}
"""What follows each outcome of saving a page."""
