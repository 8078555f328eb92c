"""Figures of the parts of a whole whose own figure is printed: what else has to be hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.disclosure.policy import (
    Policy,
    Publication,
    Reason,
    Shown,
    publication,
    treatment,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: firms in its base, and firms counted for each figure that is printed of it."""

    base: int
    counts: tuple[int, ...]


def part_rulings(
    policy: Policy, parts: Mapping[str, Part], *, role: str, neutral: bool = False
) -> Mapping[str, Publication]:
    """How much of the figure of each part is published, where the whole is printed beside.

    The parts add up to the whole, so what is hidden can be computed together: it is the whole
    less the parts that are shown. Where a part is hidden, the part with the smallest base still
    shown is hidden too, in every part that has it, and so on until what is hidden together could
    be shown and is more than so few firms in each part. At least one part is hidden that need not
    be: parts that are hidden for their counts alone can have few values, which their sum would
    tell. The rule looks at bases and at what is hidden, never at what the parts are.

    Parameters
    ----------
    policy : Policy
    parts : mapping
        By code. Every part has as many figures as the others; where one is hidden, all are.
    role : str
        Role of what is counted.
    neutral : bool
        Whether nobody and everybody are harmless.

    Returns
    -------
    mapping
        A ruling for each part.

    What is hidden together has more values than one for whoever knows the total and what is shown.
    Whoever also turns the rule around can in rare breakdowns do better (docs/methods.md).

    Source: Hundepool et al. (2012), ch. 4.4. Checked in tests/disclosure/test_breakdown.py, which
    attacks every small breakdown.
    """
    rulings = {code: _ruling(policy, part, role, neutral=neutral) for code, part in parts.items()}
    needed = {
        code
        for code, ruling in rulings.items()
        if ruling.shown is Shown.HIDDEN and parts[code].base > 0
    }
    hidden = set(needed)
    while len(hidden) < len(parts) and not _stands(policy, parts, hidden, needed, role):
        left = {code: part.base for code, part in parts.items() if code not in hidden}
        hidden |= {code for code, base in left.items() if base == min(left.values())}
    covering = Publication(Shown.HIDDEN, reason=Reason.COMPLEMENT)
    return {
        code: covering if code in hidden - needed and parts[code].base > 0 else ruling
        for code, ruling in rulings.items()
    }


def _ruling(policy: Policy, part: Part, role: str, *, neutral: bool) -> Publication:
    """The ruling on a part: that of a figure of it that is hidden, where one is."""
    found = [
        publication(policy, base=part.base, count=count, role=role, neutral=neutral)
        for count in part.counts
    ]
    hidden = [one for one in found if one.shown is Shown.HIDDEN]
    return hidden[0] if hidden else found[0]


def _stands(
    policy: Policy, parts: Mapping[str, Part], hidden: set[str], needed: set[str], role: str
) -> bool:
    """Whether what is hidden may be known in one: more than had to be, of enough firms."""
    if not needed:
        return True
    holding = [parts[code] for code in sorted(hidden) if parts[code].base > 0]
    if len(holding) <= len(needed):
        return False
    base = sum(part.base for part in holding)
    counts = [sum(each) for each in zip(*(part.counts for part in holding), strict=True)]
    together = _ruling(policy, Part(base, tuple(counts)), role, neutral=False)
    if treatment(role) != "sensitive":
        return together.shown is not Shown.HIDDEN
    few = max(policy.hide_counts, default=0) * len(holding)
    return together.shown is not Shown.HIDDEN and all(few < count < base - few for count in counts)
