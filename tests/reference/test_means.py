"""Means, totals and ratios against R's survey package: 28 strata, clusters, a lonely unit."""

import pytest

from app.estimation.design import SurveyDesign
from app.estimation.estimate import LonelyUnit
from app.estimation.estimators import mean, means, ratio, total
from tests.reference.reading import case, table


def firms() -> SurveyDesign:
    columns = table("pub_firms")
    columns["q5_q1_a"] = columns["q5"] * columns["q1_a"]
    return SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")


def test_mean_total_and_ratio_over_strata_with_population_sizes() -> None:
    """Catches: fpc forgotten; rows with a missing value dropped from the design, so that n_h is
    too small; the variance of a ratio taken from the numerator alone.
    """
    design = firms()

    average, sales = mean(design, "q4"), total(design, "q5")
    weighted = ratio(design, "q5_q1_a", "q5")

    case("A10").check(
        {
            "mean.est.q4": average.value,
            "mean.se.q4": average.se,
            "total.est.q5": sales.value,
            "total.se.q5": sales.se,
            "total.df": sales.df,
            "ratio": weighted.value,
            "ratio_se": weighted.se,
        }
    )


def test_groups_of_firms_are_the_units_of_the_first_stage() -> None:
    """Catches: members of one group counted as independent; a group code that occurs in two strata
    taken for one unit.
    """
    design = SurveyDesign(table("pub_firms"), weight="w", stratum="stratum", cluster="group")
    names = ("q1_a", "q1_b", "q1_c", "q1_none")

    joint = means(design, names)

    got: dict[str, float] = {}
    for row, first in enumerate(names):
        got[f"est.{first}"] = joint.one(first).value
        got[f"se.{first}"] = joint.one(first).se
        for column, second in enumerate(names[row:], start=row):
            got[f"cov.{first}:{second}"] = float(joint.covariance[row, column])
    got["df"] = joint.df[0]
    case("A13").check(got)


def lonely(rule: str) -> SurveyDesign:
    columns = table("pub_firms")
    kept = columns["country"].isin(["NL", "PL"])
    kept |= columns.index == columns.index[columns["stratum"] == "DE_XL"][0]
    chosen = columns[kept]
    if rule == "adjust":
        return SurveyDesign(chosen, weight="w", stratum="stratum", lonely="adjust")
    return SurveyDesign(chosen, weight="w", stratum="stratum")


def test_a_lonely_unit_is_centred_at_the_mean_of_the_sample() -> None:
    """Catches: a stratum of one response counted as having no variance."""
    design = lonely("adjust")

    share, sales, all_sales = mean(design, "q1_a"), mean(design, "q5"), total(design, "q5")

    case("A12ad").check(
        {
            "est.q1_a": share.value,
            "se.q1_a": share.se,
            "est.q5": sales.value,
            "se.q5": sales.se,
            "total.est.q5": all_sales.value,
            "total.se.q5": all_sales.se,
            "degf": share.df,
        }
    )


def test_a_lonely_unit_is_named_unless_the_design_says_otherwise() -> None:
    with pytest.raises(LonelyUnit, match="1 of 9 strata"):
        mean(lonely("fail"), "q1_a")
