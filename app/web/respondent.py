"""The path of a firm through its response: contents, pages, check, send, receipt.

Gate: every page asks for a sitting, which only the POST of a valid code begins, except those in
OPEN: the language, and the pages after leaving and after sending.
"""

from dataclasses import replace

from flask import (
    Blueprint,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.actions import answering
from app.actions.posting import Saved
from app.collection.response import Contributor
from app.language.catalogue import LANGUAGES, mark
from app.questionnaire.routing import Step, page_order
from app.web import sitting
from app.web.errors import page as problem_page
from app.web.identity import now, services
from app.web.interview import address
from app.web.invitation import UNKNOWN, look_up, sit_down
from app.web.limits import note_wrong_code
from app.web.locale import choose_language, page_to_return_to, say, speak
from app.web.overview import check, check_section, hub
from app.web.pages import CHECK, HUB, Shown, as_stored, echo_of, question_page
from app.web.pages import turned_to as place_after
from app.web.receipt import receipt_page
from app.web.typed import (
    WAITS,
    held_page,
    notice_of_leaving,
    place_left_for,
    posted_page,
    returns_of,
    typed_page,
    unsaved,
)
from app.web.visit import Visit, visit

respondent = Blueprint("respondent", __name__, url_prefix="/answer")

OPEN = frozenset({
    "respondent.language", "respondent.left", "respondent.receipt", "respondent.come_back",
})  # fmt: skip

ENDED = mark("Your session has ended")
ENDED_TEXTS = (
    mark("Saved answers are kept. To go on, enter your response code again."),
    mark("For your protection a session ends after some hours, and when you leave or send."),
)
CLOSED = mark("The survey is closed")
GROWN = mark("What you answered is saved. A colleague's answer has added to this page.")
KEEP = "keep"
NOT_CARRIED = frozenset({"csrf_token", "code", "language", "then", KEEP})


@respondent.before_request
def gate() -> Response | None:
    """Let through whoever has a sitting, and everybody to the pages that need none."""
    if request.endpoint in OPEN:
        return None
    at_hand = sitting.current(session, now())
    if at_hand is None:
        return ended()
    g.sitting = at_hand
    return None


@respondent.errorhandler(CSRFError)
def stale(problem: CSRFError) -> Response:
    """A page that was open for longer than its session has lasted keeps what was typed."""
    if sitting.current(session, now()) is not None:
        return problem_page(problem)
    return ended(400)


def ended(status: int = 403, problem: str | None = None) -> Response:
    """The page for a session that is over, or never was; it carries what was typed along."""
    speak(LANGUAGES)
    body = render_template(
        "respondent/ended.html",
        title=say(ENDED),
        paragraphs=[say(text) for text in ENDED_TEXTS],
        problem=problem,
        **_carried(),
    )
    return make_response(body, status)


def _carried() -> dict[str, object]:
    """Where the page of questions at hand goes on, and what came with it."""
    if request.endpoint not in {"respondent.save", "respondent.come_back"}:
        return {"resume": None, "fields": ()}
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_CARRIED]
    at = request.view_args or {}
    resume = url_for("respondent.come_back", section=at["section"], page=at["page"])
    return {"resume": resume, "fields": fields}


def told(at: Visit, title: str, *paragraphs: str, status: int = 200) -> Response:
    """A page that tells one thing."""
    body = render_template(
        "respondent/told.html", title=title, paragraphs=paragraphs, **at.context
    )
    return make_response(body, status)


def closed(at: Visit) -> Response:
    """The page for a wave that takes no more answers."""
    text = mark("It closed on {moment}. Answers that were saved but not sent are not counted.")
    return told(at, say(CLOSED), say(text, moment=at.words.deadline), status=403)


def _at_work() -> Visit:
    """The response that is open, while it may be changed; else what has become of it."""
    at = visit(g.sitting.response)
    if at.view.status == "submitted":
        abort(_end_with_receipt(at))
    if at.view.refusal(now()):
        abort(closed(at))
    return at


