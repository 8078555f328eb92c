"""Attacks on hidden cells of ranks, divided wholes, exposure, and of questions that lead on."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pandas as pd
import pytest

from app.disclosure.breakdown import Part
from app.disclosure.policy import Shown
from app.questionnaire.expression import parse
from app.questionnaire.instrument import Questionnaire
from app.reporting.cells import Rule, mean_rulings
from app.reporting.document import Document, Table
from app.reporting.means import Mean
from app.reporting.source import Source
from app.reporting.tables.exposures import exposure_rulings
from app.reporting.writers import json as json_writer
from tests.reporting import world
from tests.reporting.test_kinds import RANK, RISKS, ranks, report, wave
from tests.reporting.world import OBSTACLES, SOURCE, document, policy, questionnaire

TWO = replace(RISKS, role="sensitive", options=RISKS.options[:2])
BASE = wave("w-eu", TWO, ranks(("war", "cyber", 20), ("cyber", "war", 20)))


def spread(base: int, kinds: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide so many firms among so many kinds of answers."""
    for first in product(range(base + 1), repeat=kinds - 1):
        if sum(first) <= base:
            yield (*first, base - sum(first))


@pytest.mark.slow
def test_no_hidden_rank_can_be_computed_from_the_published_document() -> None:
    """Every world of ten firms that rank one or two of two options, or do not know.

    Catches: points, or the share ranked first, that tell how many ranked an option at all.
    """
    worlds: dict[bytes, list[tuple[int, int, int, int]]] = defaultdict(list)
    hidden: dict[bytes, list[bool]] = {}
    for war, cyber, war_first, unknown in spread(10, 4):
        given = ranks(("war", None, war), ("cyber", None, cyber), ("war", "cyber", war_first))
        found = document(_silent(wave("w-jp", TWO, given, 20), unknown), BASE, report(RANK))
        key = json_writer.report(found)
        worlds[key].append((war + war_first, cyber + war_first, war + war_first, cyber))
        rows = [row for row in found.tables[0].rows if row.code in {"war", "cyber"}]
        hidden[key] = [row.cells[0].percent is None for row in rows]
        for row in rows:
            figures = [row.cells[0], *(also[0] for also in row.also)]
            assert len({one.percent is None for one in figures}) == 1

    for key, possible in worlds.items():
        for place, is_hidden in enumerate(hidden[key]):
            if is_hidden:
                assert len({world_[place] for world_ in possible}) > 1, possible


def _silent(source: Source, more: int) -> Source:
    """The wave with further firms that do not know."""
    unknown = pd.DataFrame(
        {"stratum": ["JP"] * more, "country": ["JP"] * more, "risks__status": ["dont_know"] * more}
    )
    return replace(source, columns=pd.concat([source.columns, unknown], ignore_index=True))


def test_no_hidden_mean_is_100_less_the_others() -> None:
    """Every world of eleven firms that divide a whole in one of five ways."""
    ways = ((100, 0, 0), (50, 50, 0), (0, 60, 40), (20, 0, 80), (0, 0, 100))
    for counts in spread(11, len(ways)):
        held = [
            (
                sum(n for way, n in zip(ways, counts, strict=True) if way[place] > 0),
                sum(n for way, n in zip(ways, counts, strict=True) if way[place] < 100),
            )
            for place in range(3)
        ]
        means = [Mean(str(place), 11, *figures) for place, figures in enumerate(held)]

        hidden = [one.shown is Shown.HIDDEN for one in mean_rulings(rule(), means)]

        assert sum(hidden) != 1
        for is_hidden, figures in zip(hidden, held, strict=True):
            assert is_hidden or min(figures) > 2, counts


def rule() -> Rule:
    return Rule(policy(), TWO, "frame", 95, is_provisional=False)


def test_both_figures_and_both_bases_of_exposure_are_shown_or_hidden_together() -> None:
    """Catches: 2 exposed firms of 40, hidden, and the same 2 of 78, shown."""
    for exposed, untold in product(range(13), range(13)):
        counts = (exposed, exposed + untold)
        if counts[1] > 12:
            continue
        found = exposure_rulings(
            rule(),
            {
                "input": (None, Part(12, counts)),
                "all": (None, Part(30, counts)),
                "large": ({"en": "By size"}, Part(12, counts)),
            },
        )
        shown = [one.shown is not Shown.HIDDEN for one in found.values()]
        assert len(set(shown)) == 1
        if exposed in {0, 1, 2, 10, 11, 12}:
            assert not any(shown)


def gated(counts: dict[str, int], tables: tuple[str, ...]) -> Document:
    """A report on a sensitive question, and on one put to firms that named China or the US."""
    follower = replace(OBSTACLES, ask_if=parse("source not in ['none', 'dont_know']"))
    asked = questionnaire(SOURCE, follower)
    japan = _routed(world.wave("w-jp", {"JP": 60}, {"JP": counts}), asked)
    return document(japan, _routed(world.EU, asked), report(*tables))


def _routed(source: Source, asked: Questionnaire) -> Source:
    """The wave with the second question put to firms that named a country alone."""
    columns = source.columns.copy()
    is_off = columns["source"].isin(["none"]) | columns["source"].isna()
    columns.loc[is_off, "obstacles__status"] = "not_asked"
    return replace(source, columns=columns, questionnaire=asked)


GATE = "code: source, item: source, last: [none], title: {en: Source, ja: 調達先}"
FOLLOWER = "code: obstacles, item: obstacles, title: {en: Obstacles, ja: 課題}"


def first(made: Document) -> Table:
    return made.tables[0]


def test_a_hidden_answer_is_covered_by_one_that_leads_to_the_same_questions() -> None:
    """Catches: 2 firms without a source, 45 less 9 that do not know less 34 that were asked."""
    counts = {"cn": 25, "us": 9, "none": 2, "dont_know": 9}

    made = gated(counts, (GATE, FOLLOWER))

    hidden = {row.code for row in first(made).rows if row.cells[0].percent is None}
    assert hidden == {"none", "dont_know"}
    assert made.tables[1].columns[0].asked == 34


@pytest.mark.parametrize("none", [0, 1, 2])
def test_both_tables_are_left_out_where_those_asked_would_tell_a_hidden_share(none: int) -> None:
    """Catches: 43 of 45 asked, which are the 2 firms without a source; and the same read from the
    list of tables, where the first question alone is shown.
    """
    counts = {"cn": 30, "us": 15 - none, "none": none}

    made = gated(counts, (GATE, FOLLOWER))

    assert made.tables == ()
    told = next(one for one in made.notes if one.code == "withheld")
    assert told.words["titles"] == {"en": "Source; Obstacles", "ja": "調達先; 課題"}


def test_a_gate_whose_base_is_small_stays_and_what_it_leads_to_is_left_out() -> None:
    made = gated({"cn": 4, "us": 2, "none": 2}, (GATE, FOLLOWER))

    assert [one.code for one in made.tables] == ["source"]
    assert all(row.cells[0].reason == "small_base" for row in first(made).rows)


def test_without_the_question_that_follows_the_smallest_answer_covers() -> None:
    made = gated({"cn": 25, "us": 9, "none": 2, "dont_know": 11}, (GATE,))

    hidden = {row.code for row in first(made).rows if row.cells[0].percent is None}
    assert hidden == {"none", "us"}
