"""Figures of different kinds and domains together, with their covariance, against R."""

import pandas as pd
import pytest

from app.estimation.association import linear_correlation, linear_variance
from app.estimation.design import SurveyDesign
from app.estimation.estimators import linear_mean, linear_ratio, linear_total
from app.estimation.linear import jointly
from app.estimation.quantiles import linear_quantile
from tests.reference.reading import case, table


def firms() -> SurveyDesign:
    columns = table("pub_firms")
    columns["q5_q1_b"] = columns["q5"] * columns["q1_b"]
    for name in ("region", "sector"):
        marks = {value: columns[name] == value for value in columns[name].unique()}
        columns = pd.concat([columns, pd.DataFrame(marks)], axis=1)
    return SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")


def test_totals_and_ratios_of_overlapping_domains_know_each_other() -> None:
    """Catches: totals of a part and of a whole taken as independent; a ratio and its total."""
    design = firms()

    joint = jointly(
        design,
        {
            "total.EU": linear_total(design, "q5", domain="EU"),
            "total.JP": linear_total(design, "q5", domain="JP"),
            "ratio.EU": linear_ratio(design, "q5_q1_b", "q5", domain="EU"),
            "ratio.JP": linear_ratio(design, "q5_q1_b", "q5", domain="JP"),
            "total.S01": linear_total(design, "q5", domain="S01"),
        },
    )

    got: dict[str, float] = {}
    for row, first in enumerate(joint.names):
        got[first] = joint.one(first).value
        for column, second in enumerate(joint.names[row:], start=row):
            got[f"{first}:{second}"] = float(joint.covariance[row, column])
    case("joint").check(got)


def test_medians_of_regions_together_have_the_errors_they_have_alone() -> None:
    """Catches: a density of another kind than that of the interval."""
    design = firms()

    joint = jointly(
        design,
        {region: linear_quantile(design, "q5", 0.5, domain=region) for region in ("EU", "JP")},
    )
    gap = joint.contrast({"JP": 1, "EU": -1})

    got: dict[str, float] = {}
    for region in ("EU", "JP"):
        got |= {f"est.{region}": joint.one(region).value, f"se.{region}": joint.one(region).se}
    case("H04").check(got)
    # No stratum holds firms of both regions.
    apart = (got["se.EU"] ** 2 + got["se.JP"] ** 2) ** 0.5
    assert gap.se == pytest.approx(apart, rel=1e-9)


def test_a_mean_goes_with_its_median_and_a_variance_with_its_correlation() -> None:
    """Catches: the sign of the quantile's influence."""
    design = firms()

    joint = jointly(
        design,
        {
            "mean": linear_mean(design, "q4"),
            "median": linear_quantile(design, "q4", 0.5),
            "variance": linear_variance(design, "q4"),
            "correlation": linear_correlation(design, "q4", "q5"),
        },
    )

    spread = joint.one("mean").se * joint.one("median").se
    assert 0.4 < joint.covariance[0, 1] / spread < 1
    assert joint.one("variance").deff is not None
