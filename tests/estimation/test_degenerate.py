"""Input that leaves nothing to estimate gives a named reason or a defined answer, never NaN."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from app.estimation.association import correlation, kappa, variance
from app.estimation.calibration import Margin, NotConverged, Total, calibrated, poststratified
from app.estimation.design import DesignProblem, SecondStage, SurveyDesign
from app.estimation.effects import cohen_h, standardised_difference
from app.estimation.estimate import (
    EmptyDomain,
    LonelyUnit,
    NoDegreesOfFreedom,
    NoEstimate,
    NotFinite,
)
from app.estimation.estimators import mean, means, ratio, share, total
from app.estimation.independence import two_way_table
from app.estimation.intervals import plain_interval
from app.estimation.models import Term, linear, logistic
from app.estimation.multiple import compared_sets
from app.estimation.ordinal import ordinal
from app.estimation.quantiles import quantile
from app.estimation.rank_tests import rank_test
from app.estimation.rankings import Ranking, borda_points
from app.estimation.replicates import balanced_halves, jackknife, rao_wu, supplied
from app.estimation.tables import weighted_tables
from app.estimation.weights import (
    base_weights,
    class_adjusted,
    propensity_adjusted,
    trimmed,
    weight_summary,
)


def firms(**columns: object) -> SurveyDesign:
    """Six firms of two strata, three each, of ten."""
    rows = {
        "weight": [10 / 3] * 6,
        "stratum": ["a", "a", "a", "b", "b", "b"],
        "population": [10] * 6,
        "y": [1.0, 2.0, 3.0, 4.0, 5.0, 7.0],
        "first": [True, False, True, False, True, False],
        "second": [False, True, False, True, False, True],
        "nobody": [False] * 6,
    }
    frame = pd.DataFrame(rows | columns)
    return SurveyDesign(frame, weight="weight", stratum="stratum", population="population")


@pytest.mark.parametrize("weight", [0.0, -1.0, math.nan, math.inf])
def test_a_weight_that_is_no_weight_is_refused(weight: float) -> None:
    with pytest.raises(DesignProblem, match="a weight must be a number above 0"):
        firms(weight=[1.0, 1, 1, 1, 1, weight])


@pytest.mark.parametrize("population", [2, 0, -5, math.nan])
def test_a_population_smaller_than_the_sample_is_refused(population: float) -> None:
    with pytest.raises(DesignProblem, match="population"):
        firms(population=[population] * 6)


def test_two_sizes_of_one_stratum_are_refused() -> None:
    with pytest.raises(DesignProblem, match="two sizes in one stratum"):
        firms(population=[10, 10, 11, 10, 10, 10])


def test_a_second_stage_smaller_than_its_sample_is_refused() -> None:
    columns = firms(inside=[1] * 6, unit=[1, 1, 2, 3, 3, 4]).columns
    with pytest.raises(DesignProblem, match="more units sampled than there are"):
        SurveyDesign(columns, weight="weight", stratum="stratum", cluster="unit",
                     population="population", second=SecondStage("inside"))  # fmt: skip


@pytest.mark.parametrize("chance", [0.0, 1.5, math.nan])
def test_a_chance_outside_0_and_1_is_refused(chance: float) -> None:
    columns = firms(chance=[chance] * 6).columns
    with pytest.raises(DesignProblem, match="chance"):
        SurveyDesign(columns, weight="weight", probability="chance")


def test_no_rows_are_an_empty_domain() -> None:
    columns = firms().columns.iloc[:0]
    design = SurveyDesign(columns, weight="weight", stratum="stratum", population="population")

    for figure in (mean, total, variance):
        with pytest.raises(EmptyDomain):
            figure(design, "y")
    with pytest.raises(DesignProblem):
        weighted_tables(design, np.zeros((1, 0), np.int8), np.zeros(0, np.intp), codes=2)


def test_one_row_has_a_value_and_no_interval() -> None:
    columns = firms().columns.iloc[:1]
    design = SurveyDesign(columns, weight="weight", lonely="adjust")

    estimate = mean(design, "y")

    assert (estimate.value, estimate.n, estimate.df, estimate.deff) == (1.0, 1, 0, None)
    with pytest.raises(NoDegreesOfFreedom):
        plain_interval(estimate)
    with pytest.raises(LonelyUnit):
        mean(replace(design, lonely="fail"), "y")


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_everybody_alike_has_no_error_and_no_design_effect(value: float) -> None:
    design = firms(y=[value] * 6)

    estimate = mean(design, "y")

    assert (estimate.value, estimate.deff, estimate.effective_n) == (value, None, None)
    assert estimate.se == pytest.approx(0, abs=1e-15)
    assert variance(design, "y").value == pytest.approx(0, abs=1e-30)
    assert quantile(design, "y", 0.5).value == value
    with pytest.raises(NoEstimate, match="same value"):
        correlation(design, "y", "weight")
    with pytest.raises(NoEstimate):
        cohen_h(design, "y", ("first", "second"))
    with pytest.raises(NoEstimate):
        standardised_difference(design, "y", ("first", "second"))


def test_missing_throughout_is_an_empty_domain() -> None:
    design = firms(y=[math.nan] * 6)

    for figure in (mean, total, variance):
        with pytest.raises(EmptyDomain):
            figure(design, "y")
    for model in (linear, logistic):
        with pytest.raises(EmptyDomain):
            model(design, "y", (Term("weight"),))
    with pytest.raises(EmptyDomain):
        ordinal(design, "y", (Term("weight"),))
    with pytest.raises(EmptyDomain):
        two_way_table(design, "y", "first")


def test_a_domain_of_nobody_is_an_empty_domain() -> None:
    design = firms()

    for figure in (mean, total, variance):
        with pytest.raises(EmptyDomain):
            figure(design, "y", domain="nobody")
    with pytest.raises(EmptyDomain):
        rank_test(design, "y", ("first", "nobody"))
    with pytest.raises(EmptyDomain):
        borda_points(design, Ranking({"a": "y"}, places=7), domains=("nobody",))
    with pytest.raises(EmptyDomain):
        compared_sets(design, ("first",), ("second", "nobody"))


@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_an_infinite_number_is_named(value: float) -> None:
    design = firms(y=[1.0, 2, 3, 4, 5, value])

    for figure in (mean, total, variance):
        with pytest.raises(NotFinite, match="finite"):
            figure(design, "y")


def test_a_denominator_of_zero_is_named() -> None:
    with pytest.raises(EmptyDomain, match="is zero"):
        ratio(firms(x=[0.0] * 6), "y", "x")


def test_a_function_without_a_value_is_named() -> None:
    joint = means(firms(y=[0.0] * 6), ("y",))

    for figure in (lambda p: np.log(p["y"]), lambda p: 1 / p["y"], lambda p: np.sqrt(p["y"])):
        with pytest.raises(NoEstimate, match="not defined"):
            joint.function(figure)


def test_a_table_with_one_answer_shows_no_dependence() -> None:
    found = two_way_table(firms(z=["x"] * 6), "z", "first")

    for test in (found.rao_scott, found.wald):
        with pytest.raises(NoEstimate, match="one row or column"):
            test()


def test_an_empty_cell_is_named() -> None:
    found = two_way_table(firms(z=["x", "y", "x", "y", "x", "y"]), "z", "first")

    with pytest.raises(NoEstimate, match="empty"):
        found.rao_scott()


def test_agreement_on_a_single_code_is_named() -> None:
    with pytest.raises(NoEstimate, match="single code"):
        kappa(firms(a=["x"] * 6, b=["x"] * 6), "a", "b")


def test_terms_that_cannot_be_told_apart_are_named() -> None:
    design = firms(x=[1.0, 2, 3, 4, 5, 7], twice=[2.0, 4, 6, 8, 10, 14])

    for terms in ((Term("x"), Term("twice")), (Term("population"),)):
        with pytest.raises(DesignProblem, match="repeats another, or never varies"):
            linear(design, "y", terms)


def test_separated_outcomes_are_named() -> None:
    design = firms(z=[0.0, 0, 0, 1, 1, 1])

    with pytest.raises(NotConverged, match="separate"):
        logistic(design, "z", (Term("y"),))


def test_more_coefficients_than_degrees_of_freedom_are_named() -> None:
    design = firms(a=[1.0, 0, 0, 0, 0, 0], b=[0.0, 1, 0, 0, 0, 0], c=[0.0, 0, 1, 0, 0, 0],
                   d=[0.0, 0, 0, 1, 0, 0])  # fmt: skip

    with pytest.raises(NoDegreesOfFreedom):
        linear(design, "y", (Term("a"), Term("b"), Term("c"), Term("d")))


def test_totals_that_cannot_be_met_are_named() -> None:
    design = firms(kind=["p", "p", "p", "q", "q", "q"])

    with pytest.raises(DesignProblem, match="no known count for q"):
        poststratified(design, Margin("kind", {"p": 10}))
    with pytest.raises(DesignProblem, match="no response in r"):
        poststratified(design, Margin("kind", {"p": 10, "q": 10, "r": 1}))
    with pytest.raises(NotConverged):
        calibrated(
            design, (Margin("kind", {"p": 10, "q": 10}), Margin("stratum", {"a": 9, "b": 9}))
        )
    with pytest.raises(NotConverged):
        calibrated(design, (Total("y", 1e6),), distance="logit", bounds=(0.5, 2))
    with pytest.raises(DesignProblem, match="bounds"):
        calibrated(design, (Total("y", 80.0),), distance="logit")


def test_weights_that_cannot_be_made_are_named() -> None:
    with pytest.raises(EmptyDomain, match="response class b"):
        class_adjusted(np.ones(4), np.array([True, True, False, False]), ["a", "a", "b", "b"])
    with pytest.raises(DesignProblem, match="below the mean"):
        trimmed(np.array([1.0, 5.0]), 2.0)
    with pytest.raises(DesignProblem, match="sampled <= population"):
        base_weights(np.array([3.0]), np.array([2.0]))
    with pytest.raises(EmptyDomain):
        weight_summary(np.zeros(0))


def test_a_chance_to_answer_needs_every_value() -> None:
    columns = firms(y=[1.0, 2, 3, 4, 5, math.nan]).columns
    answered = np.array([True, False, True, True, False, True])

    with pytest.raises(DesignProblem, match="lacks a value"):
        propensity_adjusted(columns, np.ones(6), answered, terms=(Term("y"),))


def test_replicates_that_cannot_be_made_are_named() -> None:
    lonely = firms(stratum=["a", "a", "a", "a", "a", "b"])
    with pytest.raises(DesignProblem, match="2 or more"):
        jackknife(lonely)
    with pytest.raises(DesignProblem, match="2 or more"):
        rao_wu(lonely, 10, rng=np.random.default_rng(1))
    with pytest.raises(DesignProblem, match="two first-stage units"):
        balanced_halves(firms())
    with pytest.raises(DesignProblem, match="two or more"):
        supplied(firms().columns, "weight", ["weight"])


def test_a_replicate_without_the_domain_is_named() -> None:
    columns = firms(only=[True, False, False, False, False, False]).columns
    design = SurveyDesign(columns, weight="weight", stratum="stratum")

    with pytest.raises(NoEstimate, match="1 of 6 replicates"):
        jackknife(design).means(("y",), domains=("only",))


def test_every_table_of_a_cell_without_answers_says_so() -> None:
    answers = np.array([[0, 1, -1, -1, -1, -1]], dtype=np.int8)
    cells = np.array([0, 0, 2, 2, 2, 2])

    tables = weighted_tables(firms(), answers, cells, codes=2)

    assert tables.one(0, 0, 1).value == pytest.approx(0.5)
    for cell in (1, 2):
        with pytest.raises(EmptyDomain):
            tables.one(0, cell, 1)
    with pytest.raises(DesignProblem, match="codes from -1 to 1"):
        weighted_tables(firms(), answers + np.int8(1), cells, codes=2)


def test_everybody_of_a_complete_frame_leaves_a_point() -> None:
    design = firms(weight=[1.0] * 6, population=[3] * 6)

    middle = quantile(design, "y", 0.5)
    chosen = share(design, design.membership("first"), design.membership(None))

    assert (middle.low, middle.value, middle.high) == (3.0, 3.0, 3.0)
    assert (chosen.value, chosen.se, chosen.complete) == (0.5, 0.0, True)
