"""Means, totals and ratios against R's survey package: 28 strata, clusters, a lonely unit."""

from dataclasses import replace

import pytest

from app.estimation.design import Lonely, SurveyDesign
from app.estimation.estimate import Estimate, LonelyUnit
from app.estimation.estimators import mean, means, ratio, total
from app.estimation.intervals import plain_interval
from tests.reference.reading import case, table


def figures(estimate: Estimate, name: str, prefix: str = "") -> dict[str, float]:
    """Estimate, error and both intervals, as helpers.R names them."""
    t, normal = plain_interval(estimate), plain_interval(estimate, normal=True)
    got = {f"est.{name}": estimate.value, f"se.{name}": estimate.se, "df": estimate.df}
    for kind, interval in (("t", t), ("normal", normal)):
        assert interval.low is not None
        assert interval.high is not None
        got |= {f"ci_{kind}_low.{name}": interval.low, f"ci_{kind}_high.{name}": interval.high}
    return {prefix + key: value for key, value in got.items()}


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

    got = {"ratio": weighted.value, "ratio_se": weighted.se}
    got |= figures(replace(average, df=sales.df), "q4", "mean.")
    case("A10").check(got | figures(sales, "q5", "total."))


def test_groups_of_firms_are_the_units_of_the_first_stage() -> None:
    """Catches: members of one group counted as independent; a group code that occurs in two strata
    taken for one unit.
    """
    design = SurveyDesign(table("pub_firms"), weight="w", stratum="stratum", cluster="group")
    names = ("q1_a", "q1_b", "q1_c", "q1_none")

    joint = means(design, names)

    got: dict[str, float] = {}
    for row, first in enumerate(names):
        got |= figures(joint.one(first), first)
        for column, second in enumerate(names[row:], start=row):
            got[f"cov.{first}:{second}"] = float(joint.covariance[row, column])
    case("A13").check(got)


def lonely(rule: Lonely) -> SurveyDesign:
    columns = table("pub_firms")
    kept = columns["country"].isin(["NL", "PL"])
    kept |= columns.index == columns.index[columns["stratum"] == "DE_XL"][0]
    return SurveyDesign(columns[kept], weight="w", stratum="stratum", lonely=rule)


@pytest.mark.parametrize(
    ("rule", "number"),
    [("adjust", "A12ad"), ("average", "A12av"), ("certainty", "A12ce"), ("remove", "A12re")],
)
def test_a_lonely_unit_does_what_the_design_says(rule: Lonely, number: str) -> None:
    """Catches: a stratum of one response counted as having no variance where it should have; the
    mean contribution taken over all strata in place of the others.
    """
    design = lonely(rule)

    share, sales, all_sales = mean(design, "q1_a"), mean(design, "q5"), total(design, "q5")

    case(number).check(
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
