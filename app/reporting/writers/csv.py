"""The tables of a document as one CSV file that spreadsheets in every language open."""

import csv
import io
from collections.abc import Iterator

from app.collection.datafile import guarded
from app.reporting.document import Document

HEAD = (
    "table", "item", "row", "label", "group", "wave", "shown", "firms", "percent", "low", "high",
    "least", "most", "frame", "responses", "asked", "answered", "base", "not_answered", "refused",
    "not_applicable", "difference", "difference_low", "difference_high", "p_holm", "marked",
    "reading", "level", "provisional", "simulated",
)  # fmt: skip


def report(document: Document, language: str) -> bytes:
    """One line for each row and group; UTF-8 with the mark that Japanese spreadsheets need.

    A difference stands beside the first group. Text that a spreadsheet would compute is kept from
    it by an apostrophe; figures are plain decimals.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows(_lines(document, language))
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _lines(document: Document, language: str) -> Iterator[list[object]]:
    for table in document.tables:
        for row in table.rows:
            for place, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
                gap = row.gap if place == 0 else None
                yield [
                    table.code, table.item, row.code, guarded(row.label[language]), column.code,
                    column.wave, cell.shown, cell.count, cell.percent, cell.low, cell.high,
                    cell.least, cell.most, column.frame, column.responses, column.asked,
                    column.answered, column.base, column.not_answered, column.refused,
                    column.not_applicable, gap and gap.points, gap and gap.low, gap and gap.high,
                    gap and gap.p, gap and int(gap.is_marked), document.reading, document.level,
                    int(document.is_provisional), int(document.is_simulated),
                ]  # fmt: skip
