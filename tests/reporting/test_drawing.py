"""Charts and pages: positions, words, markup that a strict policy and every reader accept."""

import csv
import io
import json
import re
from functools import cache

import html5lib
import pytest

from app.reporting.document import Document, from_mapping
from app.reporting.figures import drawn, palette
from app.reporting.writers import csv as csv_writer
from app.reporting.writers import html
from app.reporting.writers import json as json_writer
from tests.reporting import world
from tests.reporting.world import ROOT, document


@cache
def made() -> Document:
    """A drawn report with a hidden cell and its complement."""
    japan = world.wave("w-jp", {"JP": 60}, {"JP": {"cn": 25, "us": 14, "none": 2, "dont_know": 4}})
    inks = palette((ROOT / "reports" / "palette.yaml").read_bytes())
    return drawn(document(japan), inks)


def test_a_chart_is_drawn_in_each_language_wide_and_narrow() -> None:
    for figure in made().figures:
        kinds = [(drawing.language, drawing.width) for drawing in figure.drawings]
        assert kinds == [("en", "wide"), ("en", "narrow"), ("ja", "wide"), ("ja", "narrow")]


def test_a_chart_needs_no_exception_from_a_strict_policy() -> None:
    """Catches: inline styles, scripts or outside addresses in a drawing."""
    for figure in made().figures:
        for drawing in figure.drawings:
            bare = drawing.svg.replace("http://www.w3.org/", "")
            assert not re.search(r"style=|<style|<script|href=|url\(|https?:", bare)
            assert 'aria-hidden="true"' in drawing.svg


def test_a_chart_shows_the_published_figures_and_no_hidden_one() -> None:
    english = made().figures[0].drawings[0].svg

    assert "Japan 55.6%" in english
    assert "hidden" in english
    assert "4.4%" not in english


def test_a_simulated_chart_says_so_wherever_it_is_copied() -> None:
    for figure in made().figures:
        said = {drawing.language: "Simulated" in drawing.svg for drawing in figure.drawings}
        assert said["en"]


def test_equal_documents_are_drawn_alike() -> None:
    inks = palette((ROOT / "reports" / "palette.yaml").read_bytes())

    assert drawn(made(), inks) == made()
    assert from_mapping(json.loads(json_writer.report(made()))) is not None


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_page_is_well_formed_in_each_language(language: str) -> None:
    drawn_page = str(html.report(made(), language))
    page = (
        f'<!DOCTYPE html><html lang="{language}"><title>t</title><body>{drawn_page}</body></html>'
    )

    parser = html5lib.HTMLParser(strict=True)
    tree = parser.parse(page)

    xhtml = "{http://www.w3.org/1999/xhtml}"
    assert len(tree.findall(f".//{xhtml}h1")) == 1
    for table in tree.findall(f".//{xhtml}table"):
        assert table.find(f"{xhtml}caption") is not None
        assert all(head.get("scope") for head in table.iter(f"{xhtml}th"))
    ids = re.findall(r'\bid="([^"]+)"', drawn_page)
    assert len(ids) == len(set(ids))


def test_both_languages_show_the_same_figures() -> None:
    def figures(language: str) -> list[str]:
        tree = html5lib.parse(str(html.report(made(), language)))
        cells = tree.iter("{http://www.w3.org/1999/xhtml}td")
        return re.findall(r"\d+\.\d", " ".join("".join(cell.itertext()) for cell in cells))

    assert figures("en") == figures("ja") != []


def test_a_page_says_the_reading_the_bases_and_that_it_is_simulated() -> None:
    page = str(html.report(made(), "en"))

    assert "Reading: these firms." in page
    assert "Simulated: firms and answers are invented." in page
    assert "Base: firms that answered (Japan 45, EU 58)" in page
    assert "Multiple answers, up to 2 for each firm" in page


def test_text_is_never_markup() -> None:
    content = world.REPORT.replace("en: Two panels", 'en: "<b>Two</b> & panels"')

    page = str(html.report(document(content=content), "en"))

    assert "&lt;b&gt;Two&lt;/b&gt; &amp; panels" in page


def test_a_language_without_wordings_is_refused() -> None:
    with pytest.raises(ValueError, match="no wording in 'de'"):
        html.report(made(), "de")


def test_json_holds_what_is_published_and_no_drawing() -> None:
    stored = json.loads(json_writer.report(made()))

    assert stored["tables"][0]["rows"][0]["cells"][0]["percent"] == "55.6"
    assert all(figure["drawings"] == [] for figure in stored["figures"])


def test_csv_opens_in_japanese_spreadsheets_and_says_that_it_is_simulated() -> None:
    content = csv_writer.report(made(), "ja")

    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0]["figure"] == "55.6"
    assert {row["simulated"] for row in rows} == {"1"}
    hidden = next(row for row in rows if row["shown"] == "hidden")
    assert hidden["figure"] == hidden["firms"] == hidden["low"] == ""


@pytest.mark.parametrize("label", ["=1+1", "＝1+1", "＋1", "'1"])
def test_csv_keeps_a_label_from_being_a_formula(label: str) -> None:
    content = world.REPORT.replace(
        "order: given,", f'order: given, labels: {{cost: {{en: "{label}", ja: "{label}"}}}},'
    )

    written = csv_writer.report(document(content=content), "en").decode("utf-8-sig")

    assert f",'{label}," in written
