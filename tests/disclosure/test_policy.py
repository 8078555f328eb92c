"""The rule of publication at each of its edges, and attacks on hidden cells."""

from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest

from app.disclosure.policy import (
    Policy,
    Publication,
    Reason,
    Shown,
    complements,
    may_be_marked,
    publication,
    read,
    treatment,
)

FILE = b"""
publication: {hide_base_under: 10, few_firms_base_under: 30, decimals: 1, decimals_few_firms: 0}
sensitive: {hide_counts: [1, 2], hide_nobody_and_everybody: true,
            neutral_items: [exports], weighted_count_under: 10}
reader_tables: {round_shares_to_points: 5}
comparison: {no_mark_count_under: 5}
"""


def policy() -> Policy:
    stated, problems = read(FILE)
    assert stated is not None, problems
    return stated


FULL = Publication(Shown.FULL, 1)
FEW = Publication(Shown.FEW, 0)


def hidden(reason: Reason) -> Publication:
    return Publication(Shown.HIDDEN, reason=reason)


@pytest.mark.parametrize(
    ("base", "count", "expected"),
    [
        (0, 0, hidden(Reason.SMALL_BASE)),
        (9, 4, hidden(Reason.SMALL_BASE)),
        (10, 4, FEW),
        (29, 4, FEW),
        (30, 4, FULL),
        (30, 0, FULL),
        (30, 1, FULL),
        (30, 29, FULL),
        (30, 30, FULL),
    ],
)
def test_an_ordinary_share_depends_on_its_base(
    base: int, count: int, expected: Publication
) -> None:
    assert publication(policy(), base=base, count=count, role="ordinary") == expected


@pytest.mark.parametrize(
    ("base", "count", "expected"),
    [
        (9, 4, hidden(Reason.SMALL_BASE)),
        (10, 3, FEW),
        (10, 2, hidden(Reason.SMALL_COUNT)),
        (29, 26, FEW),
        (30, 3, FULL),
        (30, 2, hidden(Reason.SMALL_COUNT)),
        (30, 1, hidden(Reason.SMALL_COUNT)),
        (30, 0, hidden(Reason.NOBODY_OR_EVERYBODY)),
        (30, 27, FULL),
        (30, 28, hidden(Reason.SMALL_COUNT)),
        (30, 29, hidden(Reason.SMALL_COUNT)),
        (30, 30, hidden(Reason.NOBODY_OR_EVERYBODY)),
    ],
)
def test_a_sensitive_share_depends_on_its_count_and_complement_too(
    base: int, count: int, expected: Publication
) -> None:
    assert publication(policy(), base=base, count=count, role="sensitive") == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, FULL), (30, FULL), (1, hidden(Reason.SMALL_COUNT)), (28, hidden(Reason.SMALL_COUNT))],
)
def test_nobody_and_everybody_are_shown_of_a_neutral_item(
    count: int, expected: Publication
) -> None:
    shown = publication(policy(), base=30, count=count, role="sensitive", neutral=True)

    assert shown == expected


@pytest.mark.parametrize("role", ["text", "consent", "direct", "", "Ordinary", "firm_name"])
def test_an_unknown_role_is_a_direct_identifier(role: str) -> None:
    assert treatment(role) == "never"
    assert publication(policy(), base=80, count=40, role=role) == hidden(Reason.ROLE)


@pytest.mark.parametrize(("base", "count"), [(10, 11), (10, -1)])
def test_counts_that_contradict_each_other_are_refused(base: int, count: int) -> None:
    with pytest.raises(ValueError, match="expected a count from 0 to its base"):
        publication(policy(), base=base, count=count, role="ordinary")


def hidden_cells(counts: dict[str, int]) -> frozenset[str]:
    """Every cell of a sensitive single-answer column that is not shown."""
    base = sum(counts.values())
    first = frozenset(
        code
        for code, count in counts.items()
        if publication(policy(), base=base, count=count, role="sensitive").shown is Shown.HIDDEN
    )
    return first | complements(policy(), counts, first)


