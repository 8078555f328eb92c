"""A report put together: what is printed, what is hidden, what is said."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from app.reporting import differences
from app.reporting.document import Cell, Document, Note, Row, Table, from_mapping, to_mapping
from app.reporting.figures import drawn, palette
from app.reporting.sentences import finding, note
from app.reporting.source import Source
from app.reporting.writers import html
from app.reporting.writers import json as json_writer
from tests.reporting import world
from tests.reporting.world import EU, JAPAN, document


def table(made: Document, code: str) -> Table:
    return next(found for found in made.tables if found.code == code)


def row(found: Table, code: str) -> Row:
    return next(one for one in found.rows if one.code == code)


def japan(**counts: int) -> Source:
    return world.wave("w-jp", {"JP": 60}, {"JP": counts})


def opened(source: Source) -> Source:
    return replace(source, origin=replace(source.origin, is_open=True))


def test_shares_of_one_stratum_are_counts_in_whole_arithmetic() -> None:
    cell = row(table(document(), "source"), "cn").cells[0]

    assert (cell.count, cell.percent, cell.shown) == (25, "55.6", "full")
    assert (cell.low, cell.high, cell.method) == ("48.3", "63.3", "hypergeometric")
    assert (cell.least, cell.most) == ("41.7", "66.7")


def test_shares_of_several_strata_are_weighted_and_say_so() -> None:
    """60 percent of the German firms on the list and 30 of the French would be 20.8 unweighted."""
    found = table(document(), "source")
    cell = row(found, "cn").cells[1]

    expected = (80 * 8 / 38 + 40 * 9 / 20) / 120 * 100
    assert cell.count == 17
    assert cell.percent == str(Decimal(expected).quantize(Decimal("0.1")))
    assert any(told.code == "weighted" for told in found.notes)


def test_every_group_says_who_was_asked_and_answered() -> None:
    first, second = table(document(), "source").columns

    assert (first.frame, first.responses, first.asked, first.base) == (60, 45, 45, 45)
    assert (second.frame, second.responses, second.base, second.strata) == (120, 58, 58, 2)


def test_a_multiple_item_says_that_it_adds_to_more_than_100() -> None:
    notes = table(document(), "obstacles").notes

    told = next(one for one in notes if one.code == "multiple_up_to")
    assert note(told, "en", ()) == (
        "Multiple answers, up to 2 for each firm: the shares may add to more than 100%."
    )


def test_shares_that_add_to_more_than_100_are_told_with_their_sum() -> None:
    found = table(document(), "obstacles")

    sums = {
        column.code: sum(Decimal(row.cells[place].percent or 0) for row in found.rows)
        for place, column in enumerate(found.columns)
    }
    told = {one.params["group"]: one.params["sum"] for one in found.notes if one.code == "sum"}
    assert told == {group: str(total) for group, total in sums.items() if total > 100}
    assert told


def test_a_sensitive_share_of_two_firms_is_hidden_with_a_complement() -> None:
    found = table(document(japan(cn=25, us=14, none=2, dont_know=4)), "source")

    assert row(found, "none").cells[0].reason == "hidden"
    assert row(found, "dont_know").cells[0].reason == "hidden"
    assert {one.cells[0].percent for one in found.rows} == {"55.6", "31.1", None}
    assert any(told.code == "hidden" for told in found.notes)


def test_a_hidden_cell_is_nowhere_in_the_document() -> None:
    """Catches: the hidden share left in a difference, in the chart's text, or in its finding."""
    made = document(japan(cn=25, us=14, none=2, dont_know=4))

    hidden = row(table(made, "source"), "none")
    assert hidden.cells[0] == type(hidden.cells[0])(shown="hidden", reason="hidden")
    assert hidden.gap is not None
    assert hidden.gap.points is None
    assert "4.4%" not in str(to_mapping(made))


