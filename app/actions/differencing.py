"""What somebody who kept an earlier run of a report could learn by subtracting it."""

from dataclasses import dataclass
from pathlib import Path

from app.actions import analysis
from app.actions.instruments import instrument
from app.disclosure import policy as disclosure
from app.reporting.document import Document
from app.storage.database import Database


@dataclass(frozen=True, slots=True)
class Nearness:
    """A run that readers have seen differs by so few responses that they can be told apart.

    Parameters
    ----------
    run : int
        The earlier run.
    responses : int
        By how many responses a group of firms differs, above 0 and below `least`.
    least : int
        The base that the survey asks of every published figure.
    """

    run: int
    responses: int
    least: int


def too_near(database: Database, number: int, *, surveys: Path) -> Nearness | None:
    """The published run that a run is too near to; None where subtracting tells nothing new.

    Source: Hundepool et al. (2012), ch. 5, disclosure by differencing.

    Raises
    ------
    UnknownReport
        There is no run of that number.
    """
    here = analysis.run_of(database, number)
    least = _least(database, here.document, surveys)
    found = [
        Nearness(head.number, apart, least)
        for head in analysis.runs_of(database, here.head.report)
        if head.published_at is not None and head.number != number
        for apart in _apart(here.document, analysis.run_of(database, head.number).document)
        if 0 < apart < least
    ]
    return min(found, key=lambda one: one.responses, default=None)


def _apart(one: Document, other: Document) -> list[int]:
    """By how many responses each group of the one differs from the same group of the other."""
    counted, before = _responses(one), _responses(other)
    return [abs(counted[group] - before[group]) for group in counted if group in before]


def _responses(document: Document) -> dict[tuple[str, str], int]:
    return {
        (column.code, column.wave): column.responses
        for table in document.tables
        for column in table.columns
    }


def _least(database: Database, document: Document, surveys: Path) -> int:
    """The largest base that any of the surveys in the document asks for."""
    found = []
    for wave in document.origin.waves:
        survey = instrument(database, wave.instrument).questionnaire.id
        policy, _ = disclosure.read((surveys / survey / "disclosure.yaml").read_bytes())
        found.append(policy.hide_base_under if policy else 0)
    return max(found, default=0)
