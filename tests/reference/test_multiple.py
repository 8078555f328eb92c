"""Items with several answers against R: two groups over five options together."""

from app.estimation.design import SurveyDesign
from app.estimation.multiple import compared_sets
from tests.reference.reading import case, table

OPTIONS = ("q1_a", "q1_b", "q1_c", "q1_d", "q1_e")


def test_japan_and_eu_on_five_options_together() -> None:
    """Catches: options tested as if different firms had ticked them."""
    columns = table("pub_firms")
    columns["JP"], columns["EU"] = columns["region"] == "JP", columns["region"] == "EU"
    design = SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")

    found = compared_sets(design, OPTIONS, ("JP", "EU"))
    wald, second = found.wald(), found.rao_scott()

    got = {f"d.{name}": float(d) for name, d in zip(OPTIONS, found.differences, strict=True)}
    assert second.residual_df is not None
    got |= {"wald_F": wald.statistic, "wald_p": wald.p, "X2": found.pearson}
    got |= {"rs_F": second.statistic, "rs_ndf": second.df, "rs_ddf": second.residual_df}
    case("K12").check(got | {"rs_p": second.p})
    assert min(found.adjusted_p) > min(test.p for test in found.tests)
