"""Ranked items against R: means of marks and points with their covariance."""

from app.estimation.design import SurveyDesign
from app.estimation.rankings import Ranking, borda_points, first_choices, top_choices
from tests.reference.reading import case, table


def test_top_choices_and_points_of_five_options() -> None:
    """Catches: the mean rank of those who ranked an option; unranked options left out of the base;
    points of two options taken as independent.
    """
    design = SurveyDesign(table("pub_firms"), weight="w", stratum="stratum", population="N_h")
    ranking = Ranking({f"{k}": f"q3_{k}" for k in range(1, 6)}, places=3)

    points = borda_points(design, ranking)
    found = {
        "t": first_choices(design, ranking),
        "k": top_choices(design, ranking, among=3),
        "b": points,
    }
    gap = points.contrast({"1": 1, "2": -1})

    got: dict[str, float] = {}
    for letter, joint in found.items():
        for name in joint.names:
            got[f"est.{letter}{name}"] = joint.one(name).value
            got[f"se.{letter}{name}"] = joint.one(name).se
    got["cov12"] = float(points.covariance[0, 1])
    case("K10").check(got | {"b1_minus_b2.est.d": gap.value, "b1_minus_b2.se.d": gap.se})
