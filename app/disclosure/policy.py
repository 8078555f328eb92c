"""What may be shown: thresholds and roles of one wave, and the rule of publication on counts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

Treatment = Literal["ordinary", "sensitive", "never"]

TREATMENTS: Mapping[str, Treatment] = {
    "key": "ordinary",
    "ordinary": "ordinary",
    "sensitive": "sensitive",
    "text": "never",
    "consent": "never",
}
"""Role of an item to what tables do with it; any other role is a direct identifier: never."""

TAKING_PART = "sensitive"
"""Firms were promised not to be named as participants: taking part is told as an answer is."""


class Shown(StrEnum):
    """How much of a share is published."""

    FULL = "full"
    FEW = "few"
    HIDDEN = "hidden"


class Reason(StrEnum):
    """Why a share is hidden."""

    SMALL_BASE = "small_base"
    SMALL_COUNT = "small_count"
    NOBODY_OR_EVERYBODY = "nobody_or_everybody"
    COMPLEMENT = "complement"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Publication:
    """The ruling on one share: how it is shown, with how many decimals, or why not."""

    shown: Shown
    decimals: int = 0
    reason: Reason | None = None


@dataclass(frozen=True)
class Policy:
    """The thresholds of one `disclosure.yaml`; `hash` is the SHA-256 of its bytes.

    Parameters
    ----------
    hide_base_under, few_firms_base_under : int
        A base under the first is hidden; under the second it is flagged and rounded more coarsely.
    decimals, decimals_few_firms : int
        Of a percentage.
    hide_counts : frozenset of int
        For a sensitive item: counts, and complements, that hide a share.
    hide_nobody_and_everybody : bool
        For a sensitive item that is not neutral: 0 and all hide a share as well.
    neutral_items : frozenset of str
        Sensitive items of which nobody and everybody may be published.
    weighted_count_under : int
        For a sensitive item in a group of several strata: a count, or a complement, that is
        smaller is not published, and its share in whole percent.
    reader_points : int
        Rounding of tables that readers make themselves.
    no_mark_count_under : int
        A difference carries no mark when a count or its complement is smaller.
    """

    hide_base_under: int
    few_firms_base_under: int
    decimals: int
    decimals_few_firms: int
    hide_counts: frozenset[int]
    hide_nobody_and_everybody: bool
    neutral_items: frozenset[str]
    weighted_count_under: int
    reader_points: int
    no_mark_count_under: int
    hash: str


INTEGERS = {
    "hide_base_under": ("publication", "hide_base_under"),
    "few_firms_base_under": ("publication", "few_firms_base_under"),
    "decimals": ("publication", "decimals"),
    "decimals_few_firms": ("publication", "decimals_few_firms"),
    "weighted_count_under": ("sensitive", "weighted_count_under"),
    "reader_points": ("reader_tables", "round_shares_to_points"),
    "no_mark_count_under": ("comparison", "no_mark_count_under"),
}


def read(content: bytes) -> tuple[Policy | None, tuple[str, ...]]:
    """The policy that a `disclosure.yaml` states, or everything that it leaves unsaid.

    There are no defaults: a threshold that is missing is a problem.

    Parameters
    ----------
    content : bytes
        The file, YAML 1.2 in UTF-8.

    Returns
    -------
    (Policy or None, problems)
        The policy when, and only when, there are no problems.
    """
    try:
        tree = YAML(typ="safe", pure=True).load(content)
    except YAMLError as problem:
        return None, (f"disclosure.yaml cannot be read as YAML: {problem}",)
    problems: list[str] = []
    integers = {name: _integer(tree, path, problems) for name, path in INTEGERS.items()}
    counts = _integers(tree, ("sensitive", "hide_counts"), problems)
    extremes = _value(tree, ("sensitive", "hide_nobody_and_everybody"))
    if not isinstance(extremes, bool):
        problems.append("sensitive.hide_nobody_and_everybody: expected true or false")
    neutral = _value(tree, ("sensitive", "neutral_items"))
    if not isinstance(neutral, list) or not all(isinstance(item, str) for item in neutral):
        problems.append("sensitive.neutral_items: expected a list of items")
    if problems or not isinstance(neutral, list):
        return None, tuple(problems)
    policy = Policy(
        **integers,
        hide_counts=frozenset(counts),
        hide_nobody_and_everybody=bool(extremes),
        neutral_items=frozenset(neutral),
        hash=hashlib.sha256(content).hexdigest(),
    )
    if policy.hide_base_under > policy.few_firms_base_under:
        return None, ("publication: few_firms_base_under is below hide_base_under",)
    return policy, ()


def treatment(role: str) -> Treatment:
    """What tables do with an item of a role; an unknown role is a direct identifier."""
    return TREATMENTS.get(role, "never")


def is_neutral(policy: Policy, item: str) -> bool:
    """Whether nobody and everybody are no sensitive facts for this item."""
    return item in policy.neutral_items


def publication(
    policy: Policy, *, base: int, count: int, role: str, neutral: bool = False
) -> Publication:
    """The ruling on the share of one cell, from unweighted counts alone.

    Parameters
    ----------
    policy : Policy
    base : int
        Firms in the base.
    count : int
        Firms counted, 0 to base; a weighted share is judged on it as well.
    role : str
        Role of the item in its questionnaire.
    neutral : bool
        Whether nobody and everybody are harmless for the item (`is_neutral`).

    Returns
    -------
    Publication

    Raises
    ------
    ValueError
        The count does not lie between 0 and the base.

    Source: the project's ruling on publication, docs/methods.md; the threshold rule of Hundepool
    et al. (2012), Statistical Disclosure Control, ch. 4. Checked in
    tests/disclosure/test_policy.py.
    """
    if not 0 <= count <= base:
        raise ValueError(f"expected a count from 0 to its base, got {count} of {base}")
    kind = treatment(role)
    if kind == "never":
        return Publication(Shown.HIDDEN, reason=Reason.ROLE)
    if base < policy.hide_base_under:
        return Publication(Shown.HIDDEN, reason=Reason.SMALL_BASE)
    reason = _sensitive_reason(policy, base, count, neutral=neutral)
    if kind == "sensitive" and reason is not None:
        return Publication(Shown.HIDDEN, reason=reason)
    if base < policy.few_firms_base_under:
        return Publication(Shown.FEW, policy.decimals_few_firms)
    return Publication(Shown.FULL, policy.decimals)


def complements(
    policy: Policy, counts: Mapping[str, int], hidden: frozenset[str]
) -> frozenset[str]:
    """Further cells of one single-answer column to hide, so that the hidden ones stay hidden.

    The cells of such a column add up to its base, which is printed: a single hidden cell is the
    base less the rest. The smallest count still shown that is above the counts the policy hides is
    hidden too, in every cell that has it. The rule looks at counts alone, never at which cell it
    is, so exchanging any two hidden cells leaves the same published column: whoever knows the rule
    still cannot tell a hidden cell of one or two firms from a larger one. This covers one column;
    columns that share firms across reports need the ledger that is still to come.

    Parameters
    ----------
    policy : Policy
    counts : mapping
        Firms in each cell by code; every firm of the base stands in exactly one cell.
    hidden : frozenset of str
        Cells that `publication` hides.

    Returns
    -------
    frozenset of str
        Codes of cells to hide in addition; empty where nothing is hidden.

    Source: Hundepool et al. (2012), ch. 4.4, made proof against knowledge of the rule (Wong et
    al., 2007, VLDB). Checked in tests/disclosure/test_policy.py, which attacks every small column.
    """
    if not hidden:
        return frozenset()
    shown = counts.keys() - hidden
    above = [counts[code] for code in shown if counts[code] > max(policy.hide_counts, default=0)]
    if not above:
        return frozenset(shown)
    return frozenset(code for code in shown if counts[code] == min(above))


def withheld_counts(
    policy: Policy, cells: Mapping[str, tuple[int, int]], *, adding_up: bool
) -> frozenset[str]:
    """Cells of a sensitive column of several strata whose count is not published.

    The sizes of the strata are public. A weighted share, the count behind it and the bounds
    together are equations for the counts of each stratum, which few firms leave one solution.

    Parameters
    ----------
    policy : Policy
    cells : mapping
        By code, count and base of each cell that is shown.
    adding_up : bool
        Whether the counts of these cells add up to a number that is printed: a count withheld
        alone would then be what is left, so the smallest other is withheld as well.

    Source: Hundepool et al. (2012), ch. 4. Checked in tests/reporting/test_strata.py, which solves
    the equations.
    """
    least = policy.weighted_count_under
    found = {code for code, (count, base) in cells.items() if min(count, base - count) < least}
    left = {code: count for code, (count, _) in cells.items() if code not in found}
    if adding_up and len(found) == 1 and left:
        found |= {code for code, count in left.items() if count == min(left.values())}
    return frozenset(found)


def may_be_marked(policy: Policy, cells: tuple[tuple[int, int], ...]) -> bool:
    """Whether a difference may carry a mark, given (count, base) of the cells it compares."""
    least = policy.no_mark_count_under
    return all(count >= least and base - count >= least for count, base in cells)


def _sensitive_reason(policy: Policy, base: int, count: int, *, neutral: bool) -> Reason | None:
    if count in {0, base}:
        hides = policy.hide_nobody_and_everybody and not neutral
        return Reason.NOBODY_OR_EVERYBODY if hides else None
    if count in policy.hide_counts or base - count in policy.hide_counts:
        return Reason.SMALL_COUNT
    return None


def _value(tree: object, path: tuple[str, ...]) -> object:
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree


def _integer(tree: object, path: tuple[str, ...], problems: list[str]) -> int:
    value = _value(tree, path)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    problems.append(f"{'.'.join(path)}: expected a whole number of 0 or more, came {value!r}")
    return 0


def _integers(tree: object, path: tuple[str, ...], problems: list[str]) -> list[int]:
    value = _value(tree, path)
    if isinstance(value, list) and all(type(count) is int and count > 0 for count in value):
        return value
    problems.append(f"{'.'.join(path)}: expected a list of whole numbers above 0, came {value!r}")
    return []
