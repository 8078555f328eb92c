"""Means of a tally sheet as JSON values: wholes that firms divided, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from app.disclosure.policy import Publication, Shown, treatment
from app.language.rounding import percent_of_float
from app.reporting import tally_differences
from app.reporting.cells import Rule, mean_rulings, public_reason
from app.reporting.means import Mean, Numbers, differences, means
from app.reporting.tabulation import Reading
from app.reporting.tally_differences import Pair
from app.reporting.wholes import markable

ANSWERS = "sum"
"""What a firm could do with such a question: divide a whole."""


@dataclass(frozen=True)
class Means:
    """The means of one item in one or two waves, as far as they are told.

    Parameters
    ----------
    numbers : tuple of Numbers
        Of each wave.
    rule : Rule
    readings : tuple of {"frame", "process"}
    shows_all : bool
        Cells that are never published, too.
    """

    numbers: tuple[Numbers, ...]
    rule: Rule
    readings: tuple[Reading, ...]
    shows_all: bool = False

    @cached_property
    def _found(self) -> Mapping[Reading, tuple[tuple[Mean, ...], ...]]:
        """By reading, the means of each wave: those that a report prints."""
        level = self.rule.level / 100
        return {
            reading: tuple(means(one, reading=reading, level=level) for one in self.numbers)
            for reading in self.readings
        }

    @cached_property
    def _ruled(self) -> tuple[tuple[Publication, ...], ...]:
        """How each mean of each wave is published; counts decide, whatever the reading."""
        return tuple(mean_rulings(self.rule, found) for found in self._found[self.readings[0]])

    @property
    def _is_coarse(self) -> bool:
        """Whether figures are rounded as published, without counts: each firm's answer counts."""
        return treatment(self.rule.item.role) == "sensitive" and not self.shows_all

    def waves(self) -> list[dict[str, object]]:
        """Each wave with its tally and a cell for each row, in the order of the item."""
        return [self._wave(place, one) for place, one in enumerate(self.numbers)]

    def differences(self) -> list[Mapping[str, object]]:
        """First wave minus second, by row and reading; none of a single wave."""
        if len(self.numbers) < 2:
            return []
        rows = list(self.numbers[0].values)
        by_reading = {reading: self._differences(reading) for reading in self.readings}
        return [
            {"code": row, **{reading: one[place] for reading, one in by_reading.items()}}
            for place, row in enumerate(rows)
        ]

    def _wave(self, place: int, numbers: Numbers) -> dict[str, object]:
        labels = {row.code: row.label.wordings for row in self.rule.item.rows}
        cells = [
            {
                "code": code,
                "label": dict(labels[code]),
                "shown": str(ruling.shown),
                "reason": public_reason(ruling),
                **self._figures(place, number, ruling),
            }
            for number, (code, ruling) in enumerate(
                zip(numbers.values, self._ruled[place], strict=True)
            )
        ]
        return {
            "wave": numbers.responses.code,
            **asdict(numbers.tally),
            "weighted": len(numbers.responses.frame) > 1,
            "cells": cells,
        }

    def _figures(self, place: int, number: int, ruling: Publication) -> Mapping[str, object]:
        by_reading = {reading: held[place][number] for reading, held in self._found.items()}
        mean = by_reading[self.readings[0]]
        is_hidden = ruling.shown is Shown.HIDDEN and not self.shows_all
        if is_hidden or mean.value is None:
            return dict.fromkeys(("count", "mean", "percent", "bounds", "intervals"))
        digits = 1 if ruling.shown is Shown.HIDDEN else ruling.decimals
        return {
            "count": None if self._is_coarse else mean.holding,
            "mean": self._told(mean.value, digits),
            "percent": str(percent_of_float(mean.value, digits)),
            "bounds": None if self._is_coarse or not mean.bounds else list(mean.bounds),
            "intervals": {
                reading: self._interval(one, digits)
                for reading, one in by_reading.items()
                if one.estimate is not None
            },
        }

    def _interval(self, mean: Mean, digits: int) -> Mapping[str, object]:
        estimate = mean.estimate
        if estimate is None or estimate.low is None or estimate.high is None:
            return {}
        return {
            "low": self._told(estimate.low, digits),
            "high": self._told(estimate.high, digits),
            "method": estimate.method,
            "se": None if self._is_coarse else estimate.se,
            "df": None if self._is_coarse else estimate.df,
        }

    def _told(self, value: float, digits: int) -> float:
        """A figure in full digits, of a sensitive item in those that are published."""
        return float(percent_of_float(value, digits) / 100) if self._is_coarse else value

    def _differences(self, reading: Reading) -> Sequence[Mapping[str, object] | None]:
        first, second = self._found[reading]
        found = differences(
            self.numbers[0], self.numbers[1], reading=reading, level=self.rule.level / 100
        )
        marks = markable(self.rule, first, second)
        pairs = [
            self._pair(ruled, is_markable=mark)
            for ruled, mark in zip(zip(*self._ruled, strict=True), marks, strict=True)
        ]
        return tally_differences.told(
            found,
            pairs,
            level=self.rule.level,
            is_provisional=self.rule.is_provisional,
            is_coarse=self._is_coarse,
        )

    def _pair(self, ruled: Sequence[Publication], *, is_markable: bool) -> Pair:
        is_kept = self.shows_all or all(one.shown is not Shown.HIDDEN for one in ruled)
        return Pair(is_kept, is_markable, min(one.decimals for one in ruled))


def as_first(numbers: Sequence[Numbers]) -> tuple[Numbers, ...]:
    """Numbers of several waves with their rows in the order of the first.

    Nothing where one has other rows: a share of a whole says little beside that of another whole.
    """
    rows = list(numbers[0].values)
    if any(set(one.values) != set(rows) for one in numbers):
        return ()
    return tuple(replace(one, values={row: one.values[row] for row in rows}) for one in numbers)
