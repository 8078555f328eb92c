"""Questions of one or two waves as JSON values: what `flask tabulate` prints.

Shares run from 0 to 1, in full digits where these tell of no single firm: of a sensitive question
in several strata they have the decimals that are published. Cells that the policy hides have no
figures, unless all cells are asked for by somebody who may see single answers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cached_property

from app.disclosure.breakdown import Part, part_rulings
from app.disclosure.policy import TAKING_PART, Policy, Publication, Shown, may_be_marked, treatment
from app.language.rounding import float_half_up, percent_of_float
from app.questionnaire.instrument import Item
from app.reporting.cells import Rule, is_uncounted, public_reason, rulings, uncounted_rows
from app.reporting.definition import TableDefinition, categories, label
from app.reporting.means import Numbers
from app.reporting.questions import Question, Whole, questions
from app.reporting.responses import Responses
from app.reporting.source import Source
from app.reporting.tabulation import GroupShares, ItemShares, Reading, tabulate
from app.reporting.tally_differences import Pair, told
from app.reporting.tally_figures import coarsely, figures, withheld
from app.reporting.tally_means import ANSWERS, Means, as_first
from app.reporting.wholes import whole_numbers

LEVEL = 95
FORMAT = 1


@dataclass(frozen=True)
class TallySheet:
    """Items of one or two waves, each tabulated when it is asked for."""

    sources: Mapping[str, Source]
    policy: Policy
    readings: tuple[Reading, ...]
    shows_all_cells: bool = False

    @property
    def items(self) -> tuple[str, ...]:
        """What every wave has, of one sort, and that may be shown, in the order asked."""
        first, *others = self._questions
        return tuple(
            code
            for code, found in first.items()
            if all(type(other.get(code)) is type(found) for other in others)
        )

    @cached_property
    def _questions(self) -> tuple[Mapping[str, Question | Whole], ...]:
        """The questions, and the wholes, of each wave by their code."""
        return tuple(
            {
                question.code: question
                for item in source.questionnaire.items.values()
                for question in questions(item)
            }
            for source in self.sources.values()
        )

    @property
    def is_provisional(self) -> bool:
        """Whether answers are still coming in."""
        return any(source.origin.is_open for source in self.sources.values())

    def document(self, items: Sequence[str]) -> Mapping[str, object]:
        """The items as JSON values."""
        return {
            "format": FORMAT,
            "level": LEVEL,
            "readings": list(self.readings),
            "provisional": self.is_provisional,
            "simulated": any(source.is_simulated for source in self.sources.values()),
            "policy": self.policy.hash,
            "shows_all_cells": self.shows_all_cells,
            "waves": [_wave(source) for source in self.sources.values()],
            "items": [self.item(code) for code in items],
        }

    def item(self, code: str) -> Mapping[str, object]:
        """One item: counts, shares, intervals by reading, bounds, and the difference of waves.

        Of a whole that firms divided these are means of its rows.
        """
        found = [questions[code] for questions in self._questions]
        wholes = [one for one in found if isinstance(one, Whole)]
        if len(wholes) == len(found):
            return self._whole(code, wholes)
        return self._shares(code, [one for one in found if isinstance(one, Question)])

    def _whole(self, code: str, asked: Sequence[Whole]) -> Mapping[str, object]:
        """A whole that firms divided: means of its rows, by the functions of a report.

        Waves that divided it into other rows are told one by one, without a difference.
        """
        role = _strictest([one.item for one in asked])
        numbers = [
            whole_numbers(self._responses(wave), source.columns, one.item)
            for (wave, source), one in zip(self.sources.items(), asked, strict=True)
        ]
        items = [replace(one.item, role=role) for one in asked]
        compared = as_first(numbers)
        means = (
            [self._means(items[0], compared)]
            if compared
            else [self._means(*one) for one in zip(items, zip(numbers), strict=True)]
        )
        waves = [wave for one in means for wave in one.waves()]
        return {
            "item": code,
            "num": items[0].num,
            "label": dict(asked[0].label),
            "role": role,
            "answers": ANSWERS,
            "max_choices": None,
            "waves": [
                {**wave, "strata": self._strata(one.responses)}
                for wave, one in zip(waves, numbers, strict=True)
            ],
            "differences": means[0].differences(),
        }

    def _means(self, item: Item, numbers: tuple[Numbers, ...]) -> Means:
        rule = Rule(self.policy, item, self.readings[0], LEVEL, self.is_provisional)
        return Means(numbers, rule, self.readings, shows_all=self.shows_all_cells)

    def _responses(self, wave: str) -> Responses:
        source = self.sources[wave]
        return Responses(wave, tuple(map(str, source.columns["stratum"])), source.frame)

    def _shares(self, code: str, asked: Sequence[Question]) -> Mapping[str, object]:
        items = [question.item for question in asked]
        shares = tabulate(
            [
                (self._responses(wave), question.read(source.columns))
                for (wave, source), question in zip(self.sources.items(), asked, strict=True)
            ],
            categories(_plain_table(items[0]), items[0]),
            readings=self.readings,
            level=LEVEL / 100,
        )
        item = replace(items[0], role=_strictest(items))
        rule = Rule(
            self.policy, item, self.readings[0], LEVEL, self.is_provisional, asked[0].is_row
        )
        ruled = [rulings(rule, group) for group in shares.groups]
        waves = [
            {
                **_group(group, found, items[0], self._told(rule, group, found)),
                "strata": self._strata(group.responses),
            }
            for group, found in zip(shares.groups, ruled, strict=True)
        ]
        return {
            "item": code,
            "num": items[0].num,
            "label": dict(asked[0].label),
            "role": item.role,
            "answers": "single" if rule.is_single else "multiple",
            "max_choices": items[0].max_choices,
            "waves": waves,
            "differences": self._differences(rule, shares, ruled) if len(waves) > 1 else [],
        }

    def _is_coarse(self, rule: Rule, group: GroupShares) -> bool:
        """Whether figures of a group are rounded as published, for full digits tell of strata."""
        return not self.shows_all_cells and is_uncounted(rule, group)

    def _told(
        self, rule: Rule, group: GroupShares, ruled: tuple[Publication, ...]
    ) -> list[Mapping[str, object]]:
        """The figures of a group, as far as they are published."""
        told = [
            figures(group, share, ruling, shows_all=self.shows_all_cells)
            for share, ruling in zip(group.shares, ruled, strict=True)
        ]
        if not self._is_coarse(rule, group):
            return told
        bare = uncounted_rows(rule, group, ruled)
        few = self.policy.decimals_few_firms
        return [
            withheld(group, share, replace(ruling, decimals=few))
            if share.category in bare
            else coarsely(one, ruling.decimals)
            for share, ruling, one in zip(group.shares, ruled, told, strict=True)
        ]

    def _strata(self, found: Responses) -> Mapping[str, Mapping[str, int | None]]:
        """Firms listed and firms that answered in each stratum, as far as participation tells."""
        ruled = part_rulings(
            self.policy,
            {one: Part(size, (found.answering[one],)) for one, size in found.frame.items()},
            role=TAKING_PART,
        )
        return {
            stratum: {
                "frame": size,
                "responses": found.answering[stratum]
                if self.shows_all_cells or ruled[stratum].shown is not Shown.HIDDEN
                else None,
            }
            for stratum, size in sorted(found.frame.items())
        }

    def _differences(
        self, rule: Rule, shares: ItemShares, ruled: Sequence[tuple[Publication, ...]]
    ) -> list[Mapping[str, object]]:
        first, second = shares.groups[0].shares, shares.groups[1].shares
        is_coarse = any(self._is_coarse(rule, group) for group in shares.groups)
        bare = frozenset[str]().union(
            *(
                uncounted_rows(rule, group, found) if is_coarse else ()
                for group, found in zip(shares.groups, ruled, strict=True)
            )
        )
        pairs = [
            Pair(
                is_kept=self.shows_all_cells
                or all(found[place].shown is not Shown.HIDDEN for found in ruled),
                is_markable=may_be_marked(
                    self.policy, tuple((share.count, share.base) for share in both)
                ),
                digits=self.policy.decimals_few_firms
                if both[0].category in bare
                else min(found[place].decimals for found in ruled),
                has_p=both[0].category not in bare,
            )
            for place, both in enumerate(zip(first, second, strict=True))
        ]
        by_reading = {
            reading: told(
                shares.differences[reading],
                pairs,
                level=LEVEL,
                is_provisional=self.is_provisional,
                is_coarse=is_coarse,
            )
            for reading in self.readings
        }
        return [
            {"code": share.category, **{name: one[place] for name, one in by_reading.items()}}
            for place, share in enumerate(first)
        ]


def lines(document: Mapping[str, object], language: str) -> Iterator[str]:
    """A tally sheet as plain text, for a terminal: rounded, hidden rows only counted."""
    if document["simulated"]:
        yield "Simulated: firms and answers are invented."
    if any(wave["from_counts"] for wave in _mappings(document["waves"])):
        yield "Made from published counts: read one question at a time."
    if document["provisional"]:
        yield "Provisional: answers are still coming in."
    for item in _mappings(document["items"]):
        yield f"{item['num']} {_said(item['label'], language)} [{item['item']}, {item['answers']}]"
        for wave in _mappings(item["waves"]):
            yield from _wave_lines(wave, str(item["answers"]), language)
        yield from _difference_lines(item, document["readings"])
        yield ""


def _wave_lines(wave: Mapping[str, object], answers: str, language: str) -> Iterator[str]:
    """What became of a question in one wave, then its rows."""
    yield (
        f"  {wave['wave']}: {wave['frame']} firms, {wave['responses']} responses, "
        f"{wave['asked']} asked, {wave['answered']} answered, base {wave['base']}, "
        f"{wave['not_answered']} not answered"
    )
    if answers == ANSWERS:
        yield "    means of the percentages that firms stated"
    cells = _mappings(wave["cells"])
    shown = [cell for cell in cells if cell["percent"] is not None]
    yield from ("    " + _line(cell, language) for cell in shown)
    total = wave.get("percent_sum")
    if answers == "multiple" and total and Decimal(str(total)) > 100:
        yield f"    shares add to {total} percent: firms gave several answers"
    if len(shown) < len(cells):
        yield f"    hidden: {len(cells) - len(shown)} rows"


def _difference_lines(item: Mapping[str, object], readings: object) -> Iterator[str]:
    """The differences of the first reading given, in points."""
    reading = readings[0] if isinstance(readings, list) else ""
    if len(_mappings(item["waves"])) > 1 and not item["differences"]:
        yield "  no difference: the waves divided it into other rows"
    for row in _mappings(item["differences"]):
        found = row.get(str(reading))
        if isinstance(found, Mapping):
            value, low, high = (
                percent_of_float(float(found[name]), 1) for name in ("value", "low", "high")
            )
            p = (
                ""
                if found["p_holm"] is None
                else f", p {float_half_up(float(found['p_holm']), 3)} (Holm)"
            )
            yield f"  {row['code']}: {value:+} points, {reading} {low:+} to {high:+}{p}"


def _line(cell: Mapping[str, object], language: str) -> str:
    name = _said(cell["label"], language)
    intervals = cell["intervals"]
    told = []
    if isinstance(intervals, Mapping):
        for reading, interval in intervals.items():
            if isinstance(interval, Mapping):
                low, high = (percent_of_float(float(interval[end]), 1) for end in ("low", "high"))
                told.append(f"{reading} {low} to {high}")
    count = "-" if cell["count"] is None else cell["count"]
    return f"{count:>6} {cell['percent']:>6}  {name} ({', '.join(told)})"


def _group(
    group: GroupShares,
    ruled: tuple[Publication, ...],
    item: Item,
    told: Sequence[Mapping[str, object]],
) -> Mapping[str, object]:
    cells = [
        {
            "code": share.category,
            "label": dict(label(_plain_table(item), item, share.category)),
            "shown": str(ruling.shown),
            "reason": public_reason(ruling),
            **one,
        }
        for share, ruling, one in zip(group.shares, ruled, told, strict=True)
    ]
    percents = [cell["percent"] for cell in cells]
    return {
        "wave": group.code,
        **asdict(group.tally),
        "weighted": group.is_weighted,
        "percent_sum": None if None in percents else str(sum(Decimal(str(p)) for p in percents)),
        "cells": cells,
    }


def _wave(source: Source) -> Mapping[str, object]:
    return {**asdict(source.origin), "title": dict(source.origin.title)}


def _strictest(items: Sequence[Item]) -> str:
    """The role of an item in all waves: sensitive where it is so in one of them."""
    return next((one.role for one in items if treatment(one.role) == "sensitive"), items[0].role)


def _plain_table(item: Item) -> TableDefinition:
    """The item's own options in their own order."""
    return TableDefinition(code=item.code, item=item.code, title={}, order="given")


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def _said(words: object, language: str) -> str:
    if not isinstance(words, Mapping) or not words:
        return ""
    return str(words.get(language) or next(iter(words.values())))
