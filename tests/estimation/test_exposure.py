"""Exposure indices by hand, and their errors by domain."""

import numpy as np
import pandas as pd
import pytest

from app.estimation.design import SurveyDesign
from app.estimation.estimate import EmptyDomain
from app.estimation.estimators import mean, means
from app.estimation.exposure import (
    DependencyRule,
    ExposureRule,
    Supplies,
    concentration,
    dependencies,
    exposed,
    pooled_concentration,
    source_shares,
    with_column,
)

SOURCES = ("asia", "america", "home")
SUPPLIES = Supplies(outside=("asia", "america"), inside=("home",), replaceable="inside_offer")
COMMISSION = DependencyRule(concentration=0.4, outside=0.5, substitution=1.0)
RULE = ExposureRule(origin_share=0.5, months_to_replace=6)


def firms() -> pd.DataFrame:
    """Invented firms: percent by source, what home could offer, months, stocks."""
    return pd.DataFrame(
        [
            # asia america home offer months stocks size stratum population
            (80.0, 10.0, 10.0, 20.0, 12.0, 3.0, 100.0, "a", 8),
            (30.0, 30.0, 40.0, 90.0, 9.0, 2.0, 50.0, "a", 8),
            (0.0, 0.0, 100.0, 100.0, 2.0, 1.0, 10.0, "a", 8),
            (50.5, 0.0, 50.5, 60.0, 8.0, 9.0, 40.0, "b", 9),
            (np.nan, np.nan, np.nan, 50.0, 7.0, 1.0, 30.0, "b", 9),
            (60.0, 20.0, 20.0, 10.0, np.nan, 1.0, 20.0, "b", 9),
        ],
        columns=[*SOURCES, "inside_offer", "months", "stocks", "size", "stratum", "population"],
    )


def design() -> SurveyDesign:
    columns = firms().assign(weight=firms()["population"] / 3, a=firms()["stratum"] == "a")
    return SurveyDesign(columns, weight="weight", stratum="stratum", population="population")


def test_shares_of_101_percent_are_brought_to_the_whole() -> None:
    shares = source_shares(firms(), SOURCES)

    np.testing.assert_allclose(shares[3], [0.5, 0, 0.5])
    assert np.isnan(shares[4]).all()
    with pytest.raises(ValueError, match="expected shares from 0"):
        source_shares(firms().assign(asia=-1.0), SOURCES)


def test_concentration_runs_from_one_source_to_many() -> None:
    index = concentration(firms(), SOURCES)

    np.testing.assert_allclose(index[:4], [0.66, 0.34, 1.0, 0.5])
    assert np.isnan(index[4])


def test_core_dependency_indicators_of_each_firm() -> None:
    found = dependencies(firms(), SUPPLIES, COMMISSION)

    np.testing.assert_allclose(found["cdi1"][:3], [(64 + 1) / 81, 0.5, 0])
    np.testing.assert_allclose(found["cdi2"][:3], [0.9, 0.6, 0])
    np.testing.assert_allclose(found["cdi3"][:3], [4.5, 60 / 90, 0])
    assert found["dependent"].tolist()[:4] == [1, 0, 0, 0]
    assert np.isnan(found["dependent"][4])


def test_without_what_home_could_offer_two_indicators_decide() -> None:
    supplies = Supplies(outside=SUPPLIES.outside, inside=SUPPLIES.inside)

    found = dependencies(firms(), supplies, COMMISSION)

    assert "cdi3" not in found
    assert found["dependent"].tolist()[:3] == [1, 1, 0]


def test_who_is_exposed_and_who_cannot_be_told() -> None:
    flags = exposed(firms(), SUPPLIES, RULE, months="months", cover="stocks")

    # 80 % from one origin; most at home; no import; long stocks; nothing told; months unknown.
    np.testing.assert_array_equal(flags[:4], [1, 0, 0, 0])
    assert np.isnan(flags[4:]).all()


def test_one_condition_that_fails_is_enough() -> None:
    columns = firms().assign(months=1.0, stocks=np.nan)

    flags = exposed(columns, SUPPLIES, RULE, months="months", cover="stocks")

    np.testing.assert_array_equal(flags, np.zeros(6))


def test_an_index_has_its_error_in_every_domain() -> None:
    indexed = with_column(design(), "hhi", concentration(design().columns, SOURCES))

    joint = means(indexed, ("hhi",), domains=("a", None))

    assert joint.one("a").value == pytest.approx((0.66 + 0.34 + 1) / 3)
    # One stratum of 8 with 3 answers: the textbook error.
    spread = np.var([0.66, 0.34, 1.0], ddof=1)
    assert joint.one("a").se == pytest.approx(np.sqrt((1 - 3 / 8) * spread / 3))
    assert joint.one("hhi").n == 5


def test_pooled_concentration_is_not_the_mean_of_the_firms() -> None:
    """Two firms that each hang on another source are not concentrated together."""
    columns = pd.DataFrame(
        {"x": [100.0, 0, 100, 0], "y": [0.0, 100, 0, 100], "size": 1.0, "weight": 1.0}
    )
    plain = SurveyDesign(columns, weight="weight")

    pooled = pooled_concentration(plain, ("x", "y"), size="size")
    own = mean(with_column(plain, "hhi", concentration(columns, ("x", "y"))), "hhi")

    assert (pooled.value, own.value) == (0.5, 1.0)
    assert pooled.n == 4
    with pytest.raises(EmptyDomain):
        pooled_concentration(with_column(plain, "size", np.zeros(4)), ("x", "y"), size="size")
