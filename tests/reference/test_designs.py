"""Two stages, unequal probabilities and design effects against R."""

from dataclasses import replace

from app.estimation.design import SecondStage, SurveyDesign
from app.estimation.estimators import mean, means, total
from tests.reference.reading import case, table


def figures(design: SurveyDesign) -> dict[str, float]:
    got: dict[str, float] = {"degf": mean(design, "y").df}
    for name in ("y", "z"):
        estimate = mean(design, name)
        got |= {f"mean.est.{name}": estimate.value, f"mean.se.{name}": estimate.se}
    sum_of_all, part = total(design, "y"), mean(design, "y", domain="part")
    got |= {"total.est.y": sum_of_all.value, "total.se.y": sum_of_all.se}
    return got | {"domain.est.y": part.value, "domain.se.y": part.se}


def clusters(weight: str) -> SurveyDesign:
    columns = table("own_clusters")
    columns["part"] = columns["d"] == 1
    return SurveyDesign(columns, weight=weight, stratum="stratum", cluster="psu")


def test_two_stages_with_population_sizes_at_both() -> None:
    """Catches: the second stage left out although the first has a population size; its part taken
    in full in place of the share f of the first; units of a domain alone counted as sampled.
    """
    design = replace(
        clusters("w"), population="N", second=SecondStage(population="M", cluster="ssu")
    )

    case("two_stage").check(figures(design))


def test_brewers_approximation_for_unequal_probabilities() -> None:
    """Catches: the mean of the probabilities for each unit's own."""
    case("brewer").check(figures(replace(clusters("wp"), probability="chance")))


def test_unequal_probabilities_with_replacement_need_only_the_weights() -> None:
    """Catches: equal weights inside a stratum assumed anywhere."""
    case("pps_wr").check(figures(clusters("wp")))


def test_design_effects_of_strata_and_of_groups() -> None:
    """Catches: the unweighted variance as the simple one; n in place of n - 1; a domain measured
    against the variance of everybody.
    """
    columns = table("pub_firms")
    columns["JP"], columns["EU"] = columns["region"] == "JP", columns["region"] == "EU"
    strata = SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")
    groups = SurveyDesign(columns, weight="w", stratum="stratum", cluster="group")

    got: dict[str, float] = {}
    for variable in ("q1_a", "q1_d", "q5"):
        with_replacement = mean(strata, variable).deff
        in_groups = mean(groups, variable).deff
        assert with_replacement is not None
        assert in_groups is not None
        got[f"wr.{variable}"], got[f"group.wr.{variable}"] = with_replacement, in_groups
        got[f"wor.{variable}"] = with_replacement / (1 - len(columns) / columns["w"].sum())
    regions = means(groups, ("q1_a",), domains=("EU", "JP"))
    for region in ("EU", "JP"):
        effect = regions.one(region).deff
        assert effect is not None
        got[f"by.{region}"] = effect

    case("I02").check(got)
