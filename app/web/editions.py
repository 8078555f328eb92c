"""A run as it is found on the web: its address, its files, the language it is read in."""

from typing import TYPE_CHECKING

from app.language.catalogue import LANGUAGES
from app.reporting.document import Document
from app.reporting.writers.edition import Edition
from app.web.identity import services
from app.web.locale import language

if TYPE_CHECKING:  # pages go through actions: values are named here for the checker alone
    from app.storage.reports import RunHead

NUMBER = "<int(max=999999999):number>"
"""The number of a run, in the pattern of an address."""


def edition_of(head: "RunHead", *, is_public: bool) -> Edition:
    """Where a run is found; the address is that of readers, where they may open it.

    The host is the one that the installation is set to: what a request names may be anybody's.
    """
    place = f"/reports/{head.report}/{head.number}"
    return Edition(
        address=services().site + place if is_public else "",
        run=head.number,
        hash=head.hash,
        at=head.run_at,
        table_file=f"{place}/{{table}}.csv?lang={{language}}" if is_public else "",
        languages={code: f"?lang={code}" for code in LANGUAGES} if is_public else {},
    )


def speech_of(document: Document) -> str:
    """The language of the page, or the first that the document speaks."""
    spoken = document.languages
    return language() if language() in spoken else spoken[0]
