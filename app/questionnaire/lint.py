"""What a valid definition can still get wrong: dead items, conditions that look forward."""

from app.questionnaire.instrument import Questionnaire
from app.questionnaire.problem import Problem
from app.questionnaire.source import Source


def lint_problems(
    questionnaire: Questionnaire, source: Source, lost: frozenset[str]
) -> list[Problem]:
    """Conditions that cannot work as written."""
    del questionnaire, source, lost
    return []
