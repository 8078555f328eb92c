"""Quantiles with Woodruff's interval against R's survey package."""

import pytest

from app.estimation.design import SurveyDesign
from app.estimation.quantiles import quantile
from tests.reference.reading import case, table


@pytest.mark.parametrize("method", ["mean", "beta", "xlogit", "asin"])
def test_three_quantiles_of_revenue(method: str) -> None:
    """Catches: interpolation between values; an interval centred at the quantile; limits turned
    over by another rule than the quantile; z in place of t in the standard error.
    """
    design = SurveyDesign(table("pub_firms"), weight="w", stratum="stratum", population="N_h")

    got: dict[str, float] = {}
    for at in (0.1, 0.5, 0.9):
        estimate = quantile(design, "q5", at, method=method)
        assert estimate.low is not None
        assert estimate.high is not None
        name = f"{method}_{at}"
        got |= {f"{name}.q": estimate.value, f"{name}.se": estimate.se}
        got |= {f"{name}.low": estimate.low, f"{name}.high": estimate.high}

    case("H03").check(got)


def test_the_median_of_each_region() -> None:
    """Catches: a domain cut out before the share below its median is estimated."""
    columns = table("pub_firms")
    columns["JP"], columns["EU"] = columns["region"] == "JP", columns["region"] == "EU"
    design = SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")

    got: dict[str, float] = {}
    for region in ("EU", "JP"):
        estimate = quantile(design, "q5", 0.5, domain=region)
        got |= {f"est.{region}": estimate.value, f"se.{region}": estimate.se}

    case("H04").check(got)
