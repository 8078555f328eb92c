"""Two-way tables and tests of independence against R: svytable, svychisq."""

import pandas as pd
import pytest

from app.estimation.design import SurveyDesign
from app.estimation.independence import TwoWayTable, two_way_table
from tests.reference.reading import case, table


def firms() -> pd.DataFrame:
    columns = table("pub_firms")
    columns["q2"] = columns["q2"].astype("Int64")
    return columns


def panel() -> pd.DataFrame:
    columns = table("pub_panel107")
    return columns[columns["wave"] == 1]


def figures(of: TwoWayTable) -> dict[str, float]:
    first, second = of.rao_scott(order=1), of.rao_scott()
    plain, adjusted = of.wald(adjusted=False), of.wald()
    got = {"Chisq.statistic": first.statistic, "Chisq.df": first.df, "Chisq.p": first.p}
    for name, test in (("F", second), ("Wald", plain), ("adjWald", adjusted)):
        assert test.residual_df is not None
        got |= {f"{name}.statistic": test.statistic, f"{name}.ndf": test.df}
        got |= {f"{name}.ddf": test.residual_df, f"{name}.p": test.p}
    return got


@pytest.mark.parametrize(
    ("number", "design", "rows", "columns"),
    [
        (
            "C03",
            SurveyDesign(firms(), weight="w", stratum="stratum", population="N_h"),
            "region",
            "q2",
        ),
        (
            "C04",
            SurveyDesign(firms(), weight="w", stratum="stratum", cluster="group"),
            "size",
            "q6",
        ),
        (
            "C05",
            SurveyDesign(panel(), weight="w", stratum="region", population="N_h"),
            "region",
            "div",
        ),
    ],
    ids=["missing answers", "groups of firms", "panel of 107 firms"],
)
def test_whether_two_variables_have_to_do_with_each_other(
    number: str, design: SurveyDesign, rows: str, columns: str
) -> None:
    """Catches: n without the rows that lack an answer; the mean design effect where its spread is
    needed; df of F taken as whole; Wald on shares in place of counts.
    """
    case(number).check(figures(two_way_table(design, rows, columns)))


def test_weighted_counts_and_shares_of_a_table() -> None:
    """Catches: shares over the table in place of over the row."""
    design = SurveyDesign(firms(), weight="w", stratum="stratum", population="N_h")

    found = two_way_table(design, "region", "q6")

    got: dict[str, float] = {}
    for i, row in enumerate(found.rows):
        for j, column in enumerate(found.columns):
            got[f"N.{row}:{column}"] = float(found.counts[i, j])
            got[f"rowshare.{row}:{column}"] = float(found.row_shares[i, j])
    case("C06").check(got)
