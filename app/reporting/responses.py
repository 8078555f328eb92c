"""The submitted responses of a group, their answers to one item, and what became of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from app.estimation.design import Flags, SurveyDesign
from app.questionnaire.answer import Status

Statuses = npt.NDArray[np.object_]

Base = Literal["answered", "asked", "all"]
"""Which responses a share is of."""

COUNTED = (Status.GIVEN, Status.ESTIMATED, Status.DONT_KNOW)
"""Statuses of an answer that stand in the base: substantive, "none" among them, or don't know."""


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers to one item, one row per submitted response.

    Parameters
    ----------
    status : array of n
        Status of each answer, as `Status` writes it.
    chosen : mapping
        For each code of the item, missing codes included, whether the response holds it.
    """

    status: Statuses
    chosen: Mapping[str, Flags]

    def having(self, *statuses: Status) -> Flags:
        """Responses whose answer has one of some statuses."""
        wanted = [str(status) for status in statuses]
        return np.asarray(np.isin(self.status, wanted), dtype=np.bool_)

    def any_of(self, codes: frozenset[str]) -> Flags:
        """Responses that hold at least one of some codes."""
        nobody = np.zeros(len(self.status), dtype=np.bool_)
        held = [self.chosen[code] for code in sorted(codes) if code in self.chosen]
        return np.asarray(np.logical_or.reduce([nobody, *held]), dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class Responses:
    """The submitted responses of one group and the frame they come from.

    Parameters
    ----------
    code : str
        The group.
    strata : sequence of n str
        Stratum of each submitted response of the wave.
    frame : mapping
        Units in each stratum of the wave's frame, strata without a response included.
    member : array of n booleans, optional
        Rows that belong to the group; none is given where the group is its whole wave.
    """

    code: str
    strata: tuple[str, ...]
    frame: Mapping[str, int]
    member: Flags | None = None

    @property
    def members(self) -> Flags:
        """Rows that belong to the group."""
        return np.ones(len(self.strata), dtype=np.bool_) if self.member is None else self.member

    @property
    def is_whole_wave(self) -> bool:
        """Whether the group is everybody in its wave.

        That is how it was defined: a part in which by chance every response stands is still a
        part, because the silent firms of the list may stand outside it.
        """
        return self.member is None

    @cached_property
    def answering(self) -> Mapping[str, int]:
        """Responses in each stratum of the frame."""
        counted = Counter(self.strata)
        return {stratum: counted[stratum] for stratum in sorted(self.frame)}

    @property
    def silent_strata(self) -> tuple[str, ...]:
        """Strata of the frame without any response: no figure covers them."""
        return tuple(stratum for stratum, n in self.answering.items() if n == 0)

    @property
    def lonely_strata(self) -> tuple[str, ...]:
        """Strata of several units with a single response: their variance cannot be seen."""
        return tuple(
            stratum for stratum, n in self.answering.items() if n == 1 < self.frame[stratum]
        )

    @cached_property
    def weights(self) -> npt.NDArray[np.float64]:
        """Units that each response stands for: those of its stratum over the responses there."""
        answering = self.answering
        return np.array(
            [self.frame[stratum] / answering[stratum] for stratum in self.strata], dtype=np.float64
        )

    def design(self, *, has_population: bool) -> SurveyDesign:
        """The responses as a sample of their strata, each standing for N_h / n_h units.

        Responses are taken as if chance had decided within a stratum who answers. A stratum with
        one response is centred at the mean of all, which overstates its variance.

        Parameters
        ----------
        has_population : bool
            Whether the strata are read as finite (this frame) or without end (firms like these).

        Source: docs/methods.md. Checked in tests/reporting/test_tabulation.py.
        """
        return self._of_frame if has_population else self._of_process

    @cached_property
    def _of_frame(self) -> SurveyDesign:
        sizes = pd.Series([self.frame[stratum] for stratum in self.strata], dtype="int64")
        return SurveyDesign(
            pd.DataFrame(
                {"stratum": list(self.strata), "population": sizes, "weight": self.weights}
            ),
            weight="weight",
            stratum="stratum",
            population="population",
            lonely="adjust",
        )

    @cached_property
    def _of_process(self) -> SurveyDesign:
        return replace(self._of_frame, population=None)


def in_base(answers: Answers, kind: Base) -> Flags:
    """Responses that a share is of, whatever group they belong to.

    "answered" are those that gave an answer, "none" or "don't know"; "asked" those whose path led
    to the question, without an answer too; "all" those that answered or were not asked, and so
    count as not having named it.
    """
    if kind == "all":
        return answers.having(*COUNTED, Status.NOT_ASKED)
    if kind == "asked":
        return ~answers.having(Status.NOT_ASKED)
    return answers.having(*COUNTED)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many firms there are, and what became of the question.

    `frame` counts the whole wave, the others the group. `answered` are those in `COUNTED`, and the
    base of the shares unless another was chosen. `unknown` are firms of which nothing is known.
    """

    frame: int
    responses: int
    asked: int
    answered: int
    base: int
    not_answered: int
    refused: int
    not_applicable: int

    @property
    def unknown(self) -> int:
        """Firms on the list that sent nothing, gave no answer or refused."""
        return self.frame - self.responses + self.not_answered + self.refused


def tally(responses: Responses, answers: Answers, base: Base = "answered") -> Tally:
    """How many firms of a group were asked, answered and stand in the base."""
    within = responses.members

    def count(*statuses: Status) -> int:
        return int((answers.having(*statuses) & within).sum())

    members = int(within.sum())
    answered = count(*COUNTED)
    standing = int((in_base(answers, base) & within).sum())
    return Tally(
        frame=sum(responses.frame.values()),
        responses=members,
        asked=members - count(Status.NOT_ASKED),
        answered=answered,
        base=standing,
        not_answered=count(Status.NOT_ANSWERED),
        refused=count(Status.REFUSED),
        not_applicable=count(Status.NOT_APPLICABLE),
    )
