"""Families of tests against R: ten sectors against the rest."""

from dataclasses import replace

import pytest

from app.estimation.comparison import linear_difference
from app.estimation.design import SurveyDesign
from app.estimation.estimators import mean, means
from app.estimation.families import family, stars_from_noise
from tests.reference.reading import case, table


def test_ten_sectors_against_the_rest() -> None:
    """Catches: a sector compared with everybody including itself; p values adjusted within the
    marked ones alone.
    """
    columns = table("pub_firms")
    plain = SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")
    whole = mean(plain, "q1_b").df

    p: dict[str, float] = {}
    for sector in sorted(columns["sector"].unique()):
        here = columns["sector"] == sector
        design = replace(plain, columns=columns.assign(here=here, rest=~here))
        contrast = means(design, ("q1_b",), domains=("here", "rest")).contrast(
            {"here": 1, "rest": -1}
        )
        p[sector] = linear_difference(replace(contrast, df=whole)).p
    holm, screening = family("q1_b by sector", p), family("q1_b by sector", p, method="BH")

    got = {f"p.{sector}": value for sector, value in p.items()}
    got |= {f"holm.{sector}": value for sector, value in holm.adjusted.items()}
    case("L02").check(
        got | {f"BH.{sector}": value for sector, value in screening.adjusted.items()}
    )
    assert (holm.tested, holm.marked) == (10, ())


def test_noise_alone_would_give_so_many_stars() -> None:
    """200 questions by 45 pairs of sectors: METHODS counts 450 at 0.05."""
    pairs = {f"pair {number}": 0.5 for number in range(45)}

    families = [family(f"question {number}", pairs) for number in range(200)]

    assert stars_from_noise(families) == pytest.approx(450)
    assert families[0].each_level == pytest.approx(1 - 0.05 / 45)
