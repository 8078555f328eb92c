"""Files of a report: CSV and XLSX of every table, opened again by other programs."""

import csv
import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from app.reporting.document import Document
from app.reporting.writers import csv as csv_writer
from app.reporting.writers import xlsx
from app.reporting.writers.xlsx import LONGEST_NAME, sheet_names
from tests.reporting import gallery
from tests.reporting.gallery_cells import words
from tests.reporting.gallery_tables import choice, scale

FORMULAS = ("=1+1", '=HYPERLINK("https://example.org")', "＝1+1", "+1", "@SUM(A1)", "-1")


def opened(document: Document, language: str = "en") -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx.report(document, language)))


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def row_of(book: Workbook, sheet: str, label: str) -> list[object]:
    for row in book[sheet].iter_rows(values_only=True):
        if row[0] == label:
            return list(row[1:])
    raise AssertionError(label)


def labelled(text: str) -> Document:
    """A report with one label that a spreadsheet could compute."""
    table = choice()
    rows = (replace(table.rows[0], label=words(text, text)), *table.rows[1:])
    return gallery.document(replace(table, rows=rows))


def test_a_workbook_has_its_contents_and_a_sheet_for_each_table() -> None:
    book = opened(gallery.gallery())

    codes = [table.code for table in gallery.document().tables]
    assert book.sheetnames == ["Contents", *(f"{n} {code}" for n, code in enumerate(codes, 1))]
    links = [cell.hyperlink.location for (cell, *_) in book["Contents"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_figures_are_numbers_with_the_decimals_that_they_were_published_with() -> None:
    sheet = opened(gallery.gallery())["2 obstacles"]

    cell = next(
        cell for row in sheet.iter_rows() for cell in row if cell.value == 55.3
    )  # fmt: skip
    assert (cell.data_type, cell.number_format) == ("n", "0.0")
    assert cell.font.bold


def test_every_published_share_stands_in_its_sheet() -> None:
    book = opened(gallery.gallery(), "ja")

    for number, table in enumerate(gallery.document().tables, start=1):
        for row in table.rows:
            held = {
                value
                for line in book[f"{number} {table.code}"].iter_rows(values_only=True)
                if line[0] == row.label["ja"]
                for value in line
            }
            assert {float(cell.percent) for cell in row.cells if cell.percent} <= held


def test_a_hidden_figure_is_a_word_on_a_ground_of_its_own() -> None:
    sheet = opened(gallery.gallery())["2 obstacles"]

    hidden = [cell for row in sheet.iter_rows() for cell in row if cell.value == "hidden"]
    assert len(hidden) == 2
    assert {cell.fill.fgColor.rgb for cell in hidden} == {"FFEFECE6"}


def test_every_sheet_tells_its_base_its_source_and_that_it_is_simulated() -> None:
    book = opened(gallery.gallery())

    for name in book.sheetnames[1:]:
        told = " ".join(str(row[0]) for row in book[name].iter_rows(values_only=True))
        assert "Base" in told or "base of its own" in told
        assert "Source: Survey of firms in Japan" in told
        assert "Simulated · Provisional" in told


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_never_a_formula(text: str) -> None:
    document = labelled(text)

    cells = [
        cell for sheet in opened(document) for row in sheet.iter_rows() for cell in row
    ]  # fmt: skip
    assert text in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
    assert lines(csv_writer.report(document, "en"))[0]["label"] == f"'{text}"


@pytest.mark.parametrize("text", [*FORMULAS, "{=1+1}"])
def test_the_head_of_a_group_is_never_a_formula(text: str) -> None:
    table = choice()
    columns = tuple(replace(one, label=words(text, text)) for one in table.columns)

    book = opened(gallery.document(replace(table, columns=columns)))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == text] == ["s"] * len(columns)


def test_equal_documents_give_equal_bytes_dated_by_their_snapshot() -> None:
    first = xlsx.report(gallery.document(), "ja")

    assert first == xlsx.report(gallery.document(), "ja")
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        properties = file.read("docProps/core.xml").decode()
    assert "2026-11-24T12:00:00Z" in properties


def test_names_of_sheets_are_short_and_stand_once() -> None:
    codes = [f"{'a_long_code_of_a_table' * 3}_{n}" for n in range(12)]

    names = sheet_names(codes)

    assert len(set(names)) == 12
    assert all(len(name) <= LONGEST_NAME for name in names)


def test_a_workbook_in_a_language_without_wordings_is_refused() -> None:
    with pytest.raises(ValueError, match="no wording in 'de'"):
        xlsx.report(gallery.document(), "de")


def test_the_file_of_one_table_has_its_lines_of_the_file_of_all() -> None:
    document = gallery.document()
    whole = lines(csv_writer.report(document, "en"))

    for table in document.tables:
        own = lines(csv_writer.table(document, table.code, "en"))
        assert own == [line for line in whole if line["table"] == table.code] != []


def test_there_is_no_file_of_a_table_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        csv_writer.table(gallery.document(), "nothing", "en")


def test_every_measure_has_a_line_of_its_own_unit() -> None:
    found = lines(csv_writer.table(gallery.document(), "government_wishes", "en"))

    held = {(line["measure"], line["unit"]) for line in found}
    assert held == {("top", "percent"), ("first", "percent"), ("points", "points")}


def test_a_second_question_brings_its_own_tallies() -> None:
    found = lines(csv_writer.table(gallery.document(), "measures", "en"))

    bases = {(line["measure"], line["group"]): line["base"] for line in found}
    assert bases[("taken", "jp")] == "76"
    assert bases[("planned", "jp")] == "74"


def test_figures_of_others_stand_in_the_file_with_their_source() -> None:
    found = lines(csv_writer.table(gallery.document(), "obstacles", "en"))

    others = [line for line in found if line["shown"] == "published"]
    assert len(others) == 4
    assert others[0]["figure"] == "75.0"
    assert others[0]["source"] == "https://example.org/2021 https://example.org/2021?page=2"
    assert next(line for line in found if line["shown"] == "hidden")["figure"] == ""


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="an extra where LibreOffice is there: too heavy to install for it; openpyxl opens all",
)
def test_another_spreadsheet_opens_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "scale.xlsx").write_bytes(xlsx.report(gallery.document(scale()), "ja"))

    command = [
        "soffice",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        "scale.xlsx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=120)

    written = next(tmp_path.glob("*awareness.csv")).read_text(encoding="utf-8")
    assert "強く意識している" in written
    assert "42.1" in written
