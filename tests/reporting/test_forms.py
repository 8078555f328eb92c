"""Reports on a wave that asked the short form beside one that asked the full one."""

from dataclasses import replace
from functools import cache

from app.reporting.document import NO_FIGURE, Document, Table
from app.reporting.sentences import note
from app.reporting.source import Source
from tests.reporting import invented
from tests.reporting.invented import compiled, survey

EU = invented.wave("2026-eu", {"DE": 160, "FR": 140}, 0.5, seed=2)


def short() -> Source:
    """A Japanese wave that was asked the short form."""
    full = invented.wave("2026-jp", {"JP": 107}, 0.75, seed=1)
    columns = full.columns.astype("object")
    for item in survey().items.values():
        if not item.core:
            for name in columns:
                if str(name) == item.code or str(name).startswith(f"{item.code}__"):
                    columns[name] = "not_asked" if str(name).endswith("__status") else None
    for name in columns:
        if str(name).startswith("inputs__3__"):
            columns[name] = None
    return replace(full, columns=columns, form="core")


@cache
def made() -> Document:
    return compiled({"2026-jp": short(), "2026-eu": EU})


def table(code: str) -> Table:
    return next(one for one in made().tables if one.code == code)


def test_a_question_outside_the_form_has_no_figure_whatever_the_base() -> None:
    """Catches: 0% of all 80 firms that were never asked, called small or hidden."""
    outside = [one for one in made().tables if one.item and not survey().items[one.item].core]

    assert {"all", "answered"} <= {one.base_kind for one in outside}
    for one in outside:
        assert {row.cells[0].shown for row in one.rows} == {NO_FIGURE}
        assert one.columns[0].base == 0
        assert one.tests == 0
        told = [told for told in one.notes if told.params.get("group") == "jp"]
        assert [told.code for told in told] == ["not_in_form"]
        assert "簡易版" in note(told[0], "ja", one.columns)


def test_a_question_in_both_forms_is_compared() -> None:
    inside = table("awareness")

    assert inside.tests > 0
    assert "not_in_form" not in {one.code for one in inside.notes}


def test_no_table_is_left_out_because_a_form_did_not_ask() -> None:
    """Catches: a follow-up outside the form, asked of 0 firms, that takes its gate with it."""
    both = compiled({"2026-jp": replace(short(), form="full"), "2026-eu": EU})

    assert len(made().tables) > len(both.tables)


def test_rosters_are_compared_in_the_rows_that_both_forms_have() -> None:
    """Catches: shares of up to three inputs in one group and of up to two in the other."""
    found = table("input_origins")
    told = {one.code: one for one in found.notes}
    columns = EU.columns.copy()
    for name in columns:
        if str(name).startswith("inputs__3__"):
            columns[name] = None

    same = compiled({"2026-jp": short(), "2026-eu": replace(EU, columns=columns)})

    rows = next(one for one in same.tables if one.code == "input_origins").rows
    assert [row.cells[1] for row in rows] == [row.cells[1] for row in found.rows]
    assert told["core_rows"].params == {"k": "2"}
    assert told["roster"].params == {"k": "2"}
