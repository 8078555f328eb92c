"""A problem of a definition: where it stands, what is wrong, and the way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["problem", "warning"]


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing wrong with a definition.

    Parameters
    ----------
    file : str
        The file as its author knows it.
    line : int
        Its line, from 1.
    path : str
        Where it stands in the definition: `items.employees.ask_if`.
    message : str
        What is wrong with the author's own words quoted, and a way out.
    severity : {"problem", "warning"}
        A warning does not keep the definition from being read and published.
    """

    file: str
    line: int
    path: str
    message: str
    severity: Severity = "problem"

    def __str__(self) -> str:
        """The problem as editors and terminals link it."""
        warning = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}: {warning}{self.path}: {self.message}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by file and line, each once."""
    return tuple(sorted(set(problems)))


def hint(name: object, known: Iterable[str]) -> str:
    """The nearest known names as a sentence part; all of them where they are few."""
    names = sorted(known)
    close = get_close_matches(str(name), names, n=2, cutoff=0.6)
    if close:
        return "; did you mean " + " or ".join(repr(one) for one in close) + "?"
    if 0 < len(names) <= 12:
        return f"; there are {', '.join(names)}"
    return ""


def quoted(value: object, longest: int = 60) -> str:
    """The author's own value, quoted and cut to a length that can be read."""
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
