"""Answers out of the columns of a snapshot: options chosen, ranks given, a whole divided."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.estimation.estimate import Floats
from app.estimation.exposure import source_shares
from app.questionnaire.answer import SUBSTANTIVE, Status
from app.questionnaire.instrument import Item
from app.reporting.responses import Answers, Statuses


def answers(columns: pd.DataFrame, item: Item) -> Answers:
    """The answers to an item that is a choice from a list."""
    status = statuses(columns, item.code)
    chosen = {code: np.asarray(status == code, dtype=np.bool_) for code in item.missing_codes}
    for code in item.option_codes:
        flag = f"{item.code}__{code}"
        held = columns[flag].isin([True]) if flag in columns else columns[item.code].isin([code])
        chosen[code] = held.to_numpy(dtype=np.bool_)
    return Answers(status=status, chosen=chosen)


def row_answers(columns: pd.DataFrame, item: Item, row: str) -> Answers:
    """The answers in one row of an item that has a scale for several."""
    held = codes(columns, f"{item.code}__{row}")
    known = np.isin(held, [str(code) for code in item.option_codes])
    missing = np.isin(held, [str(code) for code in item.missing_codes])
    status = statuses(columns, item.code).copy()
    substantive = np.isin(status, [str(one) for one in SUBSTANTIVE])
    status[substantive & ~known] = str(Status.NOT_ANSWERED)
    status[missing] = held[missing]
    chosen = {code: np.asarray(held == code, dtype=np.bool_) for code in item.option_codes}
    chosen |= {code: np.asarray(status == code, dtype=np.bool_) for code in item.missing_codes}
    return Answers(status, chosen)


def roster_answers(columns: pd.DataFrame, roster: Item, sub_item: str) -> Answers:
    """The answers to an item inside a roster, whatever row of the firm they stand in.

    A firm holds a code where any of its rows does. It has answered where any row says something.
    """
    item = next(one for one in roster.items if one.code == sub_item)
    rows = roster_columns(columns, roster, sub_item)
    every = (*item.option_codes, *item.missing_codes)
    chosen = {code: np.asarray((rows == code).any(axis=1), dtype=np.bool_) for code in every}
    status = statuses(columns, roster.code).copy()
    named = np.isin(status, [str(one) for one in SUBSTANTIVE])
    said = np.isin(rows, [str(code) for code in item.option_codes]).any(axis=1)
    status[named & ~said] = str(Status.NOT_ANSWERED)
    for code in sorted(item.missing_codes, key=lambda code: code == Status.DONT_KNOW):
        # Do not know comes last and wins: beside "does not apply" it is an answer.
        status[named & ~said & chosen[code]] = code
    return Answers(status, chosen)


def roster_columns(columns: pd.DataFrame, roster: Item, sub_item: str) -> Statuses:
    """Codes of an item inside a roster, n responses x rows; None where nothing stands."""
    rows = [
        codes(columns, f"{roster.code}__{number}__{sub_item}")
        for number in range(1, (roster.max_rows or 1) + 1)
    ]
    return np.column_stack(rows)


@dataclass(frozen=True, eq=False)
class Ranked:
    """The answers to an item whose options were put in order.

    Parameters
    ----------
    status : array of n
    ranks : mapping
        By option, its rank in each response; 0 where it was not ranked. Options that exclude
        others, and missing codes, stand at rank 1.
    places : int
        How many ranks could be given.
    """

    status: Statuses
    ranks: Mapping[str, Floats]
    places: int

    def among(self, first: int) -> Answers:
        """Each option chosen where it stands among the first so many."""
        return Answers(
            self.status,
            {
                code: np.asarray((ranks > 0) & (ranks <= first), dtype=np.bool_)
                for code, ranks in self.ranks.items()
            },
        )

    def points(self, code: str) -> Floats:
        """Borda points of an option: as many as there are places for the first, 0 unranked."""
        ranks = self.ranks[code]
        return np.where(ranks > 0, self.places + 1 - ranks, 0.0)


def ranked(columns: pd.DataFrame, item: Item) -> Ranked:
    """The ranks that each response gave."""
    places = item.max_choices or len(item.options)
    given = [codes(columns, f"{item.code}__{place}") for place in range(1, places + 1)]
    every = (*item.option_codes, *item.missing_codes)
    ranks = {code: np.zeros(len(columns)) for code in every}
    for place, held in enumerate(given, start=1):
        for code, found in ranks.items():
            found[held == code] = place
    status = statuses(columns, item.code)
    for code in item.missing_codes:
        ranks[code][status == code] = 1
    return Ranked(status, ranks, places)


def divided(columns: pd.DataFrame, item: Item) -> Mapping[str, Floats]:
    """The share of each row in the whole that a firm divided, adding up to 1.

    Firms give 99 to 101 percent; each is brought to the whole. NaN where a firm gave nothing.
    """
    names = [f"{item.code}__{row.code}" for row in item.rows]
    shares = source_shares(columns[names].astype("float64"), names)
    return {row.code: shares[:, place] for place, row in enumerate(item.rows)}


def statuses(columns: pd.DataFrame, item: str) -> Statuses:
    """Status of the answer to an item in each response."""
    return codes(columns, f"{item}__status")


def codes(columns: pd.DataFrame, name: str) -> Statuses:
    """A column of codes as objects; None where there is none."""
    held = columns[name].astype("object")
    return held.where(held.notna(), None).to_numpy(dtype=np.object_)
