"""Differences of a tally sheet as JSON values: adjusted together, as coarse as their shares."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from app.estimation.comparison import Difference, adjusted
from app.language.rounding import float_half_up, percent_of_float


@dataclass(frozen=True, slots=True)
class Pair:
    """What may be told of the difference of one row between two waves.

    Parameters
    ----------
    is_kept : bool
        Both of its figures are told, so the difference gives nothing away.
    is_markable : bool
        Enough firms stand behind both figures.
    digits : int, optional
        Decimals in percent to which it is rounded; None for full digits.
    p_digits : int, optional
        Decimals of its p values; None for full digits.
    """

    is_kept: bool
    is_markable: bool
    digits: int | None = None
    p_digits: int | None = None


def told(
    found: Sequence[Difference | None],
    pairs: Sequence[Pair],
    *,
    level: int,
    is_provisional: bool,
) -> list[Mapping[str, object] | None]:
    """The differences of one reading; p is adjusted (Holm) for those that are told.

    Provisional data carry neither p nor mark.
    """
    kept = [one if pair.is_kept else None for one, pair in zip(found, pairs, strict=True)]
    corrected = iter(adjusted([one.p for one in kept if one], "holm"))
    result: list[Mapping[str, object] | None] = []
    for one, pair in zip(kept, pairs, strict=True):
        if one is None:
            result.append(None)
            continue
        p_holm = next(corrected)
        stated = asdict(_coarsely(one, pair))
        if is_provisional:
            result.append({**stated, "p": None, "p_holm": None, "marked": False})
        else:
            marked = p_holm < 1 - level / 100 and pair.is_markable
            result.append({**stated, "p_holm": _rounded(p_holm, pair), "marked": marked})
    return result


def _coarsely(difference: Difference, pair: Pair) -> Difference:
    """A difference as coarse as its coarser share."""
    if pair.digits is None:
        return difference
    value, low, high = (
        float(percent_of_float(one, pair.digits) / 100)
        for one in (difference.value, difference.low, difference.high)
    )
    return replace(difference, value=value, low=low, high=high, p=_rounded(difference.p, pair))


def _rounded(p: float, pair: Pair) -> float:
    return p if pair.p_digits is None else float(float_half_up(p, pair.p_digits))
