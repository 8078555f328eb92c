"""What a table says of figures and lists that speak of fewer firms than it does itself."""

from dataclasses import replace
from functools import cache

import pytest

from app.reporting.beside import column
from app.reporting.definition import Citation
from app.reporting.document import Document
from app.reporting.published import published as read_figures
from app.reporting.sentences import note
from tests.reporting import invented
from tests.reporting.invented import compiled
from tests.reporting.world import ROOT

JAPAN = invented.wave("2026-jp", {"JP": 107}, 0.75, seed=1)
EU = invented.wave("2026-eu", {"DE": 160, "FR": 140}, 0.5, seed=2)


@cache
def without_lists() -> Document:
    """The report on snapshots taken before the list was kept by its facts."""
    return compiled({"2026-jp": replace(JAPAN, facts=()), "2026-eu": EU})


@pytest.mark.parametrize("beside_all", [True, False])
def test_figures_of_some_firms_beside_a_table_of_all_say_so(*, beside_all: bool) -> None:
    """Catches: measures of the firms that act, of 2021 and 2022, beside those of all of 2026."""
    content = (ROOT / "reports" / "published" / "published_figures.csv").read_bytes()
    figures, _ = read_figures(content)
    routed = next(one for one in figures if one.base_kind == "routed")
    same = [one for one in figures if one.key == routed.key]

    name, rows = {"en": "W", "ja": "W"}, {"a": routed.option["en"]}

    found = column(same, Citation("w", *routed.key, name, rows), beside_all=beside_all)

    assert ("others_routed" in {one.code for one in found.notes}) is beside_all


def test_the_measures_of_earlier_waves_are_of_firms_that_act() -> None:
    table = next(one for one in without_lists().tables if one.code.startswith("measures"))

    told = [one for one in table.notes if one.code == "others_routed"]

    assert [one.params["group"] for one in told] == ["iog_2022"]
    scoped = [one.params["group"] for one in table.notes if one.code == "others_scope"]
    assert scoped == ["iog_2021"]
    assert table.beside[0].change == "options"
    assert "not of all firms" in note(told[0], "en", table.beside)
    assert "全企業ではなく" in note(told[0], "ja", table.beside)


def test_a_list_without_its_facts_is_shown_whole_with_a_note() -> None:
    table = next(one for one in without_lists().tables if one.code == "participation")

    assert [row.code for row in table.rows] == ["all"]
    assert "participation_whole" in {one.code for one in table.notes}
