"""The files beside a questionnaire: waves, series, rules of publication, with the line of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.collection import wave as planning
from app.collection.wave import WavePlan
from app.disclosure import policy as disclosure
from app.questionnaire.definition import FILE
from app.questionnaire.instrument import Item, Questionnaire
from app.questionnaire.problem import Problem, in_order
from app.questionnaire.routing import longest_seconds
from app.questionnaire.shape import problems_against
from app.questionnaire.source import Place, Source, read_source

DESIGN, SERIES, POLICY = "design.yaml", "series.yaml", "disclosure.yaml"


@dataclass(frozen=True, slots=True)
class Design:
    """A `design.yaml` as it was read; plans stand only where there is no problem."""

    plans: tuple[WavePlan, ...]
    problems: tuple[Problem, ...]
    design: Mapping[str, object]


def read_design(folder: Path) -> Design:
    """The waves of a survey, and everything that is wrong with their file, line by line."""
    source = read_source(folder / DESIGN, str(folder / DESIGN))
    if not isinstance(source.value, Mapping):
        told = source.problem((), "the file plans the waves; it begins with the key waves:")
        return Design((), source.problems or (told,), {})
    found = [*source.problems, *problems_against(planning.validator(), source)]
    if found:
        return Design((), in_order(found), source.value)
    plans, problems = planning.read_plans(source.value)
    found += [source.problem(one.path, one.message) for one in problems]
    found += [source.problem(place, message) for plan in plans for place, message in _unsaid(plan)]
    return Design(plans, in_order(found), source.value)


def _unsaid(plan: WavePlan) -> Iterator[tuple[Place, str]]:
    """What firms that are really asked have to be told about their data."""
    missing = planning.missing_privacy(plan)
    if missing:
        told = f"firms are really asked, and are not told: {', '.join(missing)}"
        way_out = "write these texts and have counsel approve them, or say simulated: true"
        yield ("waves", plan.code, "privacy"), f"{told}; {way_out}"


def form_problems(
    folder: Path, questionnaire: Questionnaire, plans: tuple[WavePlan, ...]
) -> tuple[Problem, ...]:
    """Warnings about waves that ask longer than they say, or leave out what has to be answered."""
    design = read_source(folder / DESIGN, str(folder / DESIGN))
    found = list(_too_short(design, questionnaire, plans))
    if any(plan.form == "core" for plan in plans):
        asked = read_source(folder / FILE, str(folder / FILE))
        found += _left_out(asked, questionnaire)
    return tuple(found)


def _too_short(
    design: Source, questionnaire: Questionnaire, plans: tuple[WavePlan, ...]
) -> Iterator[Problem]:
    for plan in plans:
        needed = -(-longest_seconds(questionnaire, plan.form) // 60)
        if needed > plan.minutes:
            told = f"firms are told {plan.minutes} minutes; the {plan.form} form takes {needed}"
            place = ("waves", plan.code, "minutes")
            yield Problem(design.file, design.line(place), ".".join(place), told, "warning")


def _left_out(asked: Source, questionnaire: Questionnaire) -> Iterator[Problem]:
    """Required items, and consents, that the short form does not ask."""
    for place, written in asked.items():
        item = questionnaire.items.get(str(written.get("code")))
        if item is not None and not item.core and (item.required or item.is_consent):
            shown = f"items.{item.code}"
            yield Problem(asked.file, asked.line(place), shown, _not_core(item), "warning")


def _not_core(item: Item) -> str:
    what = "this consent" if item.is_consent else "this required item"
    return f"the short form (form: core) does not ask {what}; say core: true if it should"


def series_problems(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the file of the series, where there is one."""
    path = folder.parent / SERIES
    if not path.is_file():
        return ()
    source = read_source(path, str(path))
    if not isinstance(source.value, Mapping):
        return source.problems or (source.problem((), "the file is empty; write id: and title:"),)
    lacking = [key for key in ("id", "title") if not source.value.get(key)]
    found = [
        *source.problems,
        *(source.problem((), f"{one} is missing; add it") for one in lacking),
    ]
    named = source.value.get("id")
    if named and named != folder.parent.name:
        told = f"{named!r} is not the name of the folder; write {folder.parent.name}"
        found.append(source.problem(("id",), told))
    return in_order(found)


def policy_problems(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the rules of publication, which firms are promised before they answer."""
    path = folder / POLICY
    if not path.is_file():
        told = "the file is not there; it says how many firms a figure rests on at least"
        return (Problem(str(path), 1, POLICY, told),)
    source = read_source(path, str(path))
    if source.problems:
        return source.problems
    policy, found = disclosure.read(path.read_bytes())
    return () if policy is not None else tuple(_placed(source, told) for told in found)


def _placed(source: Source, told: str) -> Problem:
    """A problem of the policy at the line of its key, or of what should hold it."""
    place, colon, message = told.partition(": ")
    if not colon:
        return source.problem((), told)
    return source.problem(tuple(place.split(".")), message, shown=place)
