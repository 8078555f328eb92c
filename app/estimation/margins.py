"""What a model says a group's share or mean would be if everybody were like the population."""

from typing import Literal

import numpy as np
from scipy import special

from app.estimation.design import SurveyDesign
from app.estimation.estimate import Floats, JointEstimate
from app.estimation.models import Model, Term, model_matrix
from app.estimation.variance import covariance

Mix = Literal["estimated", "independent", "known"]


def adjusted_margins(
    design: SurveyDesign, model: Model, column: str, *, mix: Mix = "estimated"
) -> JointEstimate:
    """Mean prediction for everybody at each level of a term, all else as it is.

    Parameters
    ----------
    design : SurveyDesign
        The one that the model was fitted to.
    model : Model
    column : str
        A term with levels.
    mix : {"estimated", "independent", "known"}
        How the mix of the other terms enters the error: as estimated from the same responses; as
        if estimated from others like them, which is what R does; or as known, so that the
        coefficients alone are uncertain.

    Returns
    -------
    JointEstimate
        Named by level, on the scale of the outcome; differences are contrasts of it.

    Source: Graubard and Korn (1999), Biometrics 55; Lane and Nelder (1982), Biometrics 38. Checked
    in tests/reference/test_models.py (G04).
    """
    term = next(term for term in model.terms if term.column == column)
    weights = np.where(model.member, design.weights, 0.0)
    coefficients, _ = model.coefficients.part(model.coefficients.names)
    values, of_model, of_mix = [], [], []
    for level in term.levels:
        x = np.where(model.member[:, None], _at_level(design, model, term, level), 0.0)
        predicted, slope = _predicted(model, x @ coefficients)
        value = float(weights @ predicted / weights.sum())
        gradient = (weights * slope) @ x / weights.sum()
        values.append(value)
        of_model.append(model.influence @ gradient)
        of_mix.append(weights * (predicted - value) / weights.sum())
    count = len(term.levels)
    return JointEstimate(
        names=term.levels,
        values=np.array(values),
        covariance=_covariance(design, np.column_stack(of_model), np.column_stack(of_mix), mix),
        df=(model.df,) * count,
        n=(int(model.member.sum()),) * count,
    )


def _covariance(design: SurveyDesign, of_model: Floats, of_mix: Floats, mix: Mix) -> Floats:
    match mix:
        case "known":
            return covariance(design, of_model)
        case "independent":
            return covariance(design, of_model) + covariance(design, of_mix)
        case "estimated":
            return covariance(design, of_model + of_mix)


def _at_level(design: SurveyDesign, model: Model, term: Term, level: str) -> Floats:
    return model_matrix(design.columns.assign(**{term.column: level}), model.terms)


def _predicted(model: Model, linear: Floats) -> tuple[Floats, Floats]:
    """Predictions and their slopes by the linear predictor."""
    if model.kind == "linear":
        return linear, np.ones_like(linear)
    chance = np.asarray(special.expit(linear), dtype=np.float64)
    return chance, chance * (1 - chance)
