"""Weighted shares of many items in many cells with their errors, in one pass over the answers."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.estimation.design import DesignProblem, Flags, Places, SurveyDesign
from app.estimation.estimate import EmptyDomain, Estimate, Floats, LonelyUnit

Codes = npt.NDArray[np.int8]
Counts = npt.NDArray[np.int64]

ROWS_AT_ONCE = 1 << 17
"""Few enough for the work of one item to stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Tables:
    """Shares of k items by d cells and c codes.

    Parameters
    ----------
    shares, se : array of k x d x c
        In [0, 1]; NaN where nobody in the cell answered the item, as `one` says by name.
    counts : array of k x d x c
        Unweighted responses.
    df : array of k x d
        First-stage units minus strata that hold an answer in the cell.
    """

    shares: Floats
    se: Floats
    counts: Counts
    df: Counts

    def one(self, item: int, cell: int, code: int) -> Estimate:
        """One of the shares.

        Raises
        ------
        EmptyDomain
            Nobody in the cell answered the item.
        """
        n = int(self.counts[item, cell].sum())
        if n == 0:
            raise EmptyDomain(f"item {item}: no response in cell {cell} answered it")
        return Estimate(
            value=float(self.shares[item, cell, code]),
            se=float(self.se[item, cell, code]),
            df=float(self.df[item, cell]),
            n=n,
        )


def weighted_tables(design: SurveyDesign, answers: Codes, cells: Places, *, codes: int) -> Tables:
    """Shares of every code of every item in every cell, with design-based errors.

    For each stratum and cell the sums of weights and of their squares (with clusters: of the sums
    of units) are enough for all standard errors, so the answers are read once.

    Parameters
    ----------
    design : SurveyDesign
        n rows: strata, weights, clusters and population sizes of one stage.
    answers : array of k x n
        For each item the code of each row, from 0; -1 where it was not asked or not answered.
    cells : array of n
        The cell of each row, from 0; every row is in one.
    codes : int
        Codes of the item that has most.

    Returns
    -------
    Tables

    Raises
    ------
    DesignProblem
        A code outside, or a design with calibrated weights, unequal probabilities or a second
        stage: take `estimators.means` for those.
    LonelyUnit
        A stratum with one unit, and the design says "fail".

    Source: Wolter (2007), ch. 6, expanded into sums. Checked in tests/estimation/test_tables.py
    against `estimators.means`, and there against R.
    """
    _check(design, answers, codes)
    layout = _Layout.of(design, cells)
    pieces = len(layout.strata)
    sums = _alone_sums(answers, pieces, layout.alone, codes)
    if len(layout.together.pieces):
        sums = sums.plus(_together_sums(answers, pieces, layout.together, codes))
    return _finished(design, layout, sums)


@dataclass(frozen=True, eq=False)
class _Rows:
    """Some rows of a design, and the piece and the unit in that piece of each.

    Parameters
    ----------
    places : array, or None
        The rows, sorted by unit; None for all of them as they stand.
    pieces, units, weights : array
    """

    places: Places | None
    pieces: Places
    units: Places
    weights: Floats

    def part(self, wanted: Flags) -> "_Rows":
        """Those wanted."""
        if self.places is None or wanted.all():
            return self
        return _Rows(
            self.places[wanted], self.pieces[wanted], self.units[wanted], self.weights[wanted]
        )

    def codes(self, answers: Codes, stretch: slice) -> npt.NDArray[np.int16]:
        """Codes of a stretch of the rows, counted from 1."""
        where = stretch if self.places is None else self.places[stretch]
        return np.asarray(answers[where] + np.int16(1), dtype=np.int16)


