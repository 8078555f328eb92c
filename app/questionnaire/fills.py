"""Words that are filled into wordings: by the firm's facts, by its answers, by the wave."""

from collections.abc import Mapping

from app.questionnaire.answer import Answers
from app.questionnaire.expression import met
from app.questionnaire.instrument import Fill, Questionnaire
from app.questionnaire.items import kind_of
from app.questionnaire.routing import Facts, Path, asked_answers, known_facts, path_through


def resolve(
    questionnaire: Questionnaire,
    answers: Answers,
    facts: Facts,
    language: str,
    given: Mapping[str, str],
) -> Mapping[str, str]:
    """What stands for each fill, in a language; what is given for the wave goes before.

    A fill that repeats an answer takes its label; while there is no answer, the item's short name.
    """
    has_labels = any(fill.label_of for fill in questionnaire.fills)
    walked = path_through(questionnaire, answers, facts) if has_labels else None
    return resolve_on(questionnaire, walked, answers, facts=facts, language=language, given=given)


def resolve_on(
    questionnaire: Questionnaire,
    walked: Path | None,
    answers: Answers,
    *,
    facts: Facts,
    language: str,
    given: Mapping[str, str],
) -> Mapping[str, str]:
    """What `resolve` returns, for a path that is known already."""
    values = walked.values if walked else known_facts(facts)
    said = {
        fill.name: _case(fill, values, language)
        for fill in questionnaire.fills
        if not fill.label_of
    }
    on_path = asked_answers(walked, answers) if walked else {}
    for fill in questionnaire.fills:
        if fill.label_of:
            said[fill.name] = _label(questionnaire, fill, on_path, language, {**said, **given})
    return {**said, **given}


def _case(fill: Fill, values: Mapping[str, object], language: str) -> str:
    for case in fill.cases:
        if met(case.condition, values):
            return case.text.in_language(language)
    return ""


def _label(
    questionnaire: Questionnaire,
    fill: Fill,
    answers: Answers,
    language: str,
    fills: Mapping[str, str],
) -> str:
    item = questionnaire.items[fill.label_of or ""]
    answer = answers.get(item.code)
    value = kind_of(item).value(item, answer) if answer else None
    if isinstance(value, str) and value in fill.label_for:
        return fill.label_for[value].say(language, fills)
    if answer is None or not isinstance(value, str):
        return item.short.say(language, fills)
    return ", ".join(kind_of(item).describe(item, answer, language, fills))
