"""The path of a firm through its response: contents, pages, check, send, receipt.

Gate: every page asks for a sitting, which only the POST of a valid code begins, except those in
OPEN: the language, and the pages after leaving and after sending.
"""

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
from app.collection.response import Contributor
from app.language.catalogue import LANGUAGES, mark
from app.questionnaire.routing import page_order
from app.web import sitting
from app.web.errors import page as problem_page
from app.web.identity import now, services
from app.web.invitation import UNKNOWN, look_up, sit_down, too_late
from app.web.limits import note_wrong_code
from app.web.locale import choose_language, page_to_return_to, say, speak
from app.web.outcomes import KEEP, OUTCOMES, closed, drawn, end_with_receipt, left_for, moved, told
from app.web.overview import check, check_section, hub, typed_pages
from app.web.pages import CHECK, HUB, Shown, as_stored
from app.web.receipt import receipt_page
from app.web.sitting import Sitting
from app.web.typed import (
    WAITS,
    Unsaved,
    again,
    held_page,
    not_saved,
    notice_of_leaving,
    posted_page,
    returns_of,
    typed_page,
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
BRING = frozenset({"respondent.save", "respondent.come_back"})
"""What a page of questions is sent to."""
NOBODY = 0
"""The number of a contributor who can only look at what has become of a response."""
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
    if request.endpoint not in BRING:
        return {"resume": None, "fields": ()}
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_CARRIED]
    at = request.view_args or {}
    resume = url_for("respondent.come_back", section=at["section"], page=at["page"])
    return {"resume": resume, "fields": fields}


def _at_work() -> Visit:
    """The response that is open, while it may be changed; else what has become of it."""
    at = visit(g.sitting.response)
    if at.view.status == "submitted":
        abort(end_with_receipt(at, _typed_too_late(at)))
    if at.view.refusal(now()):
        abort(closed(at, _typed_too_late(at)))
    return at


def _typed_too_late(at: Visit) -> Unsaved:
    """What a page of questions has brought that can be saved no more."""
    if request.endpoint not in BRING:
        return ()
    step = at.interview.path.step(**(request.view_args or {}))
    return not_saved(at.interview, step, typed_page(step, request.form).raw or {}) if step else ()


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
    return drawn(at, step, held_page(at, step, Shown(returns=returns, opens=opens)))


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
        at = visit(g.sitting.response)
    if "language" in request.form or (shown.turn and shown.turn.is_question):
        return drawn(at, step, again(at, step, shown))
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
        if request.form.get("then") == "leave":
            return leave()
        return left_for(at, step, shown, notice_of_leaving(at, step, posted, saved))
    return OUTCOMES[saved.outcome](at, step, shown, saved)


@respondent.post("/<section>/<page>/return")
def come_back(section: str, page: str) -> Response | str:
    """Open the response again by its code and show the page with what was typed on it."""
    found = look_up(request.form.get("code", ""))
    if found is None:
        note_wrong_code()
        return ended(422, say(UNKNOWN))
    g.sitting = sit_down(found)
    if g.sitting is None and found.response_id:
        g.sitting = Sitting(found.response_id, NOBODY)
    if g.sitting is None:
        return make_response(too_late(found, section, page), 409)
    at = _at_work()
    step = at.interview.path.step(section, page)
    return (
        drawn(at, step, typed_page(step, request.form)) if step else _elsewhere(at, section, page)
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


def _elsewhere(at: Visit, section: str, page: str) -> Response:
    """Where a firm is when the page it asks for is not on its path."""
    if (section, page) not in page_order(at.view.instrument.questionnaire):
        raise NotFound
    return moved() if request.method == "POST" else redirect(HUB, 303)


# --- check, send, leave ---


@respondent.get("/check")
def check_all() -> str:
    """Every answer, before it is sent."""
    at = _at_work()
    return render_template(
        "respondent/check.html", check=check(at.interview, at.waiting), **at.context
    )


@respondent.get("/check/<section>")
def check_one(section: str) -> Response | str:
    """The answers of one section."""
    at = _at_work()
    found = [s for s in at.interview.path.sections if s.code == section]
    if not found:
        raise NotFound
    page = check_section(at.interview, found[0], at.waiting)
    return render_template("respondent/check.html", check=page, **at.context)


@respondent.post("/submit")
def send() -> Response:
    """Send the response, or show what keeps it from being sent."""
    at = _at_work()
    sent = answering.submit(services().database, at.view.response_id, by=_contributor(), now=now())
    if sent.outcome == "closed":
        return closed(at)
    if sent.outcome != "submitted":
        page, context = (
            check(at.interview, at.waiting, sent.findings),
            {**at.context, "here": CHECK},
        )
        return make_response(render_template("respondent/check.html", check=page, **context), 422)
    return end_with_receipt(at)


@respondent.get("/receipt")
def receipt() -> Response | str:
    """What the firm keeps: that its response was sent, when, and under which number."""
    if "sent" in session:
        return receipt_page(visit(session["sent"]))
    at_hand = sitting.current(session, now())
    if at_hand is None:
        return ended()
    at = visit(at_hand.response)
    return receipt_page(at, is_at_work=True) if at.view.receipt else redirect(HUB, 303)


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
    waiting = [name for _, name in typed_pages(at.interview, at.waiting)]
    names = say(mark(", ")).join(waiting)
    rest = mark("To be looked at: {names}. Everything else is saved.")
    return told(
        at,
        say(WAITS) if waiting else say(mark("Your answers are saved")),
        *([say(rest, names=names)] if waiting else []),
        say(mark("Come back with the same code until {moment}."), moment=at.words.deadline),
        say(mark("A colleague can go on with the code as well, from another device.")),
        href="/start",
        link_text=say(mark("Enter your response code")),
    )


@respondent.post("/language")
def language() -> Response:
    """Keep the language chosen and return to the page."""
    g.sitting = sitting.current(session, now())
    _speak_from_now_on()
    return redirect(page_to_return_to(), 303)