@pytest.mark.parametrize("base", [12, pytest.param(15, marks=pytest.mark.slow)])
def test_no_hidden_cell_of_a_column_can_be_computed(base: int) -> None:
    """Catches: a single hidden cell (base less the rest); hidden cells that add up to nothing; a
    choice of complements that gives itself away to whoever knows the rule, for instance by hiding
    two cells of two firms and nothing else.
    """
    worlds: dict[tuple[int | None, ...], list[dict[str, int]]] = defaultdict(list)
    for first in product(range(base + 1), repeat=3):
        if sum(first) <= base:
            counts = dict(zip("abcd", (*first, base - sum(first)), strict=True))
            kept = hidden_cells(counts)
            seen = tuple(None if code in kept else counts[code] for code in "abcd")
            worlds[seen].append(counts)

    for seen, possible in worlds.items():
        for place, code in enumerate("abcd"):
            if seen[place] is None:
                assert len({world[code] for world in possible}) > 1, (seen, possible)


def test_nothing_more_is_hidden_where_nothing_was() -> None:
    assert hidden_cells({"a": 10, "b": 12, "c": 8}) == frozenset()


def test_the_smallest_cell_shown_covers_a_single_hidden_one() -> None:
    assert hidden_cells({"a": 30, "b": 4, "c": 2, "d": 9}) == {"b", "c"}


def test_two_hidden_cells_are_covered_as_well() -> None:
    assert hidden_cells({"a": 30, "b": 0, "c": 0, "d": 9}) == {"b", "c", "d"}


def test_cells_of_the_same_count_are_hidden_together() -> None:
    assert hidden_cells({"a": 30, "b": 1, "c": 9, "d": 9}) == {"b", "c", "d"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (((5, 80), (40, 160)), True),
        (((4, 80), (40, 160)), False),
        (((75, 80), (40, 160)), True),
        (((76, 80), (40, 160)), False),
        (((40, 80), (156, 160)), False),
    ],
)
def test_a_difference_of_few_firms_carries_no_mark(
    cells: tuple[tuple[int, int], ...], expected: bool
) -> None:
    assert may_be_marked(policy(), cells) is expected


def test_every_missing_threshold_is_told_at_once() -> None:
    stated, problems = read(b"publication: {hide_base_under: ten, decimals: 1}")

    assert stated is None
    assert problems == (
        "publication.hide_base_under: expected a whole number of 0 or more, came 'ten'",
        "publication.few_firms_base_under: expected a whole number of 0 or more, came None",
        "publication.decimals_few_firms: expected a whole number of 0 or more, came None",
        "sensitive.weighted_count_under: expected a whole number of 0 or more, came None",
        "reader_tables.round_shares_to_points: expected a whole number of 0 or more, came None",
        "comparison.no_mark_count_under: expected a whole number of 0 or more, came None",
        "sensitive.hide_counts: expected a list of whole numbers above 0, came None",
        "sensitive.hide_nobody_and_everybody: expected true or false",
        "sensitive.neutral_items: expected a list of items",
    )


def test_a_file_that_is_not_yaml_is_told() -> None:
    stated, problems = read(b"publication: [")

    assert stated is None
    assert problems[0].startswith("disclosure.yaml cannot be read as YAML")


def test_thresholds_in_the_wrong_order_are_told() -> None:
    stated, problems = read(FILE.replace(b"few_firms_base_under: 30", b"few_firms_base_under: 3"))

    assert stated is None
    assert problems == ("publication: few_firms_base_under is below hide_base_under",)


def test_the_survey_of_2026_states_its_policy() -> None:
    path = Path(__file__).parents[2] / "surveys/economic_security/2026/disclosure.yaml"

    stated, problems = read(path.read_bytes())

    assert problems == ()
    assert stated is not None
