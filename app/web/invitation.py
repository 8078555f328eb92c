"""The way in: a code that is typed or comes with a letter, who asks, and Start.

Gate: open to everybody; what a page shows depends on the code alone, and only a POST opens a
response. A GET changes nothing, so a scanner of mail burns no code.
"""

from flask import Blueprint, make_response, redirect, render_template, request, session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.actions import answering
from app.actions.answering import Invitation, Opened
from app.collection.response import Contributor
from app.language.catalogue import LANGUAGES, mark
from app.questionnaire.fills import resolve
from app.questionnaire.routing import Step, fitted
from app.web import limits, sitting
from app.web.identity import now, services
from app.web.interview import Interview
from app.web.locale import language, say, speak
from app.web.pages import HUB
from app.web.receipt import CLOSED, REOPEN, SENT, receipt_page
from app.web.sitting import Sitting
from app.web.typed import Unsaved, not_saved, typed_page
from app.web.visit import sent_before, visit
from app.web.wave_words import Read, WaveWords, least_firms, moment, read_passage, wave_words

invitation = Blueprint("invitation", __name__)

ENDED = mark("It closed on {moment}. Thank you for your interest.")
UNLINKED = mark("The answers of your firm can no longer be linked to it or changed.")
UNKNOWN = mark("Check the code: enter all 26 letters and digits as they stand in the letter.")


@invitation.get("/start")
def ask() -> str:
    """Ask for the code."""
    return render_template("respondent/code.html", typed="", problem=None)


@invitation.post("/start")
def take() -> Response:
    """Lead from a code that was typed to the page that it opens."""
    typed = request.form.get("code", "")
    found = look_up(typed)
    if found is None:
        return unknown(422, typed)
    return redirect(f"/r/{found.code}", 303)


@invitation.get("/r/<code>")
def show(code: str) -> Response | str:
    """Who asks, why, how long and until when; that it was sent; or that it is not the time."""
    found = look_up(code)
    if found is None:
        return unknown(404)
    speak(found.wave.languages)
    if found.state in {"not_open", "closed"}:
        return untimely(found)
    if found.state == "submitted":
        return sent(found)
    return start_page(found)


@invitation.post("/r/<code>")
def begin(code: str) -> Response:
    """Open the response for a sitting; one that was sent becomes a draft again."""
    found = look_up(code)
    if found is None:
        return unknown(404)
    if found.state == "submitted" and REOPEN not in request.form:
        return redirect(f"/r/{found.code}", 303)
    opened = sit_down(found)
    if opened is None:
        return make_response(show(code), 403)
    by = Contributor(number=opened.contributor)
    if found.state == "submitted" and not answering.reopen(
        services().database, opened.response, by=by, now=now()
    ):
        sitting.end(session)
        return make_response(sent(found), 403)
    return redirect(HUB, 303)


def sit_down(found: Invitation) -> Sitting | None:
    """Open a response in this browser; None where the wave takes no answers."""
    spoken, at, database = speak(found.wave.languages), now(), services().database
    opened = answering.open_response(
        database, found.code, code_key=services().code_key, language=spoken, now=at
    )
    if not isinstance(opened, Opened):
        return None
    by = Contributor(number=opened.contributor)
    answering.choose_language(database, opened.response_id, spoken, by=by, now=at)
    begun = Sitting(opened.response_id, opened.contributor)
    sitting.begin(session, begun, language=spoken, now=at)
    return begun


def look_up(text: str) -> Invitation | None:
    """What a code opens, within the limits of guessing."""
    limits.require_code_attempt()
    return answering.look_up(services().database, text, code_key=services().code_key, now=now())


def unknown(status: int, typed: str = "") -> Response:
    """The page for a code that opens nothing: unknown, mistyped and revoked look alike."""
    limits.note_wrong_code()
    speak(LANGUAGES)
    shown = "".join(char for char in typed[:60] if char.isprintable())
    body = render_template("respondent/code.html", typed=shown, problem=say(UNKNOWN))
    return make_response(body, status)


def start_page(found: Invitation) -> str:
    """The introduction of the questionnaire, with the button that starts."""
    words, questionnaire = _words(found), found.instrument.questionnaire
    fills = resolve(questionnaire, {}, found.facts, language(), words.fills)
    title = questionnaire.title.in_language(language())
    intro = questionnaire.intro
    return render_template(
        "respondent/start.html",
        passage=read_passage(intro, language(), fills) if intro else Read(title, "", ()),
        is_started=found.state == "started",
        sent_line=_sent_before(found, words),
        firm=found.firm,
        wave=words,
        here=f"/r/{found.code}",
        deadline_line=say(mark("The survey closes on {moment}."), moment=words.deadline),
    )


def _sent_before(found: Invitation, words: WaveWords) -> str | None:
    if found.submitted_at is None or found.receipt is None:
        return None
    return sent_before(moment(found.submitted_at, language(), words.timezone), found.receipt)


def sent(found: Invitation) -> str:
    """The receipt, from which the response can be opened again while the wave is open."""
    if found.response_id is None:
        words = _words(found)
        return _told(found, words, say(SENT), say(UNLINKED))
    at = visit(found.response_id)
    is_open = at.view.refusal(now()) is None
    return receipt_page(at, reopen=f"/r/{found.code}" if is_open else None)


def too_late(found: Invitation, section: str, page: str) -> str:
    """What has become of a response that can be told from no other, and what came with a page.

    Raises
    ------
    NotFound
        The questionnaire has no such page.
    """
    speak(found.wave.languages)
    words = _words(found)
    sections = {one.code: one for one in found.instrument.questionnaire.sections}
    pages = {one.code: one for one in sections[section].pages} if section in sections else {}
    if page not in pages:
        raise NotFound
    items = tuple(fitted(item, found.facts) for item in pages[page].items)
    step = Step(sections[section], pages[page], items)
    asked = Interview(found.instrument, {}, found.facts, language(), words.fills)
    unsaved = not_saved(asked, step, typed_page(step, request.form).raw or {})
    if found.state == "submitted":
        return _told(found, words, say(SENT), say(UNLINKED), unsaved=unsaved)
    ended = say(ENDED, moment=words.deadline)
    return _told(found, words, say(CLOSED), ended, unsaved=unsaved)


def untimely(found: Invitation) -> str:
    """When the survey opens, or that it has closed."""
    words = _words(found)
    if found.state == "not_open":
        opens = moment(found.opens_at, language(), words.timezone)
        text = say(
            mark("It opens on {moment}. The code in your letter works from then on."), moment=opens
        )
        return _told(found, words, say(mark("The survey is not open yet")), text)
    text = say(ENDED, moment=words.deadline)
    lost = mark("Answers that your firm saved were not sent and are not counted.")
    begun = (say(lost),) if found.response_id else ()
    return _told(found, words, say(CLOSED), *begun, text)


def _told(
    found: Invitation, words: WaveWords, title: str, *paragraphs: str, unsaved: Unsaved = ()
) -> str:
    return render_template(
        "respondent/told.html",
        title=title,
        paragraphs=paragraphs,
        unsaved=unsaved,
        wave=words,
        here=f"/r/{found.code}",
    )


def _words(found: Invitation) -> WaveWords:
    questionnaire = found.instrument.questionnaire
    fills = {
        "firm": found.firm,
        "receipt": found.receipt or "",
        "min_cell": least_firms(services().surveys, questionnaire.id),
    }
    return wave_words(found.wave, found.closes_at, questionnaire.title, language(), fills)
