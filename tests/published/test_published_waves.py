"""Every published figure with a count comes back to the digit, through every layer to the page."""

import json
from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

import html5lib
import pytest

from app.language.catalogue import LANGUAGES, gettext
from app.reporting.beside import column
from app.reporting.definition import Citation
from app.reporting.published import PublishedFigure
from app.reporting.wordings import NOTES
from tests.published.rebuilt import (
    WAVES,
    Installation,
    Rebuilt,
    counted,
    figures,
    installed,
    option_of,
    rebuild,
)

pytestmark = pytest.mark.slow

TALLIES = {
    "responses": "Responses",
    "asked": "Asked this question",
    "answered": "Answered it",
    "base": "Base of the shares",
}
"""Heads of the lines that say what became of a question."""

each_wave = pytest.mark.parametrize("wave", WAVES, ids=lambda wave: wave.wave)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    for made in installed(tmp_path_factory.mktemp("published")):
        for wave in WAVES:
            rebuild(made, wave)
        yield made


def printed(figure: PublishedFigure) -> str:
    """What the source printed, but for its misprints."""
    misprints = {Decimal("63.7"): "63.8", Decimal("38.5"): "38.6"}
    return misprints.get(figure.percent, str(figure.percent))


def page(here: Installation, wave: Rebuilt, language: str) -> Element:
    answer = here.reader(language).get(f"/reports/{wave.report}")
    assert answer.status_code == 200
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    found: Element = parser.parse(answer.get_data(as_text=True))
    return found


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def table_rows(part: Element) -> dict[str, list[str]]:
    """What stands in each row of a part of the report, figure by figure, by its head."""
    return {
        words(head): [told for cell in row.iter("td") for told in words(cell).split()]
        for row in part.iter("tr")
        if (head := row.find("th")) is not None
    }


def parts(report: Element) -> dict[str, Element]:
    return {part.get("aria-labelledby", ""): part for part in report.iter("section")}


def test_every_figure_with_a_count_belongs_to_a_wave() -> None:
    placed = [figure for wave in WAVES for figure in counted(wave)]

    assert len(placed) == len([figure for figure in figures() if figure.count is not None])


def test_figures_without_a_count_are_shown_as_published_base_not_stated() -> None:
    """Each of these questions, listed: nobody can rebuild it, so it is only ever set beside."""
    bare = [figure for figure in figures() if figure.count is None]

    assert sorted({(figure.wave, figure.question) for figure in bare}) == [
        ("2021", "aware"),
        ("2021", "caught"),
        ("2021", "cn_sales_10"),
        ("2021", "cn_tech_comply"),
        ("2021", "cn_tech_req"),
        ("2021", "us_sales_10"),
        ("2022", "clearance_for"),
        ("2022", "russia"),
        ("2022", "us_sales_3050"),
        ("2022", "us_sales_target"),
        ("2022", "uscn_impact"),
    ]
    for figure in bare:
        beside = column(
            (figure,), Citation("w", *figure.key, {"en": "W"}, {"row": figure.option["en"]})
        )
        assert (beside.base, beside.base_status) == (None, "not_stated")
        assert beside.percents == {"row": str(figure.percent)}
        assert [remark.code for remark in beside.notes] == ["others_not_stated"]


@each_wave
def test_tabulate_gives_every_count_base_and_percentage(here: Installation, wave: Rebuilt) -> None:
    tables, questionnaire = here.tabulated(wave), here.questionnaire(wave)

    for figure in counted(wave):
        table = json.loads(json.dumps(tables[figure.question]))
        (group,) = table["waves"]
        code = option_of(questionnaire.items[figure.question], figure)
        (cell,) = [cell for cell in group["cells"] if cell["code"] == code]
        assert table["answers"] == figure.answers
        assert (cell["count"], cell["percent"]) == (figure.count, printed(figure))
        assert (group["frame"], group["responses"]) == (wave.asked, wave.firms)
        assert (group["asked"], group["answered"]) == (wave.firms, figure.base)
        assert group["base"] == figure.base == wave.firms - group["not_answered"]


@each_language
@each_wave
def test_the_page_shows_every_figure_as_published(
    here: Installation, wave: Rebuilt, language: str
) -> None:
    shown = {code: table_rows(part) for code, part in parts(page(here, wave, language)).items()}
    questionnaire = here.questionnaire(wave)

    for figure in counted(wave):
        item = questionnaire.items[figure.question]
        label = item.option_codes[option_of(item, figure)].label.wordings[language]
        assert shown[figure.question][label][:2] == [str(figure.count), printed(figure)]


@each_language
@each_wave
def test_every_table_prints_asked_answered_and_its_own_base(
    here: Installation, wave: Rebuilt, language: str
) -> None:
    shown = {code: words(part) for code, part in parts(page(here, wave, language)).items()}
    between = gettext(language, ", ")

    for figure in counted(wave):
        counts = {
            "responses": wave.firms,
            "asked": wave.firms,
            "answered": figure.base,
            "base": figure.base,
        }
        for name, count in counts.items():
            told = f"{gettext(language, TALLIES[name])} {count}{between.rstrip()}"
            assert told in shown[figure.question]


@each_language
def test_shares_of_259_percent_say_that_firms_gave_several_answers(
    here: Installation, language: str
) -> None:
    """The source calls it the biggest challenge, but 75, 65, 62 and 57 of 100 firms named one."""
    text = words(parts(page(here, WAVES[0], language))["challenge"])

    assert gettext(language, NOTES["multiple"]) in text
    name = {"en": "Firms", "ja": "企業"}[language]
    assert gettext(language, NOTES["sum"], group=name, sum="259.0") in text
    printed_sum = "shares add to 259.0 percent: firms gave several answers"
    assert printed_sum in here.type("tabulate", "iog-2021", "--item", "challenge")


def test_one_wave_has_a_base_of_its_own_for_each_question(here: Installation) -> None:
    tables = json.loads(json.dumps(here.tabulated(WAVES[0])))

    assert {code: table["waves"][0]["base"] for code, table in tables.items()} == {
        "challenge": 100,
        "acting": 99,
        "measures": 87,
        "uscn_impact": 97,
        "uscn_types": 74,
        "cn_concerns": 88,
        "us_concerns": 88,
        "gov_expect": 97,
    }


def test_a_follow_up_may_have_more_answers_than_the_question_before_admits(
    here: Installation,
) -> None:
    """The source did not enforce its routing: 59 firms are affected, 74 say how."""
    tables = json.loads(json.dumps(here.tabulated(WAVES[0])))

    affected = tables["uscn_impact"]["waves"][0]["cells"][0]
    assert (affected["code"], affected["count"]) == ("affected", 59)
    assert tables["uscn_types"]["waves"][0]["base"] == 74


@each_language
@each_wave
def test_the_page_says_what_it_is_made_of_and_whether_it_is_final(
    here: Installation, wave: Rebuilt, language: str
) -> None:
    text = words(page(here, wave, language))

    for code in ("simulated", "from_counts"):
        assert gettext(language, NOTES[code]) in text
    assert (gettext(language, NOTES["provisional"]) in text) is not wave.is_final
    assert wave.label in text


@each_language
def test_waves_made_from_counts_stand_in_no_list_of_surveys(
    here: Installation, language: str
) -> None:
    """Catches: a published table on the first page as a survey, above those that firms answer."""
    surveys, reports = (
        here.reader(language).get(path).get_data(as_text=True) for path in ("/", "/reports/")
    )

    for wave in WAVES:
        assert wave.wave not in surveys
        assert f"/reports/{wave.report}" in reports
    assert "wave-list" not in surveys
