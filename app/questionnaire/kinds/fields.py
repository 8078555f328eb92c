"""Fields of a page as they came: values chosen and texts typed, with what is wrong with them."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from app.questionnaire.answer import Finding
from app.questionnaire.instrument import Item, Option
from app.questionnaire.kinds.kind import Raw

_KEPT = frozenset("\n\t")


def chosen(raw: Raw, name: str) -> tuple[str, ...]:
    """The values that came in a field, each once; an empty one is no value."""
    return tuple(dict.fromkeys(value for value in raw.get(name, ()) if value.strip()))


def typed(raw: Raw, name: str) -> str:
    """The text that came in a field, line ends and spaces at its ends put in order."""
    values = raw.get(name, ())
    text = values[0] if values else ""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_repeated(raw: Raw, name: str) -> bool:
    """Whether a field that stands once on the page came several times with different values."""
    return len(chosen(raw, name)) > 1


def text_findings(
    item: Item, text: str, *, most: int | None, part: str | None = None, lines: bool = False
) -> tuple[Finding, ...]:
    """What is wrong with a text: characters that cannot be shown, line breaks, length."""
    if not is_showable(text):
        return (Finding("text_nul", item.code, part=part),)
    if not lines and "\n" in text:
        return (Finding("text_lines", item.code, part=part),)
    if most is not None and len(text) > most:
        figures = {"k": Decimal(most), "n": Decimal(len(text))}
        return (Finding("text_long", item.code, figures=figures, part=part),)
    return ()


def is_showable(text: str) -> bool:
    """Whether a text is free of NUL, control characters and halves of characters."""
    return all(
        char in _KEPT
        or (unicodedata.category(char) not in {"Cc", "Cs"} and ord(char) & 0xFFFE != 0xFFFE)
        for char in text
    )


def unknown(item: Item, codes: Sequence[str], known: Sequence[Option]) -> tuple[Finding, ...]:
    """A finding where a code came that is not offered to the firm."""
    offered = {option.code for option in known}
    if all(code in offered for code in codes):
        return ()
    return (Finding("list_unknown", item.code),)
