"""Figures of others beside a rank: which of its shares they stand beside, in every edition."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import html5lib
import openpyxl
import pytest

from app.reporting.definition import read
from app.reporting.document import Document, OtherOption, Table, from_mapping, to_mapping
from app.reporting.fitness import problems_with
from app.reporting.published import COLUMNS, PublishedFigures, published
from app.reporting.writers import csv as csv_writer
from app.reporting.writers import html, xlsx
from app.reporting.writers.others import other_rows
from tests.reporting import invented
from tests.reporting.test_kinds import HEAD, RISKS
from tests.reporting.world import questionnaire

X = "{http://www.w3.org/1999/xhtml}"
HOME = "Subsidy for return of production to Japan"
SINGLE = {
    "survey": "Others", "wave": "2020", "status": "final", "question_id": "risk",
    "qtype": "single", "question_en": "The largest risk", "option_ja": "戦争", "option_en": "War",
    "pct_published": "50.0", "decimals": "1", "count": "1", "base": "2", "base_kind": "item",
    "base_status": "published", "source_url": "https://example.org/risk", "note": "",
}  # fmt: skip
PLAGUE = {**SINGLE, "option_en": "Plague", "option_ja": ""}
CITED = (
    "code: w, survey: Others, wave: '2020', status: final, question: risk, "
    "name: {en: Others, ja: 他}, rows: {war: War}"
)


@cache
def report() -> Document:
    """The report of the project on invented waves, with the wishes of government alone."""
    found = invented.published({"JP": 107}, {"DE": 110, "FR": 85, "IT": 80, "ES": 60})
    wishes = tuple(one for one in found.tables if one.code == "government_wishes")
    return replace(found, tables=wishes, figures=())


def wishes() -> Table:
    return report().tables[0]


def rows_of_page(language: str) -> Mapping[str, list[str]]:
    """By the head of a row, what stands in it; the heads of the table under ""."""
    page = html5lib.parse(f"<!DOCTYPE html><body>{html.report(report(), language)}")
    (table,) = page.iter(f"{X}table")
    heads = [" ".join("".join(one.itertext()).split()) for one in table.iter(f"{X}th")]
    found = {"": heads}
    for row in table.findall(f"{X}tbody/{X}tr"):
        first, *cells = ["".join(one.itertext()).strip() for one in row]
        found[first] = cells
    return found


def test_one_answer_of_the_source_stands_beside_first_ranks() -> None:
    (one,) = wishes().beside

    assert one.measure == "first"
    assert one.measure in {measure.code for measure in wishes().measures}
    assert one.percents == {"direction": "47.4", "business_interest": "18.6"}
    assert (one.base, one.base_status, one.change) == (97, "reconstructed", "options")
    assert [option.percent for option in one.alone] == ["9.3", "5.2"]
    assert {note.code for note in one.notes} == {
        "others_reconstructed", "others_options", "others_scale", "others_first", "others_alone",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("beside “Ranked first”", "base 97, reconstructed by us", "other options")),
        ("ja", ("「1位に選択」と併記", "集計対象97社（当方で推計）", "選択肢が異なる")),
    ],
)
def test_the_head_of_the_column_says_beside_which_measure(
    language: str, told: tuple[str, ...]
) -> None:
    heads = rows_of_page(language)[""]

    (own,) = [head for head in heads if told[0] in head]
    assert [part for part in told if part not in own] == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", (" The source offered other options. ", " The source took one answer from each ")),
        ("ja", ("出典では、選択肢が異なります。", "出典では各社が1つだけ回答しています。")),
    ],
)
def test_the_remarks_of_a_column_name_it_once(language: str, told: tuple[str, ...]) -> None:
    """Catches: the name of a survey before each of five sentences."""
    page = html5lib.parse(f"<!DOCTYPE html><body>{html.report(report(), language)}")
    (block,) = [one for one in page.iter(f"{X}div") if one.get("class") == "report__beside"]
    said = " ".join("".join(block.itertext()).split())

    assert said.count(wishes().beside[0].label[language]) == 1
    assert [part for part in told if part not in said] == []


@pytest.mark.parametrize(
    ("language", "label"), [("en", HOME), ("ja", "補助金による国内生産回帰の支援")]
)
def test_an_option_that_we_did_not_offer_has_a_row_without_our_figures(
    language: str, label: str
) -> None:
    """Catches: a subsidy for moving back set beside support for any production at home."""
    cells = rows_of_page(language)[label]

    assert [cell for cell in cells if cell] == ["–", "–", "9.3"]
    assert cells[-1] == "9.3"
    assert "9.3" not in dict(wishes().beside[0].percents).values()


def test_the_row_that_continues_an_option_has_its_figure() -> None:
    cells = rows_of_page("en")["A clear direction of policy"]

    assert cells[-1] == "47.4"


def lines() -> list[dict[str, str]]:
    content = csv_writer.table(report(), "government_wishes", "en").decode("utf-8-sig")
    return [one for one in csv.DictReader(io.StringIO(content)) if one["shown"] == "published"]


def test_the_csv_names_the_measure_and_everything_that_differs() -> None:
    """Catches: a first choice of 2021 read as a share of firms that ranked it at all."""
    found = {one["label"]: one for one in lines()}

    assert {one["measure"] for one in lines()} == {"first"}
    assert {one["change"] for one in lines()} == {"options scale"}
    direction = found["A clear direction of policy"]
    assert (direction["row"], direction["figure"], direction["base"]) == (
        "direction",
        "47.4",
        "97",
    )
    assert (found[HOME]["row"], found[HOME]["figure"]) == ("", "9.3")
    assert len(lines()) == 4


def test_the_workbook_has_the_column_its_counterpart_and_the_further_rows() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.report(report(), "en")))
    sheet = [list(row) for row in book["1 government_wishes"].iter_rows(values_only=True)]

    named = {str(row[0]): row for row in sheet}
    heads = named["Answer"]
    place = next(n for n, head in enumerate(heads) if head and "Ranked first”" in str(head))
    assert heads[place] == "beside “Ranked first”, base 97, reconstructed by us, other options"
    assert named["A clear direction of policy"][place] == 47.4
    assert named[HOME][place] == 9.3
    assert [cell for cell in named[HOME] if cell is not None] == [HOME, 9.3]
    assert "Options that only other surveys offered" in named


def test_options_of_one_name_in_two_waves_share_a_row() -> None:
    (one,) = wishes().beside
    later = replace(one, code="later", alone=(OtherOption(one.alone[0].label, "8.0"),))
    both = replace(wishes(), beside=(one, later))

    page = html.report(replace(report(), tables=(both,)), "en")

    row = str(page).split(f">{HOME}</th>")
    assert len(row) == 2
    assert row[1].index("9.3") < row[1].index("8.0") < row[1].index("</tr>")


def test_options_of_one_english_name_and_two_japanese_ones_stay_apart() -> None:
    """Catches: the Japanese label of the last survey over the figures of the first."""
    (one,) = wishes().beside
    other = {**one.alone[0].label, "ja": "別の選択肢"}
    later = replace(one, code="later", alone=(OtherOption(other, "8.0"),))

    rows = other_rows(replace(wishes(), beside=(one, later)))

    alike = [row for row in rows if row.label["en"] == HOME]
    assert [(row.label, row.percents) for row in alike] == [
        (one.alone[0].label, ("9.3", None)),
        (other, (None, "8.0")),
    ]


def test_a_document_kept_before_measures_were_named_is_read() -> None:
    stored = json.loads(json.dumps(to_mapping(report())))
    for one in stored["tables"][0]["beside"]:
        del one["measure"], one["alone"]

    (table,) = from_mapping(stored).tables

    assert (table.beside[0].measure, table.beside[0].alone) == ("share", ())


def problems(cited: str, *figures: dict[str, str], kind: str = "rank") -> tuple[str, ...]:
    """What is told of a table with one citation, with its lines."""
    content = (
        f"{HEAD}tables:\n"
        f"  - code: risks\n    item: risks\n    kind: {kind}\n    title: {{en: R, ja: R}}\n"
        f"    beside:\n      - {{{cited}}}\n"
    )
    defined, told = read(content.encode())
    if defined is None:
        return told
    rows = [",".join(one[name] for name in COLUMNS) for one in figures or (SINGLE,)]
    found, wrong = published("\n".join([",".join(COLUMNS), *rows]).encode())
    assert wrong == ()
    asked = questionnaire(RISKS if kind == "rank" else replace(RISKS, kind="single"))
    return problems_with(defined, {"w-jp": asked, "w-eu": asked}, PublishedFigures(found))


CITED_AT = HEAD.count("\n") + 7
"""The line of the citation."""


def test_a_citation_that_says_its_measure_has_no_problem() -> None:
    assert problems(f"{CITED}, measure: first") == ()
    several = {**SINGLE, "qtype": "multi"}
    assert problems(f"{CITED}, measure: top", several) == ()
    assert problems(CITED, kind="choice") == ()


@pytest.mark.parametrize(
    ("added", "kind", "told"),
    [
        ("", "rank", "needs measure: top, ranked at all, or first, ranked first"),
        (", measure: top", "rank", "measure: expected first, as the source took one answer"),
        (", measure: first", "choice", "measure: a table of kind choice has one share"),
        (", measure: first, alone: [Flood]", "rank", "no figure of 'Flood'; there are"),
        (", measure: first, alone: [War]", "rank", "'War' stands in a row and alone"),
        (", measure: first, alone: [Plague]", "rank", "'Plague' has no label in 'ja'"),
    ],
)
def test_what_cannot_stand_beside_a_rank_is_told_with_its_line(
    added: str, kind: str, told: str
) -> None:
    found = problems(CITED + added, SINGLE, PLAGUE, kind=kind)

    assert len(found) == 1, found
    assert found[0].startswith(f"report.yaml:{CITED_AT}: table 'risks': beside 'w': {told}")


def test_a_measure_that_is_no_share_is_told_with_its_line() -> None:
    (told,) = problems(f"{CITED}, measure: points")

    assert told == (
        f"report.yaml:{CITED_AT}: tables.0.beside.0.measure: "
        "'points' is not one of ['top', 'first']"
    )


def test_several_answers_do_not_stand_beside_first_ranks() -> None:
    (told,) = problems(f"{CITED}, measure: first", {**SINGLE, "qtype": "multi"})

    assert "measure: expected top, as the source took several answers from each firm" in told
