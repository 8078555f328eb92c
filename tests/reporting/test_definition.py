"""Everything that is wrong with a report is told at once, with its place."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from app.questionnaire.instrument import Questionnaire, Row
from app.questionnaire.text import Text
from app.reporting.definition import categories, read
from app.reporting.fitness import problems_with
from tests.reporting.world import (
    OBSTACLES,
    REPORT,
    SOURCE,
    definition,
    item,
    options,
    questionnaire,
    text,
)

STATED = "question: {en: What are the obstacles?, ja: 課題は何ですか}"
PLACE = re.compile(r"^[^ :]+:\d+: ")


def problems(content: str, asked: Questionnaire | None = None) -> tuple[str, ...]:
    questionnaires = {"w-jp": asked or questionnaire(), "w-eu": asked or questionnaire()}
    return bare(problems_with(definition(content), questionnaires))


def bare(told: Iterable[str]) -> tuple[str, ...]:
    """Problems without the file and line that each of them begins with."""
    return tuple(PLACE.sub("", one) for one in told)


def test_a_report_without_problems_has_none() -> None:
    assert problems(REPORT) == ()


def test_every_problem_of_the_file_is_told_at_once() -> None:
    broken = REPORT.replace("reading: frame\n", "").replace("order: given", "order: upwards")

    found, told = read(broken.encode())

    assert found is None
    assert bare(told) == (
        "report.yaml: 'reading' is a required property",
        "tables.1.order: 'upwards' is not one of ['given', 'first_group']",
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ja: 二つの調査", "de: Zwei", "title: no wording in 'ja'"),
        ("code: eu, wave", "code: jp, wave", "groups: code 'jp' stands twice"),
        ("wave: w-eu", "wave: w-jp", "groups: 'jp' and 'eu' may share a firm of their wave"),
    ],
)
def test_wordings_and_codes_are_checked_within_the_file(old: str, new: str, told: str) -> None:
    found, problems_told = read(REPORT.replace(old, new).encode())

    assert found is None
    assert told in bare(problems_told)


def test_two_parts_of_a_wave_are_compared_where_they_share_no_firm() -> None:
    apart = REPORT.replace("wave: w-jp,", "wave: w-eu, where: {country: [DE]},").replace(
        "code: eu, wave: w-eu,", "code: eu, wave: w-eu, where: {country: [FR, IT]},"
    )

    assert read(apart.encode())[1] == ()


def test_a_file_that_is_not_yaml_is_told() -> None:
    found, told = read(b"tables: [")

    assert found is None
    assert told[0].startswith("report.yaml:1: report.yaml cannot be read as YAML")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("wave: w-eu", "wave: w-us", "groups: wave 'w-us' is not there"),
        ("item: obstacles", "item: risks", "table 'obstacles': wave 'w-eu' has no item 'risks'"),
        ("last: [none]", "last: [rest]", "table 'source': last: no row 'rest'"),
        (
            "order: given,",
            "order: given, labels: {fuel: {en: Fuel, ja: 燃料}},",
            "table 'obstacles': labels: no code 'fuel'",
        ),
        (
            "order: given,",
            "order: given, categories: [{code: all, label: {en: A, ja: あ}, codes: [fuel]}],",
            "table 'obstacles': category 'all': no option 'fuel'",
        ),
        (
            "order: given,",
            "order: given, categories: [{code: all, label: {en: A, ja: あ}, groups: [asia]}],",
            "table 'obstacles': category 'all': no option in group 'asia'",
        ),
        (
            "order: given,",
            "order: given, categories: [{code: cost, label: {en: A, ja: あ}, codes: [staff]}],",
            (
                "table 'obstacles': category 'cost' is named like an option that is not in it;"
                " rename it or add the option"
            ),
        ),
    ],
)
def test_what_the_waves_cannot_give_is_told(old: str, new: str, told: str) -> None:
    assert told in problems(REPORT.replace(old, new))


def test_an_option_in_two_categories_is_told() -> None:
    both = (
        "categories: [{code: a, label: {en: A, ja: あ}, codes: [cost]},"
        " {code: b, label: {en: B, ja: い}, codes: [cost, staff]}],"
    )

    told = problems(REPORT.replace("order: given,", f"order: given, {both}"))

    assert "table 'obstacles': option 'cost' stands in categories ['a', 'b']" in told


def test_a_sensitive_item_stands_in_a_report_once() -> None:
    """Catches: two groupings of one question, or two bases, that give away hidden cells."""
    twice = REPORT.replace("item: obstacles", "item: source")

    assert "table 'obstacles': the sensitive item 'source' stands twice" in problems(twice)


def test_an_ordinary_item_may_stand_in_a_report_with_two_bases() -> None:
    again = "  - {code: again, item: obstacles, base: all, title: {en: Again, ja: 再掲}}\n"

    assert problems(REPORT + again) == ()


@pytest.mark.parametrize(
    ("kind", "role", "told"),
    [
        ("number", "ordinary", "item 'obstacles' is a number, no item for a table of kind choice"),
        ("multiple", "consent", "item 'obstacles' has the role 'consent' and is never shown"),
        ("multiple", "email", "item 'obstacles' has the role 'email' and is never shown"),
    ],
)
def test_items_that_cannot_be_tables_are_told(kind: str, role: str, told: str) -> None:
    asked = questionnaire(SOURCE, replace(OBSTACLES, kind=kind, role=role))

    assert f"table 'obstacles': {told}" in problems(REPORT, asked)


def test_a_wording_with_a_fill_is_told() -> None:
    """Catches: a table that says "outside Japan" of firms in the EU, or shows bare braces."""
    asked = questionnaire(SOURCE, replace(OBSTACLES, wording=text("What of {government}?")))

    (told,) = problems(REPORT, asked)

    assert told.startswith("table 'obstacles': the question has a fill")


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("constant_sum", "sum"), ("banded_share", "scale"), ("scale_list", "scale")],
)
def test_a_row_whose_label_has_a_fill_is_told_with_the_way_out(kind: str, shown: str) -> None:
    """Catches: a published row that is called "{home}"."""
    rows = (Row("home", text("{home}")), Row("else", text("Elsewhere")))
    asked = questionnaire(SOURCE, replace(OBSTACLES, kind=kind, rows=rows))
    report = REPORT.replace("item: obstacles", f"item: obstacles, kind: {shown}")
    mended = report.replace(
        "item: obstacles", "labels: {home: {en: At home, ja: 国内}}, item: obstacles"
    )

    told = [one for one in problems(report, asked) if "fill" in one]

    assert [one.partition("the label of row ")[2] for one in told] == [
        "'home' has a fill, which differs between groups: state it in the report, under labels:"
    ]
    assert not any("fill" in one or "labels" in one for one in problems(mended, asked))


def test_more_rows_than_anybody_reads_are_told() -> None:
    many = options(**{f"o{number}": f"Option {number}" for number in range(19)})
    asked = questionnaire(SOURCE, item("obstacles", "multiple", "ordinary", many))

    assert any("20 rows are more than 18" in told for told in problems(REPORT, asked))


def test_options_outside_the_categories_keep_rows_of_their_own() -> None:
    grouped = REPORT.replace(
        "order: first_group,",
        "order: first_group,"
        " categories: [{code: abroad, label: {en: Abroad, ja: 国外}, codes: [cn, us]}],",
    )

    rows = categories(definition(grouped).tables[0], SOURCE)

    assert [(row.code, row.members) for row in rows] == [
        ("abroad", frozenset({"cn", "us"})),
        ("none", frozenset({"none"})),
        ("dont_know", frozenset({"dont_know"})),
    ]


BROKEN = REPORT.replace("order: given", "order: upwards")
UNKNOWN = REPORT.replace("wave: w-eu", "wave: w-us").replace("last: [none]", "last: [rest]")


def line_with(content: str, part: str) -> int:
    (number,) = (
        number for number, line in enumerate(content.splitlines(), start=1) if part in line
    )
    return number


def test_a_problem_of_the_file_is_told_with_its_line() -> None:
    _, told = read(BROKEN.encode(), "reports/pair/report.yaml")

    line = line_with(BROKEN, "order: upwards")
    assert told[0].startswith(f"reports/pair/report.yaml:{line}: tables.1.order: 'upwards'")


def test_a_second_use_of_a_code_is_told_at_its_line() -> None:
    twice = REPORT.replace("code: eu, wave", "code: jp, wave")

    _, told = read(twice.encode())

    assert f"report.yaml:{line_with(twice, 'wave: w-eu')}: groups: code 'jp' stands twice" in told


def test_what_the_waves_cannot_give_is_told_with_its_line() -> None:
    found, _ = read(UNKNOWN.encode(), "pair.yaml")
    assert found is not None

    told = problems_with(found, {"w-jp": questionnaire()})

    wave, row = (line_with(UNKNOWN, part) for part in ("wave: w-us", "last: [rest]"))
    assert told == (
        f"pair.yaml:{wave}: groups: wave 'w-us' is not there",
        f"pair.yaml:{row}: table 'source': last: no row 'rest'",
    )


def test_lines_are_kept_where_a_file_repeats_a_part_by_an_alias() -> None:
    shared = REPORT.replace("last: [none]", "last: &last [none]").replace(
        "order: given,", "order: given, last: *last,"
    )
    found, _ = read(shared.encode())
    assert found is not None

    (told,) = problems_with(found, {"w-jp": questionnaire(), "w-eu": questionnaire()})

    assert told.endswith("table 'obstacles': last: no row 'none'")
    assert told.startswith(f"report.yaml:{line_with(shared, '*last')}: ")


def test_a_language_that_the_questionnaire_lacks_is_told_before_anything_is_drawn() -> None:
    """Catches: a report that fails when its charts are drawn, long after the run was asked for."""
    english = Text("en", {"en": "What are the obstacles?"})
    asked = questionnaire(SOURCE, replace(OBSTACLES, wording=english))

    told = problems(REPORT, asked)

    assert len(told) == 2
    assert told[0].startswith(
        "table 'obstacles': wave 'w-eu': the question has no wording in 'ja'"
    )
    assert problems(REPORT.replace("order: given,", f"order: given, {STATED},"), asked) == ()


def test_an_option_that_the_questionnaire_has_not_translated_is_told() -> None:
    plain = replace(OBSTACLES.options[0], label=Text("en", {"en": "Cost"}))
    asked = questionnaire(SOURCE, replace(OBSTACLES, options=(plain, *OBSTACLES.options[1:])))

    told = problems(REPORT, asked)

    assert any("the label of 'cost' has no wording in 'ja'" in one for one in told)
    assert problems(REPORT.replace("languages: [en, ja]", "languages: [en]"), asked) == ()
