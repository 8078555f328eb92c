"""A document as HTML: a part of a page, in one language, without style or script of its own."""

import re
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.language.catalogue import NAMES, gettext
from app.reporting.document import Document
from app.reporting.writers.edition import Edition
from app.reporting.writers.view import View

TEMPLATES = Path(__file__).parent / "templates"

INDENT = re.compile(r"\n\s+")
"""What stands before a line of a template: a tenth of a page, and nothing to its reader."""


def report(document: Document, language: str, edition: Edition | None = None) -> Markup:
    """The whole document with its heading of the first level, to stand in the main part of a page.

    All languages show the same published figures. Classes are those of
    `web/static/components/report*.css`, `table.css` and `page.css`.

    Parameters
    ----------
    document : Document
    language : str
        One of the document's languages.
    edition : Edition, optional
        Where it is found: its address, its hash, its files.

    Raises
    ------
    ValueError
        The document has no wording in that language.
    """
    if language not in document.languages:
        raise ValueError(f"report {document.code!r} has no wording in {language!r}")
    found = edition or Edition()
    view = View(document, language, found)
    # Drawings are our own and stored with the run; no text of a respondent stands in them.
    rendered = (
        environment()
        .get_template("report.html")
        .render(
            view=view,
            chapters=view.chapters,
            document=document,
            edition=found,
            language=language,
            _=partial(gettext, language),
            drawing=Markup,
        )
    )
    bare = INDENT.sub("\n", rendered)
    return Markup(bare)  # noqa: S704  # the environment has escaped every text


@cache
def environment() -> Environment:
    """The templates of reports, every text escaped."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["names"] = NAMES
    return made
