"""What stands at the head and foot of every printed page of a report, as a style sheet.

Browsers that know no margin boxes print the report without them; its first page says the same.
"""

import re

from app.collection.wave import said
from app.language.catalogue import gettext, mark
from app.reporting.document import Document
from app.reporting.writers.edition import Edition
from app.reporting.writers.words import Speech

ESCAPED = re.compile(r'[\\"<>&\n\r\f]')


def sheet(document: Document, language: str, edition: Edition) -> str:
    """The style sheet of the margins: title and state above; source, address and page below."""
    boxes = {
        "top-left": document.title[language],
        "top-right": state(document, language),
        "bottom-left": _foot(document, language, edition),
    }
    told = [f"@{box}{{content:{_quoted(text)}}}" for box, text in boxes.items()]
    page = gettext(language, mark("Page {page} of {pages}"), page="\0", pages="\1")
    counted = _quoted(page).replace("\0", '"counter(page)"').replace("\1", '"counter(pages)"')
    return f"@page{{{''.join(told)}@bottom-right{{content:{counted}}}}}\n"


def state(document: Document, language: str) -> str:
    """Whether the figures are simulated or provisional, in as few words as can be."""
    stated = {
        mark("Simulated"): document.is_simulated,
        mark("Provisional"): document.is_provisional,
    }
    told = [gettext(language, word) for word, holds in stated.items() if holds]
    return gettext(language, mark(" · ")).join(told)


def _foot(document: Document, language: str, edition: Edition) -> str:
    speech = Speech(language)
    waves = [
        speech.say(
            mark("{wave}, {date}"), wave=said(wave.title, language), date=speech.day(wave.as_of)
        )
        for wave in document.origin.waves
    ]
    source = speech.say(mark("Source: {waves}."), waves=speech.say(mark("; ")).join(waves))
    return f"{source} {edition.address}".rstrip()


def _quoted(text: str) -> str:
    """A text as CSS writes it, safe inside a style element too."""
    escaped = ESCAPED.sub(lambda found: f"\\{ord(found[0]):x} ", text)
    return f'"{escaped}"'
