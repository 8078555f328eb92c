"""Shares and differences as they are published: rounded, flagged or hidden by the policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

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
    withheld_counts,
)
from app.estimation.comparison import Difference, adjusted
from app.language.rounding import (
    float_half_up,
    half_up,
    percent_of_counts,
    percent_of_float,
)
from app.questionnaire.instrument import Item
from app.reporting.document import HIDDEN, SMALL_BASE, Cell, Gap
from app.reporting.means import Mean
from app.reporting.tabulation import GroupShares, ItemShares, Reading, Share

PERCENT = "percent"
POINTS = "points"
P_DIGITS = 6
"""Significant digits of a p value."""
MOST_DECIMALS = 12
"""Decimals of a p value: what halving finds of it beyond these is noise."""
COARSE_P = 3
"""Decimals of a p value of a sensitive item."""


@dataclass(frozen=True)
class Rule:
    """How the figures of one item are published.

    `is_row` says that they are of one row of an item, in which a firm has one answer; `blocks` are
    rows of which other tables print the sum.
    """

    policy: Policy
    item: Item
    reading: Reading
    level: int
    is_provisional: bool
    is_row: bool = False
    blocks: tuple[frozenset[str], ...] = ()

    @property
    def is_single(self) -> bool:
        """Whether a firm stands in one row alone, so that the rows add up to the base."""
        return self.is_row or self.item.kind in {"single", "picker"}


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
    if not rule.is_single:
        return tuple(first)
    counts = {share.category: share.count for share in group.shares}
    ruled = dict(zip(counts, first, strict=True))
    for block in rule.blocks or (frozenset(counts),):
        inside = {code: count for code, count in counts.items() if code in block}
        found = covered(rule, [ruled[code] for code in inside], inside)
        ruled.update(zip(inside, found, strict=True))
    return tuple(ruled.values())


def public_reason(ruling: Publication) -> str | None:
    """Why a share is hidden, as far as it may be told: the base is printed, a count is not."""
    if ruling.shown is not Shown.HIDDEN:
        return None
    return SMALL_BASE if ruling.reason is Reason.SMALL_BASE else HIDDEN


def column_cells(
    rule: Rule,
    group: GroupShares,
    ruled: Sequence[Publication] | None = None,
    *,
    uncounted: frozenset[str] | None = None,
) -> tuple[Cell, ...]:
    """The cells of one group, in the order of the categories, by its own rulings or by others.

    `uncounted` are the categories whose count is withheld, where the column alone does not say.
    """
    found = rulings(rule, group) if ruled is None else ruled
    bare = uncounted_rows(rule, group, found) if uncounted is None else uncounted
    return tuple(
        _uncounted(rule, group, share, ruling)
        if share.category in bare
        else _cell(rule, group, share, ruling)
        for share, ruling in zip(group.shares, found, strict=True)
    )


def uncounted_rows(rule: Rule, group: GroupShares, ruled: Sequence[Publication]) -> frozenset[str]:
    """Rows shown in whole percent without a count: few firms, of a sensitive item, weighted."""
    if not is_uncounted(rule, group):
        return frozenset()
    shown = {
        share.category: (share.count, share.base)
        for share, ruling in zip(group.shares, ruled, strict=True)
        if ruling.shown is not Shown.HIDDEN
    }
    bare: set[str] = set()
    for block in rule.blocks or (frozenset(share.category for share in group.shares),):
        inside = {code: cell for code, cell in shown.items() if code in block}
        adding_up = rule.is_single and block <= shown.keys()
        bare |= withheld_counts(rule.policy, inside, adding_up=adding_up)
    return frozenset(bare)


def is_uncounted(rule: Rule, group: GroupShares) -> bool:
    """Whether small counts of a group are withheld at all."""
    return group.is_weighted and treatment(rule.item.role) == "sensitive"


def differences(
    rule: Rule, shares: ItemShares, cells: Sequence[tuple[Cell, ...]]
) -> tuple[tuple[Gap | None, ...], int]:
    """The differences of shares between the first two groups, and how many were tested."""
    if len(shares.groups) < 2:
        return (None,) * len(shares.categories), 0
    pairs = zip(shares.groups[0].shares, shares.groups[1].shares, strict=True)
    markable = [
        may_be_marked(rule.policy, tuple((share.count, share.base) for share in pair))
        for pair in pairs
    ]
    bare = [
        any(
            is_uncounted(rule, group) and cell.percent is not None and cell.count is None
            for group, cell in zip(shares.groups[:2], pair, strict=True)
        )
        for pair in zip(cells[0], cells[1], strict=True)
    ]
    return gaps(rule, shares.differences[rule.reading], cells, markable=markable, without_p=bare)


def gaps(
    rule: Rule,
    found: Sequence[Difference | None],
    cells: Sequence[tuple[Cell, ...]],
    *,
    markable: Sequence[bool],
    without_p: Sequence[bool] = (),
    unit: str = PERCENT,
) -> tuple[tuple[Gap | None, ...], int]:
    """Differences between the first two groups as published, and how many were tested together.

    A difference is published where both of its cells are: it would give a hidden one away. Its p
    is not where a count is withheld, nor the same p that Holm's correction hands on from there:
    even in three decimals it would tell what the few firms of each stratum said.
    """
    shown = [
        difference if difference is not None and _both_shown(first, second) else None
        for difference, first, second in zip(found, cells[0], cells[1], strict=True)
    ]
    family = [difference.p for difference in shown if difference is not None]
    corrected = iter(adjusted(family, "holm"))
    by_place = [None if difference is None else next(corrected) for difference in shown]
    secret = {
        p
        for p, bare in zip(by_place, without_p or [False] * len(by_place), strict=True)
        if bare and p is not None and p < 1
    }
    result = []
    for place, (difference, p) in enumerate(zip(shown, by_place, strict=True)):
        if difference is None or p is None:
            result.append(Gap())
            continue
        first, second = cells[0][place], cells[1][place]
        digits = min(_decimals(first), _decimals(second))
        gap = _gap(difference, unit, digits)
        if not rule.is_provisional:
            marked = markable[place] and p < 1 - rule.level / 100
            told = None if p in secret else _p(rule, p)
            gap = replace(gap, p=told, is_marked=marked)
        result.append(gap)
    return tuple(result), len(family)


def mean_rulings(rule: Rule, means: Sequence[Mean]) -> tuple[Publication, ...]:
    """How much of each mean of a column is published.

    For a sensitive item a mean counts as a share does: of the firms whose number is above 0, and
    of those whose number is below the most. Where either is nobody, or so few that their share
    would be hidden, so is the mean, and with it rows that would give it away.
    """
    first = [_mean_ruling(rule, mean) for mean in means]
    counts = {mean.row: mean.holding for mean in means}
    return covered(rule, first, counts)


def covered(
    rule: Rule, first: Sequence[Publication], counts: Mapping[str, int]
) -> tuple[Publication, ...]:
    """Rulings with further rows hidden, where the rows of a sensitive item add up to a whole."""
    if treatment(rule.item.role) != "sensitive":
        return tuple(first)
    hidden = frozenset(
        row for row, one in zip(counts, first, strict=True) if one.shown is Shown.HIDDEN
    )
    further = complements(rule.policy, counts, hidden)
    covering = Publication(Shown.HIDDEN, reason=Reason.COMPLEMENT)
    return tuple(
        covering if row in further else one for row, one in zip(counts, first, strict=True)
    )


def mean_cells(
    rule: Rule, means: Sequence[Mean], ruled: Sequence[Publication], *, unit: str = PERCENT
) -> tuple[Cell, ...]:
    """The means of a group as published.

    Of a sensitive item neither the firms behind a mean are told nor its bounds, which weigh the
    strata in another way: together they would tell what the firms of each stratum said.
    """
    is_open = treatment(rule.item.role) != "sensitive"
    return tuple(
        _mean_cell(mean, ruling, unit, is_open=is_open)
        for mean, ruling in zip(means, ruled, strict=True)
    )


def median_cells(
    rule: Rule, medians: Sequence[Mean], ruled: Sequence[Publication]
) -> tuple[Cell, ...]:
    """The medians of a group as published; a sensitive one is somebody's answer, so coarsely."""
    cells = mean_cells(rule, medians, ruled)
    if treatment(rule.item.role) != "sensitive":
        return cells
    step = rule.policy.reader_points
    return tuple(
        cell
        if cell.percent is None
        else replace(
            cell,
            percent=_coarse(cell.percent, step),
            low=_coarse(cell.low, step),
            high=_coarse(cell.high, step),
        )
        for cell in cells
    )


