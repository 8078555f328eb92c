"""The wordings of the interface in each language; the English wording is the key."""

import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = ("en", "ja")
"""Languages that every page of the interface speaks."""

NAMES = {"en": "English", "ja": "日本語"}
"""Each language in its own words."""

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "messages"

_FILL = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@cache
def translations(language: str) -> Translations:
    """The catalogue of a language; empty where the key itself is the wording.

    A compiled catalogue that is missing or older than its source is compiled in memory, so a fresh
    tree speaks every language before anything has been built.
    """
    source = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not source.exists():
        return Translations()
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        with compiled.open("rb") as file:
            return Translations(file, DOMAIN)
    return Translations(_compiled(source), DOMAIN)


def gettext(language: str, msgid: str, **params: object) -> str:
    """A wording in a language, with its params put in for `{name}`.

    A param is put in once and never read again, so a firm's name in braces is only a name.
    """
    return _filled(translations(language).ugettext(msgid), params)


def ngettext(language: str, singular: str, plural: str, n: int, **params: object) -> str:
    """A wording for n things in a language; `{n}` is filled with n unless it is given."""
    wording = translations(language).ungettext(singular, plural, n)
    return _filled(wording, {"n": n, **params})


def mark(msgid: str) -> str:
    """The msgid itself: names a wording for extraction where it is only said later."""
    return msgid


def _filled(wording: str, params: Mapping[str, object]) -> str:
    return _FILL.sub(lambda found: str(params.get(found[1], found[0])), wording)


def _compiled(source: Path) -> io.BytesIO:
    with source.open("rb") as file:
        catalogue = read_po(file, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return compiled
