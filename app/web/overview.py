"""The contents of the questionnaire with their state, and the answers to check, as values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.actions.posting import Place
from app.language.catalogue import mark
from app.questionnaire.answer import Finding
from app.questionnaire.instrument import Item, Section
from app.questionnaire.items import KINDS, ROSTER
from app.questionnaire.routing import Step, is_in_form, section_states
from app.web.interview import Interview, address
from app.web.pages import CHECK, summary_title

STATES: Mapping[str, tuple[str, str]] = {
    "not_started": (mark("Not started"), ""),
    "in_progress": (mark("In progress"), "under-way"),
    "completed": (mark("Completed"), "good"),
    "not_applicable": (mark("Does not apply to your firm"), ""),
    "not_in_form": (mark("Not part of the short form"), ""),
}
"""How each state of a section is said, and its tone."""
NOT_ASKED = frozenset({"not_applicable", "not_in_form"})


@dataclass(frozen=True, slots=True)
class Task:
    """One section as a line of the contents."""

    code: str
    letter: str
    title: str
    state: str
    tone: str
    href: str | None
    hint: str | None


@dataclass(frozen=True, slots=True)
class Hub:
    """The contents of the questionnaire."""

    tasks: tuple[Task, ...]
    progress: str
    is_complete: bool
    go_on: str
    go_on_text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One answer to check: its lines, or for a roster the lines of each row under its name.

    `state` with its tone tells what keeps it open: not saved yet, or typed and not saved.
    """

    name: str
    values: tuple[str, ...]
    change: str
    about: str
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    state: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CheckedSection:
    """The answers of one section."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """The answers to check, of one section or of all.

    `first_open` is where the first question that is still open is asked, and its name; `typed`
    are the pages with something typed that was never saved.
    """

    title: str
    lead: str
    sections: tuple[CheckedSection, ...]
    go_on: str
    go_on_text: str
    can_send: bool
    has_headings: bool = True
    summary: tuple[tuple[str, str], ...] = ()
    summary_title: str = ""
    first_open: tuple[str, str] | None = None
    typed: tuple[tuple[str, str], ...] = ()


def hub(interview: Interview, waiting: Collection[Place] = ()) -> Hub:
    """The sections in order, each with its state and where it leads.

    A section is in progress too where one of its pages is `waiting` to be saved.
    """
    unsaved = {section for section, _ in waiting}
    states = {
        code: "in_progress" if code in unsaved and state not in NOT_ASKED else state
        for code, state in section_states(interview.path, interview.answers).items()
    }
    tasks = tuple(
        _task(interview, section, states[section.code])
        for section in interview.instrument.questionnaire.sections
    )
    asked = [state for state in states.values() if state not in NOT_ASKED]
    done = asked.count("completed")
    progress = mark("{n} of {k} sections completed.")
    text = mark("Resume answering") if interview.answers else mark("Start answering")
    open_step = interview.open_step()
    return Hub(
        tasks=tasks,
        progress=interview.say(progress, n=done, k=len(asked)),
        is_complete=open_step is None,
        go_on=address(open_step) if open_step else CHECK,
        go_on_text=interview.say(text),
    )


def check(
    interview: Interview, waiting: Collection[Place] = (), findings: Sequence[Finding] = ()
) -> Check:
    """Every answer on the path, with what a refused sending has found.

    `waiting` are the pages that were left before they could be saved.
    """
    open_step, questionnaire = interview.open_step(), interview.instrument.questionnaire
    return Check(
        title=interview.say(mark("Check your answers")),
        lead=_lead(interview),
        sections=tuple(
            _checked(interview, section, "check", waiting)
            for section in questionnaire.sections
            if is_in_form(section, interview.path.form)
        ),
        go_on=address(open_step) if open_step else CHECK,
        go_on_text=interview.say(mark("Resume answering")),
        can_send=open_step is None,
        summary=tuple(
            (_place(interview, found.item), interview.sentence_apart(found)) for found in findings
        ),
        summary_title=summary_title(interview.language, len(findings)),
        first_open=_first_open(interview, open_step),
        typed=typed_pages(interview, waiting),
    )


def _lead(interview: Interview) -> str:
    """What is left to do before sending: how many questions are open, and how many must not be."""
    still_open = [
        item
        for step in interview.path.pages
        for item in step.items
        if item.code not in interview.answers
    ]
    if not still_open:
        return interview.say(
            mark("These are the answers you are about to send. You can still change them.")
        )
    required = sum(item.required for item in still_open)
    return interview.say(
        mark("Questions still open: {n}, of which {k} need an answer. Go through them to send."),
        n=len(still_open),
        k=required,
    )


def _first_open(interview: Interview, step: Step | None) -> tuple[str, str] | None:
    """Where the first open question is asked, and which one that is."""
    if step is None:
        return None
    item = next(item for item in step.items if item.code not in interview.answers)
    return f"{address(step)}?returns=check", interview.named(item)


def typed_pages(interview: Interview, waiting: Collection[Place]) -> tuple[tuple[str, str], ...]:
    """The pages on the path that hold something typed and not saved, each by its first item."""
    return tuple(
        (f"{address(step)}?returns=check", interview.named(step.items[0]))
        for step in interview.path.pages
        if step.codes in waiting
    )


def check_section(
    interview: Interview, section: Section, waiting: Collection[Place] = ()
) -> Check:
    """The answers of one section, and the way on from it."""
    here = interview.open_step(section.code)
    step = here or interview.open_step()
    title = section.title.say(interview.language, interview.fills)
    if here:
        text = interview.say(mark("Resume answering"))
    elif step:
        name = step.section.title.say(interview.language, interview.fills)
        text = interview.say(
            mark("Continue with {letter}. {section}"), letter=step.section.letter, section=name
        )
    else:
        text = interview.say(mark("Check your answers"))
    heading = mark("Check {letter}. {section}")
    return Check(
        title=interview.say(heading, letter=section.letter, section=title),
        lead=interview.say(mark("Change what is not right, or go on.")),
        sections=(_checked(interview, section, "section", waiting),),
        go_on=address(step) if step else CHECK,
        go_on_text=text,
        can_send=False,
        has_headings=False,
    )


def _task(interview: Interview, section: Section, state: str) -> Task:
    word, tone = STATES[state]
    step = interview.open_step(section.code)
    href = address(step) if step else f"{CHECK}/{section.code}"
    who = section.contributor
    return Task(
        code=section.code,
        letter=section.letter,
        title=section.title.say(interview.language, interview.fills),
        state=interview.say(word),
        tone=tone,
        href=None if state in NOT_ASKED else href,
        hint=interview.say(
            mark("Usually answered by: {who}"), who=who.say(interview.language, interview.fills)
        )
        if who
        else None,
    )


def _checked(
    interview: Interview, section: Section, returns: str, waiting: Collection[Place]
) -> CheckedSection:
    rows = tuple(
        _row(interview, step, item, f"{address(step)}?returns={returns}", waiting)
        for step in interview.path.pages
        if step.section.code == section.code
        for item in step.items
    )
    title = section.title.say(interview.language, interview.fills)
    return CheckedSection(title=f"{section.letter}. {title}", rows=rows)


def _row(
    interview: Interview, step: Step, item: Item, change: str, waiting: Collection[Place]
) -> Row:
    stored = interview.answers.get(item.code)
    kind = KINDS[item.kind]
    name = interview.named(item)
    state, tone = _state(interview, item, is_typed=step.codes in waiting)
    return Row(
        name=name,
        values=kind.describe(item, stored, interview.language, interview.fills) if stored else (),
        change=change,
        about=name,
        groups=ROSTER.rows(item, stored, interview.language, interview.fills)
        if stored and item.items
        else (),
        state=state,
        tone=tone,
    )


def _state(interview: Interview, item: Item, *, is_typed: bool) -> tuple[str, str]:
    """What keeps an item open, and its tone; nothing where it was saved."""
    if is_typed:
        return interview.say(mark("Typed, not saved yet")), "attention"
    if item.code in interview.answers:
        return "", ""
    if item.required:
        return interview.say(mark("Needs an answer")), "attention"
    return interview.say(mark("Still open, optional")), "under-way"


def _place(interview: Interview, code: str) -> str:
    """The page on which an item is asked."""
    steps = [step for step in interview.path.pages if any(i.code == code for i in step.items)]
    return f"{address(steps[0])}?returns=check" if steps else CHECK
