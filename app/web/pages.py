"""A page of questions as frozen values: what is asked, what was typed, what was found."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlencode

from app.language.catalogue import mark, ngettext
from app.language.findings import say
from app.language.numbers import format_decimal
from app.questionnaire.answer import Answer, Finding, fingerprint
from app.questionnaire.instrument import Item
from app.questionnaire.items import KINDS
from app.questionnaire.kinds.sums import total
from app.questionnaire.routing import Step
from app.web.forms import ItemView, Raw, field_names
from app.web.interview import Interview, address
from app.web.rosters import RosterView, Turn, opened, roster_view, turned

HUB = "/answer/"
CHECK = "/answer/check"
ECHO = mark("{num}: we read this as {value}.")
FIGURES = frozenset({"number", "percent"})
TYPED = FIGURES | {"constant_sum"}
"""Kinds answered with one figure, and with any."""
RETURNS = frozenset({"check", "section"})
"""Where a change may have come from: the check of everything, or of one section."""


@dataclass(frozen=True)
class Shown:
    """What a page shows beyond what is stored.

    Parameters
    ----------
    raw : mapping, optional
        What was typed; what is stored where nothing was.
    findings : tuple of Finding
        What the checks found about it.
    theirs : mapping
        Answers that somebody else saved meanwhile, by item.
    theirs_at : mapping
        When each of them was saved, where it is known.
    seen : mapping
        Fingerprints of the answers that the firm has seen, by item; of those stored where none
        is named. A page that was not saved keeps those it came with, or a conflict would be lost.
    opens : sequence of str
        Rows of rosters that are open, by their ids, beside what is stored.
    turn : Turn, optional
        What a button of a roster did to the rows.
    confirmed : sequence of str
        Soft findings that the firm has seen before, beside those found now.
    is_held : bool
        Whether this was typed before and waits, as it could not be saved.
    is_unsaved : bool
        Whether this is drawn again without having been saved.
    returns : {"", "check", "section"}
        Where saving leads when it is not simply the next page.
    """

    raw: Raw | None = None
    findings: tuple[Finding, ...] = ()
    theirs: Mapping[str, Answer] = field(default_factory=dict)
    theirs_at: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    returns: str = ""
    opens: Sequence[str] = ()
    turn: Turn | None = None
    confirmed: Sequence[str] = ()
    is_held: bool = False
    is_unsaved: bool = False


@dataclass(frozen=True)
class QuestionPage:
    """A page of questions, ready to be drawn; `keep` names the items in conflict.

    `summary` are the points that keep it from being saved, `reminders` those that may stay.
    """

    title: str
    caption: str
    heading: str
    intro: str | None
    items: tuple[ItemView, ...]
    returns: str = ""
    summary: tuple[tuple[str, str], ...] = ()
    summary_title: str = ""
    reminders: tuple[tuple[str, str], ...] = ()
    reminders_title: str = ""
    keep: str = ""
    confirmed: tuple[str, ...] = ()
    is_held: bool = False

    @property
    def is_alone(self) -> bool:
        """Whether the page asks one thing, which is then its heading."""
        return len(self.items) == 1


def confirmation(finding: Finding) -> str:
    """How a form names a soft finding that the firm has seen."""
    return finding.key


def question_page(interview: Interview, step: Step, shown: Shown) -> QuestionPage:
    """The page with what is stored, or with what was typed and what was found about it."""
    shown = replace(shown, findings=_to_say(shown.findings))
    items = tuple(
        _item_view(interview, item, shown, is_alone=len(step.items) == 1) for item in step.items
    )
    section, language = step.section, interview.language
    in_section = [other for other in interview.path.pages if other.section.code == section.code]
    at = in_section.index(step)
    title = section.title.say(language, interview.fills)
    place = mark("{letter}. {section} ({n} of {k})")
    points = [found for found in shown.findings if found.level == "hard"]
    reminders = [found for found in shown.findings if found.level == "soft"]
    return QuestionPage(
        title=f"{items[0].spec.num} {items[0].spec.short}",
        caption=interview.say(
            place, letter=section.letter, section=title, n=at + 1, k=len(in_section)
        ),
        heading=title,
        intro=section.intro.say(language, interview.fills) if section.intro and not at else None,
        items=items,
        returns=shown.returns,
        summary=_summary(interview, items, points),
        summary_title=summary_title(language, len(points)),
        reminders=_summary(interview, items, reminders),
        reminders_title=ngettext(
            language, "There is {n} reminder", "There are {n} reminders", len(reminders)
        ),
        keep=" ".join(shown.theirs),
        confirmed=tuple(dict.fromkeys((*shown.confirmed, *_confirmed(shown.findings, items)))),
        is_held=shown.is_held,
    )


def _to_say(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that are told now: one may stay as it is only where nothing else is wrong.

    Of a figure that can be read in two ways nothing more is said until that is settled. What is
    left out was not seen, and is found again at the next saving.
    """
    hard = {(one.item, one.part) for one in findings if one.level == "hard"}
    unsettled = {(one.item, one.part) for one in findings if one.code == "number_factor"}
    return tuple(
        one
        for one in findings
        if one.level == "hard"
        or (
            (one.item, one.part) not in hard
            and (one.code == "number_factor" or (one.item, one.part) not in unsettled)
        )
    )


