"""Which reports and which of their runs a person of the staff may see or do something with."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from werkzeug.exceptions import Forbidden, NotFound

from app.access.roles import Permission, may
from app.actions import analysis
from app.actions.analysis import Run, UnfitReport, UnknownReport
from app.language.catalogue import mark
from app.reporting.definition import ReportDefinition
from app.web.identity import services
from app.web.locale import say
from app.web.staff.gate import person

if TYPE_CHECKING:  # pages go through actions: values are named here for the checker alone
    from app.storage.reports import RunHead


def defined_for(report: str, permission: Permission) -> ReportDefinition:
    """A report, for whoever may do this with all its waves.

    Raises
    ------
    NotFound
        There is none, or the person may not see every wave of it: both look alike.
    Forbidden
        The person may see it and not do this.
    """
    defined = sound(report)
    if defined is None or not may_with(Permission.VIEW_TABLES, defined):
        raise NotFound
    if not may_with(permission, defined):
        raise Forbidden
    return defined


def sound(report: str) -> ReportDefinition | None:
    """The definition of a report; None where there is none without problems."""
    try:
        return analysis.report_definition(services().reports, report)
    except (UnknownReport, UnfitReport):
        return None


def may_with(permission: Permission, defined: ReportDefinition) -> bool:
    """Whether the person may do this with every wave that the report names today."""
    return all(may(person(), permission, group.wave) for group in defined.groups)


def run_for(report: str, number: int, permission: Permission) -> Run:
    """A run of a report, for whoever may do this with every wave in it.

    Raises
    ------
    NotFound
        There is none, or the person may not: both look alike.
    """
    try:
        found = analysis.run_of(services().database, number)
    except UnknownReport as problem:
        raise NotFound from problem
    if found.head.report != report or not may_with_all(permission, found):
        raise NotFound
    return found


def may_with_all(permission: Permission, found: Run) -> bool:
    """Whether the person may do this with every wave whose answers stand in the run.

    They are those that the run was made of, whatever the report asks for today.
    """
    return all(may(person(), permission, wave.wave) for wave in found.document.origin.waves)


def seen_of(heads: Sequence["RunHead"]) -> int | None:
    """The number of the run that readers see: of those they may open, the one shown last."""
    public = [(head.shown_at, head.number) for head in heads if head.is_public]
    return max(public)[1] if public else None


def state_of(head: "RunHead", seen: int | None) -> tuple[str, str]:
    """Whether readers see a run, in words, with its tone."""
    if head.number == seen:
        return say(mark("Readers see this run.")), "good"
    if head.is_public:
        return say(mark("Readers saw this run before; its own address still leads to it.")), ""
    if head.published_at is not None:
        return say(mark("This run was withdrawn from readers.")), "attention"
    return say(mark("Only staff see this run.")), ""
