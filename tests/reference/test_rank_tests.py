"""Rank tests against R: svyranktest."""

import pandas as pd

from app.estimation.design import SurveyDesign
from app.estimation.rank_tests import SCORES, rank_test, ranks_test
from tests.reference.reading import case, table


def firms() -> SurveyDesign:
    columns = table("pub_firms")
    for name in ("region", "size"):
        marks = {value: columns[name] == value for value in columns[name].unique()}
        columns = pd.concat([columns, pd.DataFrame(marks)], axis=1)
    return SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")


def test_two_regions_on_an_ordered_answer() -> None:
    """Catches: ranks of the sample in place of the population; tied rows at the end of their tie;
    degrees of freedom not reduced by one. R lets tied rows share the mean of their places, which
    hangs on their order; ours share the middle of their weight unless told.
    """
    got: dict[str, float] = {}
    for score in SCORES:
        test = rank_test(firms(), "q2", ("JP", "EU"), score=score, ties="rows")
        got |= {f"{score}.statistic": test.statistic, f"{score}.df": test.df}
        got |= {f"{score}.p": test.p, f"{score}.estimate": test.estimate.value}

    case("J01").check(got)


def test_four_sizes_on_an_ordered_answer() -> None:
    """Catches: chi-square in place of F; the groups' mean scores taken as independent."""
    test = ranks_test(firms(), "q2", ("Small", "Medium", "Large", "XL"), ties="rows")

    case("kruskal").check({"chisq": test.statistic * test.df, "p": test.p})
