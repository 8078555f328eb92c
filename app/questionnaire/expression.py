"""Conditions: a small typed language in three-valued logic on exact decimals."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition as written."""

    source: str
