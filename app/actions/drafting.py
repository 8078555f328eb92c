"""What becomes of a page that is left before it can be saved: it waits as it was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.actions.posting import Posted, Saved, weigh
from app.storage import drafts
from app.storage.drafts import PageDraft

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection  # only storage speaks SQL: named here for the checker

    from app.actions.answering import AnsweringView
    from app.collection.response import Contributor
    from app.storage.responses import Draft


def hold(
    connection: Connection,
    draft: Draft,
    posted: Posted,
    saved: Saved,
    *,
    by: Contributor,
    at: datetime,
) -> None:
    """Keep a page that is left and was refused; forget what waited of one that is saved now."""
    if saved.outcome == "off_path":
        return
    if not saved.is_refused:
        if draft.pages_held:
            drafts.drop(connection, draft.id, (posted.section, posted.page))
        return
    if posted.is_left and not posted.is_blank:
        typed = PageDraft(posted.section, posted.page, posted.raw, posted.seen, by.number, at)
        drafts.keep(connection, draft.id, typed)


def weighed(view: AnsweringView, posted: Posted, *, language: str) -> Saved:
    """What would become of a page that waits, if it were saved now."""
    again = replace(posted, is_left=False)
    return weigh(view.instrument, view.answers, view.facts, again, language=language)[0]
