"""A small questionnaire, two invented waves that answered it, and a report on them."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from app.disclosure.policy import Policy
from app.disclosure.policy import read as read_policy
from app.questionnaire.instrument import Item, Option, Page, Questionnaire, Section
from app.questionnaire.text import Text
from app.reporting.assembly import assemble
from app.reporting.definition import ReportDefinition
from app.reporting.definition import read as read_definition
from app.reporting.document import Document, Origin, WaveOrigin
from app.reporting.source import Source

ROOT = Path(__file__).parents[2]
ASKED_AT = "2026-11-24T12:00:00+00:00"

REPORT = """
format: 1
code: pair
title: {en: Two panels, ja: 二つの調査}
subtitle: {en: First figures, ja: 第一次集計}
languages: [en, ja]
reading: frame
groups:
  - {code: jp, wave: w-jp, label: {en: Japan, ja: 日本}, name: {en: Japan, ja: 日本}, color: japan}
  - {code: eu, wave: w-eu, label: {en: EU, ja: EU}, name: {en: EU, ja: EU}, color: eu}
tables:
  - {code: source, item: source, order: first_group, last: [none], title: {en: Source, ja: 調達先}}
  - {code: obstacles, item: obstacles, order: given, title: {en: Obstacles, ja: 課題}}
"""

POLICY = b"""
publication: {hide_base_under: 10, few_firms_base_under: 30, decimals: 1, decimals_few_firms: 0}
sensitive: {hide_counts: [1, 2], hide_nobody_and_everybody: true,
            neutral_items: [], weighted_count_under: 10}
reader_tables: {round_shares_to_points: 5}
comparison: {no_mark_count_under: 5}
"""


def text(english: str, japanese: str | None = None) -> Text:
    return Text("en", {"en": english, "ja": japanese or english})


def options(**labels: str) -> tuple[Option, ...]:
    return tuple(Option(code, text(label)) for code, label in labels.items())


DONT_KNOW = options(dont_know="Do not know")


def item(code: str, kind: str, role: str, choices: tuple[Option, ...]) -> Item:
    return Item(
        code=code,
        num=code[0].upper(),
        kind=kind,
        concept=code,
        wording=text(f"What is the {code}?"),
        short=text(code.title()),
        role=role,
        options=choices,
        missing=DONT_KNOW,
        max_choices=2 if kind == "multiple" else None,
    )


SOURCE = item(
    "source", "picker", "sensitive", options(cn="China", us="United States", none="None")
)
OBSTACLES = item("obstacles", "multiple", "ordinary", options(cost="Cost", staff="Staff"))


def questionnaire(*items: Item) -> Questionnaire:
    section = Section("all", "A", text("All"), (Page("one", items or (SOURCE, OBSTACLES)),))
    return Questionnaire("q", text("Q"), "en", ("en", "ja"), (section,))


def columns(strata: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """Responses by stratum: how many gave each source; every second one names cost."""
    rows = []
    for stratum, counts in strata.items():
        for code, count in counts.items():
            for number in range(count):
                is_given = code not in {"dont_know", "not_answered", "not_asked"}
                rows.append(
                    {
                        "stratum": stratum,
                        "country": stratum,
                        "source": code if is_given else None,
                        "source__status": "given" if is_given else code,
                        "obstacles__status": "given",
                        "obstacles__cost": number % 2 == 0,
                        "obstacles__staff": True,
                    }
                )
    return pd.DataFrame(rows)


def wave(code: str, frame: Mapping[str, int], answers: Mapping[str, Mapping[str, int]]) -> Source:
    origin = WaveOrigin(
        code, {"en": code, "ja": code}, "i" * 64, "s" * 64, ASKED_AT, 7, is_open=False
    )
    return Source(origin, questionnaire(), columns(answers), frame, is_simulated=True)


JAPAN = wave("w-jp", {"JP": 60}, {"JP": {"cn": 25, "us": 12, "none": 5, "dont_know": 3}})
EU = wave(
    "w-eu",
    {"DE": 80, "FR": 40},
    {"DE": {"cn": 8, "us": 20, "none": 6, "dont_know": 4}, "FR": {"cn": 9, "us": 6, "none": 5}},
)


def definition(content: str = REPORT) -> ReportDefinition:
    found, problems = read_definition(content.encode())
    assert found is not None, problems
    return found


def policy() -> Policy:
    found, problems = read_policy(POLICY)
    assert found is not None, problems
    return found


def document(japan: Source = JAPAN, eu: Source = EU, content: str = REPORT) -> Document:
    defined = definition(content)
    origin = Origin(defined.hash, policy().hash, "test", 0, (japan.origin, eu.origin))
    return assemble(defined, {"w-jp": japan, "w-eu": eu}, policy(), origin)
