"""Replicate weights against R's survey package: svrepdesign and as.svrepdesign."""

import numpy as np
import pandas as pd

from app.estimation.design import SurveyDesign
from app.estimation.estimate import Floats, JointEstimate
from app.estimation.replicates import Replicates, balanced_halves, jackknife, supplied
from tests.reference.reading import case, table


def bootstrap(*, mse: bool) -> Replicates:
    columns = table("pub_bootrep")
    columns["cell"] = columns["region"] + "." + columns["size"]
    for name in ("cell", "size"):
        marks = {value: columns[name] == value for value in sorted(columns[name].unique())}
        columns = pd.concat([columns, pd.DataFrame(marks)], axis=1)
    names = [f"rw{number:02}" for number in range(1, 51)]
    return supplied(columns, "w", names, scale=1 / 49, centred_at_estimate=mse)


def figures(joint: JointEstimate, prefix: str = "") -> dict[str, float]:
    got: dict[str, float] = {}
    for name in joint.names:
        estimate, last = joint.one(name), name.split(":")[-1]
        got |= {f"{prefix}est.{last}": estimate.value, f"{prefix}se.{last}": estimate.se}
        reach = 1.959963984540054 * estimate.se
        if prefix == "mean.":
            got[f"mean.ci_normal_low.{last}"] = estimate.value - reach
            got[f"mean.ci_normal_high.{last}"] = estimate.value + reach
    return got


def test_bootstrap_weights_that_came_with_the_data() -> None:
    """Catches: replicates centred at the estimate where R centres at their mean; a domain of each
    replicate taken with the full weights; B in place of B - 1 in the scale.
    """
    replicates = bootstrap(mse=False)
    cells = sorted(replicates.columns["cell"].unique())

    got = figures(replicates.means(("q1_a", "q5")), "mean.")
    got |= figures(replicates.means(("q4",)), "q4.")
    by = replicates.means(("q1_a",), domains=cells)
    for cell in cells:
        estimate = by.one(f"{cell}:q1_a")
        got |= {f"by.est.{cell}": estimate.value, f"by.se.{cell}": estimate.se}
    got |= figures(replicates.totals(("q5",)), "total.")
    got["mse"] = bootstrap(mse=True).means(("q1_a",)).one("q1_a").se
    got["degf"] = replicates.df

    case("F04").check(got)


def test_sizes_share_their_replicates() -> None:
    """Catches: domains taken as independent of each other."""
    sizes = ("Large", "Medium", "Small", "XL")

    joint = bootstrap(mse=True).means(("q1_a",), domains=sizes)
    difference = joint.contrast({"XL:q1_a": 1, "Small:q1_a": -1})

    got: dict[str, float] = {}
    for row, first in enumerate(sizes):
        estimate = joint.one(f"{first}:q1_a")
        got |= {f"est.{first}": estimate.value, f"se.{first}": estimate.se}
        for column, second in enumerate(sizes[row:], start=row):
            got[f"cov.{first}:{second}"] = float(joint.covariance[row, column])
    case("F05").check(got | {"contrast.est.d": difference.value, "contrast.se.d": difference.se})


def three(replicates: Replicates) -> dict[str, float]:
    y, x = (replicates.columns[name].to_numpy(dtype=np.float64) for name in ("y", "x"))

    def ratio(weights: Floats) -> Floats:
        return np.array([(weights @ y) / (weights @ x)])

    quotient = replicates.estimate(("ratio",), ratio, n=len(y)).one("ratio")
    means = replicates.means(("y", "z"))
    got = {f"mean.est.{name}": means.one(name).value for name in means.names}
    got |= {f"mean.se.{name}": means.one(name).se for name in means.names}
    got |= figures(replicates.totals(("y",)), "total.")
    return got | {"ratio": quotient.value, "ratio_se": quotient.se}


def test_leaving_out_one_unit_of_each_stratum() -> None:
    """Catches: the sampling fraction forgotten; the scale of JK1 with strata."""
    columns = table("own_clusters")
    design = SurveyDesign(columns, weight="w", stratum="stratum", cluster="psu", population="N")

    case("jkn").check(three(jackknife(design)))


def test_leaving_out_one_unit_without_strata() -> None:
    """Catches: rows left out in place of whole units."""
    columns = table("own_clusters")
    columns["unit"], columns["all"] = columns["stratum"] + columns["psu"], 79
    design = SurveyDesign(columns, weight="w", cluster="unit", population="all")

    case("jk1").check(three(jackknife(design)))


def test_balanced_halves_and_fays_softer_ones() -> None:
    """Catches: a constant column of the Hadamard matrix used for a stratum; Fay's scale without
    (1 - rho) squared.
    """
    columns = table("own_clusters")
    design = SurveyDesign(columns, weight="w", stratum="stratum", cluster="psu")

    case("brr").check(three(balanced_halves(design)))
    case("fay").check(three(balanced_halves(design, fay=0.3)))
