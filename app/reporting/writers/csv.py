"""The tables of a document as CSV files that spreadsheets in every language open."""

import csv
import io
from collections.abc import Iterable, Iterator

from app.collection.datafile import guarded
from app.reporting.differences import is_unmarked
from app.reporting.document import (
    Cell,
    Column,
    Document,
    Gap,
    Measure,
    Published,
    Row,
    Table,
    WaveOrigin,
)
from app.reporting.writers.edition import Edition
from app.reporting.writers.others import changes, other_rows
from app.reporting.writers.words import exact_p

FEW_FIRMS = "few_firms"
"""Why a difference with a small p has no mark."""

HEAD = (
    "table", "item", "part", "row", "label", "group", "wave", "measure", "unit", "shown", "firms",
    "row_base", "figure", "low", "high", "least", "most", "frame", "responses", "asked",
    "answered", "base", "not_answered", "refused", "not_applicable", "difference",
    "difference_low", "difference_high", "p_holm", "marked", "source", "reading", "level",
    "provisional", "simulated", "change", "not_marked_because", "weighted", "strata", "question",
    "report", "run", "address", "snapshot", "snapshot_at",
)  # fmt: skip

Values = dict[str, object]


def report(document: Document, language: str, edition: Edition | None = None) -> bytes:
    """One line for each row, group and measure of every table, figures of others after ours.

    UTF-8 with the mark that Japanese spreadsheets need. A difference stands beside the first
    measure of the first group. Text that a spreadsheet would compute is kept from it by an
    apostrophe; figures are plain decimals. Each line names the run that it comes from and its
    address, where the edition has them.
    """
    return _file(document, document.tables, language, edition or Edition())


def table(document: Document, code: str, language: str, edition: Edition | None = None) -> bytes:
    """The lines of one table.

    Raises
    ------
    KeyError
        The document has no table of that code.
    """
    found = {one.code: one for one in document.tables}[code]
    return _file(document, (found,), language, edition or Edition())


def _file(document: Document, tables: Iterable[Table], language: str, edition: Edition) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, HEAD, lineterminator="\r\n")
    writer.writeheader()
    of_all: Values = {
        "reading": document.reading,
        "level": document.level,
        "provisional": int(document.is_provisional),
        "simulated": int(document.is_simulated),
        "report": document.code,
        "run": edition.run,
        "address": guarded(edition.address),
    }
    waves = {wave.wave: wave for wave in document.origin.waves}
    for one in tables:
        asked = {"question": guarded(one.question[language])}
        for line in _lines(one, language, document.level):
            made_from = _of_wave(waves.get(str(line.get("wave"))))
            writer.writerow({**line, **asked, **made_from, **of_all})
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _of_wave(wave: WaveOrigin | None) -> Values:
    """The snapshot of responses behind a line; figures of others have none."""
    return {"snapshot": wave.snapshot, "snapshot_at": wave.as_of} if wave else {}


def _lines(one: Table, language: str, level: int) -> Iterator[Values]:
    for row in one.rows:
        part = guarded(row.part[language]) if row.part else ""
        named: Values = {
            "table": one.code,
            "item": one.item,
            "part": part,
            "row": row.code,
            "label": guarded(row.label[language]),
        }
        for line in (*_own(one, row, level), *_of_others(one, row, language)):
            yield {**named, **line}
    for line in _others_alone(one, language):
        yield {"table": one.code, "item": one.item, **line}


def _own(one: Table, row: Row, level: int) -> Iterator[Values]:
    held = ((one.measure, row.cells), *zip(one.measures, row.also, strict=True))
    for number, (measure, cells) in enumerate(held):
        columns = measure.columns or one.columns
        for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            is_first = number == place == 0
            yield {
                **_of_column(column),
                **_of_cell(cell, measure),
                **(_of_gap(row.gap, level) if is_first and row.gap else {}),
            }


def _of_column(column: Column) -> Values:
    tallies = (
        "frame", "responses", "asked", "answered", "base", "not_answered", "refused",
        "not_applicable", "strata",
    )  # fmt: skip
    told: Values = {name: getattr(column, name) for name in tallies}
    weighted = int(column.is_weighted)
    return {**told, "group": column.code, "wave": column.wave, "weighted": weighted}


def _of_cell(cell: Cell, measure: Measure) -> Values:
    return {
        "measure": measure.code,
        "unit": measure.unit,
        "shown": cell.shown,
        "firms": cell.count,
        "row_base": cell.base,
        "figure": cell.percent,
        "low": cell.low,
        "high": cell.high,
        "least": cell.least,
        "most": cell.most,
    }


def _of_gap(gap: Gap, level: int) -> Values:
    return {
        "difference": gap.points,
        "difference_low": gap.low,
        "difference_high": gap.high,
        "p_holm": exact_p(gap.p),
        "marked": int(gap.is_marked),
        "not_marked_because": FEW_FIRMS if is_unmarked(gap, level) else "",
    }


def _of_others(one: Table, row: Row, language: str) -> Iterator[Values]:
    """Figures of others, exempt from our rules of publication, with their source."""
    for published in one.beside:
        figure = published.percents.get(row.code)
        if figure is not None:
            yield _of_other(published, figure, language)


def _others_alone(one: Table, language: str) -> Iterator[Values]:
    """Options that only others offered, by the label of the source: no row of ours has a code."""
    for row in other_rows(one):
        for published, figure in zip(one.beside, row.percents, strict=True):
            if figure is not None:
                label = guarded(row.label[language])
                yield {"label": label, **_of_other(published, figure, language)}


def _of_other(published: Published, figure: str, language: str) -> Values:
    return {
        "group": guarded(published.label[language]),
        "measure": published.measure,
        "unit": "percent",
        "shown": "published",
        "figure": figure,
        "base": published.base,
        "source": guarded(" ".join(published.sources)),
        "change": " ".join(changes(published)),
    }
