"""Variance, correlation and agreement against R."""

from app.estimation.association import correlation, kappa, variance
from app.estimation.design import SurveyDesign
from tests.reference.reading import case, table


def firms() -> SurveyDesign:
    return SurveyDesign(table("pub_firms"), weight="w", stratum="stratum", population="N_h")


def test_variance_and_correlation_with_their_errors() -> None:
    """Catches: n in place of n - 1; the variances of a correlation taken as known."""
    spread, together = variance(firms(), "q5"), correlation(firms(), "q4", "q5")

    got = {"var": spread.value, "var_se": spread.se}
    case("moments").check(got | {"cor": together.value, "cor_se": together.se})


def test_agreement_of_two_options_beyond_chance() -> None:
    """Catches: chance agreement taken as known, so that its error is left out."""
    agreement = kappa(firms(), "q1_a", "q1_e")

    case("L05").check({"est.kappa": agreement.value, "se.kappa": agreement.se})
