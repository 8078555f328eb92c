"""Answers by week: every week of the field work, and never the years before it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from app.storage.schema import response
from tests.web.tea_site import HERE, TeaSite

SENT = response.c.receipt.is_not(None)


@pytest.mark.parametrize(
    ("days", "weeks"),
    [
        (("2026-11-03", "2026-11-24"), 4),
        (("0026-11-24", "2026-11-24"), 2),
        (("2026-08-03", "2026-11-24"), 10),
    ],
    ids=["with those in which nothing came", "not of centuries", "not before the wave opened"],
)
def test_weeks_are_shown_as_long_as_the_wave_was_open(
    site: TeaSite, days: tuple[str, str], weeks: int
) -> None:
    site.world.sent(2, HERE)
    with site.database.write() as connection:
        found = connection.execute(select(response.c.id).where(SENT)).scalars().all()
        for one, day in zip(found, days, strict=True):
            at = datetime.fromisoformat(day).replace(tzinfo=UTC)
            connection.execute(
                update(response).where(response.c.id == one).values(submitted_at=at)
            )

    page = site.signed_in("viewer").get(f"/staff/waves/{HERE}").get_data(as_text=True)

    table = page[page.index("<h2>Answers by week") :]
    assert table[: table.index("</table>")].count('<th scope="row"') == weeks
