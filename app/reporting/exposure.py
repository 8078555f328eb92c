"""Which firms the rule of a report calls exposed: a reading of each firm, from bands."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.estimation.design import Flags
from app.estimation.estimate import Floats
from app.questionnaire.answer import SUBSTANTIVE, Status
from app.questionnaire.instrument import Item
from app.reporting.answers import codes, roster_columns, statuses
from app.reporting.definition import Bands, ExposureSettings
from app.reporting.responses import Answers, Statuses

EXPOSED, UNTOLD = "exposed", "untold"


@dataclass(frozen=True, eq=False)
class Range:
    """What banded answers leave open: each number lies from `low` up to, not including, `high`.

    Two equal ends are that number; two infinite ones lie beyond every number.
    """

    low: Floats
    high: Floats

    def reaches(self, least: float) -> Floats:
        """1 where the number is at least so much, 0 where it is less, NaN where it may be both."""
        surely = self.low >= least
        return np.where(surely, 1.0, np.where(self.high <= least, 0.0, np.nan))

    def is_below(self, other: "Range") -> Floats:
        """1 where the number is less than the other, 0 where it is not, NaN where it may be."""
        is_number = self.low == self.high
        beyond = np.isinf(other.low) & np.isfinite(self.low)
        surely = beyond | np.where(is_number, self.high < other.low, self.high <= other.low)
        return np.where(surely, 1.0, np.where(self.low >= other.high, 0.0, np.nan))


def exposure(
    columns: pd.DataFrame, roster: Item, settings: ExposureSettings, home: tuple[str, ...]
) -> Answers:
    """What the rule says of each firm: exposed, not exposed, or that it cannot be told.

    An input is one on which a firm is exposed where its largest origin lies outside the home bloc
    and has at least the share of the rule, replacing it takes at least the months of the rule, and
    stocks last less long than that. A band that does not decide a condition leaves it open; one
    condition that surely fails is enough. A firm is exposed where any of its inputs is.

    Parameters
    ----------
    columns : DataFrame
        n rows, one per response, as `collection.snapshot` writes them.
    roster : Item
        The inputs that firms named.
    settings : ExposureSettings
    home : tuple of str
        Groups of the list of origins that are the firm's home bloc.

    Returns
    -------
    Answers
        Codes "exposed" and "untold". The status is that of the roster, so that the base is the
        firms that named an input; of firms that were not asked, those that did not say that they
        have no such input cannot be told.

    Source: docs/methods.md, section 14 (our own rule). Checked in
    tests/reporting/test_exposure.py, for every combination of bands.
    """
    told = readings(columns, roster, settings, home)
    status = statuses(columns, roster.code)
    named = np.isin(status, [str(one) for one in SUBSTANTIVE])
    untold = named & np.isnan(told)
    if settings.gate is not None:
        gate = codes(columns, settings.gate)
        untold |= (status == str(Status.NOT_ASKED)) & ~np.isin(gate, settings.free)
    return Answers(
        status,
        {
            EXPOSED: np.asarray(named & (told == 1), dtype=np.bool_),
            UNTOLD: np.asarray(untold, dtype=np.bool_),
        },
    )


def readings(
    columns: pd.DataFrame, roster: Item, settings: ExposureSettings, home: tuple[str, ...]
) -> Floats:
    """1 where a firm is exposed on any input, 0 where on none, NaN where it cannot be told.

    Firms without an input are 0. Parameters as in `exposure`.
    """
    share, replace, cover = (
        _range(columns, roster, bands)
        for bands in (settings.share, settings.replace, settings.cover)
    )
    conditions = np.stack(
        [
            _is_outside(columns, roster, settings.origin, home),
            share.reaches(float(settings.least_share)),
            replace.reaches(float(settings.least_months)),
            cover.is_below(replace),
        ]
    )
    failing = (conditions == 0).any(axis=0)
    each = np.where(failing, 0.0, conditions.min(axis=0))
    each = np.where(_is_there(columns, roster, settings), each, 0.0)
    exposed, open_still = (each == 1).any(axis=1), np.isnan(each).any(axis=1)
    return np.where(exposed, 1.0, np.where(open_still, np.nan, 0.0))


def _range(columns: pd.DataFrame, roster: Item, bands: Bands) -> Range:
    """The numbers that the bands of an item mean; anything from 0 where no band was given."""
    held = roster_columns(columns, roster, bands.item)
    low, high = np.zeros(held.shape), np.full(held.shape, np.inf)
    for code, ends in bands.reads.items():
        there = held == code
        low[there], high[there] = limits(ends)
    return Range(low, high)


def limits(ends: tuple[float, ...]) -> tuple[float, float]:
    """Both ends of a band as a report states it."""
    if not ends:
        return np.inf, np.inf
    return ends[0], ends[1] if len(ends) > 1 else np.inf


def _is_outside(columns: pd.DataFrame, roster: Item, origin: str, home: tuple[str, ...]) -> Floats:
    """1 where an origin lies outside the home bloc, 0 where inside, NaN where it is unknown."""
    item = next(one for one in roster.items if one.code == origin)
    inside = [option.code for option in item.options if option.group in home]
    held: Statuses = roster_columns(columns, roster, origin)
    known = np.isin(held, [str(code) for code in item.option_codes])
    return np.where(np.isin(held, inside), 0.0, np.where(known, 1.0, np.nan))


def _is_there(columns: pd.DataFrame, roster: Item, settings: ExposureSettings) -> Flags:
    """Which rows of the roster hold an input."""
    named = (settings.origin, settings.share.item, settings.replace.item, settings.cover.item)
    held = [roster_columns(columns, roster, item) for item in named]
    said = [np.asarray(one != None, dtype=np.bool_) for one in held]  # noqa: E711 - elementwise
    return np.asarray(np.logical_or.reduce(said), dtype=np.bool_)


def described(bands: Bands, item: Item, language: str, of: Mapping[str, str]) -> str:
    """What each band of an item was read as, in words; `of` holds the wordings by their shape."""
    said = []
    for code, ends in bands.reads.items():
        known = {**item.option_codes, **item.missing_codes}
        label = known[code].label.wordings[language] if code in known else code
        low, high = limits(ends)
        shape = "beyond" if np.isinf(low) else "open" if np.isinf(high) else "between"
        shape = "number" if low == high and shape == "between" else shape
        said.append(of[shape].format(label=label, low=f"{low:g}", high=f"{high:g}"))
    return of["between_bands"].join(said)
