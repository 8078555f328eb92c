"""A report as a folder of files: pages that stand alone, JSON, CSV, and a workbook."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.reporting.document import Document
from app.reporting.writers import csv, json, page, xlsx
from app.reporting.writers.edition import Edition


def is_own(path: str, code: str) -> bool:
    """Whether `files` may have written this path for an earlier run of the report of that code."""
    name = re.escape(code)
    own = rf"index(\.\w+)?\.html|{name}\.json|{name}\.\w+\.(csv|xlsx)|tables/\w+\.\w+\.csv"
    return re.fullmatch(own, path, re.ASCII) is not None


def files(document: Document, edition: Edition, static: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a report by its path; the first language has the page `index.html`.

    Equal documents and editions give equal bytes. `static` holds the style sheets of the pages.
    """
    pages = {
        language: "index.html" if number == 0 else f"index.{language}.html"
        for number, language in enumerate(document.languages)
    }
    here = replace(edition, languages=pages, table_file="tables/{table}.{language}.csv")
    for language, name in pages.items():
        yield name, page.report(document, language, here, static)
    yield f"{document.code}.json", json.report(document)
    for language in document.languages:
        yield f"{document.code}.{language}.csv", csv.report(document, language, here)
        yield f"{document.code}.{language}.xlsx", xlsx.report(document, language, here)
        for table in document.tables:
            name = here.file_of(table.code, language)
            yield name, csv.table(document, table.code, language, here)
