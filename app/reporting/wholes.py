"""Wholes that firms divided, as numbers: what the means of a report and of a sheet rest on."""

from dataclasses import replace

import numpy as np
import pandas as pd

from app.questionnaire.instrument import Item
from app.reporting.answers import divided, statuses
from app.reporting.cells import Rule
from app.reporting.means import Mean, Numbers
from app.reporting.responses import Answers, Responses, tally


def whole_numbers(found: Responses, columns: pd.DataFrame, item: Item) -> Numbers:
    """The share of each row in the whole of each firm, which is 1; the base gave all of them.

    Firms that do not know, or to whom the question does not apply, gave nothing and stand outside
    the base.

    Parameters
    ----------
    found : Responses
        The n responses of a group.
    columns : DataFrame
        n rows, one per response, with the percentages as they were given.
    item : Item
        A constant sum.
    """
    shares = divided(columns, item)
    given = np.logical_and.reduce([np.isfinite(values) for values in shares.values()])
    base = given & found.members
    sums = tally(found, Answers(statuses(columns, item.code), {}))
    return Numbers(found, replace(sums, base=int(base.sum())), base, shares, 1.0)


def markable(rule: Rule, first: tuple[Mean, ...], second: tuple[Mean, ...]) -> tuple[bool, ...]:
    """Whether a difference of means may carry a mark: enough firms differ from 0 and the most."""
    least = rule.policy.no_mark_count_under
    return tuple(
        all(min(mean.holding, mean.short) >= least for mean in pair)
        for pair in zip(first, second, strict=True)
    )
