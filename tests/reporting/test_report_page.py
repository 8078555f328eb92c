"""The page of a report with every kind of table, in both languages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import html5lib
import pytest

from app.reporting.document import Note
from app.reporting.writers import html, paper
from app.reporting.writers.edition import Edition
from tests.reporting import gallery
from tests.reporting.gallery_cells import W2021, W2024
from tests.reporting.gallery_tables import choice, mix, rank, scale

X = "{http://www.w3.org/1999/xhtml}"
EDITION = Edition(
    address="https://reports.example/reports/gallery/4",
    run=4,
    hash="ab" * 32,
    at=datetime(2026, 11, 24, tzinfo=UTC),
    table_file="tables/{table}.{language}.csv",
    languages={"en": "?lang=en", "ja": "?lang=ja"},
)


def page(language: str = "en") -> Element:
    written = str(html.report(gallery.gallery(), language, EDITION))
    parser = html5lib.HTMLParser(strict=True)
    found = parser.parse(f"<!DOCTYPE html><html><title>t</title><body>{written}</body></html>")
    assert isinstance(found, Element)
    return found


def text(part: Element) -> str:
    return " ".join("".join(part.itertext()).split())


def table(code: str, language: str = "en") -> Element:
    return next(
        found
        for section in page(language).iter(f"{X}section")
        if section.get("aria-labelledby") == code
        for found in section.iter(f"{X}table")
    )


def lines(found: Element) -> Iterator[tuple[str, list[str]]]:
    for row in found.iter(f"{X}tr"):
        head = row.find(f"{X}th")
        if head is not None and head.get("scope") == "row":
            yield text(head), [text(cell) for cell in row.findall(f"{X}td")]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_row_of_a_table_has_as_many_columns_as_its_head(language: str) -> None:
    for found in page(language).iter(f"{X}table"):
        top = found.findall(f"{X}thead/{X}tr")[0]
        width = sum(int(head.get("colspan", "1")) for head in top)
        for row in found.findall(f"{X}tbody/{X}tr"):
            assert sum(int(cell.get("colspan", "1")) for cell in row) == width


def test_the_contents_lead_to_every_chapter_and_table() -> None:
    found = page()
    links = [link.get("href") for nav in found.iter(f"{X}nav") for link in nav.iter(f"{X}a")]
    ids = {element.get("id") for element in found.iter() if element.get("id")}

    assert {f"#{one.code}" for one in gallery.document().tables} < set(links)
    assert {str(link).removeprefix("#") for link in links} <= ids
    assert text(next(found.iter(f"{X}h2"))) == "Contents"


def test_a_share_stands_with_its_count_its_interval_and_its_bounds() -> None:
    cells = dict(lines(table("obstacles")))["Information on world affairs"]

    assert cells[:2] == ["42", "55.3 45.8–64.8 38.7–66.7"]
    assert cells[4] == "● +14.1 +1.1 to +27.1"
    assert cells[5] == "0.012"


def test_bounds_have_a_column_where_nothing_else_needs_the_room() -> None:
    cells = dict(lines(table("awareness")))["Strongly"]

    assert cells[:3] == ["32", "42.1 32.6–51.6", "29.5–57.5"]


def test_figures_of_others_stand_beside_with_their_base_and_what_differs() -> None:
    found = table("obstacles")

    cells = dict(lines(found))["Information on world affairs"]
    assert cells[-2:] == ["75.0", "57.0"]
    assert dict(lines(found))["Cost"][-2:] == ["–", "21.5"]
    heads = text(next(found.iter(f"{X}thead")))
    assert "base 100, reconstructed by us" in heads
    assert "base not stated" in heads
    assert "other options" in heads


def test_the_sources_of_figures_of_others_are_told_under_their_table() -> None:
    links = {link.get("href") for link in page().iter(f"{X}a")}

    assert {"https://example.org/2021", "https://example.org/2021?page=2"} < links


def test_a_hidden_cell_says_so_and_nothing_else() -> None:
    cells = dict(lines(table("obstacles")))["None in particular"]

    assert cells[0] == "hidden"
    assert cells[1] == ""


def test_ranks_have_a_column_for_each_measure() -> None:
    cells = dict(lines(table("government_wishes")))["Direction of policy"]

    assert cells[1:4] == ["60.5 51.0–70.0 42.3–70.3", "30.2 20.8–39.8", "2.02 1.72–2.32"]


def test_only_a_table_of_very_many_columns_is_printed_across() -> None:
    many = replace(rank(), beside=(W2021, W2024))
    written = str(html.report(gallery.document(rank(), many), "en", EDITION))

    assert written.count("report__part--wide") == 1


def test_rows_stand_under_their_heads_with_their_own_base() -> None:
    found = table("participation")

    heads = [
        text(head) for head in found.iter(f"{X}th") if head.get("scope") == "rowgroup"
    ]  # fmt: skip
    assert heads == ["Sector", "Size"]
    assert dict(lines(found))["Electronics"][:2] == ["24", "31"]


def tallies(code: str, language: str = "en") -> list[str]:
    section = next(
        found
        for found in page(language).iter(f"{X}section")
        if found.get("aria-labelledby") == code
    )
    told = next(found for found in section.iter(f"{X}ul") if "tallies" in found.get("class", ""))
    return [text(line) for line in told]


@pytest.mark.parametrize("code", [one.code for one in gallery.document().tables])
def test_every_group_of_a_table_has_a_line_of_what_became_of_the_question(code: str) -> None:
    japan, europe = tallies(code)

    assert japan.startswith("Japan Firms on the list 107, Responses 80")
    assert europe.startswith("EU Firms on the list 420, Responses 160")
    if code != "participation":
        assert re.search(r"Asked this question \d+, Answered it \d+, Base", japan)


def test_tallies_of_a_second_question_stand_in_the_line_of_their_group() -> None:
    (japan, _) = tallies("measures")

    assert "Base of the shares 76, No answer 3, Refused 1" in japan
    assert "Planned: base 74" in japan


def test_marks_and_tallies_are_parted_as_each_language_parts_them() -> None:
    """Catches: one wording for both, whose second translation wins."""
    document = replace(gallery.document(), is_simulated=True, is_provisional=True)
    (japan, *_) = tallies("measures", "ja")

    assert paper.state(document, "en") == "Simulated · Provisional"
    assert paper.state(document, "ja") == "架空データ・速報"
    assert japan.startswith("日本 名簿の企業数 107、回答企業数 80、")


def test_a_note_that_several_tables_share_is_said_once_for_all() -> None:
    note = Note("rounding")
    tables = [replace(one, notes=(*one.notes, note)) for one in (choice(), scale(), mix())]
    written = str(html.report(gallery.document(*tables), "en", EDITION))

    assert written.count("may not add to 100 exactly") == 1
    assert written.index("may not add to 100 exactly") > written.index('id="method"')
    assert "One answer for each firm" in written


def test_a_table_tells_who_was_asked_where_not_everybody_was() -> None:
    assert "Asked of: Firms that trade abroad" in text(page())


def test_the_page_says_how_it_was_made_and_how_it_is_cited() -> None:
    told = text(page())

    assert "differences in all" not in told
    assert "provisional snapshot of 24 November 2026 (“kept 24 November”)" in told
    assert "Every kind of table. Run 4, 24 November 2026." in told
    assert "https://reports.example/reports/gallery/4" in told
    assert "ab" * 32 in told


def test_every_table_has_its_file_and_its_place_in_the_other_language() -> None:
    links = [link.get("href") for link in page("ja").iter(f"{X}a")]

    for one in gallery.document().tables:
        assert f"tables/{one.code}.ja.csv" in links
        assert f"?lang=en#{one.code}" in links


def test_both_languages_show_the_same_figures() -> None:
    def figures(language: str) -> list[str]:
        cells = page(language).iter(f"{X}td")
        return re.findall(r"\d+\.\d+", " ".join(text(cell) for cell in cells))

    assert figures("en") == figures("ja") != []


def test_ids_stand_once() -> None:
    ids = [element.get("id") for element in page().iter() if element.get("id")]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Simulated · Provisional"), ("ja", "架空データ")]
)
def test_every_printed_page_says_what_it_is_and_where_it_is_from(language: str, told: str) -> None:
    sheet = paper.sheet(gallery.document(), language, EDITION)

    assert told in sheet
    assert EDITION.address in sheet
    assert "counter(page)" in sheet


def test_a_title_is_never_a_rule_of_the_style_sheet() -> None:
    title = {"en": '"}</style><b>\\', "ja": "x"}
    tricky = replace(gallery.document(), title=title)

    sheet = paper.sheet(tricky, "en", EDITION)

    assert "</style" not in sheet
    assert sheet.count('"') % 2 == 0


def test_only_final_figures_say_that_chance_marks_some_of_many_tests() -> None:
    """Catches: at the 95% level, and of provisional figures, which carry no marks."""
    final = replace(gallery.gallery(), is_provisional=False)

    for language, level in (("en", "At the 5% level"), ("ja", "、5％の水準")):
        written = str(html.report(final, language, EDITION))
        assert written.count(level) == 1
    assert "by chance" not in str(html.report(gallery.gallery(), "en", EDITION))
