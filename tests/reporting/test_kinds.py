"""Ranks, divided wholes, rosters, scales in parts, other bases, participation: what is printed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pandas as pd
import pytest

from app.questionnaire.instrument import Item, Row
from app.reporting.document import NO_FIGURE, Cell, Document, Table
from app.reporting.document import Row as Line
from app.reporting.figures import drawn, palette
from app.reporting.sentences import alternative, finding, note
from app.reporting.source import FrameCell, Source
from app.reporting.writers import html
from tests.reporting import invented, world
from tests.reporting.world import document, item, options, questionnaire, text

INKS = palette((world.ROOT / "reports" / "palette.yaml").read_bytes())
HEAD = world.REPORT[: world.REPORT.index("tables:")]
RISKS = replace(
    item("risks", "rank", "ordinary", options(war="War", cyber="Cyber", law="Law")),
    max_choices=2,
)
MIX = replace(
    item("mix", "constant_sum", "ordinary", ()),
    rows=tuple(Row(code, text(code)) for code in ("home", "abroad")),
)


def report(*tables: str) -> str:
    return HEAD + "tables:\n" + "".join(f"  - {{{table}}}\n" for table in tables)


def wave(
    code: str, asked: Item, answers: Mapping[str, Sequence[object]], frame: int = 60
) -> Source:
    """A wave of one stratum with the columns given; every response has answered."""
    columns = pd.DataFrame(dict(answers), dtype="object")
    n = len(columns)
    fixed = {"stratum": ["JP"] * n, "country": ["JP"] * n, f"{asked.code}__status": ["given"] * n}
    return replace(
        world.wave(code, {"JP": frame}, {}),
        questionnaire=questionnaire(asked),
        columns=pd.concat([pd.DataFrame(fixed), columns], axis=1),
    )


def made(asked: Item, answers: Mapping[str, list[object]], table: str) -> Table:
    """The table of an item that 40 Japanese and 40 European firms answered alike."""
    japan, eu = (wave(code, asked, answers) for code in ("w-jp", "w-eu"))
    return document(japan, eu, report(table)).tables[0]


def row(found: Table, code: str) -> Line:
    return next(one for one in found.rows if one.code == code)


def ranks(*given: tuple[str | None, str | None, int]) -> dict[str, list[object]]:
    return {
        "risks__1": [first for first, _, times in given for _ in range(times)],
        "risks__2": [second for _, second, times in given for _ in range(times)],
    }


RANKED = ranks(("war", "cyber", 20), ("cyber", None, 10), ("law", "war", 10))
RANK = "code: risks, item: risks, kind: rank, title: {en: Risks, ja: リスク}"


def test_ranks_are_shares_and_points_of_all_firms_in_the_base() -> None:
    found = made(RISKS, RANKED, RANK)

    war = row(found, "war")
    assert war.cells[0].percent == "75.0"
    assert [also[0].percent for also in war.also] == ["50.0", "1.25"]
    assert [found.measure.code, *(one.code for one in found.measures)] == [
        "top",
        "first",
        "points",
    ]
    assert found.measures[1].unit == "points"


def test_bounds_of_points_give_silent_firms_none_or_the_most() -> None:
    cell = row(made(RISKS, RANKED, RANK), "war").also[1][0]

    assert (cell.least, cell.most) == ("0.83", "1.50")


def test_rows_that_are_no_rank_have_no_points() -> None:
    found = made(RISKS, RANKED, RANK)

    assert row(found, "dont_know").also[1] == (Cell(NO_FIGURE), Cell(NO_FIGURE))


def test_a_sensitive_rank_is_shown_with_all_its_measures_or_none() -> None:
    """Catches: points that give away the two firms that ranked an option first."""
    sensitive = replace(RISKS, role="sensitive")
    given = ranks(("war", "cyber", 20), ("cyber", "law", 18), ("law", "war", 2))

    found = made(sensitive, given, RANK)

    law = row(found, "law")
    assert [law.cells[0].percent, *(also[0].percent for also in law.also)] == [None] * 3
    assert sum(one.cells[0].percent is None for one in found.rows if one.kind == "option") > 1


def sums(*given: tuple[float, float, int]) -> dict[str, list[object]]:
    return {
        f"mix__{code}": [float(one[place]) for one in given for _ in range(int(one[2]))]
        for place, code in enumerate(("home", "abroad"))
    }


SUM = "code: mix, item: mix, kind: sum, title: {en: Mix, ja: 構成}"


def test_a_whole_is_brought_to_100_before_the_mean() -> None:
    """Catches: 49.5 of firms that gave 99 percent, half of it for either row."""
    found = made(MIX, sums((49.5, 49.5, 20), (80, 21, 20)), SUM)

    assert row(found, "home").cells[0].percent == "64.6"
    assert row(found, "home").also[0][0].percent == "50.0"


def test_means_of_ordinary_items_tell_how_many_firms_have_any_and_bounds() -> None:
    cell = row(made(MIX, sums((100, 0, 30), (50, 50, 10)), SUM), "abroad").cells[0]

    assert (cell.count, cell.percent) == (10, "12.5")
    assert (cell.least, cell.most) == ("8.3", "41.7")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (((100, 0, 38), (50, 50, 2)), False),
        (((100, 0, 40),), False),
        (((0, 100, 2), (50, 50, 38)), True),
        (((100, 0, 20), (50, 50, 20)), True),
    ],
    ids=["two have any", "nobody has any", "two have the whole", "many"],
)
def test_a_sensitive_mean_is_hidden_where_few_firms_stand_behind_it(
    given: tuple[tuple[float, float, int], ...], *, shown: bool
) -> None:
    found = made(replace(MIX, role="sensitive"), sums(*given), SUM)

    cell = row(found, "abroad").cells[0]
    assert (cell.percent is not None) is shown
    assert cell.count is None
    assert cell.least is None


def test_a_hidden_mean_takes_the_other_with_it() -> None:
    """Catches: 100 less the row that is shown."""
    found = made(replace(MIX, role="sensitive"), sums((100, 0, 38), (50, 50, 2)), SUM)

    assert {one.cells[0].percent for one in found.rows} == {None}
    assert {one.also[0][0].percent for one in found.rows} == {None}


def test_the_median_of_a_sensitive_item_is_nobodys_exact_answer() -> None:
    found = made(replace(MIX, role="sensitive"), sums((63, 37, 20), (52, 48, 20)), SUM)

    assert row(found, "home").also[0][0].percent == "50"
    assert any(told.code == "median_rounded" for told in found.notes)


def test_differences_of_means_are_one_family_with_t_intervals() -> None:
    japan = wave("w-jp", MIX, sums((80, 20, 20), (60, 40, 20)))
    eu = wave("w-eu", MIX, sums((50, 50, 20), (40, 60, 20)))

    found = document(japan, eu, report(SUM)).tables[0]

    gap = row(found, "home").gap
    assert gap is not None
    assert (gap.points, found.tests) == ("25.0", 2)
    assert gap.is_marked


def other(base: str, title: str) -> str:
    return f"code: {title}, item: obstacles, base: {base}, title: {{en: {title}, ja: 課題}}"


def asked(given: int, not_asked: int, silent: int) -> Source:
    """Firms that named both obstacles, that were not asked, and that gave no answer."""
    n = given + not_asked + silent
    statuses = ["given"] * given + ["not_asked"] * not_asked + ["not_answered"] * silent
    columns = pd.DataFrame(
        {
            "stratum": ["JP"] * n,
            "country": ["JP"] * n,
            "obstacles__status": statuses,
            "obstacles__cost": [True] * given + [None] * (not_asked + silent),
            "obstacles__staff": [True] * given + [None] * (not_asked + silent),
        }
    )
    return replace(world.wave("w-jp", {"JP": 60}, {}), columns=columns)


@pytest.mark.parametrize(
    ("base", "percent", "firms"),
    [("answered", "100.0", 30), ("asked", "75.0", 40), ("all", "75.0", 40)],
)
def test_the_base_is_a_setting_of_the_table(base: str, percent: str, firms: int) -> None:
    content = report(other(base, "again"))

    found = document(asked(30, 10, 0 if base != "asked" else 10), world.EU, content).tables[0]

    cell = row(found, "cost").cells[0]
    assert (cell.percent, found.columns[0].base, found.base_kind) == (percent, firms, base)


def test_a_base_that_is_too_small_hides_the_item_in_every_base() -> None:
    """Catches: 8 of 45 firms, shown of all, that are all of the 8 that were asked."""
    content = report(other("answered", "asked"), other("all", "everybody"))

    few, everybody = document(asked(8, 37, 0), world.EU, content).tables

    assert {one.cells[0].reason for one in few.rows} == {"small_base"}
    assert {one.cells[0].percent for one in everybody.rows} == {None}
    assert {one.gap.points if one.gap else None for one in everybody.rows} == {None}
    assert everybody.tests == 0
    assert "hidden here as well" in " ".join(
        note(told, "en", everybody.columns) for told in everybody.notes
    )


@cache
def everything() -> Document:
    """The report of the project on invented waves."""
    return invented.published({"JP": 107}, {"DE": 110, "FR": 85, "IT": 80, "ES": 60})


def table(code: str) -> Table:
    return next(one for one in everything().tables if one.code == code)


def test_every_table_has_a_finding_and_a_text_in_both_languages() -> None:
    for one in everything().tables:
        for language in ("en", "ja"):
            assert finding(one, language)
            assert len(alternative(one, language)) > len(finding(one, language)), one.code


def test_every_note_of_every_table_can_be_said_in_both_languages() -> None:
    for one in everything().tables:
        for told in one.notes:
            for language in ("en", "ja"):
                said = note(told, language, (*one.columns, *one.beside))
                assert "{" not in said, (one.code, told)


def test_the_report_counts_its_tests() -> None:
    told = next(one for one in everything().notes if one.code == "families")

    assert told.params == {"tests": str(sum(one.tests for one in everything().tables))}


def test_measures_planned_have_a_base_of_their_own() -> None:
    found = table("measures")

    (planned,) = found.measures
    assert planned.label is not None
    assert planned.label["ja"] == "予定している"
    assert [one.base for one in planned.columns] != [one.base for one in found.columns]
    assert all(len(one.also) == 1 for one in found.rows)


def test_a_scale_of_several_things_has_a_part_and_a_base_for_each() -> None:
    found = table("area_concern")

    parts = {one.part["en"] for one in found.rows if one.part}
    assert len(parts) == 4
    assert len({one.code for one in found.rows}) == len(found.rows) == 24
    assert {one.side for one in found.rows} == {"low", "middle", "high", ""}
    assert all(one.cells[0].base for one in found.rows if one.cells[0].percent)
    for part in parts:
        shares = [
            one.cells[0].percent for one in found.rows if one.part and one.part["en"] == part
        ]
        assert sum(Decimal(share or 0) for share in shares) == pytest.approx(100, abs=0.5)


def test_a_roster_counts_firms_and_says_so() -> None:
    found = table("input_origins")

    assert (found.kind, found.answers, found.max_choices) == ("roster", "multiple", 3)
    assert any(told.code == "roster" for told in found.notes)


def test_figures_of_others_stand_beside_and_are_not_tested() -> None:
    found = table("obstacles")

    assert [one.code for one in found.beside] == ["iog_2021", "iog_2022", "iog_2023"]
    assert found.beside[0].percents["us_china"] == "75.0"
    assert found.tests <= len(found.rows)


def test_participation_counts_the_list_and_the_answers() -> None:
    found = table("participation")

    whole = row(found, "all").cells[0]
    assert (whole.base, whole.count) == (107, found.columns[0].responses)
    shown = [one for one in found.rows if one.code.startswith("size_")]
    bases = [one.cells[0].base for one in shown if one.cells[0].percent]
    assert sum(base or 0 for base in bases) <= 107
    assert row(found, "country_DE").cells[0] == Cell(NO_FIGURE)


def test_a_country_of_few_listed_firms_is_not_told() -> None:
    """Catches: the three firms of a sector of which two have answered."""
    small = (FrameCell("JP", "food", "large", 3), FrameCell("JP", "metals", "large", 57))
    columns = pd.DataFrame(
        {"stratum": ["JP"] * 40, "country": ["JP"] * 40, "sector": ["food"] * 2 + ["metals"] * 38}
    )
    source = replace(world.wave("w-jp", {"JP": 60}, {}), columns=columns, facts=small)
    content = report(
        "code: who, kind: participation, by: [sector], "
        "title: {en: Who, ja: 回収率}, question: {en: Firms, ja: 企業}"
    )

    found = document(source, replace(source, origin=world.EU.origin), content).tables[0]

    assert [one.cells[0].percent for one in found.rows] == ["66.7", None, None]


def test_a_figure_that_cannot_be_is_no_hidden_one() -> None:
    """Catches: "hidden" in the place of Germany among the firms of Japan."""
    participation = everything().tables[0]
    bare = replace(
        everything(),
        tables=(replace(participation, rows=participation.rows[:4]),),
        figures=everything().figures[:1],
    )

    page = str(html.report(drawn(bare, INKS), "en"))

    germany = page.rsplit(">Germany<", 1)[1].split("</tr>", 1)[0]
    assert "hidden" not in germany
    assert "–" in germany
