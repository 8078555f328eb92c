"""Bases, shares, intervals and bounds of one question, from counts in sight."""

import numpy as np
import pytest

from app.estimation.intervals import hypergeometric
from app.reporting.responses import Answers, Responses, tally
from app.reporting.tabulation import Category, GroupShares, tabulate

COST = Category("cost", frozenset({"cost"}))
DONT_KNOW = Category("dont_know", frozenset({"dont_know"}), is_missing=True)


def group(
    strata: str, status: dict[str, int], cost: int, frame: dict[str, int]
) -> tuple[Responses, Answers]:
    """Responses with so many answers of each status, the first of which name cost."""
    statuses = np.array([name for name, n in status.items() for _ in range(n)], dtype=np.object_)
    chosen = {"cost": np.arange(len(statuses)) < cost, "dont_know": statuses == "dont_know"}
    return Responses("jp", tuple(strata), frame), Answers(statuses, chosen)


def alone(pair: tuple[Responses, Answers]) -> GroupShares:
    return tabulate([pair], (COST, DONT_KNOW)).groups[0]


def test_the_base_is_who_was_asked_and_answered_dont_know_among_them() -> None:
    status = {
        "given": 20,
        "estimated": 2,
        "dont_know": 3,
        "refused": 1,
        "not_applicable": 1,
        "not_asked": 4,
        "not_answered": 2,
    }
    responses, answers = group("a" * 33, status, 11, {"a": 50})

    counted = tally(responses, answers)

    assert (counted.frame, counted.responses, counted.asked) == (50, 33, 29)
    assert (counted.answered, counted.base) == (25, 25)
    assert (counted.not_answered, counted.refused, counted.not_applicable) == (2, 1, 1)


def test_dont_know_is_a_share_of_the_same_base() -> None:
    shares = alone(group("a" * 25, {"given": 20, "dont_know": 5}, 8, {"a": 40})).shares

    assert [(one.count, one.base) for one in shares] == [(8, 25), (5, 25)]
    assert shares[1].estimates["frame"].value == pytest.approx(0.2)


def test_one_stratum_asked_completely_has_the_exact_interval() -> None:
    found = alone(group("a" * 27, {"given": 25, "not_answered": 2}, 8, {"a": 40}))

    interval = found.shares[0].estimates["frame"]

    assert interval.method == "hypergeometric"
    assert (interval.low, interval.high) == hypergeometric(8, 25, 40)


def test_a_question_that_was_not_put_to_all_has_korn_graubards() -> None:
    found = alone(group("a" * 27, {"given": 25, "not_asked": 2}, 8, {"a": 40}))

    assert found.shares[0].estimates["frame"].method == "beta"


def test_the_process_reading_knows_no_population() -> None:
    found = alone(group("a" * 25, {"given": 25}, 8, {"a": 40})).shares[0].estimates

    assert found["process"].method == "beta_capped"
    assert found["process"].se > found["frame"].se


def test_responses_stand_for_their_stratum() -> None:
    """Catches: a share of responses where strata answered at different rates."""
    responses, answers = group("a" * 10 + "b" * 10, {"given": 20}, 10, {"a": 90, "b": 10})

    found = alone((responses, answers))

    assert found.is_weighted
    assert found.shares[0].count == 10
    assert found.shares[0].estimates["frame"].value == pytest.approx(0.9)
    assert found.shares[0].estimates["frame"].method == "clopper_pearson"


def test_bounds_span_every_firm_of_the_frame_that_gave_no_answer() -> None:
    status = {"given": 20, "refused": 1, "not_answered": 2, "not_asked": 2}

    found = alone(group("a" * 25, status, 8, {"a": 40}))

    assert found.shares[0].bounds == (8 / 38, 26 / 38)


def test_a_part_of_a_wave_has_no_bounds() -> None:
    responses, answers = group("a" * 25, {"given": 25}, 8, {"a": 40})
    part = Responses("part", responses.strata, responses.frame, np.arange(25) < 20)

    found = alone((part, answers))

    assert found.tally.base == 20
    assert found.shares[0].bounds is None
    assert found.shares[0].estimates["frame"].method == "beta"


def test_a_part_that_holds_every_response_is_still_a_part() -> None:
    """Catches: the size of the list taken for that of a part."""
    responses, answers = group("a" * 12, {"given": 12}, 6, {"a": 107})
    part = Responses("large", responses.strata, responses.frame, np.ones(12, dtype=np.bool_))

    found = alone((part, answers))

    assert found.shares[0].bounds is None
    assert found.shares[0].estimates["frame"].method == "beta"


def test_nobody_in_the_base_gives_counts_and_no_estimates() -> None:
    found = alone(group("a" * 5, {"not_answered": 5}, 0, {"a": 40}))

    assert found.tally.base == 0
    assert found.shares[0].estimates == {}
    assert found.shares[0].bounds == (0, 1)


def test_a_single_response_has_a_count_and_no_interval() -> None:
    found = alone(group("ab", {"given": 2}, 1, {"a": 9, "b": 9}))

    assert found.shares[0].count == 1
    assert found.shares[0].estimates == {}


def test_a_weighted_share_without_degrees_of_freedom_keeps_its_weights() -> None:
    """Catches: 50.0 of 12 firms printed where their strata make it 99.0."""
    strata = "abcdefghijkl"
    frame = {stratum: 99 if stratum < "g" else 1 for stratum in strata}

    found = alone(group(strata, {"given": 12}, 6, frame)).shares[0]

    assert found.estimates == {}
    assert found.value == pytest.approx(0.99)


def test_strata_without_and_with_one_response_are_named() -> None:
    responses, _ = group("a" * 9 + "b", {"given": 10}, 1, {"a": 20, "b": 20, "c": 5, "d": 0})

    assert responses.silent_strata == ("c", "d")
    assert responses.lonely_strata == ("b",)


def test_the_first_two_groups_are_compared() -> None:
    pair = [
        group("a" * 30, {"given": 30}, 20, {"a": 40}),
        group("a" * 30, {"given": 30}, 10, {"a": 40}),
    ]

    found = tabulate(pair, (COST,), readings=("frame",))

    (difference,) = found.differences["frame"]
    assert difference is not None
    assert difference.value == pytest.approx(1 / 3)
    assert difference.low > 0
    assert difference.p < 0.05
