"""The path through an instrument for given answers: what is asked, what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from app.questionnaire.answer import Answer, Answers, Status
from app.questionnaire.expression import FACTS, met
from app.questionnaire.instrument import (
    Form,
    Instrument,
    Item,
    Option,
    Page,
    Questionnaire,
    Section,
)
from app.questionnaire.items import kind_of
from app.questionnaire.text import Text

Facts = Mapping[str, str]
"""What the frame knows about the firm: country, sector, size."""

State = Literal["not_started", "in_progress", "completed", "not_applicable", "not_in_form"]


class UnknownPage(LookupError):
    """The questionnaire has no such page."""

    def __init__(self, section: str, page: str) -> None:
        super().__init__(f"no page {page!r} in section {section!r}")
        self.section = section
        self.page = page


@dataclass(frozen=True)
class Step:
    """One page on the path, with the items on it as they are asked of this firm."""

    section: Section
    page: Page
    items: tuple[Item, ...]

    @property
    def codes(self) -> tuple[str, str]:
        """Section and page, as they stand in an address."""
        return self.section.code, self.page.code


@dataclass(frozen=True)
class Path:
    """The pages that a firm is asked, in order; `values` is what conditions saw on the way.

    `answers` and `facts` are what it was taken for.
    """

    questionnaire: Questionnaire
    pages: tuple[Step, ...]
    values: Mapping[str, object]
    answers: Answers = field(compare=False)
    facts: Facts = field(compare=False)
    form: Form = "full"

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item on the path by its code, as it is asked of this firm."""
        return {item.code: item for step in self.pages for item in step.items}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections with at least one page on the path."""
        return tuple({step.section.code: step.section for step in self.pages}.values())

    def step(self, section: str, page: str) -> Step | None:
        """The page on the path with these codes; None where it is not on the path."""
        return next((step for step in self.pages if step.codes == (section, page)), None)


def path(instrument: Instrument, answers: Answers, facts: Facts) -> Path:
    """The pages that these answers lead through.

    Items are taken in order, and a condition sees only answers to items on the path before it: an
    answer that fell off the path leads nowhere. A condition that is unknown is not met. In the
    core form, items outside the core are off the path.
    """
    return path_through(instrument.questionnaire, answers, facts, form=instrument.form)


def known_facts(facts: Facts) -> dict[str, object]:
    """The facts as conditions see them; what the frame left empty is unknown."""
    return {name: facts.get(name) or None for name in sorted(FACTS)}


def path_through(
    questionnaire: Questionnaire, answers: Answers, facts: Facts, *, form: Form = "full"
) -> Path:
    """The path through a questionnaire that need not be published."""
    seen = known_facts(facts)
    steps = tuple(_steps(questionnaire, answers, facts, form, seen))
    return Path(questionnaire, steps, seen, answers, facts, form)


def path_after(walked: Path, new: Answers) -> Path:
    """The path once some answers are new: the same one where no condition asks for any of them."""
    if walked.questionnaire.steering.isdisjoint(new):
        return walked
    return path_through(
        walked.questionnaire, {**walked.answers, **new}, walked.facts, form=walked.form
    )


def pages_in_turn(instrument: Instrument, answers: Answers, facts: Facts) -> Iterator[Step]:
    """The pages of the path one after the other, while `answers` fills up on the way.

    What is put into `answers` before the next page is asked for decides what follows, so that a
    whole response can be given in one walk.
    """
    seen = known_facts(facts)
    for step in _steps(instrument.questionnaire, answers, facts, instrument.form, seen):
        yield step
        for item in step.items:
            _see(item, answers, seen)


def _steps(
    questionnaire: Questionnaire,
    answers: Answers,
    facts: Facts,
    form: Form,
    seen: dict[str, object],
) -> Iterator[Step]:
    for section in questionnaire.sections:
        for page in section.pages:
            asked = tuple(item for item in page.items if _is_asked(item, answers, seen, form))
            if asked:
                yield Step(section, page, tuple(fitted(item, facts, form) for item in asked))


def _is_asked(item: Item, answers: Answers, seen: dict[str, object], form: Form) -> bool:
    """Whether an item is asked; if it is, what it was answered is seen from here on."""
    if (form == "core" and not item.core) or not met(item.ask_if, seen):
        return False
    _see(item, answers, seen)
    return True


def _see(item: Item, answers: Answers, seen: dict[str, object]) -> None:
    """Note what an item was answered, for the conditions that follow."""
    answer = answers.get(item.code)
    if answer is not None:
        kind = kind_of(item)
        seen[item.code] = kind.value(item, answer)
        seen.update(kind.row_values(item, answer))


def values(instrument: Instrument, answers: Answers, facts: Facts) -> Mapping[str, object]:
    """What conditions see: answers on the path and facts of the frame."""
    return path(instrument, answers, facts).values


def asked_answers(given_path: Path, answers: Answers) -> dict[str, Answer]:
    """The answers that count: those to items on the path, in the order asked."""
    return {code: answers[code] for code in given_path.items if code in answers}


def next_page(given_path: Path, section: str, page: str) -> Step | None:
    """The page on the path after a page, which need not be on the path; None after the last.

    Raises
    ------
    UnknownPage
        The questionnaire has no such page.
    """
    order = page_order(given_path.questionnaire)
    at = order.get((section, page))
    if at is None:
        raise UnknownPage(section, page)
    return next((step for step in given_path.pages if order[step.codes] > at), None)


def page_order(questionnaire: Questionnaire) -> Mapping[tuple[str, str], int]:
    """Where each page stands in the questionnaire, by the codes of its section and itself."""
    codes = [
        (section.code, page.code) for section in questionnaire.sections for page in section.pages
    ]
    return {code: at for at, code in enumerate(codes)}


def status_of(item: Item, answers: Answers, given_path: Path) -> Status:
    """What is known about an item: not asked off the path, not answered without an answer."""
    if item.code not in given_path.items:
        return Status.NOT_ASKED
    answer = answers.get(item.code)
    return answer.status if answer else Status.NOT_ANSWERED


def section_states(given_path: Path, answers: Answers) -> Mapping[str, State]:
    """How far each section is; a page is complete when every item on it has a stored answer.

    An item left blank has a stored answer once its page was saved. A section without core items is
    no part of the core form.
    """
    return {
        section.code: _state([code in answers for code in _asked_in(given_path, section)])
        if is_in_form(section, given_path.form)
        else "not_in_form"
        for section in given_path.questionnaire.sections
    }


def longest_seconds(questionnaire: Questionnaire, form: Form) -> int:
    """How long a form takes at most, going by the seconds of its items, in seconds.

    A roster takes its seconds for all of its rows, and fewer where the form has fewer rows.
    """
    if form == "full":
        return sum(item.seconds for item in questionnaire.items.values())
    asked = [item for item in questionnaire.items.values() if item.core]
    return sum(round(item.seconds * _rows_in_core(item)) for item in asked)


def _rows_in_core(item: Item) -> float:
    """The part of a roster's rows that the core form has; 1 for every other item."""
    if not item.core_max_rows or not item.max_rows:
        return 1
    return item.core_max_rows / item.max_rows


