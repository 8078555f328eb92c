"""What every estimator keeps, whatever the responses: scale, order, domains, named errors."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.estimation.design import DesignProblem, SurveyDesign
from app.estimation.estimate import EmptyDomain, LonelyUnit
from app.estimation.estimators import mean, means, proportion, ratio, share, shares, total


@st.composite
def responses(draw: st.DrawFn) -> pd.DataFrame:
    """Two to four strata of two to nine responses each, some without an answer."""
    rows = []
    for stratum in range(draw(st.integers(2, 4))):
        n = draw(st.integers(2, 9))
        population = n + draw(st.integers(0, 20))
        rows += [
            {
                "stratum": f"s{stratum}",
                "population": population,
                "weight": population / n,
                "code": draw(st.sampled_from(["a", "b", None])),
                "amount": draw(st.floats(-1e3, 1e3, allow_nan=False)),
                "some": draw(st.booleans()),
                "everybody": True,
            }
            for _ in range(n)
        ]
    columns = pd.DataFrame(rows)
    columns["code"] = columns["code"].astype("string")
    return columns


def design(columns: pd.DataFrame) -> SurveyDesign:
    return SurveyDesign(columns, weight="weight", stratum="stratum", population="population")


@settings(deadline=None, max_examples=40)
@given(responses(), st.floats(0.01, 100))
def test_scaled_weights_change_no_share_and_no_mean(columns: pd.DataFrame, scale: float) -> None:
    scaled = columns.assign(weight=columns["weight"] * scale)

    before, after = mean(design(columns), "amount"), mean(design(scaled), "amount")

    assert after.value == pytest.approx(before.value, rel=1e-9, abs=1e-9)
    assert after.se == pytest.approx(before.se, rel=1e-9, abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(responses(), st.integers(0, 10_000))
def test_the_order_of_rows_says_nothing(columns: pd.DataFrame, seed: int) -> None:
    shuffled = columns.sample(frac=1, random_state=seed)

    before = total(design(columns), "amount", domain="everybody")
    after = total(design(shuffled), "amount", domain="everybody")

    assert after.value == pytest.approx(before.value, rel=1e-9, abs=1e-9)
    assert after.se == pytest.approx(before.se, rel=1e-9, abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(responses())
def test_a_domain_of_everybody_is_no_domain(columns: pd.DataFrame) -> None:
    assert mean(design(columns), "amount", domain="everybody") == mean(design(columns), "amount")


@settings(deadline=None, max_examples=40)
@given(responses())
def test_a_domain_and_its_complement_make_up_the_total(columns: pd.DataFrame) -> None:
    columns = columns.assign(rest=~columns["some"])
    if columns["some"].all() or columns["rest"].all():
        return

    parts = [total(design(columns), "amount", domain=name).value for name in ("some", "rest")]

    assert sum(parts) == pytest.approx(total(design(columns), "amount").value, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(responses())
def test_the_shares_of_one_question_add_up_to_one(columns: pd.DataFrame) -> None:
    if columns["code"].isna().all():
        return

    shares = [proportion(design(columns), "code", code) for code in ("a", "b")]

    assert sum(estimate.value for estimate in shares) == pytest.approx(1)
    assert shares[0].se == pytest.approx(shares[1].se, abs=1e-12)


@settings(deadline=None, max_examples=40)
@given(responses())
def test_a_share_is_the_mean_of_its_mark(columns: pd.DataFrame) -> None:
    marked = columns.assign(mark=columns["some"].astype(float))
    flags = columns["some"].to_numpy(dtype=np.bool_)

    of_marks = mean(design(marked), "mark")
    of_flags = share(design(marked), flags, np.ones(len(flags), dtype=np.bool_))

    assert of_flags.value == pytest.approx(of_marks.value)
    assert of_flags.se == pytest.approx(of_marks.se, abs=1e-9)


def test_strata_that_each_agree_have_a_standard_error_of_exactly_zero() -> None:
    """Catches: rounding of 1e-17 taken for a very precise estimate."""
    rows = {"stratum": list("aabb"), "weight": [45.0, 45.0, 5.0, 5.0]}
    chosen = np.array([True, True, False, False])

    estimate = share(
        SurveyDesign(pd.DataFrame(rows), weight="weight", stratum="stratum"), chosen, chosen | True
    )

    assert estimate.value == pytest.approx(0.9)
    assert estimate.se == 0


def sheet(**columns: list[object]) -> pd.DataFrame:
    plain: dict[str, list[object]] = {"weight": [2.0, 2.0, 2.0, 2.0], "stratum": list("aabb")}
    return pd.DataFrame(plain | columns)


def test_a_domain_that_nobody_answered_is_named() -> None:
    columns = sheet(code=["x", "x", None, None], late=[False, False, True, True])

    with pytest.raises(EmptyDomain, match="no response in domain 'late' answered it"):
        proportion(
            SurveyDesign(columns, weight="weight", stratum="stratum"), "code", "x", domain="late"
        )


def test_a_ratio_to_nothing_is_named() -> None:
    columns = sheet(sales=[0.0, 0.0, 0.0, 0.0], exports=[0.0, 0.0, 0.0, 0.0])

    with pytest.raises(EmptyDomain, match="sales: its total in domain 'all' is zero"):
        ratio(SurveyDesign(columns, weight="weight"), "exports", "sales")


def test_a_share_of_nobody_is_named() -> None:
    none = np.zeros(4, dtype=np.bool_)

    with pytest.raises(EmptyDomain):
        share(SurveyDesign(sheet(), weight="weight"), none, none)


def test_a_stratum_of_one_response_is_named() -> None:
    columns = sheet(amount=[1.0, 2.0, 3.0, 4.0]).assign(stratum=list("aaab"))

    with pytest.raises(LonelyUnit, match="1 of 2 strata"):
        mean(SurveyDesign(columns, weight="weight", stratum="stratum"), "amount")


def test_a_stratum_whose_only_unit_was_observed_has_no_variance() -> None:
    columns = sheet(amount=[1.0, 2.0, 3.0, 4.0], population=[9, 9, 9, 1])
    columns = columns.assign(stratum=list("aaab"))

    estimate = mean(
        SurveyDesign(columns, weight="weight", stratum="stratum", population="population"),
        "amount",
    )

    assert estimate.se > 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weight": [1.0, -1.0, 1.0, 1.0]}, "a weight must be a number above 0"),
        ({"weight": [1.0, None, 1.0, 1.0]}, "a weight must be a number above 0"),
        ({"stratum": ["a", None, "b", "b"]}, "'stratum': a row has no value"),
        ({"population": [5, 5, 1, 1]}, "more responses than the population"),
        ({"population": [5, 6, 5, 5]}, "two sizes in one stratum"),
        ({"population": [5, None, 5, 5]}, "a size must be a number above 0"),
        ({"population": [0, 0, 5, 5]}, "a size must be a number above 0"),
    ],
)
def test_columns_that_describe_no_design_are_named(
    change: dict[str, list[object]], message: str
) -> None:
    same: dict[str, list[object]] = {"population": [5, 5, 5, 5]}
    columns = sheet(**(same | change))

    with pytest.raises(DesignProblem, match=message):
        SurveyDesign(columns, weight="weight", stratum="stratum", population="population")


def test_a_domain_must_be_true_or_false() -> None:
    columns = sheet(amount=[1.0, 2.0, 3.0, 4.0], part=["yes", "no", "yes", "no"])

    with pytest.raises(DesignProblem, match="expected true or false"):
        mean(SurveyDesign(columns, weight="weight"), "amount", domain="part")


def test_a_domain_that_leaves_a_stratum_empty_keeps_its_rows() -> None:
    columns = sheet(amount=[1.0, 3.0, 5.0, 9.0], part=[True, True, False, False])

    joint = means(
        SurveyDesign(columns, weight="weight", stratum="stratum"), ("amount",), domains=("part",)
    )

    assert joint.df == (1.0,)
    assert joint.n == (2,)


def test_shares_together_are_the_shares_one_by_one() -> None:
    """Catches: an error of one mark that takes part in that of another."""
    rng = np.random.default_rng(3)
    columns = sheet(weight=list(rng.uniform(1, 4, 30)), stratum=["a", "b", "c"] * 10)
    design = SurveyDesign(columns, weight="weight", stratum="stratum")
    member = rng.random(30) < 0.8
    chosen = (rng.random((30, 4)) < [0.2, 0.5, 0.0, 1.0]) & member[:, None]

    together = shares(design, chosen, member)

    for place, found in enumerate(together):
        alone = share(design, chosen[:, place], member)
        assert found.value == pytest.approx(alone.value, rel=1e-12)
        assert found.se == pytest.approx(alone.se, rel=1e-12)
        assert (found.df, found.n, found.complete) == (alone.df, alone.n, alone.complete)
