"""What a firm keeps after sending, shown after sending and whenever its code is used again."""

from dataclasses import replace

from flask import render_template

from app.language.catalogue import mark
from app.web.identity import now
from app.web.locale import say
from app.web.visit import Visit
from app.web.wave_words import Read, day, moment, read_passage

REOPEN = "reopen"
"""The field that says that a response is to be opened again, which no older page has."""

CHANGE = "change"
"""The point of the closing page that says how an answer is changed: shown while it can be."""

CLOSED = mark("The survey is closed")
SENT = mark("Your response has been sent")
LAPSED = mark("The survey is closed. What you sent counts; changes made after that do not.")


def receipt_page(at: Visit, *, reopen: str | None = None, is_at_work: bool = False) -> str:
    """The closing page with the receipt number.

    Parameters
    ----------
    reopen : str, optional
        Where a response that was sent opens again.
    is_at_work : bool
        Whether the response is open again in this browser: the page then leads back to it.
    """
    sent = at.view.submitted_at
    is_open = at.view.refusal(now()) is None
    told = day if at.view.wave.anonymous else moment
    zone = "UTC" if at.view.wave.anonymous else at.words.timezone
    when = told(sent, at.interview.language, zone) if sent else None
    context = dict(at.context)
    unsent = context["sent_line"]
    context["sent_line"] = say(mark("Sent on {moment}"), moment=when) if when else None
    return render_template(
        "respondent/receipt.html",
        passage=_passage(at, is_open=is_open),
        receipt=at.view.receipt,
        reopen=reopen,
        reopen_fields=((REOPEN, "1"),),
        unsent_line=unsent if is_open else None,
        closed_line=None if is_open else say(LAPSED),
        is_at_work=is_at_work and is_open,
        has_way_back=is_open and not (reopen or is_at_work or at.view.wave.anonymous),
        **context,
    )


def _passage(at: Visit, *, is_open: bool) -> Read | None:
    """The closing page as the firm reads it; how to change an answer only while it can be."""
    closing = at.view.instrument.questionnaire.closing
    if closing is None:
        return None
    read = read_passage(closing, at.interview.language, at.interview.fills)
    if is_open and not at.view.wave.anonymous:
        return read
    return replace(read, points=tuple(one for one in read.points if one.code != CHANGE))
