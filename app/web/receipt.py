"""What a firm keeps after sending, shown after sending and whenever its code is used again."""

from flask import render_template

from app.language.catalogue import mark
from app.web.locale import say
from app.web.visit import Visit
from app.web.wave_words import moment, read_passage


def receipt_page(at: Visit, *, reopen: str | None = None) -> str:
    """The closing page with the receipt number; `reopen` is where the response opens again."""
    closing = at.view.instrument.questionnaire.closing
    sent = at.view.submitted_at
    when = moment(sent, at.interview.language, at.words.timezone) if sent else None
    return render_template(
        "respondent/receipt.html",
        passage=read_passage(closing, at.interview.language, at.interview.fills)
        if closing
        else None,
        receipt=at.view.receipt,
        sent_line=say(mark("Sent on {moment}"), moment=when) if when else None,
        reopen=reopen,
        **at.context,
    )
