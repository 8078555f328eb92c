"""Questionnaires for the tests: the small files of tests/questionnaires, or a text in the test."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from app.questionnaire.answer import BLANK, Answer, Status
from app.questionnaire.definition import publish, read
from app.questionnaire.instrument import Instrument, Questionnaire
from app.questionnaire.problem import Problem
from app.questionnaire.routing import Path as Route
from app.questionnaire.routing import path

FIXTURES = Path(__file__).parent.parent / "questionnaires"
LIBRARY = FIXTURES / "library"


def read_text(
    text: str, *, ja: str | None = None, library: Path = LIBRARY
) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """What `read` makes of a definition, and of its Japanese side where there is one."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "questionnaire.yaml").write_text(text, encoding="utf-8")
        if ja is not None:
            (Path(folder) / "i18n").mkdir()
            (Path(folder) / "i18n" / "ja.yaml").write_text(ja, encoding="utf-8")
        return read(Path(folder), library)


def problems_of(text: str, *, ja: str | None = None) -> list[str]:
    """Every problem of a definition as `line: path: message`."""
    return [
        f"{problem.line}: {problem.path}: {problem.message}"
        for problem in read_text(text, ja=ja)[1]
    ]


@cache
def questionnaire(name: str) -> Questionnaire:
    """The questionnaire of a fixture, which has no problems."""
    side = FIXTURES / f"{name}.ja.yaml"
    ja = side.read_text(encoding="utf-8") if side.exists() else None
    found, problems = read_text((FIXTURES / f"{name}.yaml").read_text(encoding="utf-8"), ja=ja)
    assert found is not None, [str(problem) for problem in problems]
    return found


@cache
def instrument(name: str) -> Instrument:
    """The instrument that a fixture becomes."""
    return publish(questionnaire(name))


def codes_on(route: Route) -> list[str]:
    """The items on a path, in order."""
    return list(route.items)


def asked(name: str, answers: dict[str, object], **facts: str) -> list[str]:
    """The items that a fixture asks for given answers, each written as its value."""
    return codes_on(path(instrument(name), answers_of(answers), facts))


def answers_of(values: dict[str, object]) -> dict[str, Answer]:
    """Answers from values: a code or number, several codes, a status, or None for a blank one."""
    return {code: _answer(value) for code, value in values.items()}


def _answer(value: object) -> Answer:
    if value is None:
        return BLANK
    if isinstance(value, Status):
        return Answer(value)
    if isinstance(value, tuple):
        return Answer(Status.GIVEN, tuple(str(code) for code in value))
    if isinstance(value, dict):
        return Answer(Status.GIVEN, {str(row): str(code) for row, code in value.items()})
    return Answer(Status.GIVEN, str(value))


def minimal(items: str, *, head: str = "", languages: str = "{base: en}") -> str:
    """A definition around some items, which begin on line 11."""
    return (
        "format: 1\nid: test/minimal\ntitle: Minimal\n"
        f"languages: {languages}\n{head or '# '}\nsections:\n"
        "  - code: a\n    letter: A\n    title: A\n    items:\n" + items
    )
