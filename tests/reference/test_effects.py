"""Sizes of differences and t tests against R."""

from app.estimation.design import SurveyDesign
from app.estimation.effects import (
    cohen_h,
    one_sample_test,
    standardised_difference,
    two_sample_test,
)
from app.estimation.estimate import Estimate
from app.estimation.independence import two_way_table
from app.estimation.intervals import plain_interval
from app.estimation.models import t_test_p
from app.estimation.rank_tests import probability_of_superiority
from tests.reference.reading import case, table


def firms() -> SurveyDesign:
    columns = table("pub_firms")
    columns["JP"], columns["EU"] = columns["region"] == "JP", columns["region"] == "EU"
    return SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")


def figures(difference: Estimate, prefix: str = "") -> dict[str, float]:
    interval = plain_interval(difference)
    assert interval.low is not None
    assert interval.high is not None
    got = {
        "statistic": difference.value / difference.se,
        "df": difference.df,
        "p": t_test_p(difference),
        "estimate": difference.value,
        "ci_low": interval.low,
        "ci_high": interval.high,
    }
    return {prefix + name: value for name, value in got.items()}


def test_four_sizes_of_a_difference() -> None:
    """Catches: unweighted distributions; the pooled variance weighted by group size; ties counted
    as lost.
    """
    design = firms()

    groups = ("JP", "EU")
    case("L04").check(
        {
            "cohen_h": cohen_h(design, "q1_a", groups).value,
            "cramers_v": two_way_table(design, "region", "q6").cramers_v,
            "smd": standardised_difference(design, "q4", groups).value,
            "prob_superiority": probability_of_superiority(design, "q2", groups).value,
        }
    )


def test_means_of_two_regions_and_against_a_fixed_value() -> None:
    """Catches: Welch's degrees of freedom; those of R's convention not reduced by one."""
    two, one = two_sample_test(firms(), "q4", ("JP", "EU")), one_sample_test(firms(), "q4", 30)

    case("J03").check(figures(two, "two.") | figures(one, "one."))


def test_means_of_two_regions_in_the_panel() -> None:
    """Catches: the finite frame forgotten."""
    columns = table("pub_panel107")
    columns = columns[columns["wave"] == 1]
    columns = columns.assign(JP=columns["region"] == "JP", EU=columns["region"] == "EU")
    design = SurveyDesign(columns, weight="w", stratum="region", population="N_h")

    case("J04").check(figures(two_sample_test(design, "share", ("JP", "EU"))))