def is_in_form(section: Section, form: Form) -> bool:
    """Whether a form has any item of a section."""
    return form == "full" or any(item.core for page in section.pages for item in page.items)


def _asked_in(given_path: Path, section: Section) -> list[str]:
    return [
        item.code
        for step in given_path.pages
        if step.section.code == section.code
        for item in step.items
    ]


def _state(stored: list[bool]) -> State:
    if not stored:
        return "not_applicable"
    if all(stored):
        return "completed"
    return "in_progress" if any(stored) else "not_started"


def visible_options(item: Item, facts: Facts) -> tuple[Option, ...]:
    """The options that a firm is offered."""
    known = known_facts(facts)
    hidden = [hiding for hiding in item.hide if met(hiding.condition, known)]
    if not hidden:
        return item.options
    return tuple(
        option for option in item.options if not any(hiding.covers(option) for hiding in hidden)
    )


def wording(item: Item, facts: Facts) -> Text:
    """The wording that a firm reads: the first variant whose condition is met."""
    known = known_facts(facts)
    for variant in item.variants:
        if met(variant.condition, known):
            return variant.wording
    return item.wording


def fitted(item: Item, facts: Facts, form: Form = "full") -> Item:
    """The item as it is asked of a firm: its own wording, without options that are left out.

    In the core form a roster has its own number of rows.
    """
    if not item.by_facts and not item.core_max_rows:
        return item
    known = known_facts(facts)
    decided = (form, *(met(condition, known) for condition in item.by_facts))
    if decided not in item.as_asked:
        item.as_asked[decided] = _fitted(item, facts, form)
    return item.as_asked[decided]


def _fitted(item: Item, facts: Facts, form: Form) -> Item:
    rows = item.core_max_rows if form == "core" else None
    return replace(
        item,
        options=visible_options(item, facts),
        wording=wording(item, facts),
        items=tuple(fitted(one, facts, form) for one in item.items),
        max_rows=rows or item.max_rows,
    )
