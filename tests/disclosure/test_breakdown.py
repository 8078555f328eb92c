"""Parts of a whole that is printed: what is hidden cannot be computed from what is shown."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest

from app.disclosure.breakdown import Part, part_rulings
from app.disclosure.policy import Policy, Shown, read

POLICY = b"""
publication: {hide_base_under: 10, few_firms_base_under: 30, decimals: 1, decimals_few_firms: 0}
sensitive: {hide_counts: [1, 2], hide_nobody_and_everybody: true,
            neutral_items: [], weighted_count_under: 10}
reader_tables: {round_shares_to_points: 5}
comparison: {no_mark_count_under: 5}
"""


View = tuple[int | None, ...]


SMALL = POLICY.replace(b"under: 10", b"under: 4").replace(b"[1, 2]", b"[1]")
"""Smaller thresholds, so that every world of a breakdown can be tried."""


def policy(content: bytes = POLICY) -> Policy:
    found, problems = read(content)
    assert found is not None, problems
    return found


def shown(*parts: Part, role: str = "sensitive", by: Policy | None = None) -> list[bool]:
    named = {str(place): part for place, part in enumerate(parts)}
    return [
        ruling.shown is not Shown.HIDDEN
        for ruling in part_rulings(by or policy(), named, role=role).values()
    ]


def test_a_single_hidden_part_takes_the_smallest_of_the_others_with_it() -> None:
    assert shown(Part(40, (12,)), Part(15, (6,)), Part(8, (3,))) == [True, False, False]


def test_parts_are_hidden_until_their_sum_could_be_shown() -> None:
    """Catches: two parts of 3 and 4 firms, of which the sum has 7."""
    assert shown(Part(40, (12,)), Part(4, (2,)), Part(3, (1,)), Part(20, (9,))) == [
        True,
        False,
        False,
        False,
    ]


def test_an_empty_part_hides_nothing_else() -> None:
    assert shown(Part(40, (12,)), Part(30, (9,)), Part(0, (0,))) == [True, True, False]


def test_a_part_goes_with_any_of_its_figures() -> None:
    assert shown(Part(40, (12, 14)), Part(30, (9, 29)), Part(35, (11, 12)))[1] is False


def test_ordinary_parts_are_hidden_for_their_base_alone() -> None:
    assert shown(Part(40, (0,)), Part(30, (30,)), role="ordinary") == [True, True]
    assert shown(Part(40, (0,)), Part(12, (5,)), Part(9, (1,)), role="ordinary") == [
        True,
        False,
        False,
    ]


def worlds(bases: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    yield from product(*(range(base + 1) for base in bases))


@pytest.mark.parametrize("bases", [(7, 8), (6, 7, 9), (3, 7, 8), (5, 5, 8), (4, 5, 6, 7)])
def test_no_hidden_count_can_be_computed_from_the_total_and_what_is_shown(
    bases: tuple[int, ...],
) -> None:
    """Every count of every part; the total and the bases are printed.

    The total is printed, and where it could not be shown the table has no parts at all.
    """
    small = policy(SMALL)
    possible: dict[tuple[int, View], set[tuple[int, ...]]] = defaultdict(set)
    every = list(worlds(bases))
    views = set[tuple[int, View]]()
    for counts in every:
        total = sum(counts)
        if min(total, sum(bases) - total) < 2:
            continue
        parts = [Part(base, (count,)) for base, count in zip(bases, counts, strict=True)]
        flags = shown(*parts, by=small)
        views.add((total, tuple(c if f else None for c, f in zip(counts, flags, strict=True))))
    for total, view in views:
        fits = [
            counts
            for counts in every
            if sum(counts) == total
            and all(told in {None, count} for told, count in zip(view, counts, strict=True))
        ]
        possible[total, view].update(fits)

    for (_, view), fitting in possible.items():
        for place, told in enumerate(view):
            if told is None:
                assert len({counts[place] for counts in fitting}) > 2, (view, fitting)
