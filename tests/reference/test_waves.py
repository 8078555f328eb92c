"""Two waves of one panel against R: full, matched and stacked change; one wave on its own."""

from dataclasses import replace

from app.estimation.design import SurveyDesign
from app.estimation.estimators import means
from app.estimation.waves import FIRST, SECOND, Waves, full_change, matched_change, stacked
from tests.reference.reading import case, table
from tests.reference.test_means import figures


def panel() -> Waves:
    columns = table("pub_panel107")
    return Waves(
        columns[columns["wave"] == 1],
        columns[columns["wave"] == 2],
        unit="firm_id",
        stratum="region",
        population="N_h",
    )


def test_change_between_overlapping_waves_of_a_finite_frame() -> None:
    """Catches: waves taken as independent; the covariance without 1 / N, which in a frame nearly
    exhausted is as large as the rest.
    """
    got: dict[str, float] = {}
    for variable in ("div", "share"):
        change = full_change(panel(), variable)
        got |= {f"{variable}.diff": change.estimate.value, f"{variable}.se": change.estimate.se}
        got[f"{variable}.se_ignoring_overlap"] = change.se_ignoring_overlap
        got[f"{variable}.cov"] = change.covariance

    case("K07").check(got)


def test_change_of_the_firms_that_answered_both() -> None:
    """Catches: weights of all respondents on the matched ones; fpc of one wave."""
    got: dict[str, float] = {}
    for variable, name in (("div", "dd"), ("share", "ds")):
        got |= figures(matched_change(panel(), variable), name)

    case("K09").check(got)


def test_stacked_waves_have_the_firm_as_cluster() -> None:
    """Catches: two answers of one firm taken as two firms."""
    design = stacked(panel(), "w")

    got: dict[str, float] = {"degf": float(design.degrees_of_freedom(design.membership(None)))}
    for variable in ("div", "share"):
        joint = means(design, (variable,), domains=(FIRST, SECOND))
        change = joint.contrast({SECOND: 1, FIRST: -1})
        for place, name in enumerate((FIRST, SECOND), start=1):
            got[f"{variable}.est.{place}"] = joint.one(name).value
            got[f"{variable}.se.{place}"] = joint.one(name).se
        for key, cell in (("1:1", (0, 0)), ("1:2", (0, 1)), ("2:2", (1, 1))):
            got[f"{variable}.cov.{key}"] = float(joint.covariance[cell])
        got |= {f"{variable}.diff.est.d": change.value, f"{variable}.diff.se.d": change.se}

    case("K08").check(got)


def test_the_second_wave_and_its_two_regions() -> None:
    """Catches: a contrast of regions with degrees of freedom of one of them."""
    columns = table("pub_panel107")
    columns = columns[columns["wave"] == 2]
    columns = columns.assign(JP=columns["region"] == "JP", EU=columns["region"] == "EU")
    design = SurveyDesign(columns, weight="w", stratum="region", population="N_h")

    got: dict[str, float] = {}
    everybody = means(design, ("div", "share", "likert"))
    for name in everybody.names:
        got |= figures(everybody.one(name), name)
    regions = means(design, ("div",), domains=("JP", "EU")).contrast({"JP": 1, "EU": -1})
    whole = float(design.degrees_of_freedom(design.membership(None)))
    got |= figures(replace(regions, df=whole), "d", "JPminusEU.")

    case("K11").check(got)
