"""A report as one HTML file that stands alone: style, type and drawings are in it, no script."""

import base64
import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

from app.language.catalogue import gettext
from app.reporting.document import Document
from app.reporting.writers import html, paper
from app.reporting.writers.edition import Edition

SHEETS = (
    "tokens.css",
    "components/page.css",
    "components/site.css",
    "components/table.css",
    "components/report.css",
    "components/report-figure.css",
    "components/report-table.css",
    "components/report-print.css",
)
FACE = re.compile(r'url\("/static/(fonts/[a-z0-9.-]+)"\)')


def report(document: Document, language: str, edition: Edition, static: Path) -> bytes:
    """The whole page, to be opened from a disk or sent by mail.

    Parameters
    ----------
    static : Path
        The folder with the style sheets and the type of the site, which are put into the page.

    Raises
    ------
    ValueError
        The document has no wording in that language.
    """
    drawn = html.report(document, language, edition)
    # Both sheets are our own; the second quotes every text that it holds.
    style = Markup(_style(static) + paper.sheet(document, language, edition))  # noqa: S704
    page = (
        html.environment()
        .get_template("page.html")
        .render(
            title=document.title[language],
            language=language,
            style=style,
            drawn=drawn,
            elsewhere=[
                (code, address) for code, address in edition.languages.items() if code != language
            ],
            _=lambda msgid: gettext(language, msgid),
        )
    )
    return page.encode()


@cache
def _style(static: Path) -> str:
    """The sheets that a report needs, with the type inside."""
    sheets = "\n".join((static / sheet).read_text(encoding="utf-8") for sheet in SHEETS)
    return FACE.sub(lambda found: f'url("{_inside(static / found[1])}")', sheets)


def _inside(file: Path) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}"