def _coarse(published: str | None, step: int) -> str | None:
    """A published figure brought to the nearest of some steps, in whole percent."""
    if published is None:
        return None
    return str(half_up(Fraction(Decimal(published)) / step, 0) * step)


def _mean_ruling(rule: Rule, mean: Mean) -> Publication:
    neutral = is_neutral(rule.policy, rule.item.code)
    judged = [
        publication(rule.policy, base=mean.base, count=count, role=rule.item.role, neutral=neutral)
        for count in _judged(mean)
    ]
    hidden = [one for one in judged if one.shown is Shown.HIDDEN]
    return hidden[0] if hidden else judged[0]


def _judged(mean: Mean) -> tuple[int, ...]:
    """Counts that stand for a mean: of who has anything, and of who has less than the whole.

    Neither all firms with something, nor all with less than the whole, say what one of them said;
    so the largest count judged is the one that leaves as many others as there are.
    """
    middle = mean.base // 2
    return (min(mean.holding, middle), min(mean.short, middle))


def _mean_cell(mean: Mean, ruling: Publication, unit: str, *, is_open: bool) -> Cell:
    if ruling.shown is Shown.HIDDEN or mean.value is None:
        reason = public_reason(ruling) if ruling.shown is Shown.HIDDEN else SMALL_BASE
        return Cell(shown="hidden", reason=reason)
    estimate, digits = mean.estimate, ruling.decimals
    bounds = mean.bounds if is_open and mean.bounds else (None, None)
    low, high = (estimate.low, estimate.high) if estimate else (None, None)
    return Cell(
        shown=str(ruling.shown),
        percent=_in_unit(mean.value, unit, digits),
        low=_in_unit(low, unit, digits),
        high=_in_unit(high, unit, digits),
        count=mean.holding if is_open else None,
        least=_in_unit(bounds[0], unit, digits),
        most=_in_unit(bounds[1], unit, digits),
        method=estimate.method if estimate else None,
    )


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