@respondent.get("/")
def contents() -> Response | str:
    """The sections with their state."""
    at = _at_work()
    page = hub(at.interview, at.waiting)
    return render_template("respondent/hub.html", hub=page, **at.context)


@respondent.get("/<section>/<page>")
def show(section: str, page: str) -> Response | str:
    """A page of questions with what is stored."""
    at = _at_work()
    step = at.interview.path.step(section, page)
    if step is None:
        return _elsewhere(at, section, page)
    returns, opens = returns_of(request.args.get("returns")), request.args.getlist("open")
    return _drawn(at, step, held_page(at, step, Shown(returns=returns, opens=opens)))


@respondent.post("/<section>/<page>")
def save(section: str, page: str) -> Response | str:
    """Save a page of questions and go on, or show it again with what was found."""
    at = _at_work()
    step = at.interview.path.step(section, page)
    if step is None:
        return _elsewhere(at, section, page)
    shown = typed_page(step, request.form)
    if "language" in request.form:
        _speak_from_now_on()
        return _drawn(visit(g.sitting.response), step, shown)
    shown = as_stored(at.interview, step, shown, request.form.get(KEEP, "").split())
    posted = posted_page(at, step, shown)
    saved = answering.save_page(
        services().database,
        at.view.response_id,
        posted,
        by=_contributor(),
        language=at.interview.language,
        now=now(),
    )
    if posted.is_left and saved.outcome in {"saved", "findings", "conflict", "unshown"}:
        return _left(at, step, shown, notice_of_leaving(at, step, posted, saved))
    return OUTCOMES[saved.outcome](at, step, shown, saved)


@respondent.post("/<section>/<page>/return")
def come_back(section: str, page: str) -> Response | str:
    """Open the response again by its code and show the page with what was typed on it."""
    found = look_up(request.form.get("code", ""))
    if found is None:
        note_wrong_code()
        return ended(422, say(UNKNOWN))
    g.sitting = sit_down(found)
    if g.sitting is None:
        return redirect(f"/r/{found.code}", 303)
    at = _at_work()
    step = at.interview.path.step(section, page)
    return (
        _drawn(at, step, typed_page(step, request.form)) if step else _elsewhere(at, section, page)
    )


def _speak_from_now_on() -> None:
    """Keep the language chosen, with the response too where one is open."""
    chosen = choose_language()
    if g.sitting:
        answering.choose_language(
            services().database, g.sitting.response, chosen, by=_contributor(), now=now()
        )


def _contributor() -> Contributor:
    return Contributor(number=g.sitting.contributor)


def _drawn(
    at: Visit, step: Step, shown: Shown, status: int = 200, *, notice: str | None = None
) -> Response:
    page = question_page(at.interview, step, shown)
    context = {**at.context, "here": address(step)}
    if notice:
        context["notice"] = notice
    context |= unsaved(shown, status)
    return make_response(render_template("respondent/page.html", page=page, **context), status)


def _elsewhere(at: Visit, section: str, page: str) -> Response:
    """Where a firm is when the page it asks for is not on its path."""
    if (section, page) not in page_order(at.view.instrument.questionnaire):
        raise NotFound
    return redirect(HUB, 303)


# --- after a save ---


