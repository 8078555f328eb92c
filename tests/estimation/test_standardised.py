"""The same mix in each group, by hand."""

import pandas as pd
import pytest

from app.estimation.design import DesignProblem, SurveyDesign
from app.estimation.estimators import means
from app.estimation.standardised import mix, standardised


def firms() -> SurveyDesign:
    columns = pd.DataFrame(
        {
            "group": ["a"] * 4 + ["b"] * 4,
            "sector": ["p", "p", "p", "q", "p", "q", "q", "q"],
            "y": [1.0, 0, 1, 0, 1, 0, 1, 0],
            "weight": 1.0,
        }
    )
    return SurveyDesign(
        columns.assign(a=columns["group"] == "a", b=columns["group"] == "b"), weight="weight"
    )


def test_each_group_gets_the_mix_of_everybody() -> None:
    assert mix(firms(), "sector") == {"p": 0.5, "q": 0.5}

    joint = means(standardised(firms(), by="sector", over="group"), ("y",), domains=("a", "b"))

    assert joint.one("a").value == pytest.approx((2 / 3 + 0) / 2)
    assert joint.one("b").value == pytest.approx((1 + 1 / 3) / 2)


def test_a_group_without_a_category_is_named() -> None:
    columns = firms().columns.assign(sector=["p"] * 4 + ["q"] * 4)

    with pytest.raises(DesignProblem, match="no response in"):
        standardised(SurveyDesign(columns, weight="weight"), by="sector", over="group")
