"""What the tables of questions that lead on tell of the question before, and may not."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest

from app.reporting.document import Document, Table
from app.reporting.source import Source
from tests.reporting import invented
from tests.reporting.invented import compiled

EU = invented.wave("2026-eu", {"DE": 160, "FR": 140}, 0.5, seed=2)
JAPAN = invented.wave("2026-jp", {"JP": 107}, 0.75, seed=1)
LED_TO = ("critical_groups", "minerals", "inputs", "china_")


def answering(counts: Mapping[str, int]) -> Source:
    """Firms in Japan with so many of each answer on critical inputs, and followers off the path.

    The follow-ups of firms that newly have inputs are taken from those that had them.
    """
    columns = JAPAN.columns.copy()
    asked = columns[columns["critical_inputs"] == "yes"]
    size = sum(counts.values())
    columns = pd.concat([asked] * (size // len(asked) + 1), ignore_index=True).head(size).copy()
    gate = [code for code, count in counts.items() for _ in range(count)]
    is_known = [code in {"yes", "no", "not_checked"} for code in gate]
    columns["critical_inputs"] = [
        code if known else None for code, known in zip(gate, is_known, strict=True)
    ]
    columns["critical_inputs__status"] = [
        "given" if known else code for code, known in zip(gate, is_known, strict=True)
    ]
    off = columns["critical_inputs"] != "yes"
    for name in columns:
        if str(name).startswith(LED_TO):
            held = columns[name].astype("object")
            held[off] = "not_asked" if str(name).endswith("__status") else None
            columns[name] = held
    return replace(JAPAN, columns=columns, frame={"JP": size + 27}, facts=())


def made(counts: Mapping[str, int]) -> Document:
    return compiled({"2026-jp": answering(counts), "2026-eu": EU})


def table(document: Document, code: str) -> Table:
    return next(one for one in document.tables if one.code == code)


@pytest.mark.parametrize(("no", "not_checked"), [(2, 30), (30, 1), (32, 0), (0, 32)])
def test_all_firms_are_not_shown_where_they_would_tell_who_has_no_input(
    no: int, not_checked: int
) -> None:
    """Catches: exposed or not to be told, of all firms less of those with an input, is the count
    of firms that have not checked, which the table of that question hides.
    """
    found = made({"yes": 48, "no": no, "not_checked": not_checked})

    everybody = table(found, "exposure").rows[1]
    assert everybody.code == "all"
    assert everybody.cells[0].percent is None
    assert everybody.also[0][0].percent is None
    assert table(found, "exposure").rows[0].cells[0].percent is not None


def test_all_firms_are_shown_where_every_answer_that_leads_elsewhere_is() -> None:
    found = made({"yes": 48, "no": 20, "not_checked": 12})

    assert table(found, "exposure").rows[1].cells[0].percent is not None


@pytest.mark.parametrize("yes", [0, 1, 2, 78, 79, 80])
def test_the_list_of_tables_does_not_tell_how_many_have_an_input(yes: int) -> None:
    """Catches: follow-ups left out beside a gate that is shown, whose cell is then 0 to 2."""
    rest = 80 - yes
    found = made({"yes": yes, "no": rest - rest // 3, "not_checked": rest // 3})

    there = {one.item for one in found.tables}
    assert there.isdisjoint({"critical_inputs", "inputs"})


def test_what_leads_to_a_question_left_out_is_left_out_all_the_way() -> None:
    """Catches: a chain of two gates, of which the first is shown."""
    source = answering({"yes": 48, "no": 20, "not_checked": 12})
    columns = source.columns.copy()
    columns["china_alternative__status"] = "not_asked"

    found = compiled({"2026-jp": replace(source, columns=columns), "2026-eu": EU})

    there = {one.item for one in found.tables}
    assert there.isdisjoint({"china_alternative", "china_dependence", "critical_inputs"})
    assert "inputs" in there
    assert table(found, "exposure").rows[1].cells[0].percent is None
