"""Domains against R's survey package: a domain is a mark on rows, never a filter."""

from dataclasses import replace

import numpy as np
import pandas as pd

from app.estimation.comparison import linear_difference
from app.estimation.design import SurveyDesign
from app.estimation.estimators import mean, means, proportion, ratio, total
from app.estimation.intervals import plain_interval
from tests.reference.reading import case, table


def firms(columns: pd.DataFrame) -> SurveyDesign:
    return SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")


def marked(columns: pd.DataFrame, name: str) -> pd.DataFrame:
    """The columns with one boolean column for each value of a column."""
    return columns.assign(**{value: columns[name] == value for value in columns[name].unique()})


def test_shares_by_region_and_size() -> None:
    """Catches: the domain cut out of the design, so that strata without a member vanish from the
    variance and n_h shrinks.
    """
    columns = table("pub_firms")
    columns["cell"] = columns["region"] + "." + columns["size"]
    columns["agree"] = (columns["q2"] >= 4).astype("float").where(columns["q2"].notna())
    cells = sorted(columns["cell"].unique())
    design = firms(marked(columns, "cell"))

    got: dict[str, float] = {}
    for variable in ("q1_a", "agree"):
        joint = means(design, (variable,), domains=cells)
        for cell in cells:
            got[f"{variable}.est.{cell}"] = joint.one(cell).value
            got[f"{variable}.se.{cell}"] = joint.one(cell).se

    case("D03").check(got)


def test_totals_and_ratios_of_domains() -> None:
    """Catches: a domain total computed from a mean times a known size; a ratio whose denominator
    leaves the domain.
    """
    columns = table("pub_firms")
    columns["q5_q1_b"] = columns["q5"] * columns["q1_b"]
    design = firms(marked(marked(columns, "sector"), "region"))

    got: dict[str, float] = {}
    for sector in sorted(columns["sector"].unique()):
        estimate = total(design, "q5", domain=sector)
        got[f"est.{sector}"], got[f"se.{sector}"] = estimate.value, estimate.se
    for region in ("EU", "JP"):
        estimate = ratio(design, "q5_q1_b", "q5", domain=region)
        got[f"ratio.{region}"], got[f"ratio_se.{region}"] = estimate.value, estimate.se

    case("D04").check(got)


def test_degrees_of_freedom_count_only_strata_with_members() -> None:
    """Catches: t quantiles from the degrees of freedom of the whole sample."""
    columns = table("pub_firms")
    columns["cell"] = (columns["sector"] == "S03") & (columns["region"] == "EU")
    columns["cell"] &= columns["q4"].notna()

    estimate = means(firms(columns), ("q4",), domains=("cell",)).one("cell")

    case("D05").check({"est.q4": estimate.value, "se.q4": estimate.se, "degf": estimate.df})


def test_the_answers_of_one_question_in_each_region() -> None:
    """Catches: rows without an answer counted in the base of the share."""
    columns = table("pub_firms")
    columns["q2"] = columns["q2"].astype("Int64").astype("string")
    design = firms(marked(columns, "region"))

    got: dict[str, float] = {}
    for region in ("EU", "JP"):
        for code in "12345":
            estimate = proportion(design, "q2", code, domain=region)
            got[f"est.{region}:q2f{code}"] = estimate.value
            got[f"se.{region}:q2f{code}"] = estimate.se

    case("D06").check(got)


def test_japan_minus_eu_with_a_t_interval() -> None:
    """Catches: degrees of freedom added up over the two groups; a normal quantile for t."""
    design = firms(marked(table("pub_firms"), "region"))

    joint = means(design, ("q1_a",), domains=("JP", "EU"))
    contrast = replace(joint.contrast({"JP": 1, "EU": -1}), df=mean(design, "q1_a").df)

    difference, normal = linear_difference(contrast), plain_interval(contrast, normal=True)
    assert normal.low is not None
    assert normal.high is not None
    assert 0.01 < difference.p < 0.05
    got = {"est.diff": contrast.value, "se.diff": contrast.se, "df": contrast.df}
    got |= {"ci_normal_low.diff": normal.low, "ci_normal_high.diff": normal.high}
    case("K01").check(got | {"ci_t_low.diff": difference.low, "ci_t_high.diff": difference.high})


def test_a_quotient_and_a_log_odds_ratio_of_regions() -> None:
    """Catches: the error of a quotient without its denominator; a rough gradient."""
    joint = means(firms(marked(table("pub_firms"), "region")), ("q1_a",), domains=("JP", "EU"))

    quotient = joint.function(lambda p: p["JP"] / p["EU"])
    odds = joint.function(
        lambda p: np.log(p["JP"] / (1 - p["JP"])) - np.log(p["EU"] / (1 - p["EU"]))
    )

    got = {"ratio.est.contrast": quotient.value, "ratio.se.contrast": quotient.se}
    got |= {"logOR.est.contrast": odds.value, "logOR.se.contrast": odds.se}
    case("K01").check(got)


def test_a_difference_of_differences() -> None:
    """Catches: four cells taken in pairs as if the pairs were all."""
    columns = table("pub_firms")
    columns["cell"] = columns["region"] + "." + columns["size"]
    cells = ("JP.XL", "JP.Small", "EU.XL", "EU.Small")

    joint = means(firms(marked(columns, "cell")), ("q1_a",), domains=cells)
    found = joint.contrast(dict(zip(cells, (1, -1, -1, 1), strict=True)))

    case("K04").check({"est.dd": found.value, "se.dd": found.se})


def test_two_options_of_one_question_share_their_respondents() -> None:
    """Catches: the covariance of answers of the same firms taken as zero."""
    design = firms(marked(table("pub_firms"), "region"))

    everybody = means(design, ("q1_a", "q1_b"))
    japan = means(design, ("q1_a", "q1_b"), domains=("JP",))

    whole = everybody.contrast({"q1_a": 1, "q1_b": -1})
    part = japan.contrast({"JP:q1_a": 1, "JP:q1_b": -1})
    case("K02").check(
        {
            "cov.q1_a:q1_a": float(everybody.covariance[0, 0]),
            "cov.q1_a:q1_b": float(everybody.covariance[0, 1]),
            "cov.q1_b:q1_b": float(everybody.covariance[1, 1]),
            "all.est.d": whole.value,
            "all.se.d": whole.se,
            "JP.est.d": part.value,
            "JP.se.d": part.se,
        }
    )


def test_a_sector_against_the_rest_and_against_all() -> None:
    """Catches: a part compared with the whole as if it were not inside it."""
    columns = table("pub_firms")
    columns["part"], columns["rest"] = columns["sector"] == "S05", columns["sector"] != "S05"

    joint = means(firms(columns), ("q1_a",), domains=("part", "rest", None))

    rest = joint.contrast({"part": 1, "rest": -1})
    whole = joint.contrast({"part": 1, "q1_a": -1})
    case("K03").check(
        {
            "vs_rest.est.d": rest.value,
            "vs_rest.se.d": rest.se,
            "vs_total.est.contrast": whole.value,
            "vs_total.se.contrast": whole.se,
        }
    )
