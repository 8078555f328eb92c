"""Calibrated weights, and standard errors that know of them, against R's survey package."""

import pandas as pd

from app.estimation.calibration import Margin, Total, calibrated, poststratified
from app.estimation.design import SurveyDesign
from app.estimation.estimate import Floats
from app.estimation.estimators import mean, means, total
from tests.reference.reading import case, table


def firms() -> SurveyDesign:
    columns = table("pub_firms")
    columns["both"] = columns["q4"].notna() & columns["q1_a"].notna()
    columns["JP"], columns["EU"] = columns["region"] == "JP", columns["region"] == "EU"
    return SurveyDesign(columns, weight="w", stratum="stratum", population="N_h")


def checksums(weights: Floats, first: int = 12) -> dict[str, float]:
    got = {
        "sum": float(weights.sum()),
        "sum_sq": float((weights**2).sum()),
        "min": float(weights.min()),
        "max": float(weights.max()),
        "weighted_index_sum": float(sum(w * place for place, w in enumerate(weights, start=1))),
    }
    return got | {f"w{place + 1}": float(weights[place]) for place in range(first)}


def margins() -> list[Margin]:
    known = table("pub_margins")
    return [
        Margin(str(name), dict(zip(rows["level"], rows["N"], strict=True)))
        for name, rows in known.groupby("margin", sort=False)
    ]


def counts(columns: pd.DataFrame, name: str) -> Margin:
    sizes = columns.groupby(name)["Freq"].sum()
    return Margin(name, {str(level): float(n) for level, n in sizes.items()})


def test_raking_to_country_size_and_sector() -> None:
    """Catches: raking stopped early; the last margin met and the first missed."""
    design = calibrated(firms(), margins(), distance="raking")

    case("E01").check(checksums(design.weights))


def test_standard_errors_after_raking() -> None:
    """Catches: raked weights taken for design weights, so that errors are too large."""
    design = calibrated(firms(), margins(), distance="raking")

    joint = means(design, ("q1_a", "q4"), domains=("both",))
    sales = total(design, "q5")

    name = "mean_rows_complete_on_both"
    got = checksums(design.weights)
    for variable in ("q1_a", "q4"):
        estimate = joint.one(f"both:{variable}")
        got |= {f"{name}.est.{variable}": estimate.value, f"{name}.se.{variable}": estimate.se}
    case("E02").check(got | {"total.est.q5": sales.value, "total.se.q5": sales.se})


def test_linear_calibration_to_region_and_size() -> None:
    """Catches: residuals of an unweighted regression; residuals without g."""
    known = table("pub_poststrata")
    design = calibrated(firms(), (counts(known, "region"), counts(known, "size")))

    sales = total(design, "q5")

    got = checksums(design.weights)
    for variable in ("q1_a", "q1_b"):
        estimate = mean(design, variable)
        got |= {f"est.{variable}": estimate.value, f"se.{variable}": estimate.se}
    case("E03").check(got | {"total.est.q5": sales.value, "total.se.q5": sales.se})


def test_logit_calibration_stays_inside_its_bounds() -> None:
    """Catches: bounds enforced by cutting, which misses the totals."""
    plain, known = firms(), table("pub_poststrata")
    people = known["Freq"].sum()
    japan = 1.15 * known.loc[known["region"] == "JP", "Freq"].sum()
    facts = (
        Margin("region", {"JP": japan, "EU": people - japan}),
        Total("q5", 1.05 * total(plain, "q5").value),
    )

    design = calibrated(plain, facts, distance="logit", bounds=(0.5, 2))

    factors = design.weights / plain.weights
    assert 0.5 < factors.min() < factors.max() < 2
    got = checksums(design.weights)
    for variable in ("q1_a", "q1_b"):
        estimate = mean(design, variable)
        got |= {f"est.{variable}": estimate.value, f"se.{variable}": estimate.se}
    case("E04").check(got)


def test_post_stratification_to_region_and_size() -> None:
    """Catches: errors around the mean of everybody in place of the means of the cells; a domain
    estimated without the known counts.
    """
    known = table("pub_poststrata")
    changed = known["Freq"] * [1.1, 0.9, 1, 1, 1.05, 0.95, 1, 1]
    cells: dict[tuple[str, ...], float] = {
        (str(region), str(size)): float(count)
        for region, size, count in zip(known["region"], known["size"], changed, strict=True)
    }
    design = poststratified(firms(), Margin(("region", "size"), cells))

    sales = total(design, "q5")
    by_region = means(design, ("q1_a",), domains=("EU", "JP"))

    got = checksums(design.weights)
    for variable in ("q1_a", "q1_b"):
        estimate = mean(design, variable)
        got |= {f"est.{variable}": estimate.value, f"se.{variable}": estimate.se}
    for region in ("EU", "JP"):
        got[f"by.est.{region}"] = by_region.one(region).value
        got[f"by.se.{region}"] = by_region.one(region).se
    case("E05").check(got | {"total.est.q5": sales.value, "total.se.q5": sales.se})
