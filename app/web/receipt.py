"""What a firm keeps after sending, shown after sending and whenever its code is used again."""

from flask import render_template

from app.language.catalogue import mark
from app.web.locale import say
from app.web.visit import Visit
from app.web.wave_words import day, moment, read_passage

REOPEN = "reopen"
"""The field that says that a response is to be opened again, which no older page has."""


def receipt_page(at: Visit, *, reopen: str | None = None) -> str:
    """The closing page with the receipt number; `reopen` is where the response opens again.

    Of a response that is open again it says so, and leads back.
    """
    closing = at.view.instrument.questionnaire.closing
    sent = at.view.submitted_at
    told = day if at.view.wave.anonymous else moment
    zone = "UTC" if at.view.wave.anonymous else at.words.timezone
    when = told(sent, at.interview.language, zone) if sent else None
    context = dict(at.context)
    context["unsent_line"] = context["sent_line"]
    context["sent_line"] = say(mark("Sent on {moment}"), moment=when) if when else None
    return render_template(
        "respondent/receipt.html",
        passage=read_passage(closing, at.interview.language, at.interview.fills)
        if closing
        else None,
        receipt=at.view.receipt,
        reopen=reopen,
        reopen_fields=((REOPEN, "1"),),
        **context,
    )
