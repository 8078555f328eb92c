"""The same mix for each group, against R: svystandardize."""

from app.estimation.design import SurveyDesign
from app.estimation.estimators import means
from app.estimation.standardised import standardised
from tests.reference.reading import case, table


def test_regions_with_the_same_mix_of_sectors() -> None:
    """Catches: the mix of one region taken as the standard; errors of the plain weights."""
    columns = table("pub_firms")
    columns["JP"], columns["EU"] = columns["region"] == "JP", columns["region"] == "EU"
    plain = SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")

    joint = means(standardised(plain, by="sector", over="region"), ("q1_a",), domains=("EU", "JP"))

    got: dict[str, float] = {}
    for region in ("EU", "JP"):
        got |= {f"est.{region}": joint.one(region).value, f"se.{region}": joint.one(region).se}
    case("K05").check(got)
