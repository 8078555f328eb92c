"""Shares and differences as they are published: rounded, flagged or hidden by the policy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.disclosure.policy import (
    Policy,
    Publication,
    Reason,
    Shown,
    complements,
    is_neutral,
    may_be_marked,
    publication,
    treatment,
)
from app.estimation.comparison import Difference, adjusted
from app.language.rounding import float_half_up, percent_of_counts, percent_of_float
from app.questionnaire.instrument import Item
from app.reporting.document import HIDDEN, SMALL_BASE, Cell, Gap
from app.reporting.tabulation import GroupShares, ItemShares, Reading, Share


@dataclass(frozen=True)
class Rule:
    """How the figures of one item are published."""

    policy: Policy
    item: Item
    reading: Reading
    level: int
    is_provisional: bool

    @property
    def is_single(self) -> bool:
        """Whether a firm stands in one row alone, so that the rows add up to the base."""
        return self.item.kind in {"single", "picker"}


def rulings(rule: Rule, group: GroupShares) -> tuple[Publication, ...]:
    """How much of each share of a column is published, complements of hidden ones included."""
    first = [
        publication(
            rule.policy,
            base=share.base,
            count=share.count,
            role=rule.item.role,
            neutral=is_neutral(rule.policy, rule.item.code),
        )
        for share in group.shares
    ]
    if not rule.is_single or treatment(rule.item.role) != "sensitive":
        return tuple(first)
    counts = {share.category: share.count for share in group.shares}
    hidden = frozenset(
        share.category
        for share, ruling in zip(group.shares, first, strict=True)
        if ruling.shown is Shown.HIDDEN
    )
    further = complements(rule.policy, counts, hidden)
    covering = Publication(Shown.HIDDEN, reason=Reason.COMPLEMENT)
    return tuple(
        covering if share.category in further else ruling
        for share, ruling in zip(group.shares, first, strict=True)
    )


def public_reason(ruling: Publication) -> str | None:
    """Why a share is hidden, as far as it may be told: the base is printed, a count is not."""
    if ruling.shown is not Shown.HIDDEN:
        return None
    return SMALL_BASE if ruling.reason is Reason.SMALL_BASE else HIDDEN


def column_cells(rule: Rule, group: GroupShares) -> tuple[Cell, ...]:
    """The cells of one group, in the order of the categories."""
    return tuple(
        _cell(rule, group, share, ruling)
        for share, ruling in zip(group.shares, rulings(rule, group), strict=True)
    )


def gaps(
    rule: Rule, shares: ItemShares, cells: Sequence[tuple[Cell, ...]]
) -> tuple[tuple[Gap | None, ...], int]:
    """The differences between the first two groups, and how many were tested together.

    A difference is published where both of its cells are: it would give a hidden one away.
    """
    if len(shares.groups) < 2:
        return (None,) * len(shares.categories), 0
    found = shares.differences[rule.reading]
    shown = [
        difference if difference is not None and _both_shown(first, second) else None
        for difference, first, second in zip(found, cells[0], cells[1], strict=True)
    ]
    family = [difference.p for difference in shown if difference is not None]
    corrected = iter(adjusted(family, "holm"))
    pairs = list(zip(shares.groups[0].shares, shares.groups[1].shares, strict=True))
    result = []
    for place, difference in enumerate(shown):
        if difference is None:
            result.append(Gap())
            continue
        first, second = cells[0][place], cells[1][place]
        digits = min(_decimals(rule.policy, first), _decimals(rule.policy, second))
        gap = _gap(difference, digits)
        p = next(corrected)
        if not rule.is_provisional:
            gap = replace(gap, p=_p(p), is_marked=_is_marked(rule, p, pairs[place]))
        result.append(gap)
    return tuple(result), len(family)


def _cell(rule: Rule, group: GroupShares, share: Share, ruling: Publication) -> Cell:
    if ruling.shown is Shown.HIDDEN:
        return Cell(shown="hidden", reason=public_reason(ruling))
    digits = ruling.decimals
    estimate = share.estimates.get(rule.reading)
    if group.is_weighted and share.value is not None:
        value = percent_of_float(share.value, digits)
    else:
        value = percent_of_counts(share.count, share.base, digits)
    return Cell(
        shown=str(ruling.shown),
        percent=str(value),
        count=share.count,
        low=_limit(estimate.low if estimate else None, digits),
        high=_limit(estimate.high if estimate else None, digits),
        method=estimate.method if estimate else None,
        least=_limit(share.bounds[0] if share.bounds else None, digits),
        most=_limit(share.bounds[1] if share.bounds else None, digits),
    )


def _gap(difference: Difference, digits: int) -> Gap:
    return Gap(
        points=str(percent_of_float(difference.value, digits)),
        low=_limit(difference.low, digits),
        high=_limit(difference.high, digits),
    )


def _is_marked(rule: Rule, p: float, pair: tuple[Share, Share]) -> bool:
    counts = tuple((share.count, share.base) for share in pair)
    return p < 1 - rule.level / 100 and may_be_marked(rule.policy, counts)


def _p(p: float) -> str:
    return str(float_half_up(p, 3))


def _both_shown(first: Cell, second: Cell) -> bool:
    return first.percent is not None and second.percent is not None


def _decimals(policy: Policy, cell: Cell) -> int:
    return policy.decimals_few_firms if cell.shown == Shown.FEW else policy.decimals


def _limit(limit: float | None, digits: int) -> str | None:
    return None if limit is None else str(percent_of_float(limit, digits))
