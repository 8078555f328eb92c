"""The one pass over all answers against one estimate at a time, which is checked against R."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from app.estimation.design import DesignProblem, Lonely, Places, SecondStage, SurveyDesign
from app.estimation.estimate import EmptyDomain, LonelyUnit
from app.estimation.estimators import proportion
from app.estimation.tables import Codes, Tables, weighted_tables
from bench.tables import ours
from tests.reference.reading import table

ITEMS = ("q2", "q6", "q1_a")
COUNT = 5


def firms() -> tuple[pd.DataFrame, Codes, Places]:
    columns = table("pub_firms")
    columns["q2"] = columns["q2"].astype("Int64").astype("string")
    columns["q1_a"] = columns["q1_a"].astype("string")
    names = columns["region"] + columns["size"]
    answers = np.stack([pd.factorize(columns[item], sort=True)[0] for item in ITEMS])
    return columns, answers.astype(np.int8), np.asarray(pd.factorize(names, sort=True)[0])


def check(design: SurveyDesign, answers: Codes, cells: Places, tables: Tables) -> None:
    for item, name in enumerate(ITEMS):
        codes = sorted(design.columns[name].dropna().unique())
        for cell in np.unique(cells):
            marked = design.columns.assign(cell=cells == cell)
            for code, text in enumerate(codes):
                want = proportion(replace(design, columns=marked), name, text, domain="cell")
                got = tables.one(item, int(cell), code)
                assert got.value == pytest.approx(want.value, rel=1e-12)
                assert got.se == pytest.approx(want.se, rel=1e-9, abs=1e-15)
                assert (got.df, got.n) == (want.df, want.n)


@pytest.mark.parametrize(
    "design",
    [
        {"stratum": "stratum", "population": "N_h"},
        {"stratum": "stratum", "cluster": "group"},
        {"cluster": "group"},
        {},
    ],
    ids=["strata with population", "groups in strata", "groups", "simple random"],
)
def test_one_pass_gives_what_one_estimate_at_a_time_gives(design: dict[str, str]) -> None:
    """Catches: squares of rows for squares of units; strata without a member of the cell left out;
    pieces of a stratum mixed up.
    """
    columns, answers, cells = firms()
    whole = SurveyDesign(columns, weight="w", **design)  # type: ignore[arg-type]

    check(whole, answers, cells, weighted_tables(whole, answers, cells, codes=COUNT))


@pytest.mark.parametrize("rule", ["adjust", "average", "certainty", "remove"])
def test_lonely_units_follow_the_same_rules(rule: Lonely) -> None:
    columns, answers, cells = firms()
    kept = columns["country"].isin(["NL", "PL"]).to_numpy(copy=True)
    kept[np.flatnonzero(columns["stratum"] == "DE_XL")[0]] = True
    design = SurveyDesign(columns[kept], weight="w", stratum="stratum", lonely=rule)

    tables = weighted_tables(design, answers[:, kept], cells[kept], codes=COUNT)

    check(design, answers[:, kept], cells[kept], tables)
    with pytest.raises(LonelyUnit):
        weighted_tables(replace(design, lonely="fail"), answers[:, kept], cells[kept], codes=COUNT)


def test_an_odd_number_of_items_and_empty_cells_are_no_matter() -> None:
    columns, answers, cells = firms()
    design = SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")

    all_of_them = weighted_tables(design, answers, cells + 2, codes=COUNT)
    first = weighted_tables(design, answers[:1], cells, codes=COUNT)

    np.testing.assert_allclose(all_of_them.shares[0, 2:], first.shares[0], rtol=1e-13)
    with pytest.raises(EmptyDomain):
        all_of_them.one(0, 0, 0)


@pytest.mark.parametrize("is_clustered", [False, True], ids=["firms", "groups"])
def test_the_measurement_still_runs(is_clustered: bool) -> None:
    """200 items by 80 cells on 2,000 rows; the figures themselves stand in docs/methods.md."""
    assert 0 < ours(2_000, is_clustered=is_clustered)["seconds"] < 10


def test_designs_that_sums_cannot_serve_are_refused() -> None:
    columns, answers, cells = firms()
    design = SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")

    with pytest.raises(DesignProblem, match="one stage"):
        weighted_tables(
            replace(design, second=SecondStage("N_h"), cluster="id"), answers, cells, codes=COUNT
        )
