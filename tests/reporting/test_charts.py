"""Charts of every kind: where marks stand, what is drawn, and how long it takes."""

import re
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from app.reporting.charts.bars import BAR, bars, drawn_rows, rows_without_figure
from app.reporting.charts.diverging import diverging, places_of
from app.reporting.charts.dots import dots
from app.reporting.charts.dots import drawn_rows as dots_rows
from app.reporting.charts.keys import RIM
from app.reporting.charts.lettering import VALUE, width, wrapped
from app.reporting.charts.sheet import PAGES, Page, Sheet
from app.reporting.document import Figure, Table
from app.reporting.figures import LAYOUTS, drawn, laid_out, svg
from tests.reporting import gallery
from tests.reporting.gallery_cells import HIDES, cell, gap
from tests.reporting.gallery_tables import choice, concerns, paired, participation, scale

WIDE, NARROW = PAGES
FIGURES = gallery.document().figures
TABLES = {table.code: table for table in gallery.document().tables}

BELOW_KEY = 25.0
"""A height below the swatches of a key of one line."""

both = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
each = pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: str(figure.code))


def said(sheet: Sheet) -> list[str]:
    return [word.text for word in sheet.words]


def bar_ends(sheet: Sheet, ink: str) -> list[float]:
    return [area.x2 for area in sheet.areas if area.ink == ink]


@both
def test_bars_start_at_zero_and_end_at_their_share(page: Page) -> None:
    sheet = bars(choice(), "en", page)

    zero, first, *_ = sorted(line.x for line in sheet.grid)
    lowest = max(word.y for word in sheet.words if word.text == "0%")
    ticks = [word for word in sheet.words if word.y == lowest]
    per_percent = (first - zero) / float(ticks[1].text.rstrip("%"))
    assert bar_ends(sheet, "japan")[0] == pytest.approx(zero + 55.3 * per_percent, abs=0.1)
    assert {area.x for area in sheet.areas if area.ink in {"japan", "eu"}} == {zero}
    assert ticks[0].align == ("left" if zero == 0 else "center")


def test_an_interval_spans_its_limits_and_its_dot_stands_at_the_estimate() -> None:
    sheet = bars(choice(), "en", WIDE)

    zero = min(line.x for line in sheet.grid)
    per_percent = (bar_ends(sheet, "japan")[0] - zero) / 55.3
    interval = next(line for line in sheet.lines if line.ink == "ink")
    dot = next(dot for dot in sheet.dots if dot.ink == "ink")
    assert interval.x == pytest.approx(zero + 45.8 * per_percent, abs=0.1)
    assert interval.x2 == pytest.approx(zero + 64.8 * per_percent, abs=0.1)
    assert dot.x == pytest.approx(zero + 55.3 * per_percent, abs=0.1)


def test_a_hidden_share_has_a_word_and_no_bar() -> None:
    few = choice()
    rows = tuple(row for row in few.rows if row.code in {"cost", "none"})
    sheet = bars(replace(few, rows=rows), "en", WIDE)

    assert len(bar_ends(sheet, "japan")) == 1
    assert "hidden" in said(sheet)


@both
def test_planned_bars_are_hollow_and_a_key_says_so(page: Page) -> None:
    sheet = bars(paired(), "en", page)

    hollow = [one for one in sheet.areas if one.ink == "halo" and one.y2 - one.y == BAR - 2 * RIM]
    assert len(hollow) == 6
    assert said(sheet)[:4] == ["Japan", "EU", "Taken", "Planned"]
    assert {"41.1%", "30.1%"} < set(said(sheet))


def test_names_of_groups_that_would_squeeze_a_narrow_chart_stand_in_a_key() -> None:
    long = {"en": "Six member states", "ja": "加盟国"}
    named = tuple(replace(column, name=long) for column in choice().columns)
    table = replace(choice(), columns=named)

    assert said(bars(table, "en", NARROW))[0] == long["en"]
    assert f"{long['en']} 55.3%" in said(bars(table, "en", WIDE))


@both
@pytest.mark.parametrize("percent", [3.2, 41.0, 88.0, 100.0])
def test_figures_of_the_axis_never_stand_over_one_another(page: Page, percent: float) -> None:
    (row, *_) = paired().rows
    most = replace(row, cells=(cell(percent), cell(percent)))
    sheet = bars(replace(paired(), rows=(most,)), "en", page)

    ticks = [word for word in sheet.words if word.align == "center"]
    assert len(ticks) > 1
    for first, second in pairwise(ticks):
        apart = (width(first.text, VALUE) + width(second.text, VALUE)) / 2
        assert second.x - first.x > apart


def test_rows_that_are_hidden_in_every_group_stand_in_the_table_alone() -> None:
    few = choice()
    bare = replace(few.rows[0], cells=(HIDES, HIDES))
    table = replace(few, rows=(bare, *few.rows[1:4]))

    sheet = bars(table, "en", WIDE)

    assert [row.code for row in drawn_rows(table)] == [row.code for row in few.rows[1:4]]
    assert rows_without_figure(table) == 1
    assert "hidden" not in said(sheet)


def test_a_group_that_is_hidden_in_both_measures_says_so_once() -> None:
    (row, *_) = paired().rows
    shown = row.cells[1]
    hidden = replace(row, cells=(HIDES, shown), also=((HIDES, shown),))

    sheet = bars(replace(paired(), rows=(hidden,)), "en", WIDE)

    assert said(sheet).count("hidden") == 1


def test_a_chart_holds_at_most_seven_categories() -> None:
    sheet = bars(choice(), "en", WIDE)

    assert len(bar_ends(sheet, "japan")) == 7
    assert "Unclear policy of the government" not in said(sheet)