@dataclass(frozen=True, eq=False)
class _Layout:
    """Pieces: what a stratum and a cell have in common, cell by cell.

    Parameters
    ----------
    strata, cells : array of pieces
    alone : _Rows
        Rows that are the only one of their unit in a piece; all of them without clusters.
    together : _Rows
        The others.
    """

    strata: Places
    cells: Places
    alone: _Rows
    together: _Rows

    @classmethod
    def of(cls, design: SurveyDesign, cells: Places) -> "_Layout":
        """The pieces of a design."""
        strata = len(design.sampled)
        both = cells * strata + design.stratum_places
        held = np.bincount(both, minlength=int(cells.max(initial=0) + 1) * strata)
        kept = np.flatnonzero(held)
        place = np.zeros(len(held), dtype=np.intp)
        place[kept] = np.arange(len(kept))
        pieces = place[both]
        if design.cluster is None:
            none = np.zeros(0, dtype=np.intp)
            rows = _Rows(None, pieces, pieces, design.weights)
            return cls(kept % strata, kept // strata, rows, _Rows(none, none, none, np.zeros(0)))
        order = np.lexsort((design.unit_places, pieces))
        pieces, units = pieces[order], design.unit_places[order]
        new = np.ones(len(order), dtype=np.bool_)
        new[1:] = (pieces[1:] != pieces[:-1]) | (units[1:] != units[:-1])
        rows = _Rows(order, pieces, np.cumsum(new) - 1, design.weights[order])
        alone = (np.bincount(rows.units) == 1)[rows.units]
        return cls(kept % strata, kept // strata, rows.part(alone), rows.part(~alone))


@dataclass(frozen=True, eq=False)
class _Sums:
    """Per item, piece and code: rows, weight, and unit sums squared and times the unit's weight.

    Parameters
    ----------
    counts, weights, squares, products : array of k x pieces x c
    whole : array of k x pieces
        Squared weights of the units, whatever the answer.
    units : array of k x pieces
        Units with an answer.
    """

    counts: Floats
    weights: Floats
    squares: Floats
    products: Floats
    whole: Floats
    units: Floats

    def plus(self, other: "_Sums") -> "_Sums":
        """The sums of both."""
        return _Sums(
            self.counts + other.counts,
            self.weights + other.weights,
            self.squares + other.squares,
            self.products + other.products,
            self.whole + other.whole,
            self.units + other.units,
        )


def _check(design: SurveyDesign, answers: Codes, codes: int) -> None:
    if design.calibration is not None or design.second is not None or design.probability:
        raise DesignProblem("tables: expected a design of one stage with weights as drawn")
    if answers.ndim != 2 or answers.shape[1] != design.rows or design.rows == 0:
        raise DesignProblem(f"tables: expected answers of {design.rows} rows, one row at least")
    if not 0 < codes < 127 or answers.min(initial=0) < -1 or answers.max(initial=0) >= codes:
        raise DesignProblem(f"tables: expected codes from -1 to {codes - 1}")


def _alone_sums(answers: Codes, pieces: int, rows: _Rows, codes: int) -> _Sums:
    """Two items at a time: their joint histogram holds the histogram of each."""
    levels = codes + 1
    sums = np.zeros((3, len(answers), pieces, codes))
    squares = rows.weights**2
    for stretch in _stretches(len(rows.pieces)):
        base = rows.pieces[stretch] * levels**2
        weighting = (None, rows.weights[stretch], squares[stretch])
        for item in range(0, len(answers), 2):
            pair = rows.codes(answers[item], stretch) * np.int16(levels)
            if item + 1 < len(answers):
                pair += rows.codes(answers[item + 1], stretch)
            keys = base + pair
            for place, weights in enumerate(weighting):
                found = np.bincount(keys, weights, pieces * levels**2)
                joint = found.reshape(pieces, levels, levels)
                sums[place, item] += joint.sum(axis=2)[:, 1:]
                if item + 1 < len(answers):
                    sums[place, item + 1] += joint.sum(axis=1)[:, 1:]
    return _Sums(sums[0], sums[1], sums[2], sums[2], sums[2].sum(axis=2), sums[0].sum(axis=2))


def _together_sums(answers: Codes, pieces: int, rows: _Rows, codes: int) -> _Sums:
    """Sums of each unit in each piece, then their squares and products summed over the piece."""
    levels, items = codes + 1, len(answers)
    sums = np.zeros((4, items, pieces, codes))
    whole, units = np.zeros((items, pieces)), np.zeros((items, pieces))
    for stretch in _stretches(len(rows.pieces), rows.units):
        of_row, first = rows.pieces[stretch], rows.pieces[stretch][0]
        local = rows.units[stretch] - rows.units[stretch][0]
        local = np.cumsum(np.diff(local, prepend=0) > 0)
        held = int(local[-1]) + 1
        of_unit = of_row[np.flatnonzero(np.diff(local, prepend=-1))]
        starts = np.flatnonzero(np.diff(of_unit, prepend=-1))
        here = of_unit[starts]
        in_piece, size = (of_row - first) * levels, (int(of_row[-1] - first) + 1) * levels
        for item in range(items):
            code = rows.codes(answers[item], stretch)
            totals = np.bincount(local * levels + code, rows.weights[stretch], held * levels)
            each = totals.reshape(held, levels)[:, 1:]
            own = each.sum(axis=1)
            answered = np.bincount(in_piece + code, minlength=size).reshape(-1, levels)
            sums[0, item, first : int(of_row[-1]) + 1] += answered[:, 1:]
            for place, values in enumerate((each, each * each, each * own[:, None]), start=1):
                sums[place, item, here] += np.add.reduceat(values, starts, axis=0)
            whole[item, here] += np.add.reduceat(own * own, starts)
            units[item, here] += np.add.reduceat((own > 0).astype(np.float64), starts)
    return _Sums(sums[0], sums[1], sums[2], sums[3], whole, units)


def _stretches(rows: int, units: Places | None = None) -> Iterator[slice]:
    """Stretches of rows, none of which cuts a unit in two."""
    start = 0
    while start < rows:
        stop = min(start + ROWS_AT_ONCE, rows)
        if units is not None and stop < rows:
            stop = int(np.searchsorted(units, units[stop - 1], side="right"))
        yield slice(start, stop)
        start = stop


def _finished(design: SurveyDesign, layout: _Layout, sums: _Sums) -> Tables:
    """Shares and errors from the sums of the pieces."""
    starts = np.flatnonzero(np.diff(layout.cells, prepend=-1))
    cells = layout.cells[starts]
    of_piece = np.cumsum(np.bincount(starts, minlength=len(layout.cells))) - 1
    own = sums.weights.sum(axis=2)
    size = np.add.reduceat(own, starts, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.add.reduceat(sums.weights, starts, axis=1) / size[:, :, None]
    p = shares[:, of_piece]
    linear = sums.weights - p * own[:, :, None]
    squared = sums.squares - 2 * p * sums.products + p * p * sums.whole[:, :, None]
    between, within = _factors(design)
    parts = squared * within[layout.strata, None] - linear**2 * between[layout.strata, None]
    variance = np.add.reduceat(parts, starts, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        se = np.sqrt(np.maximum(variance, 0.0)) / size[:, :, None]
    counts = np.add.reduceat(sums.counts, starts, axis=1)
    certain = (counts == 0) | (counts == counts.sum(axis=2, keepdims=True))
    held = np.add.reduceat((sums.units > 0).astype(np.int64), starts, axis=1)
    every = int(cells.max()) + 1
    return Tables(
        shares=_spread(shares, cells, every, np.nan),
        se=_spread(np.where(certain & ~np.isnan(se), 0.0, se), cells, every, np.nan),
        counts=_spread(counts, cells, every, 0).astype(np.int64),
        df=_spread(np.add.reduceat(sums.units, starts, axis=1) - held, cells, every, 0).astype(
            np.int64
        ),
    )


def _factors(design: SurveyDesign) -> tuple[Floats, Floats]:
    """What squared sums and sums of squares of a stratum count in the variance."""
    n, left = design.sampled, 1 - design.fractions
    lonely = (n == 1) & (left > 0)
    if lonely.any() and design.lonely == "fail":
        raise LonelyUnit(f"{int(lonely.sum())} of {len(n)} strata hold a single response")
    within = left * n / np.maximum(n - 1, 1)
    between = within / n
    if design.lonely == "average" and not lonely.all():
        within, between = (f * len(n) / (~lonely).sum() for f in (within, between))
    if design.lonely == "adjust":
        between = np.where(lonely, 0.0, between)
    return between, within


def _spread(values: Floats, cells: Places, every: int, empty: float) -> Floats:
    """Values of the cells that occur, with a fill in place of the others."""
    result = np.full((values.shape[0], every, *values.shape[2:]), empty, dtype=np.float64)
    result[:, cells] = values
    return result