def _uncounted(rule: Rule, group: GroupShares, share: Share, ruling: Publication) -> Cell:
    """The cell of few firms of several strata: in whole percent, without count or bounds."""
    coarse = replace(ruling, decimals=rule.policy.decimals_few_firms)
    cell = _cell(rule, group, share, ruling if ruling.shown is Shown.HIDDEN else coarse)
    return replace(cell, count=None, least=None, most=None)


def _gap(difference: Difference, unit: str, digits: int) -> Gap:
    return Gap(
        points=_in_unit(difference.value, unit, digits),
        low=_in_unit(difference.low, unit, digits),
        high=_in_unit(difference.high, unit, digits),
    )


def _p(rule: Rule, p: float) -> str:
    """A p value in six significant digits; of a sensitive item in three decimals.

    Full digits are an equation in the answers of each stratum, as a share to many decimals is.
    """
    if treatment(rule.item.role) == "sensitive":
        return str(float_half_up(p, COARSE_P))
    told = half_up(Decimal(f"{p:.{P_DIGITS}g}"), MOST_DECIMALS).normalize()
    return f"{told:f}"


def _both_shown(first: Cell, second: Cell) -> bool:
    return first.percent is not None and second.percent is not None


def _decimals(cell: Cell) -> int:
    return len((cell.percent or "").partition(".")[2])


def _limit(limit: float | None, digits: int) -> str | None:
    return _in_unit(limit, PERCENT, digits)


def _in_unit(value: float | None, unit: str, digits: int) -> str | None:
    """A figure as it is printed; points, of which there are few, have one more decimal."""
    if value is None:
        return None
    if unit == PERCENT:
        return str(percent_of_float(value, digits))
    return str(float_half_up(value, digits + 1))
