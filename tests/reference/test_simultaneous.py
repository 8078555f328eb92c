"""Intervals for all answers of one item together, against R."""

from dataclasses import replace

from app.estimation.design import SurveyDesign
from app.estimation.estimators import mean, proportion
from app.estimation.simultaneous import bonferroni, goodman
from tests.reference.reading import case, table


def test_four_answers_at_once() -> None:
    """Catches: 95 percent each; n in place of the effective n; alpha over the number of answers
    not halved for two sides.
    """
    columns = table("pub_firms")
    columns["JP"] = columns["region"] == "JP"
    design = SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")
    whole = mean(design, "w").df
    shares = [replace(proportion(design, "q6", c, domain="JP"), df=whole) for c in "ABCD"]

    got: dict[str, float] = {}
    for name, intervals in (("bonf", bonferroni(shares)), ("goodman", goodman(shares))):
        for code, interval in zip("ABCD", intervals, strict=True):
            assert interval.low is not None
            assert interval.high is not None
            got |= {f"{name}_low.{code}": interval.low, f"{name}_high.{code}": interval.high}

    case("L03").check(got)
