"""Differences of a tally sheet as JSON values: adjusted together, as coarse as their shares."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from app.estimation.comparison import Difference, adjusted
from app.language.rounding import float_half_up, percent_of_float
from app.reporting.cells import COARSE_P


@dataclass(frozen=True, slots=True)
class Pair:
    """What may be told of the difference of one row between two waves.

    Parameters
    ----------
    is_kept : bool
        Both of its figures are told, so the difference gives nothing away.
    is_markable : bool
        Enough firms stand behind both figures.
    digits : int
        Decimals in percent of its coarser figure.
    has_p : bool
        Its p values are told; those of few firms of several strata would tell of each of them,
        even in three decimals.
    """

    is_kept: bool
    is_markable: bool
    digits: int
    has_p: bool = True


def told(
    found: Sequence[Difference | None],
    pairs: Sequence[Pair],
    *,
    level: int,
    is_provisional: bool,
    is_coarse: bool,
) -> list[Mapping[str, object] | None]:
    """The differences of one reading; p is adjusted (Holm) for those that are told.

    Provisional data carry neither p nor mark. Where figures are told coarsely, so are all
    differences with their p values. A mark stays where p is not told.
    """
    kept = [one if pair.is_kept else None for one, pair in zip(found, pairs, strict=True)]
    corrected = iter(adjusted([one.p for one in kept if one], "holm"))
    p_holm = [next(corrected) if one else 1.0 for one in kept]
    secret = {
        p
        for p, pair in zip(p_holm, pairs, strict=True)
        if not pair.has_p and 0 < _p(p, is_coarse=True) < 1
    }
    result: list[Mapping[str, object] | None] = []
    for one, pair, p in zip(kept, pairs, p_holm, strict=True):
        if one is None:
            result.append(None)
            continue
        stated = asdict(_coarsely(one, pair.digits) if is_coarse else one)
        marked = p < 1 - level / 100 and pair.is_markable and not is_provisional
        told_p = {
            "p": stated["p"] if pair.has_p else None,
            # An adjusted p can be that of a row before it, which may not be told.
            "p_holm": None if not pair.has_p or p in secret else _p(p, is_coarse=is_coarse),
        }
        told_p = dict.fromkeys(told_p) if is_provisional else told_p
        result.append({**stated, **told_p, "marked": marked})
    return result


def _coarsely(difference: Difference, digits: int) -> Difference:
    """A difference with as many decimals as its coarser figure, and its p with few."""
    value, low, high = (
        float(percent_of_float(one, digits) / 100)
        for one in (difference.value, difference.low, difference.high)
    )
    p = _p(difference.p, is_coarse=True)
    return replace(difference, value=value, low=low, high=high, p=p)


def _p(p: float, *, is_coarse: bool) -> float:
    return float(float_half_up(p, COARSE_P)) if is_coarse else p
