"""Figures of a tally sheet as JSON values: in full digits, as coarse as published, or none."""

from collections.abc import Mapping
from decimal import Decimal

from app.disclosure.policy import Publication, Shown
from app.language.rounding import percent_of_counts, percent_of_float
from app.reporting.tabulation import GroupShares, Share


def figures(
    group: GroupShares, share: Share, ruling: Publication, *, shows_all: bool
) -> Mapping[str, object]:
    """The figures of a share in full digits; none where it is hidden, or of nobody."""
    if (ruling.shown is Shown.HIDDEN and not shows_all) or share.base == 0:
        return dict.fromkeys(("count", "share", "percent", "bounds", "intervals"))
    digits = 1 if ruling.shown is Shown.HIDDEN else ruling.decimals
    weighted = share.value if group.is_weighted else None
    value = share.count / share.base if weighted is None else weighted
    percent = (
        percent_of_float(value, digits)
        if weighted is not None
        else percent_of_counts(share.count, share.base, digits)
    )
    return {
        "count": share.count,
        "share": value,
        "percent": str(percent),
        "bounds": list(share.bounds) if share.bounds else None,
        "intervals": {
            reading: {
                "low": estimate.low,
                "high": estimate.high,
                "method": estimate.method,
                "se": estimate.se,
                "df": estimate.df,
            }
            for reading, estimate in share.estimates.items()
        },
    }


def withheld(group: GroupShares, share: Share, ruling: Publication) -> Mapping[str, object]:
    """The figures of few firms of several strata: without a count and what would tell it."""
    told = figures(group, share, ruling, shows_all=False)
    return {**coarsely(told, ruling.decimals), "count": None, "bounds": None}


def coarsely(told: Mapping[str, object], digits: int) -> Mapping[str, object]:
    """Figures of several strata in the decimals that are published, without errors.

    Sizes of the strata are public: a share in full digits has one solution for the firms in each,
    and all others together are the sum of those that are withheld.
    """
    if told["percent"] is None:
        return told
    bounds, intervals = told["bounds"], told["intervals"]
    return {
        **told,
        "share": float(Decimal(str(told["percent"])) / 100),
        "bounds": [_rounded(one, digits) for one in bounds] if isinstance(bounds, list) else None,
        "intervals": {
            reading: {
                "low": _rounded(held["low"], digits),
                "high": _rounded(held["high"], digits),
                "method": held["method"],
                "se": None,
                "df": None,
            }
            for reading, held in (intervals.items() if isinstance(intervals, Mapping) else ())
        },
    }


def _rounded(share: float | None, digits: int) -> float:
    return float(percent_of_float(share or 0.0, digits) / 100)