def _confirmed(found: Sequence[Finding], items: Sequence[ItemView]) -> Iterator[str]:
    """Soft findings that the firm has seen: those of this page, and of rows that are closed."""
    yield from (confirmation(finding) for finding in found if finding.level == "soft")
    for view in items:
        yield from view.noted if isinstance(view, RosterView) else ()


def as_stored(interview: Interview, step: Step, shown: Shown, codes: Collection[str]) -> Shown:
    """The page with what is stored, in place of what came, for some of its items."""
    raw, seen = dict(shown.raw or {}), dict(shown.seen)
    for item in step.items:
        stored = interview.answers.get(item.code)
        if stored is None or item.code not in codes:
            continue
        for name in field_names(item):
            raw.pop(name, None)
        raw.update(KINDS[item.kind].raw(item, stored, interview.language))
        seen[item.code] = fingerprint(stored)
    return replace(shown, raw=raw, seen=seen)


def arranged(step: Step, shown: Shown, wanted: str) -> Shown:
    """What came, with the rows of rosters in order, after what a button of one asks for."""
    for item in step.items:
        if item.items:
            raw, turn = turned(item, shown.raw or {}, wanted)
            shown = replace(shown, raw=raw, turn=shown.turn or turn)
    return shown


def turned_to(step: Step, shown: Shown) -> str:
    """The same page with the rows open that a button has left open."""
    turn = shown.turn
    if turn is None:
        return address(step)
    query = [("open", f"{turn.item}__{number}") for number in turn.open]
    query += [("returns", shown.returns)] if shown.returns else []
    return f"{address(step)}{'?' if query else ''}{urlencode(query)}#{turn.item}__{turn.at}"


def summary_title(language: str, n: int) -> str:
    """The heading over n findings."""
    return ngettext(
        language, "There is {n} point to look at", "There are {n} points to look at", n
    )


def echo_of(interview: Interview, step: Step, shown: Shown) -> str | None:
    """How figures that were typed in another way than we write them were read."""
    said = []
    for item in step.items:
        if item.kind in TYPED and _is_rewritten(item, shown.raw or {}, interview.language):
            answer = KINDS[item.kind].parse(item, shown.raw or {}, interview.language).answer
            value = interview.say(mark(", ")).join(_described(interview, item, answer))
            said.append(interview.say(ECHO, num=item.num, value=value))
    return " ".join(said) or None


def _is_rewritten(item: Item, raw: Raw, language: str) -> bool:
    """Whether a figure that was typed is written in another way from now on."""
    kind = KINDS[item.kind]
    written = kind.raw(item, kind.parse(item, raw, language).answer, language)
    names = [f"{item.code}__{row.code}" for row in item.rows] or [item.code]
    typed = {name: "".join(raw.get(name, ())[:1]).strip() for name in names}
    return any(text and [text] != written.get(name) for name, text in typed.items())