def test_rows_follow_the_published_shares_of_the_first_group() -> None:
    """Catches: a hidden share that gives its rank away by the place of its row."""
    found = table(document(japan(cn=2, us=30, none=6, dont_know=7)), "source")

    assert [one.code for one in found.rows] == ["us", "cn", "none", "dont_know"]


def test_a_small_base_hides_the_whole_column_and_its_differences() -> None:
    found = table(document(japan(cn=5, us=4)), "obstacles")

    assert {one.cells[0].reason for one in found.rows} == {"small_base"}
    assert {one.gap.points if one.gap else None for one in found.rows} == {None}
    assert found.tests == 0


def test_few_firms_are_flagged_and_in_whole_percent() -> None:
    found = table(document(japan(cn=8, us=6, none=6)), "obstacles")

    cell = row(found, "cost").cells[0]
    assert (cell.shown, cell.percent) == ("few", "50")
    assert any(told.code == "few" for told in found.notes)


def test_marks_need_five_firms_on_either_side() -> None:
    found = table(document(japan(cn=41, us=4)), "obstacles")

    everybody = row(found, "staff")
    assert everybody.gap is not None
    assert everybody.gap.p == "1"
    assert not everybody.gap.is_marked


def test_a_clear_difference_is_marked_with_its_adjusted_p() -> None:
    eu = world.wave("w-eu", {"DE": 120}, {"DE": {"cn": 10, "us": 40, "none": 8, "dont_know": 4}})

    gap = row(table(document(JAPAN, eu), "source"), "cn").gap

    assert gap is not None
    assert gap.points == "39.4"
    assert gap.p == "0.000"
    assert gap.is_marked


def test_provisional_data_carry_neither_p_nor_mark() -> None:
    made = document(opened(JAPAN), EU)

    gaps = [one.gap for found in made.tables for one in found.rows if one.gap]
    assert made.is_provisional
    assert all(gap.p is None and not gap.is_marked for gap in gaps)
    assert any(gap.points is not None for gap in gaps)
    assert not any("Holm" in note(one, "en", ()) for found in made.tables for one in found.notes)


def test_the_family_counts_the_differences_that_are_shown() -> None:
    found = table(document(japan(cn=25, us=14, none=2, dont_know=4)), "source")

    assert found.tests == sum(one.gap is not None and one.gap.p is not None for one in found.rows)


def test_the_finding_names_what_leads_in_each_group() -> None:
    found = table(document(), "source")

    assert (
        finding(found, "en")
        == "Named most often: Japan “China” (55.6%), EU “United States” (45.1%)"
    )


def test_a_weighted_share_without_an_interval_is_weighted_and_says_so() -> None:
    named = ["cn"] * 6 + ["us"] * 4 + ["none"] * 4 + ["dont_know"] * 4
    strata = {f"s{number:02}": code for number, code in enumerate(named)}
    frame = {stratum: 198 if code == "cn" else 1 for stratum, code in strata.items()}
    eu = world.wave("w-eu", frame, {stratum: {code: 1} for stratum, code in strata.items()})

    found = table(document(eu=eu), "source")

    cell = row(found, "cn").cells[1]
    assert (cell.percent, cell.count, cell.low) == ("99", None, None)
    assert Note("no_interval", {"group": "eu"}) in found.notes


def test_a_group_whose_leader_may_be_hidden_has_no_overall_finding() -> None:
    """Catches: "Named most often" of 13 firms where 29 of 30 name the option that is hidden."""
    found = table(document(japan(cn=44, us=6)), "obstacles")
    cells = tuple(replace(one, kind="option") for one in found.rows)
    first = replace(cells[0], cells=(Cell("hidden", reason="hidden"), cells[0].cells[1]))

    hidden = replace(found, rows=(first, *cells[1:]))

    assert finding(hidden, "en").startswith("Of the shares shown, named most often: ")
    assert finding(hidden, "ja").startswith("表示している割合のうち最も多い回答")