def test_what_leads_in_any_group_is_drawn_though_many_rows_stand_before_it() -> None:
    """Catches: a title that names an option which its chart leaves to the table."""
    few = choice()
    last = replace(few.rows[7], cells=(few.rows[7].cells[0], cell(60.0)))
    rows = (*few.rows[:7], replace(last, gap=gap(last.cells[0], last.cells[1], "0.001")))
    table = replace(few, rows=rows)

    assert last.code in {row.code for row in drawn_rows(table)}
    assert last.code in {row.code for row in dots_rows(table)}
    assert len(drawn_rows(table)) == len(dots_rows(table)) == 7


def test_a_chart_of_parts_holds_the_rows_of_all_firms_beside_its_categories() -> None:
    rows = participation().rows
    whole = replace(rows[0], code="all", part=None)
    parts = [replace(rows[0], code=f"c{number}") for number in range(9)]
    table = replace(participation(), rows=(whole, *parts))

    assert [row.code for row in drawn_rows(table)] == ["all", *(f"c{n}" for n in range(7))]


def test_what_is_low_lies_left_of_the_line_and_what_is_high_right() -> None:
    sheet = diverging(scale(), "en", WIDE)

    middle = sheet.lines[0].x
    for area in sheet.areas:
        if area.ink.startswith("low") and area.y > 30:
            assert area.x2 <= middle + 0.1
        if area.ink.startswith("high") and area.y > 30:
            assert area.x >= middle - 0.1


def test_a_middle_lies_across_the_line_half_on_either_side() -> None:
    sheet = diverging(concerns(), "en", WIDE)

    middle = sheet.lines[0].x
    across = [area for area in sheet.areas if area.ink == "middle" and area.y > 30]
    assert len(across) == 6
    assert all((area.x + area.x2) / 2 == pytest.approx(middle, abs=0.1) for area in across)


def test_the_strongest_answers_of_a_scale_stand_outermost_in_the_deepest_ink() -> None:
    places = places_of(scale().rows)

    assert [(place.row.code, place.ink) for place in places] == [
        ("none", "low_1"),
        ("little", "low_2"),
        ("some", "high_2"),
        ("strong", "high_1"),
    ]


def test_do_not_know_stands_apart_from_the_scale() -> None:
    assert "Do not know 2.6%" in said(diverging(scale(), "en", WIDE))


def test_a_difference_is_a_filled_dot_where_it_is_marked_and_a_ring_where_not() -> None:
    sheet = dots(choice(), "en", WIDE)

    filled, rings = (
        [dot for dot in sheet.dots if dot.ink == ink and dot.size == size]
        for ink, size in (("ink", 70.0), ("halo", 28.0))
    )
    assert len(filled) == 7
    assert len(rings) == 5
    assert "+26.3" in said(sheet)


@both
def test_differences_stand_on_the_side_of_the_group_that_has_more(page: Page) -> None:
    sheet = dots(choice(), "en", page)

    zero = next(line.x for line in sheet.grid if line.ink == "ink")
    outer = [dot.x > zero for dot in sheet.dots if dot.ink == "ink"]
    assert outer == [True, True, False, True, False, False, False]
    more = next(word for word in sheet.words if word.text == "more in Japan →")
    assert more.x > zero


@each
@both
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_mark_lies_on_its_paper(figure: Figure, page: Page, language: str) -> None:
    sheet = laid_out(figure, TABLES[figure.table], language, page)

    boxes = [(area.x, area.x2, area.y, area.y2) for area in sheet.areas]
    boxes += [(line.x, line.x2, line.y, line.y2) for line in (*sheet.lines, *sheet.grid)]
    for x, x2, y, y2 in boxes:
        assert 0 <= x <= x2 <= page.width + 0.1
        assert 0 <= y <= y2 <= sheet.height
    for word in sheet.words:
        assert 0 <= word.y <= sheet.height, word


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_bar_overlaps_the_next(table: Table) -> None:
    sheet = bars(table, "en", NARROW)

    held = [area for area in sheet.areas if area.ink in {"japan", "eu"} and area.y > BELOW_KEY]
    assert all(first.y2 <= second.y for first, second in pairwise(held))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Cost", ("Cost",)),
        ("Limited view of the supply chain", ("Limited view", "of the supply", "chain")),
        ("国際情勢に関する情報の収集、分析", ("国際情勢に関す", "る情報の収集、", "分析")),
        ("米国の貿易制限（関税を除く）", ("米国の貿易制限", "（関税を除く）")),
        ("", ("",)),
    ],
)
def test_labels_break_between_words_never_before_a_comma_or_after_a_bracket(
    text: str, lines: tuple[str, ...]
) -> None:
    assert wrapped(text, 110) == lines


@each
def test_a_drawing_holds_every_word_of_its_chart(figure: Figure) -> None:
    """Catches: words that the drawing drops, or draws in a size of nothing."""
    sheet = laid_out(figure, TABLES[figure.table], "ja", WIDE)
    drawing = svg(sheet, gallery.INKS)

    for word in sheet.words:
        assert f">{word.text}</text>" in drawing
    assert 'font-size="0' not in drawing
    assert re.search(r'<g font-size="1[34]"', drawing)


def test_every_kind_of_figure_has_a_layout() -> None:
    assert {figure.kind for figure in FIGURES} == set(LAYOUTS)


def test_a_chart_is_drawn_in_some_hundredths_of_a_second() -> None:
    """Catches: a specification made anew for each chart, fonts loaded for each word."""
    started = time.process_time()
    made = drawn(gallery.document(), gallery.INKS)

    count = sum(len(figure.drawings) for figure in made.figures)
    assert count == 36
    assert (time.process_time() - started) / count < 0.1
