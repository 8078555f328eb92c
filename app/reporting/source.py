"""A wave as it enters a report: where it comes from, what was asked, what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.questionnaire.instrument import Form, Questionnaire
from app.reporting.definition import Group
from app.reporting.document import WaveOrigin
from app.reporting.responses import Responses


@dataclass(frozen=True, slots=True)
class FrameCell:
    """Units of the frame that have the same country, sector and size."""

    country: str
    sector: str
    size: str
    units: int


@dataclass(frozen=True, eq=False)
class Source:
    """A wave as it enters a report.

    Parameters
    ----------
    origin : WaveOrigin
    questionnaire : Questionnaire
        What its firms answered.
    columns : DataFrame
        n rows, one per submitted response, as `collection.snapshot` writes them.
    frame : mapping
        Units in each stratum of the frame.
    is_simulated : bool
    facts : sequence of FrameCell
        The frame by its facts; empty where a snapshot was taken before these were kept.
    form : {"full", "core"}
        Which items its firms were asked.
    """

    origin: WaveOrigin
    questionnaire: Questionnaire
    columns: pd.DataFrame
    frame: Mapping[str, int]
    is_simulated: bool
    facts: Sequence[FrameCell] = ()
    form: Form = "full"

    def asks(self, item: str) -> bool:
        """Whether the form that the wave asked has an item."""
        return self.form == "full" or self.questionnaire.items[item].core


def responses(group: Group, source: Source) -> Responses:
    """The responses of a group, as a part of its wave."""
    member = np.ones(len(source.columns), dtype=np.bool_)
    for fact, values in group.where.items():
        member &= source.columns[fact].isin(values).to_numpy(dtype=np.bool_)
    return Responses(
        code=group.code,
        strata=tuple(str(stratum) for stratum in source.columns["stratum"]),
        frame=source.frame,
        member=member if group.where else None,
    )
