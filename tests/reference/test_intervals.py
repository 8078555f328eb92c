"""Intervals of one share against R: the survey package, phyper, and the edges R leaves out."""

import pytest

from app.estimation.design import SurveyDesign
from app.estimation.estimate import Estimate
from app.estimation.estimators import mean, share
from app.estimation.intervals import hypergeometric, share_interval
from tests.reference.reading import case, table


def figures(estimate: Estimate, methods: tuple[str, ...]) -> dict[str, float]:
    got: dict[str, float] = {}
    for method in methods:
        interval = share_interval(estimate, method)
        assert interval.method == method
        assert interval.low is not None
        assert interval.high is not None
        got |= {
            f"{method}.est": interval.value,
            f"{method}.low": interval.low,
            f"{method}.high": interval.high,
        }
    return got


def panel(wave: int) -> SurveyDesign:
    columns = table("pub_panel107")
    return SurveyDesign(
        columns[columns["wave"] == wave], weight="w", stratum="region", population="N_h"
    )


def marks(design: SurveyDesign, variable: str) -> Estimate:
    chosen = (design.columns[variable] == 1).to_numpy()
    return share(design, chosen, design.membership(None))


def test_a_small_share_in_a_survey_of_28_strata() -> None:
    """Catches: n in place of the effective n; a normal quantile for t; n* without the quotient of
    the two t quantiles.
    """
    columns = table("pub_firms")
    design = SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")

    estimate = mean(design, "q1_d")

    case("B02").check(figures(estimate, ("mean", "xlogit", "asin", "beta")))


def test_a_share_in_the_panel_of_107_firms() -> None:
    """Catches: the effective n capped at n although a population size stands in the design."""
    estimate = marks(panel(1), "div")

    case("B04").check(figures(estimate, ("mean", "xlogit", "asin", "beta")))


def test_the_score_interval_in_the_panel() -> None:
    """Catches: the closed form with n in place of the effective n, or z in place of t. The figures
    are the roots of the score equation (own_cases.R), as survey 4.5 alone knows the method.
    """
    estimate = marks(panel(1), "div")

    case("wilson").check(figures(estimate, ("wilson",)))


def test_logit_and_likelihood_intervals() -> None:
    """Catches: the deviance on n in place of the effective n; z in place of t. R stops both
    searches early, so agreement is to its stop, not to the last digit.
    """
    survey = SurveyDesign(table("pub_firms"), weight="w", stratum="stratum", population="N_h")
    estimates = {"firms": mean(survey, "q1_d"), "panel": marks(panel(1), "div")}

    got: dict[str, float] = {}
    for name, estimate in estimates.items():
        for method in ("logit", "likelihood"):
            found = figures(estimate, (method,))
            got[f"{method}.{name}.low"] = found[f"{method}.low"]
            got[f"{method}.{name}.high"] = found[f"{method}.high"]

    case("interval_roots").check(got)


def test_a_rare_answer_in_the_panel_of_107_firms() -> None:
    """Catches: limits outside [0, 1], and an interval symmetric around a share of 5 percent."""
    estimate = marks(panel(2), "rare")

    case("B07").check(figures(estimate, ("xlogit", "asin", "beta")))


def test_the_exact_interval_among_named_firms() -> None:
    """Catches: tails with a strict sign on the wrong side; limits that are no A of N; a census
    that is not a point.
    """
    columns = table("pub_panel107")
    columns = columns[columns["wave"] == 1]

    got: dict[str, float] = {}
    for region in ("EU", "JP"):
        here = columns[columns["region"] == region]
        for variable in ("div", "rare"):
            limits = hypergeometric(int(here[variable].sum()), len(here), int(here["N_h"].iloc[0]))
            got[f"{region}.{variable}.low"], got[f"{region}.{variable}.high"] = limits
    for name, counts in (("x0", (0, 20, 24)), ("census", (24, 24, 24)), ("x7", (7, 80, 107))):
        got[f"{name}.low"], got[f"{name}.high"] = hypergeometric(*counts)

    case("B09").check(got)


@pytest.mark.parametrize("method", ["beta", "xlogit", "asin", "wilson", "mean"])
def test_nobody_and_everybody_have_an_interval(method: str) -> None:
    """Catches: NaN, as R gives it; or an interval of no width that promises certainty."""
    nobody = Estimate(value=0.0, se=0.0, df=41, n=42)
    everybody = Estimate(value=1.0, se=0.0, df=41, n=42)

    none, every = share_interval(nobody, method), share_interval(everybody, method)

    assert none.method == every.method == "clopper_pearson"
    assert None not in {none.low, none.high, every.low, every.high}
    case("B10").check(
        {
            "zero_low": none.low or 0.0,
            "zero_high": none.high or 0.0,
            "all_low": every.low or 0.0,
            "all_high": every.high or 0.0,
        }
    )