def _go_on(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    """The next page; at the end of a section its answers to check; or where the firm came from."""
    sitting.touch(session, now())
    echo = echo_of(at.interview, step, shown)
    if echo:
        session["notice"] = echo
    if shown.turn:
        return redirect(place_after(step, shown), 303)
    if shown.returns:
        return redirect(_return(step, shown), 303)
    if saved.next and saved.next[0] == step.section.code:
        return redirect("/answer/{}/{}".format(*saved.next), 303)
    return redirect(f"{CHECK}/{step.section.code}", 303)


def _left(at: Visit, step: Step, shown: Shown, notice: str | None) -> Response:
    """Where the firm goes, whatever was found; what could not be saved waits as it was typed."""
    if request.form.get("then") == "leave":
        return leave()
    sitting.touch(session, now())
    if notice:
        session["notice"] = notice
    return redirect(place_left_for(at, step, shown), 303)


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
        return _drawn(at, step, shown, 422)
    if shown.turn and shown.turn.is_move:
        return _go_on(at, step, shown, saved)
    sitting.touch(session, now())
    at = visit(g.sitting.response)
    shown = as_stored(at.interview, step, shown, saved.kept)
    return _drawn(at, step, replace(shown, seen={}))


def _conflicting(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    """The page with what was typed and, beside it, what somebody else has saved meanwhile."""
    del at
    at = visit(g.sitting.response)
    shown = as_stored(at.interview, step, shown, saved.kept)
    shown = replace(shown, findings=saved.findings, theirs=saved.theirs, seen={})
    return _drawn(at, step, shown, 409)


def _grown(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    """The page, saved, with what it asks since somebody else has answered meanwhile."""
    del at
    at = visit(g.sitting.response)
    new = [item.code for item in step.items if item.code not in shown.seen]
    shown = as_stored(at.interview, step, shown, {*saved.kept, *new})
    shown = replace(shown, findings=saved.findings, seen={})
    return _drawn(at, step, shown, 409, notice=say(GROWN))


def _too_late(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    del step, shown, saved
    return closed(at)


def _sent_already(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    del step, shown, saved
    return _end_with_receipt(at)


def _moved(at: Visit, step: Step, shown: Shown, saved: Saved) -> Response:
    """Somebody else's answer has taken the page off the path."""
    del at, step, shown, saved
    return redirect(HUB, 303)


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


# --- check, send, leave ---


@respondent.get("/check")
def check_all() -> str:
    """Every answer, before it is sent."""
    at = _at_work()
    return render_template("respondent/check.html", check=check(at.interview), **at.context)


@respondent.get("/check/<section>")
def check_one(section: str) -> Response | str:
    """The answers of one section."""
    at = _at_work()
    found = [s for s in at.interview.path.sections if s.code == section]
    if not found:
        raise NotFound
    page = check_section(at.interview, found[0])
    return render_template("respondent/check.html", check=page, **at.context)


@respondent.post("/submit")
def send() -> Response:
    """Send the response, or show what keeps it from being sent."""
    at = _at_work()
    sent = answering.submit(services().database, at.view.response_id, by=_contributor(), now=now())
    if sent.outcome == "closed":
        return closed(at)
    if sent.outcome != "submitted":
        page, context = check(at.interview, sent.findings), {**at.context, "here": CHECK}
        return make_response(render_template("respondent/check.html", check=page, **context), 422)
    return _end_with_receipt(at)


def _end_with_receipt(at: Visit) -> Response:
    """Forget the response but for the receipt, and show that."""
    sitting.end(session, sent=at.view.response_id)
    return redirect("/answer/receipt", 303)


@respondent.get("/receipt")
def receipt() -> Response | str:
    """What the firm keeps: that its response was sent, when, and under which number."""
    if "sent" not in session:
        return ended()
    return receipt_page(visit(session["sent"]))


@respondent.post("/leave")
def leave() -> Response:
    """End the session; everything that was saved stays."""
    sitting.end(session, left=g.sitting.response)
    return redirect("/answer/leave", 303)


@respondent.get("/leave")
def left() -> Response:
    """How to come back."""
    if "left" not in session:
        return ended()
    at = visit(session["left"])
    return told(
        at,
        say(mark("Your answers are saved")),
        *([say(WAITS)] if at.waiting else []),
        say(mark("Come back with the same code until {moment}."), moment=at.words.deadline),
        say(mark("A colleague can go on with the code as well, from another device.")),
    )


@respondent.post("/language")
def language() -> Response:
    """Keep the language chosen and return to the page."""
    g.sitting = sitting.current(session, now())
    _speak_from_now_on()
    return redirect(page_to_return_to(), 303)
