"""Regressions against R's survey package: svyglm, regTermTest."""

from dataclasses import replace

import numpy as np

from app.estimation.design import SurveyDesign
from app.estimation.margins import adjusted_margins
from app.estimation.models import Model, Term, linear, logistic
from app.estimation.ordinal import ordinal
from tests.reference.reading import case, table

REGION = Term("region", ("EU", "JP"))
SIZE = Term("size", ("Small", "Medium", "Large", "XL"))


def firms() -> SurveyDesign:
    columns = table("pub_firms")
    columns["log(q5)"] = np.log(columns["q5"])
    return SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")


def test_logistic_regression_and_the_test_of_a_term() -> None:
    """Catches: errors from the information matrix instead of the design; degrees of freedom of
    the rows; a term tested without the covariance of its coefficients.
    """
    model = logistic(firms(), "q1_a", (REGION, SIZE, Term("log(q5)")))

    test = model.term_test("size")

    got = {"df_resid": model.df}
    for name in model.coefficients.names:
        estimate = model.coefficients.one(name)
        got |= {f"b.{name}": estimate.value, f"se.{name}": estimate.se}
        got[f"p.{name}"] = model.p_value(name)
    got |= {"wald_F": test.statistic, "wald_df": test.df}
    case("G03").check(got | {"wald_ddf": test.residual_df, "wald_p": test.p})


def coefficients(model: Model, prefix: str) -> dict[str, float]:
    got: dict[str, float] = {}
    for name in model.coefficients.names:
        estimate = model.coefficients.one(name)
        got |= {f"{prefix}.b.{name}": estimate.value, f"{prefix}.se.{name}": estimate.se}
    return got


def test_linear_regression_and_a_model_of_a_domain() -> None:
    """Catches: sigma squared in the errors of a linear model; rows with a missing outcome dropped
    from the design; a model of a domain fitted to a filtered design.
    """
    design = firms()
    three = design.columns["sector"].isin(["S01", "S02", "S03"])
    design = replace(design, columns=design.columns.assign(three=three))

    numeric = linear(design, "q4", (REGION, SIZE, Term("log(q5)")))
    part = logistic(design, "q1_a", (REGION, SIZE), domain="three")

    test = numeric.term_test("size")
    got = coefficients(numeric, "lin") | coefficients(part, "log")
    got |= {"lin.df": numeric.df, "lin.F": test.statistic, "lin.p": test.p}
    case("regressions").check(got)


def test_regions_adjusted_for_size_and_sector() -> None:
    """Catches: predictions at the mean of the other terms; a mix of each region in place of that
    of everybody. R takes the mix as if other firms had told it.
    """
    sectors = tuple(f"S{number:02}" for number in range(1, 11))
    model = logistic(firms(), "q1_a", (SIZE, Term("sector", sectors), REGION))

    known = adjusted_margins(firms(), model, "region", mix="independent")
    estimated = adjusted_margins(firms(), model, "region")

    got: dict[str, float] = {}
    for region in ("JP", "EU"):
        got |= {f"est.{region}": known.one(region).value, f"se.{region}": known.one(region).se}
        assert estimated.one(region).value == known.one(region).value
    case("G04").check(got)


def test_proportional_odds_of_an_ordered_answer() -> None:
    """Catches: thresholds with the sign of the coefficients; expected in place of observed
    information.
    """
    model = ordinal(firms(), "q2", (REGION, SIZE))

    got: dict[str, float] = {}
    for name in model.coefficients.names:
        estimate = model.coefficients.one(name)
        got |= {f"b.{name}": estimate.value, f"se.{name}": estimate.se}
    case("G05").check(got)