def _summary(
    interview: Interview, items: Sequence[ItemView], findings: Sequence[Finding]
) -> tuple[tuple[str, str], ...]:
    """Every finding with the field where it is put right, in the order of the page."""
    say = interview.sentence if len(items) == 1 else interview.sentence_apart
    return tuple(
        (view.target_of(found.part), _row_of(interview, view, found) + say(found))
        for view in items
        for found in findings
        if found.item == view.spec.code
    )


def _row_of(interview: Interview, view: ItemView, found: Finding) -> str:
    """The row of a figure or a roster to be put right, which its sentence does not name."""
    place = view.place_of(found.part)
    if place:
        return place + interview.say(": ")
    if view.spec.kind != "constant_sum":
        return ""
    labels = {line.code: line.label for line in view.spec.lines}
    label = labels.get(found.part or "")
    return label + interview.say(mark(": ")) if label else ""


def way_back(interview: Interview, step: Step, returns: str) -> str:
    """The page before this one, or where the firm came from."""
    if returns:
        return CHECK if returns == "check" else f"{CHECK}/{step.section.code}"
    pages = interview.path.pages
    at = pages.index(step)
    before = pages[at - 1] if at else None
    return address(before) if before and before.section.code == step.section.code else HUB


def _item_view(interview: Interview, item: Item, shown: Shown, *, is_alone: bool) -> ItemView:
    stored = interview.answers.get(item.code)
    kind = KINDS[item.kind]
    raw = shown.raw
    if raw is None:
        raw = kind.raw(item, stored, interview.language) if stored else {}
        raw = opened(item, raw, shown.opens)
    found = [finding for finding in shown.findings if finding.item == item.code]
    said = [(f.part, f.level, interview.sentence(f)) for f in found]
    theirs = shown.theirs.get(item.code)
    view = ItemView(
        spec=interview.spec(item),
        raw=raw,
        seen=shown.seen.get(item.code, fingerprint(stored)),
        is_alone=is_alone,
        level=_worst(found),
        messages=tuple(sentence for part, _, sentence in said if part is None),
        parts=_by_part(said),
        echo=_echo(item, stored, interview.language) if shown.raw is None else None,
        total=_total(item, raw, interview.language) if item.kind == "constant_sum" else None,
        theirs=_described(interview, item, theirs) if theirs else (),
        theirs_head=_theirs_head(interview, shown.theirs_at.get(item.code)),
    )
    return roster_view(interview, item, view, found, shown.turn) if item.items else view


def _theirs_head(interview: Interview, saved_at: str | None) -> str:
    """What stands over an answer that somebody else saved meanwhile."""
    if saved_at is None:
        return interview.say(mark("Saved meanwhile:"))
    return interview.say(mark("Saved meanwhile ({moment}):"), moment=saved_at)


def _total(item: Item, raw: Raw, language: str) -> str | None:
    """What the figures in the fields add to; nothing where one of them cannot be read."""
    added = total(item, raw, language)
    return None if added is None else format_decimal(added, language)


def _worst(found: Sequence[Finding]) -> str:
    levels = {finding.level for finding in found}
    return "hard" if "hard" in levels else "soft" if levels else ""


def _by_part(said: Sequence[tuple[str | None, str, str]]) -> Mapping[str, tuple[str, ...]]:
    parts: dict[str, tuple[str, ...]] = {}
    for part, _, sentence in said:
        if part is not None:
            parts[part] = (*parts.get(part, ()), sentence)
    return parts


def _described(interview: Interview, item: Item, answer: Answer) -> tuple[str, ...]:
    return KINDS[item.kind].describe(item, answer, interview.language, interview.fills)


def _echo(item: Item, stored: Answer | None, language: str) -> str | None:
    """How a stored number was read, in figures that cannot be misread."""
    if stored is None or item.kind not in FIGURES:
        return None
    value = KINDS[item.kind].value(item, stored)
    if not isinstance(value, Decimal):
        return None
    return say("echo_number", {"value": format_decimal(value, language)}, language)
