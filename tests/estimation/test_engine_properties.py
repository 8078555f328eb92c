"""What the engine keeps: scaled weights, shuffled rows, idle strata, whole domains."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.estimation.association import correlation, variance
from app.estimation.calibration import Margin, calibrated
from app.estimation.design import SecondStage, SurveyDesign
from app.estimation.effects import standardised_difference
from app.estimation.estimate import Estimate, NoEstimate
from app.estimation.estimators import mean, ratio, share, total
from app.estimation.independence import two_way_table
from app.estimation.models import Term, linear
from app.estimation.quantiles import quantile
from app.estimation.rank_tests import probability_of_superiority, rank_test
from app.estimation.replicates import jackknife

Figure = Callable[[SurveyDesign], Estimate]

FREE_OF_SCALE: dict[str, Figure] = {
    "mean": lambda d: mean(d, "amount"),
    "domain mean": lambda d: mean(d, "amount", domain="first"),
    "ratio": lambda d: ratio(d, "amount", "size"),
    "share": lambda d: share(d, d.membership("first"), d.membership(None)),
    "median": lambda d: quantile(d, "amount", 0.5),
    "variance": lambda d: variance(d, "amount"),
    "correlation": lambda d: correlation(d, "amount", "size"),
    "standardised difference": lambda d: standardised_difference(d, "size", ("first", "other")),
    "superiority": lambda d: probability_of_superiority(d, "level", ("first", "other")),
    "rank test": lambda d: rank_test(d, "level", ("first", "other")).estimate,
    "slope": lambda d: linear(d, "amount", (Term("size"),)).coefficients.one("size"),
    "raked mean": lambda d: mean(
        calibrated(d, (Margin("kind", {"a": 40.0, "b": 60.0}),), distance="raking"), "amount"
    ),
}


@st.composite
def responses(draw: st.DrawFn) -> pd.DataFrame:
    """Two to four strata of four to nine responses each, in two groups and two kinds."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    parts = []
    for stratum in range(draw(st.integers(2, 3))):
        n = draw(st.integers(4, 9))
        first = np.arange(n) % 2 == 0
        parts.append(
            pd.DataFrame(
                {
                    "stratum": f"s{stratum}",
                    "population": n + draw(st.integers(1, 20)),
                    "weight": rng.uniform(0.5, 4, n),
                    "amount": rng.normal(10, 3, n),
                    "size": rng.uniform(1, 5, n),
                    "level": rng.integers(1, 6, n).astype(float),
                    "first": first,
                    "other": ~first,
                    "everybody": True,
                    "kind": np.where(rng.permutation(np.arange(n)) % 2 == 0, "a", "b"),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def design(columns: pd.DataFrame, stratum: str = "stratum") -> SurveyDesign:
    return SurveyDesign(columns, weight="weight", stratum=stratum, population="population")


def same(one: Estimate, two: Estimate) -> None:
    assert two.value == pytest.approx(one.value, rel=1e-8, abs=1e-10)
    assert two.se == pytest.approx(one.se, rel=1e-6, abs=1e-9)
    assert (two.df, two.n) == (one.df, one.n)
    if one.deff is not None:
        assert two.deff == pytest.approx(one.deff, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", FREE_OF_SCALE)
@settings(deadline=None, max_examples=8)
@given(columns=responses(), scale=st.floats(0.01, 100))
def test_scaled_weights_change_nothing_that_has_no_size(
    name: str, columns: pd.DataFrame, scale: float
) -> None:
    figure = FREE_OF_SCALE[name]

    scaled = columns.assign(weight=columns["weight"] * scale)

    same(figure(design(columns)), figure(design(scaled)))


@pytest.mark.parametrize("name", FREE_OF_SCALE)
@settings(deadline=None, max_examples=8)
@given(columns=responses(), seed=st.integers(0, 1000))
def test_the_order_of_rows_says_nothing(name: str, columns: pd.DataFrame, seed: int) -> None:
    figure = FREE_OF_SCALE[name]

    shuffled = columns.sample(frac=1, random_state=seed)

    same(figure(design(columns)), figure(design(shuffled)))


@settings(deadline=None, max_examples=20)
@given(columns=responses())
def test_a_domain_equal_to_everything_is_everything(columns: pd.DataFrame) -> None:
    whole = design(columns)

    same(quantile(whole, "amount", 0.5), quantile(whole, "amount", 0.5, domain="everybody"))
    same(variance(whole, "amount"), variance(whole, "amount", domain="everybody"))
    same(
        linear(whole, "amount", (Term("size"),)).coefficients.one("size"),
        linear(whole, "amount", (Term("size"),), domain="everybody").coefficients.one("size"),
    )


@settings(deadline=None, max_examples=20)
@given(columns=responses())
def test_strata_named_otherwise_or_by_two_columns_are_the_same_strata(
    columns: pd.DataFrame,
) -> None:
    renamed = columns.assign(
        renamed=columns["stratum"].map({f"s{k}": f"z{9 - k}" for k in range(4)})
    )

    same(mean(design(renamed), "amount"), mean(design(renamed, "renamed"), "amount"))
    same(total(design(renamed), "amount"), total(design(renamed, "renamed"), "amount"))


@settings(deadline=None, max_examples=20)
@given(columns=responses())
def test_clusters_of_one_row_are_rows(columns: pd.DataFrame) -> None:
    numbered = columns.assign(row=range(len(columns)))

    alone = replace(design(numbered), cluster="row")

    same(mean(design(numbered), "amount"), mean(alone, "amount"))


@settings(deadline=None, max_examples=20)
@given(columns=responses())
def test_a_second_stage_that_took_everybody_adds_nothing(columns: pd.DataFrame) -> None:
    pairs = columns.assign(pair=columns.groupby("stratum").cumcount() // 2)
    pairs["inside"] = pairs.groupby(["stratum", "pair"])["pair"].transform("size")
    one = replace(design(pairs), cluster="pair")

    two = replace(one, second=SecondStage("inside"))

    same(mean(one, "amount"), mean(two, "amount"))


@settings(deadline=None, max_examples=20)
@given(columns=responses())
def test_a_margin_that_is_met_already_leaves_weights_as_they_are(columns: pd.DataFrame) -> None:
    sizes = columns.groupby("kind")["weight"].sum()
    known = Margin("kind", {str(kind): float(size) for kind, size in sizes.items()})

    for distance in ("linear", "raking"):
        after = calibrated(design(columns), (known,), distance=distance)
        np.testing.assert_allclose(after.weights, columns["weight"], rtol=1e-10)


@settings(deadline=None, max_examples=20)
@given(columns=responses())
def test_a_calibrated_variable_has_no_error_left(columns: pd.DataFrame) -> None:
    known = Margin("kind", {"a": 40.0, "b": 60.0})
    columns = columns.assign(is_a=(columns["kind"] == "a").astype(float))

    estimate = total(calibrated(design(columns), (known,)), "is_a")

    assert estimate.value == pytest.approx(40)
    assert estimate.se == pytest.approx(0, abs=1e-6)


@settings(deadline=None, max_examples=20)
@given(columns=responses())
def test_the_jackknife_of_a_total_is_its_linear_error(columns: pd.DataFrame) -> None:
    plain = design(columns)

    replicated = jackknife(plain).totals(("amount",)).one("amount")

    assert replicated.se == pytest.approx(total(plain, "amount").se, rel=1e-9)


@settings(deadline=None, max_examples=20)
@given(columns=responses())
def test_a_table_turned_over_has_the_same_test(columns: pd.DataFrame) -> None:
    whole = design(columns)

    try:
        one = two_way_table(whole, "kind", "first").rao_scott()
        two = two_way_table(whole, "first", "kind").rao_scott()
    except NoEstimate:
        return

    assert two.statistic == pytest.approx(one.statistic, rel=1e-9, abs=1e-12)
    assert two.p == pytest.approx(one.p, rel=1e-9, abs=1e-12)


@settings(deadline=None, max_examples=20)
@given(columns=responses())
def test_superiority_of_two_groups_adds_up_to_one(columns: pd.DataFrame) -> None:
    whole = design(columns)

    one = probability_of_superiority(whole, "level", ("first", "other"))
    two = probability_of_superiority(whole, "level", ("other", "first"))

    assert one.value + two.value == pytest.approx(1)
    assert one.se == pytest.approx(two.se, rel=1e-9, abs=1e-12)
