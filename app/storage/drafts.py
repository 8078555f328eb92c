"""Pages left before they could be saved, as they were typed: no answers, never counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from app.storage import schema

_draft, _response = schema.page_draft, schema.response


@dataclass(frozen=True, slots=True)
class PageDraft:
    """What stood in the fields of a page, and the fingerprints of the answers it had shown."""

    section: str
    page: str
    raw: Mapping[str, Sequence[str]]
    seen: Mapping[str, str]
    contributor: int
    at: datetime


def of_response(connection: Connection, response_id: str) -> tuple[PageDraft, ...]:
    """The pages of a response that were left unsaved, by section and page."""
    found = connection.execute(
        select(_draft.c.section, _draft.c.page, _draft.c.fields, _draft.c.contributor, _draft.c.at)
        .where(_draft.c.response_id == response_id)
        .order_by(_draft.c.section, _draft.c.page)
    )
    return tuple(
        PageDraft(row[0], row[1], row[2]["raw"], row[2]["seen"], *row[3:]) for row in found
    )


def keep(connection: Connection, response_id: str, draft: PageDraft) -> None:
    """Keep a page as it was typed, in place of what was kept of it before."""
    drop(connection, response_id, (draft.section, draft.page))
    connection.execute(
        insert(_draft),
        {
            "response_id": response_id,
            "section": draft.section,
            "page": draft.page,
            "fields": {
                "raw": {name: list(values) for name, values in draft.raw.items()},
                "seen": dict(draft.seen),
            },
            "contributor": draft.contributor,
            "at": draft.at,
        },
    )


def drop(connection: Connection, response_id: str, place: tuple[str, str] | None = None) -> None:
    """Forget what was typed on one page of a response, or on all of them."""
    of_this = delete(_draft).where(_draft.c.response_id == response_id)
    if place:
        of_this = of_this.where(_draft.c.section == place[0], _draft.c.page == place[1])
    connection.execute(of_this)


def drop_of_wave(connection: Connection, wave_code: str) -> None:
    """Forget what was typed and not saved in a whole wave."""
    those = select(_response.c.id).where(_response.c.wave_code == wave_code)
    connection.execute(delete(_draft).where(_draft.c.response_id.in_(those)))
