"""A report put together: definition, questionnaires, responses and policy become a document."""

from collections.abc import Callable, Iterator, Mapping

from app.disclosure.policy import Policy
from app.reporting import differences, sentences
from app.reporting.definition import ReportDefinition, TableDefinition
from app.reporting.document import Document, Figure, Note, Origin, Table
from app.reporting.published import PublishedFigures
from app.reporting.rules import rule_notes, strata_notes
from app.reporting.source import Source
from app.reporting.tables.choices import choice_table
from app.reporting.tables.compilation import NO_FIGURES, Compilation
from app.reporting.tables.exposures import exposure_table
from app.reporting.tables.forms import in_forms
from app.reporting.tables.gates import withheld
from app.reporting.tables.linking import linked
from app.reporting.tables.notes import mark_note
from app.reporting.tables.participation import participation_table
from app.reporting.tables.ranks import rank_table
from app.reporting.tables.scales import scale_table
from app.reporting.tables.sums import sum_table

TABLES: Mapping[str, Callable[[Compilation, TableDefinition], Table]] = {
    "choice": choice_table,
    "scale": scale_table,
    "roster": choice_table,
    "rank": rank_table,
    "sum": sum_table,
    "participation": participation_table,
    "exposure": exposure_table,
}
"""By the kind of a table, what makes it."""

CHARTS: Mapping[str, str] = {"scale": "diverging"}
"""By the kind of a table, the kind of its chart; bars where none is named."""


def assemble(
    definition: ReportDefinition,
    sources: Mapping[str, Source],
    policy: Policy,
    origin: Origin,
    figures: PublishedFigures = NO_FIGURES,
) -> Document:
    """The report, with every figure rounded as published and nothing in it that is hidden.

    Figures are described but not drawn: `figures.drawn` does that.

    Parameters
    ----------
    definition : ReportDefinition
        Without problems against the questionnaires of the sources.
    sources : mapping
        By wave.
    policy : Policy
        The strictest that holds for the waves.
    origin : Origin
    figures : PublishedFigures
        What others have published, for tables that cite them.

    Returns
    -------
    Document

    Source: docs/methods.md. Checked in tests/reporting/test_assembly.py.
    """
    used = [sources[group.wave] for group in definition.groups]
    is_provisional = any(source.origin.is_open for source in used)
    compilation = Compilation(definition, sources, policy, is_provisional, figures)
    left_out = withheld(compilation)
    shown = [table for table in definition.tables if not _is_left_out(table, left_out)]
    tables = linked(
        shown, [in_forms(compilation, one, TABLES[one.kind](compilation, one)) for one in shown]
    )
    tests = sum(table.tests for table in tables)
    return Document(
        code=definition.code,
        title=definition.title,
        subtitle=definition.subtitle,
        languages=definition.languages,
        reading=definition.reading,
        level=definition.level,
        tables=tables,
        figures=tuple(
            figure
            for defined, table in zip(shown, tables, strict=True)
            for figure in _figures(defined, table, definition.languages)
        ),
        notes=(
            Note(f"reading_{definition.reading}"),
            Note("level", {"level": str(definition.level)}),
            Note("base"),
            Note("bounds"),
            *rule_notes(policy),
            *([mark_note(policy, definition.level)] if tests and not is_provisional else []),
            *strata_notes(definition.groups, sources, definition.languages),
            *_left_out(definition, left_out),
            *([Note("families", {"tests": str(tests)})] if tests and not is_provisional else []),
        ),
        origin=origin,
        is_provisional=is_provisional,
        is_simulated=any(source.is_simulated for source in used),
    )


def _is_left_out(table: TableDefinition, left_out: frozenset[str]) -> bool:
    beside = table.beside_item.item if table.beside_item else ""
    return not left_out.isdisjoint({table.item, beside})


def _left_out(definition: ReportDefinition, left_out: frozenset[str]) -> Iterator[Note]:
    """That tables are missing, by their titles."""
    titles = [table.title for table in definition.tables if _is_left_out(table, left_out)]
    if titles:
        said = {
            language: "; ".join(title[language] for title in titles)
            for language in definition.languages
        }
        yield Note("withheld", words={"titles": said})


def _figures(
    defined: TableDefinition, table: Table, languages: tuple[str, ...]
) -> Iterator[Figure]:
    """The charts of a table, not drawn yet; the first has the code of its table."""
    usual = "paired" if defined.beside_item else CHARTS.get(table.kind, "bars")
    for number, kind in enumerate(defined.charts or (usual,)):
        words = differences if kind == "dots" else sentences
        yield Figure(
            code=f"{table.code}_{kind}" if number else table.code,
            table=table.code,
            title={language: words.finding(table, language) for language in languages},
            alternative={language: words.alternative(table, language) for language in languages},
            kind=kind,
        )
