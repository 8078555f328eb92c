"""One wording in each of its languages, and the words that are filled into it."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

FILL = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Text:
    """A wording per language; the base language is always there.

    `stale` names the languages whose wording was made from an earlier base wording.
    """

    base: str
    wordings: Mapping[str, str]
    stale: frozenset[str] = frozenset()

    def in_language(self, language: str) -> str:
        """The wording in a language, or in the base language where there is none."""
        return self.wordings.get(language) or self.wordings[self.base]

    @property
    def fills(self) -> frozenset[str]:
        """The names of what is filled into the wording of the base language."""
        return frozenset(FILL.findall(self.wordings[self.base]))

    def say(self, language: str, fills: Mapping[str, str] | None = None) -> str:
        """The wording with its fills; a name without a fill stays as it is written.

        Fills are put in once and never read again, so a firm's name in braces is only a name.
        """
        wording = self.in_language(language)
        if not fills:
            return wording
        return FILL.sub(lambda found: fills.get(found[1], found[0]), wording)


def source_hash(wording: str) -> str:
    """Eight hexadecimal digits that change whenever the wording of the base language does."""
    return hashlib.sha256(unicodedata.normalize("NFC", wording).encode()).hexdigest()[:8]
