"""Figures of the parts of a whole whose own figure is printed: what else has to be hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.disclosure.policy import Policy, Publication, Reason, Shown, publication


@dataclass(frozen=True, slots=True)
class Part:
    """One part: firms in its base, and firms counted for each figure that is printed of it."""

    base: int
    counts: tuple[int, ...]


def part_rulings(
    policy: Policy, parts: Mapping[str, Part], *, role: str, neutral: bool = False
) -> Mapping[str, Publication]:
    """How much of the figure of each part is published, where the whole is printed beside.

    The parts add up to the whole, so what is hidden can be computed together: it is the whole less
    the parts that are shown. While that remainder is a single part, or is itself one that would be
    hidden, the part with the smallest base still shown is hidden too, in every part that has it.
    The rule looks at bases alone, never at what the parts are.

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

    Source: Hundepool et al. (2012), ch. 4.4. Checked in tests/disclosure/test_breakdown.py, which
    attacks every small breakdown.
    """
    rulings = {code: _ruling(policy, part, role, neutral=neutral) for code, part in parts.items()}
    hidden = {code for code, ruling in rulings.items() if ruling.shown is Shown.HIDDEN}
    while hidden and len(hidden) < len(parts) and not _stands(policy, parts, hidden, role):
        least = min(part.base for code, part in parts.items() if code not in hidden)
        hidden |= {code for code, part in parts.items() if part.base == least}
    covering = Publication(Shown.HIDDEN, reason=Reason.COMPLEMENT)
    return {
        code: covering if code in hidden and ruling.shown is not Shown.HIDDEN else ruling
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


def _stands(policy: Policy, parts: Mapping[str, Part], hidden: set[str], role: str) -> bool:
    """Whether what is hidden may be known in one: several parts whose sum could be shown."""
    holding = [parts[code] for code in sorted(hidden) if parts[code].base > 0]
    if len(holding) < 2:
        return not holding
    together = Part(
        sum(part.base for part in holding),
        tuple(sum(counts) for counts in zip(*(part.counts for part in holding), strict=True)),
    )
    return _ruling(policy, together, role, neutral=False).shown is not Shown.HIDDEN
