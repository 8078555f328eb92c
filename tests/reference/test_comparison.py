"""Differences and adjusted p values against R."""

import pytest

from app.estimation.comparison import Difference, adjusted, mover
from app.estimation.design import SurveyDesign
from app.estimation.estimators import share
from tests.reference.reading import case, table


def japan_minus_eu(design: SurveyDesign, variable: str) -> Difference:
    region, chosen = design.columns["region"], (design.columns[variable] == 1).to_numpy()
    japan, eu = (region == "JP").to_numpy(), (region == "EU").to_numpy()
    return mover(share(design, chosen & japan, japan), share(design, chosen & eu, eu))


def differences(design: SurveyDesign, variable: str, name: str) -> dict[str, float]:
    difference = japan_minus_eu(design, variable)
    assert (difference.p < 0.05) == (difference.low > 0 or difference.high < 0)
    return {
        f"{name}.d": difference.value,
        f"{name}.low": difference.low,
        f"{name}.high": difference.high,
    }


def test_japan_minus_eu_from_two_intervals() -> None:
    """Catches: the wrong limit of the second group in a bound (l for u); degrees of freedom of the
    whole design in a domain's interval; two overlapping intervals read as no difference.
    """
    columns = table("pub_panel107")
    panel = SurveyDesign(
        columns[columns["wave"] == 1], weight="w", stratum="region", population="N_h"
    )
    firms = SurveyDesign(table("pub_firms"), weight="w", stratum="stratum", population="N_h")

    got = differences(panel, "div", "panel_div") | differences(panel, "rare", "panel_rare")
    got |= differences(firms, "q1_a", "firms_q1_a") | differences(firms, "q1_d", "firms_q1_d")

    assert got.keys() == case("K13").expected.keys()
    case("K13").check(got)


def test_p_is_the_level_at_which_the_interval_touches_zero() -> None:
    """Catches: a p from a t statistic beside an interval of another method; a root found to few
    digits. The figures are R's roots over svyciprop (own_cases.R).
    """
    columns = table("pub_panel107")
    panel = SurveyDesign(
        columns[columns["wave"] == 1], weight="w", stratum="region", population="N_h"
    )
    firms = SurveyDesign(table("pub_firms"), weight="w", stratum="stratum", population="N_h")

    case("mover_p").check(
        {
            "panel_div": japan_minus_eu(panel, "div").p,
            "firms_q1_a": japan_minus_eu(firms, "q1_a").p,
            "firms_q1_d": japan_minus_eu(firms, "q1_d").p,
        }
    )


@pytest.mark.parametrize("method", ["holm", "hochberg", "BH", "BY", "bonferroni"])
def test_p_values_of_a_family(method: str) -> None:
    """Catches: step-down and step-up exchanged; no running maximum or minimum; values above 1; the
    order of the tests lost by sorting.
    """
    p_values = case("L01").params["p"]
    assert isinstance(p_values, list)

    forwards = adjusted(p_values, method)
    backwards = adjusted(p_values[::-1], method)

    case("L01").check({f"{method}.{place}": p for place, p in enumerate(forwards, start=1)})
    assert backwards[::-1] == forwards