def test_an_answer_of_everybody_is_not_called_an_answer_of_too_few() -> None:
    everybody = japan(cn=45)
    abroad = world.wave("w-eu", {"DE": 120}, {"DE": {"us": 58}})

    found = table(document(everybody, abroad), "source")

    assert finding(found, "en") == "No share of these answers can be shown"


def test_equal_leaders_are_both_named() -> None:
    even = world.wave("w-eu", {"DE": 120}, {"DE": {"cn": 20, "us": 20, "none": 10}})

    found = table(document(JAPAN, even), "source")

    assert "EU “China” and “United States” (40.0%)" in finding(found, "en")


def test_a_table_of_hidden_cells_has_no_finding() -> None:
    few = japan(cn=4, us=4)
    small = world.wave("w-eu", {"DE": 20}, {"DE": {"cn": 4, "us": 4}})

    assert finding(table(document(few, small), "source"), "en").startswith("Too few firms")


def test_a_part_of_a_wave_knows_no_list_and_no_bounds() -> None:
    content = world.REPORT.replace("wave: w-eu,", "wave: w-eu, where: {country: [DE]},")

    found = table(document(content=content), "obstacles")

    assert found.columns[1].frame is None
    assert found.columns[1].base == 38
    assert row(found, "cost").cells[1].least is None
    assert any(told.code == "part" for told in found.notes)


def test_waves_without_responses_make_a_report_of_hidden_cells() -> None:
    answered = world.columns({"JP": {"cn": 1}})
    empty = replace(JAPAN, columns=answered.iloc[:0])
    inks = palette((world.ROOT / "reports" / "palette.yaml").read_bytes())

    made = drawn(document(empty, replace(EU, columns=answered.iloc[:0])), inks)

    assert {cell.reason for one in made.tables[0].rows for cell in one.cells} == {"small_base"}
    assert "Too few firms answered" in str(html.report(made, "en"))


def test_a_document_comes_back_from_json_as_it_went() -> None:
    made = document()

    assert from_mapping(to_mapping(made)) == made


@pytest.mark.parametrize("reason", ["small_count", "complement", "nobody_or_everybody", "role"])
def test_a_stored_document_does_not_tell_the_rule_that_hid_a_cell(reason: str) -> None:
    stored = json.dumps(to_mapping(document(japan(cn=25, us=14, none=2, dont_know=4))))
    earlier = json.loads(stored.replace('"reason": "hidden"', f'"reason": "{reason}"'))

    read = from_mapping(earlier)

    assert reason in json.dumps(earlier)
    assert reason not in json_writer.report(read).decode()


@pytest.mark.parametrize("stored", [None, {}, {"format": 2}])
def test_a_document_of_another_format_is_refused(stored: object) -> None:
    with pytest.raises(ValueError, match="expected a document of format 1"):
        from_mapping(stored)


def test_unknown_and_ill_typed_parts_of_a_document_are_refused() -> None:
    stored = to_mapping(document())
    assert isinstance(stored, dict)

    with pytest.raises(ValueError, match="unknown parts"):
        from_mapping(stored | {"colour": "red"})
    with pytest.raises(TypeError, match="came 'most'"):
        from_mapping(stored | {"level": "most"})


def test_simulated_answers_make_a_simulated_document() -> None:
    assert document().is_simulated
    assert not document(
        replace(JAPAN, is_simulated=False), replace(EU, is_simulated=False)
    ).is_simulated


def test_a_chart_of_differences_is_titled_by_them_and_not_by_what_leads() -> None:
    charts = "order: given, charts: [bars, dots],"
    made = document(content=world.REPORT.replace("order: given,", charts))

    bars, dots = (one for one in made.figures if one.table == "obstacles")
    assert dots.title == {
        language: differences.finding(table(made, "obstacles"), language)
        for language in ("en", "ja")
    }
    assert dots.title["en"] != bars.title["en"]
    assert dots.alternative["en"].startswith(dots.title["en"])
