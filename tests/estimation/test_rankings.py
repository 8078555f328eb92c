"""Ranked items from their definitions, with those who ranked nothing in the base."""

import numpy as np
import pandas as pd
import pytest

from app.estimation.design import SurveyDesign
from app.estimation.rankings import (
    Ranking,
    borda_points,
    first_choices,
    preferences,
    same_preferences,
    top_choices,
)

OPTIONS = {"x": "rx", "y": "ry", "z": "rz"}


def firms(rows: int = 5) -> SurveyDesign:
    columns = pd.DataFrame(
        [(1, 2, None), (2, 1, None), (None, 1, None), (None, None, None), (1, None, 2)],
        columns=["rx", "ry", "rz"],
        dtype=float,
    ).iloc[:rows]
    asked = [True, True, True, True, False]
    columns = columns.assign(weight=1.0, asked=asked[:rows])
    return SurveyDesign(columns, weight="weight")


def test_who_ranked_nothing_is_part_of_the_base() -> None:
    ranking = Ranking(OPTIONS, places=2, asked="asked")

    np.testing.assert_allclose(first_choices(firms(), ranking).values, [1 / 4, 2 / 4, 0])
    np.testing.assert_allclose(top_choices(firms(), ranking, among=2).values, [2 / 4, 3 / 4, 0])
    np.testing.assert_allclose(borda_points(firms(), ranking).values, [3 / 4, 5 / 4, 0])


def test_an_option_is_preferred_to_those_ranked_below_it_or_not_at_all() -> None:
    found = preferences(firms(), Ranking(OPTIONS, places=2, asked="asked"), "y")

    # Against x: lost, won, won, tied. Against z: won, won, won, tied.
    np.testing.assert_allclose(found.values, [2.5 / 4, 3.5 / 4])
    assert found.names == ("x", "z")


def test_a_rank_that_could_not_be_given_is_refused() -> None:
    with pytest.raises(ValueError, match="expected ranks from 1 to 1"):
        borda_points(firms(), Ranking(OPTIONS, places=1))


@pytest.mark.slow
def test_groups_that_rank_alike_are_seldom_told_apart() -> None:
    """400 draws by seed of 60 firms that rank all three options, whose points add up."""
    found = []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        ranks = np.array([rng.permutation(3) + 1 for _ in range(60)], dtype=float)
        columns = pd.DataFrame(ranks, columns=list(OPTIONS.values()))
        columns = columns.assign(weight=1.0, a=np.arange(60) % 2 == 0, b=np.arange(60) % 2 == 1)
        design = SurveyDesign(columns, weight="weight")
        found.append(same_preferences(design, Ranking(OPTIONS, places=3), ("a", "b")))

    assert {test.df for test in found} == {2}
    assert 0.025 < np.mean([test.p < 0.05 for test in found]) < 0.08
