"""Hard and soft checks on answers: required, bounds, conditions, named rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.questionnaire.answer import BLANK, Answer, Answers, Finding, Status
from app.questionnaire.expression import met
from app.questionnaire.instrument import Check, Instrument, Item
from app.questionnaire.items import kind_of
from app.questionnaire.kinds.kind import Raw, is_substantive
from app.questionnaire.routing import Facts, Path, Step, path
from app.questionnaire.rules import RULES

NOT_REMINDED = frozenset({"short_text", "long_text"})
"""Kinds that may be left blank without a reminder."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a posted page was read as: an answer for each item that could be read."""

    answers: Answers
    findings: tuple[Finding, ...]

    @property
    def is_hard(self) -> bool:
        """Whether something keeps the page from being saved."""
        return any(finding.level == "hard" for finding in self.findings)


def read_page(
    instrument: Instrument,
    step: Step,
    raw: Raw,
    answers: Answers,
    *,
    facts: Facts,
    language: str,
) -> PageReading:
    """The answers that a posted page states, with everything that is found about them.

    Items that could be read are checked too, together with the stored answers of other pages, so
    that all findings of a page come at once.
    """
    readings = {item.code: kind_of(item).parse(item, raw, language) for item in step.items}
    read = {code: reading.answer for code, reading in readings.items() if not reading.is_hard}
    legible = [item for item in step.items if item.code in read]
    found = [finding for reading in readings.values() for finding in reading.findings]
    found += page_findings(instrument, legible, {**answers, **read}, facts)
    order = {item.code: at for at, item in enumerate(step.items)}
    found.sort(key=lambda finding: order.get(finding.item, len(order)))
    return PageReading(read, tuple(found))


def page_findings(
    instrument: Instrument, step_items: Sequence[Item], answers: Answers, facts: Facts
) -> tuple[Finding, ...]:
    """What is found about the answers to the items of one page, hard and soft.

    Parameters
    ----------
    step_items : sequence of Item
        The items as they are asked of the firm (`Step.items`).
    answers : mapping
        Every stored answer, with those of this page in their new form.
    """
    has_conditions = any(check.condition for item in step_items for check in item.checks)
    values = path(instrument, answers, facts).values if has_conditions else {}
    return tuple(
        finding for item in step_items for finding in _item_findings(item, answers, values)
    )


def findings_along(walked: Path) -> tuple[Finding, ...]:
    """What is found along the whole path; a hard finding keeps the response from being sent."""
    return tuple(
        finding
        for item in walked.items.values()
        for finding in _item_findings(item, walked.answers, walked.values)
    )


def _item_findings(
    item: Item, answers: Answers, values: Mapping[str, object]
) -> tuple[Finding, ...]:
    answer = answers.get(item.code, BLANK)
    if answer.status is Status.NOT_ANSWERED:
        return _about_blank(item)
    if not is_substantive(answer):
        return _about_missing(item, answer)
    found = kind_of(item).findings(item, answer)
    broken = tuple(
        Finding(
            "check",
            item.code,
            check.level,
            params={"check": check.code},
            texts={"text": check.text},
        )
        for check in item.checks
        if _is_broken(item, answer, check, values)
    )
    return found + broken


def _about_blank(item: Item) -> tuple[Finding, ...]:
    if item.required:
        return (Finding("required", item.code, params={"num": item.num}),)
    if item.kind in NOT_REMINDED:
        return ()
    return (Finding("blank_once", item.code, "soft", params={"num": item.num}),)


def _about_missing(item: Item, answer: Answer) -> tuple[Finding, ...]:
    if str(answer.status) in item.missing_codes:
        return ()
    return (Finding("list_unknown", item.code),)


def _is_broken(item: Item, answer: Answer, check: Check, values: Mapping[str, object]) -> bool:
    if check.rule is not None:
        return RULES[check.rule].is_broken(item, answer, check.settings)
    return check.condition is not None and met(check.condition, values)
