"""Responses made from a table of counts, for waves that are marked as made so."""

from collections.abc import Iterator, Mapping, Sequence

from app.actions.fieldwork import BadFile, NotNow
from app.actions.instruments import instrument, known_wave, plan
from app.collection.counts import Counted, Form, read_counts, response_file, unfillable
from app.collection.frame import FileProblem
from app.collection.wave import WavePlan
from app.questionnaire.answer import Status
from app.questionnaire.instrument import Item, Questionnaire
from app.reporting.definition import CHOICES
from app.storage import frames, surveys
from app.storage.database import Database

SEVERAL = frozenset({"multiple", "picker_multiple"})


def responses_from_counts(
    database: Database, code: str, text: str, *, firms: int | None = None
) -> str:
    """A file of responses, for `response load`, that gives a table of counts to the digit.

    Every question comes out as counted; which firm gave which answers together is arbitrary. The
    file goes only into a wave whose design says `from_counts: true`, so that each figure made from
    it says what it is.

    Parameters
    ----------
    text : str
        CSV with the columns item, option, count, base; item and option are codes of the wave's
        questionnaire, the base is the firms that answered the item.
    firms : int, optional
        Firms that took part; the largest base where it is not given. Those outside the base of an
        item leave it unanswered.

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The wave is not marked as made from counts, or its frame does not fit.
    BadFile
        The table has problems, or cannot be had from this questionnaire.
    """
    with database.read_moment() as connection:
        wave = known_wave(surveys.wave(connection, code), code)
        units = frames.units_by_code(connection, code)
    _refuse(plan(database, wave.plan_hash), {unit.stratum for _, unit in units.values()})
    questions, problems = read_counts(text)
    questionnaire = instrument(database, wave.instrument_hash).questionnaire
    problems = (*problems, *_against(questions, questionnaire, len(units), firms))
    if problems:
        raise BadFile(tuple(sorted(problems, key=lambda problem: problem.row)))
    taking_part = firms or max(question.base for question in questions)
    forms = {item.code: _form(item) for item in questionnaire.items.values()}
    return response_file(tuple(units)[:taking_part], questions, forms)


def _refuse(planned: WavePlan, strata: set[str]) -> None:
    if not planned.from_counts:
        told = f"wave {planned.code} is not marked as made from counts"
        raise NotNow(f"{told}: its design has to say simulated: true and from_counts: true")
    if len(strata) != 1:
        told = f"the frame of {planned.code} has {len(strata)} strata"
        raise NotNow(f"{told}; counts give their shares back from a frame of one stratum alone")


def _form(item: Item) -> Form:
    alone = {option.code for option in item.options if option.exclusive} | {Status.DONT_KNOW}
    return Form(item.kind in SEVERAL, frozenset(map(str, alone)), item.max_choices)


def _against(
    questions: Sequence[Counted], questionnaire: Questionnaire, units: int, firms: int | None
) -> Iterator[FileProblem]:
    """What the questionnaire and the frame of the wave cannot give."""
    most = units if firms is None else min(firms, units)
    for question in questions:
        item = questionnaire.items.get(question.item)
        told = _item_problem(item)
        if told or item is None:
            yield FileProblem(question.row, "item", f"{question.item} {told}")
            continue
        for option in question.counts:
            if option not in _codes(item):
                known = ", ".join(_codes(item))
                told = f"{question.item} has no option {option}; it has {known}"
                yield FileProblem(question.row, "option", told)
        if question.base > most:
            told = f"{question.item} has {question.base} firms, but only {most} are there"
            yield FileProblem(question.row, "base", told)
        yield from unfillable(question, _form(item))
    if firms is not None and firms > units:
        yield FileProblem(1, "file", f"{firms} firms took part, but the frame has {units}")


def _item_problem(item: Item | None) -> str:
    if item is None:
        return "is no item of this wave"
    if item.kind not in CHOICES:
        return "is no choice from a list"
    if item.ask_if is not None:
        return "is asked of some firms only: put it to everybody, without ask_if"
    return ""


def _codes(item: Item) -> Mapping[str, object]:
    """Answers that stand in the base: options, and do not know."""
    missing = {code: option for code, option in item.missing_codes.items() if code == "dont_know"}
    return {**item.option_codes, **missing}
