"""What a reader needs to trace a figure: bases, weights, rules, marks, and whole p values."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest

from app.reporting.document import HIDDEN, Cell, Document, Gap, Note, Table
from app.reporting.sentences import note
from app.reporting.writers import csv as csv_writer
from app.reporting.writers import html, xlsx
from app.reporting.writers.edition import Edition
from app.reporting.writers.view import View
from app.reporting.writers.words import Speech
from tests.reporting import gallery, world
from tests.reporting.gallery_tables import choice, exposure, participation

EDITION = Edition(
    address="https://reports.example/reports/gallery/4",
    run=4,
    at=datetime(2026, 11, 24, tzinfo=UTC),
)
LEGEND = {
    "en": "fewer than 5 firms stand behind one of its two",
    "ja": "5社未満の場合は、p値にかかわらず",
}


def sheet(document: Document, name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.report(document, "en")))
    return list(book[name].iter_rows(values_only=True))


def lines(document: Document) -> list[dict[str, str]]:
    content = csv_writer.report(document, "en", EDITION).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def with_first_gap(p: str, *, is_marked: bool) -> Table:
    table = choice()
    first = replace(table.rows[0], gap=Gap("14.1", "1.1", "27.1", p, is_marked))
    legend = Note("mark_from", {"alpha": "0.05", "least": "5"})
    return replace(table, rows=(first, *table.rows[1:]), notes=(*table.notes, legend))


@pytest.mark.parametrize("hidden", [Cell("hidden", reason=HIDDEN), Cell("none")])
@pytest.mark.parametrize("made", [participation, exposure])
def test_a_row_without_a_base_of_its_own_has_none_in_a_workbook(
    made: Callable[[], Table], hidden: Cell
) -> None:
    """Catches: the base of the whole table beside a row that is hidden or does not apply."""
    table = made()
    rows = tuple(
        replace(row, cells=tuple(replace(cell, base=41) for cell in row.cells))
        for row in table.rows
    )
    last = replace(rows[-1], cells=(hidden, rows[-1].cells[1]))
    document = gallery.document(replace(table, rows=(*rows[:-1], last)))

    found = sheet(document, f"1 {table.code}")

    shown = next(row for row in found if row[0] == rows[0].label["en"])
    bare = next(row for row in reversed(found) if row[0] == last.label["en"])
    assert shown[2] == 41
    assert bare[2] is None


def test_bases_of_a_table_stand_in_every_row_where_rows_have_none() -> None:
    found = sheet(gallery.document(choice()), "1 obstacles")

    assert next(row for row in found if row[0] == "None in particular")[2] == 76


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_legend_of_marks_says_where_there_is_none(language: str) -> None:
    """Catches: p under 0.05 without a mark beside a legend that knows no exception."""
    table = with_first_gap("0.012", is_marked=False)
    both = gallery.document(table, replace(table, code="measures"), choice())
    view = View(both, language, EDITION)

    notes = [found.notes for chapter in view.chapters for found in chapter.tables]
    assert [any(LEGEND[language] in told for told in held) for held in notes] == [
        True,
        True,
        False,
    ]
    assert any(LEGEND[language] in told for told in view.method)
    assert LEGEND[language] in html.report(both, language, EDITION)


def test_the_file_says_why_a_small_p_has_no_mark() -> None:
    table = with_first_gap("0.012", is_marked=False)

    told = [line["not_marked_because"] for line in lines(gallery.document(table))]
    assert told.count("few_firms") == 1
    assert told[0] == "few_firms"


def test_an_assembled_report_states_its_rules_in_figures() -> None:
    told = [note(one, "en", ()) for one in world.document().notes]

    for said in (
        "fewer than 10 firms in the base shares are hidden; with fewer than 30 they",
        "is one of 0, 1, 2.",
        "with fewer than 10 firms behind a share",
        "fewer than 5 firms stand behind one of its two figures",
        "EU: its strata are Germany, France.",
    ):
        assert any(said in one for one in told), said


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_weighted_share_says_so_at_its_table(language: str) -> None:
    view = View(world.document(), language, EDITION)

    for chapter in view.chapters:
        for table in chapter.tables:
            told = " ".join(table.notes)
            assert {"en": "weighted by stratum", "ja": "層別に重み付け"}[language] in told


def test_a_saved_file_names_its_run_its_snapshot_and_its_question() -> None:
    document = gallery.document(choice())

    ours = [line for line in lines(document) if line["shown"] != "published"]
    for line in ours:
        assert (line["report"], line["run"], line["address"]) == ("gallery", "4", EDITION.address)
        assert line["question"] == "What are the main obstacles?"
        assert (line["snapshot"], line["snapshot_at"]) == ("s" * 64, gallery.AT)
    assert {line["group"]: (line["weighted"], line["strata"]) for line in ours} == {
        "jp": ("0", "1"),
        "eu": ("1", "6"),
    }


@pytest.mark.parametrize(
    ("p", "in_file", "in_cell", "on_page"),
    [
        ("0.0000123457", "0.0000123457", 0.0000123457, "<0.001"),
        ("0.0123457", "0.0123457", 0.0123457, "0.012"),
        ("0.000", "<0.001", "<0.001", "<0.001"),
        ("0", "<0.001", "<0.001", "<0.001"),
    ],
)
def test_a_small_p_is_nowhere_zero(
    p: str, in_file: str, in_cell: float | str, on_page: str
) -> None:
    document = gallery.document(with_first_gap(p, is_marked=True))
    book = openpyxl.load_workbook(io.BytesIO(xlsx.report(document, "en")))

    cells = [cell for row in book["1 obstacles"].iter_rows() for cell in row]
    found = next(cell for cell in cells if cell.value == in_cell)
    assert found.data_type == "s" or found.number_format.startswith('[<0.001]"<0.001"')
    assert lines(document)[0]["p_holm"] == in_file
    assert Speech("en").p(p) == on_page


def test_p_has_six_digits_but_of_a_sensitive_question_three_decimals() -> None:
    """Full digits of a weighted share tell, with its count, who answered in which stratum."""
    eu = world.wave("w-eu", {"DE": 120}, {"DE": {"cn": 15, "us": 15, "none": 15, "dont_know": 15}})
    eu.columns["obstacles__cost"] = [number % 3 == 0 for number in range(60)]
    tables = {table.code: table for table in world.document(world.JAPAN, eu).tables}

    def told(code: str) -> list[str]:
        return [row.gap.p for row in tables[code].rows if row.gap and row.gap.p]

    assert {len(p.partition(".")[2]) for p in told("source")} <= {3}
    assert any(len(Decimal(p).as_tuple().digits) == 6 for p in told("obstacles"))


def test_noise_is_no_digit_of_p() -> None:
    """Catches: 0.000000000000004, which is where the halving stopped."""
    eu = world.wave("w-eu", {"DE": 9000}, {"DE": {"cn": 1000, "us": 1000, "none": 1000}})
    eu.columns["obstacles__cost"] = [number % 50 == 0 for number in range(3000)]

    found = next(one for one in world.document(world.JAPAN, eu).tables if one.code == "obstacles")

    (gap,) = [row.gap for row in found.rows if row.code == "cost"]
    assert gap is not None
    assert gap.p is not None
    assert len(gap.p.partition(".")[2]) <= 12


def test_every_column_of_a_file_is_explained() -> None:
    told = (world.ROOT / "reports" / "README.md").read_text(encoding="utf-8")
    listed = told.partition("The columns of a CSV file")[2].partition("Everything that is wrong")[
        0
    ]

    cells = [line.split("|")[1] for line in listed.splitlines() if line.startswith("| `")]
    names = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(names) == sorted(csv_writer.HEAD)
