"""An invented firm on its way through an instrument: what it posts on each page of its path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from app.commands.invented import Firm
from app.commands.invented_answers import answer
from app.commands.invented_weights import Asked
from app.questionnaire.answer import Answer
from app.questionnaire.instrument import Instrument
from app.questionnaire.items import kind_of
from app.questionnaire.routing import Step, pages_in_turn


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as the firm fills it in; `raw` is what its fields then hold."""

    section: str
    page: str
    answers: Mapping[str, Answer]
    raw: Mapping[str, list[str]]


def journey(
    instrument: Instrument, firm: Firm, *, language: str, rng: np.random.Generator
) -> Iterator[Visit]:
    """Every page that the firm's own answers lead through, in order."""
    facts = {"country": firm.country, "sector": firm.sector, "size": firm.size}
    given: dict[str, Answer] = {}
    for step in pages_in_turn(instrument, given, facts):
        visit = _visit(step, firm, given, language=language, rng=rng)
        given.update(visit.answers)
        yield visit


def language_of(firm: Firm, rng: np.random.Generator) -> str:
    """The language that the firm answers in, of the two there are."""
    if firm.panel == "jp":
        return "en" if rng.random() < 0.06 else "ja"
    return "en"


def _visit(
    step: Step,
    firm: Firm,
    given: Mapping[str, Answer],
    *,
    language: str,
    rng: np.random.Generator,
) -> Visit:
    answers: dict[str, Answer] = {}
    raw: dict[str, list[str]] = {}
    for item in step.items:
        asked = Asked(item, firm, {**given, **answers}, language)
        answers[item.code] = answer(asked, rng)
        raw.update(kind_of(item).raw(item, answers[item.code], language))
    return Visit(step.section.code, step.page.code, answers, raw)
