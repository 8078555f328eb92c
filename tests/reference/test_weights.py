"""Weighting steps against R: response classes, propensities, trimming, Kish."""

import numpy as np

from app.estimation.design import SurveyDesign
from app.estimation.estimators import mean
from app.estimation.models import Term, logistic_coefficients, model_matrix
from app.estimation.weights import class_adjusted, propensity_adjusted, trimmed, weight_summary
from tests.reference.reading import case, table
from tests.reference.test_calibration import checksums

SIZES = ("Small", "Medium", "Large", "XL")


def test_respondents_speak_for_their_class() -> None:
    """Catches: unweighted response rates; the base weight lost in the factor."""
    columns = table("pub_firms")
    responded = columns["q4"].notna().to_numpy()
    classes = (columns["region"] + " " + columns["size"]).tolist()

    weights = class_adjusted(columns["w"].to_numpy(), responded, classes)
    answered = columns[responded].assign(adjusted=weights[responded])
    average = mean(SurveyDesign(answered, weight="adjusted", stratum="stratum"), "q4")

    got = checksums(weights[responded])
    case("E09").check(got | {"est.q4": average.value, "se.q4": average.se})


def test_respondents_are_divided_by_their_chance_to_answer() -> None:
    """Catches: chances of an unweighted model; a fit stopped after a few rounds."""
    columns = table("pub_firms")
    responded = columns["q4"].notna().to_numpy()
    terms = (Term("region", ("EU", "JP")), Term("size", SIZES))
    base = columns["w"].to_numpy()

    weights = propensity_adjusted(columns, base, responded, terms=terms)

    fitted = logistic_coefficients(model_matrix(columns, terms), responded.astype(float), base)
    names = ("(Intercept)", *terms[0].names, *terms[1].names)
    got = {f"b.{name}": float(value) for name, value in zip(names, fitted, strict=True)}
    case("E10").check(got | checksums(weights[responded]))


def test_what_is_cut_goes_to_the_others_in_equal_parts() -> None:
    """Catches: the excess spread in proportion to the weights; a strict cap passed again by what
    was added.
    """
    columns = table("pub_firms")
    base = columns["w"].to_numpy(dtype=np.float64)

    once, strict = trimmed(base, 20, strict=False), trimmed(base, 20)
    design = SurveyDesign(
        columns.assign(trimmed=strict), weight="trimmed", stratum="stratum", population="N_h"
    )
    share = mean(design, "q1_a")

    got = {f"once.{name}": value for name, value in checksums(once, 6).items()}
    got |= {f"strict.{name}": value for name, value in checksums(strict, 6).items()}
    case("E08").check(got | {"strict.est.q1_a": share.value, "strict.se.q1_a": share.se})


def test_what_unequal_weights_cost() -> None:
    """Catches: the coefficient of variation with n - 1."""
    summary = weight_summary(table("pub_firms")["w"].to_numpy(dtype=np.float64))

    case("E11").check({"neff": summary.effective_n, "deff_w": summary.deff, "cv": summary.cv})
