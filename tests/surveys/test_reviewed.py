"""The default survey asks what was reviewed, word for word, but for departures that are listed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.questionnaire.definition import read
from app.questionnaire.instrument import Item, Option, Questionnaire, Row
from app.questionnaire.text import Text

FOLDER = Path("surveys/economic_security/2026")
LIBRARY = Path("surveys/library")
REVIEWED = Path(__file__).with_name("reviewed.json")
DECISION = Path("docs/decisions/0013-departures-from-review.md")

SAID_BY_THE_PAGE = frozenset({
    "department.help", "awareness.help", "obstacles.help", "sales_plan.help",
    "critical_groups.help", "minerals.help", "event_effects.help", "rule_conflict.help",
    "area_concern.help", "measures_taken.help", "measures_planned.help",
    "china_alternative.help", "policy_usefulness.help", "jp_eu_cooperation.help",
    "partner_alternative.help", "purchase_plan.help", "policy_message.help",
    "sourcing_mix.checks", "inputs.input_name.help",
})  # fmt: skip
"""How to answer ("Choose one", "At most 60 characters") and the total of a sum: each page says
it by the kind of its item."""
REWORDED = frozenset({"largest_source.wording", "employees.checks"})
ADDED = frozenset({
    "inputs.input_origin.short", "inputs.input_origin_share.short", "inputs.input_channel.short",
    "inputs.input_replace.short", "inputs.input_stock.short",
})  # fmt: skip

Both = tuple[str, str] | None
Place = tuple[str, object, object]


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    found, problems = read(FOLDER, LIBRARY)
    assert problems == ()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def reviewed() -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads(REVIEWED.read_text(encoding="utf-8"))
    return content


def said(text: Text | None) -> Both:
    return None if text is None else (text.in_language("en"), text.in_language("ja"))


def written(text: Mapping[str, str] | None) -> Both:
    return None if not text or text["en"] == "—" else (text["en"], text["ja"])


def labels(options: Sequence[Option | Row]) -> list[tuple[str, Both]]:
    return [(option.code, said(option.label)) for option in options]


def listed(options: Sequence[Mapping[str, str]]) -> list[tuple[str, Both]]:
    return [(option["code"], written(option)) for option in options]


def places(item: Item, asked: Mapping[str, Any], lists: Mapping[str, Any]) -> Iterator[Place]:
    """What was reviewed about an item: its place, what stands here, what stood there."""
    for name in ("short", "wording", "help"):
        if name in asked or name == "help":
            yield name, said(getattr(item, name)), written(asked.get(name))
    options = [*lists.get(str(asked.get("list")), ()), *asked.get("options", ())]
    yield "options", labels(item.options), listed(options)
    yield "missing", labels(item.missing), listed(asked.get("missing", ()))
    rows = asked.get("rows", ())
    yield "rows", labels(item.rows), listed(lists[rows] if isinstance(rows, str) else rows)
    checks = [written(check) for check in asked.get("checks", ())]
    yield "checks", [said(check.text) for check in item.checks], checks
    for name in ("num", "concept", "kind", "role", "required", "core", "seconds"):
        if name in asked:
            yield name, getattr(item, name), asked[name]
    for inner, inner_asked in zip(item.items, asked.get("items", ()), strict=True):
        assert inner.code == inner_asked["code"]
        for place, now, before in places(inner, inner_asked, lists):
            yield f"{inner.code}.{place}", now, before
        yield f"{inner.code}.short", said(inner.short), said(inner.wording)


def every_item(reviewed: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {item["code"]: item for part in reviewed["sections"] for item in part["items"]}


def test_every_item_reviewed_is_asked_and_no_other(
    questionnaire: Questionnaire, reviewed: Mapping[str, Any]
) -> None:
    assert list(questionnaire.items) == list(every_item(reviewed))


def test_wordings_depart_from_the_review_only_where_it_is_said_why(
    questionnaire: Questionnaire, reviewed: Mapping[str, Any]
) -> None:
    differing = {
        f"{code}.{place}"
        for code, asked in every_item(reviewed).items()
        for place, now, before in places(questionnaire.items[code], asked, reviewed["lists"])
        if now != before
    }

    assert differing == SAID_BY_THE_PAGE | REWORDED | ADDED


def test_every_departure_that_a_reader_sees_stands_in_the_decision() -> None:
    decision = DECISION.read_text(encoding="utf-8")

    named = {place.split(".")[0] for place in REWORDED} | {"policy_message", "input_name"}
    assert [code for code in sorted(named) if f"`{code}`" not in decision] == []


def test_the_condition_of_every_item_is_the_reviewed_one(
    questionnaire: Questionnaire, reviewed: Mapping[str, Any]
) -> None:
    conditions = {
        code: item.ask_if.source if item.ask_if else None
        for code, item in questionnaire.items.items()
    }

    assert conditions == {code: item.get("ask_if") for code, item in every_item(reviewed).items()}


def test_sections_are_called_and_introduced_as_reviewed(
    questionnaire: Questionnaire, reviewed: Mapping[str, Any]
) -> None:
    here = [
        (part.letter, part.code, said(part.title), said(part.intro), said(part.contributor))
        for part in questionnaire.sections
    ]

    assert here == [
        (
            part["letter"],
            part["code"],
            *(written(part[n]) for n in ("title", "intro", "contributor")),
        )
        for part in reviewed["sections"]
    ]


LEFT_OUT = {
    "intro": {
        "You can [view and print all questions]({pdf_link}) before you start.": "",
        "回答を始める前に、[すべての設問を確認・印刷]({pdf_link})することができます。": "",
        ": [how we handle personal data]({privacy_link}).":
            "; the page “Handling of personal data” says how.",
        "[個人情報の取扱い]({privacy_link})をご覧ください。":
            "「個人情報の取扱い」のページをご覧ください。",
    },
    "closing": {
        "If you asked for a report on your own firm, we will send it to the contact to whom the "
        "invitation went.": "",
        "個別報告書の送付を希望された場合は、調査のご案内をお送りした連絡先にお送りします。": "",
        "**": "", " です。": "です。", "受付番号は ": "受付番号は",
    },
}  # fmt: skip
"""What the pages around the questionnaire do not promise yet, and what stands there instead."""


@pytest.mark.parametrize("name", ["intro", "closing"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_around_say_what_was_reviewed_and_promise_only_what_there_is(
    questionnaire: Questionnaire, reviewed: Mapping[str, Any], name: str, language: str
) -> None:
    there = reviewed["texts"][name][language]
    for before, after in LEFT_OUT[name].items():
        there = there.replace(before, after)
    passage = questionnaire.intro if name == "intro" else questionnaire.closing
    assert passage is not None
    texts = [passage.heading, passage.lead, *(point.text for point in passage.points)]

    lost = [
        text.in_language(language)
        for text in texts
        if " ".join(text.in_language(language).split()) not in " ".join(there.split())
    ]

    assert lost == []
