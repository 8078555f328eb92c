"""A roster on a page: rows that are open to be answered, and rows that are listed by name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from app.language.catalogue import mark
from app.questionnaire.answer import Finding
from app.questionnaire.instrument import Item
from app.questionnaire.items import ROSTER
from app.questionnaire.kinds.rosters import Row, heading
from app.questionnaire.kinds.rows import fields_of, is_of_row, part, rows_in
from app.web.forms import ItemView, Raw, field_names, showable
from app.web.interview import Interview

ADD, CHANGE, ASK, KEEP, REMOVE, UP, DOWN = "add", "change", "ask", "keep", "remove", "up", "down"
CHOSEN, MANY = frozenset({"single", "picker"}), 12
MOST_DIGITS = 4
MOVES = frozenset({REMOVE, UP, DOWN})
"""What is done with the rows beside answering, without asking anything back."""
QUESTIONS = frozenset({ASK, KEEP})
"""A row is asked about before it is removed, which changes nothing yet."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: open with the items it asks, or closed with its name and what is below it.

    `hidden` are the fields that the row brings along without showing them.
    """

    number: int
    id: str
    heading: str
    label: str = ""
    details: tuple[str, ...] = ()
    items: tuple[ItemView, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    messages: tuple[str, ...] = ()
    is_last: bool = False
    is_asked: bool = False
    is_kept: bool = False
    question: str = ""

    @property
    def is_open(self) -> bool:
        """Whether its items are shown."""
        return bool(self.items)


@dataclass(frozen=True, slots=True)
class RosterView(ItemView):
    """A roster with its rows; `noted` are soft findings about rows that are not open."""

    rows: tuple[RowView, ...] = ()
    open_field: str = ""
    can_add: bool = False
    add: str = ""
    remove: str = ""
    noted: tuple[str, ...] = ()

    def place_of(self, part: str | None) -> str:
        """The row that a finding is about, where several could be meant."""
        number = (part or "").partition("__")[0]
        return next((row.heading for row in self.rows if str(row.number) == number), "")

    def target_of(self, part: str | None) -> str:
        """The control that a finding leads to: in its row, or the first there is."""
        open_items = [(row.number, view) for row in self.rows for view in row.items]
        if part and part.isdecimal():
            return f"{self.spec.code}__{part}"
        for number, view in open_items:
            own = f"{number}__{view.spec.code.rpartition('__')[2]}"
            if part == own or (part or "").startswith(f"{own}__"):
                return view.target_of((part or "")[len(own) + 2 :] or None)
        if open_items:
            return open_items[0][1].spec.target
        return self.rows[0].id if self.rows else self.spec.code


@dataclass(frozen=True, slots=True)
class Turn:
    """What a button of a roster does, the rows that are open after it, and where that leads."""

    item: str
    action: str
    open: tuple[int, ...]
    at: int

    @property
    def is_move(self) -> bool:
        """Whether it is done without asking anything back."""
        return self.action in MOVES

    @property
    def is_question(self) -> bool:
        """Whether it only asks about a row, or leaves it: nothing is saved for that."""
        return self.action in QUESTIONS


def roster_view(
    interview: Interview, item: Item, base: ItemView, found: Sequence[Finding], turn: Turn | None
) -> RosterView:
    """The rows of a roster as they are drawn, given what is typed or stored in its fields.

    `turn` is what a button of the page has asked for, of this roster or another.
    """
    language, count = interview.language, len(rows_in(item, base.raw))
    open_rows = _open_rows(item, base.raw, count, found)
    numbers = range(1, count + 1 + (count + 1 in open_rows))
    rows = {number: ROSTER.read_row(item, number, base.raw, language)[0] for number in numbers}
    closed = {number: row for number, row in rows.items() if number not in open_rows}
    drawn = [
        _closed_row(interview, item, base.raw, number, row)
        if number in closed
        else _open_row(interview, item, base, number, row=row, found=found)
        for number, row in rows.items()
    ]
    if turn and turn.is_question and turn.item == item.code:
        is_asked = turn.action == ASK
        drawn = [
            _turned_to(interview, row, is_asked=is_asked) if row.number == turn.at else row
            for row in drawn
        ]
    name = _name(interview, item)
    whole = {about.level for about in found if about.part is None}
    base = replace(base, level="hard" if "hard" in whole else "soft" if whole else "")
    return RosterView(
        **{one.name: getattr(base, one.name) for one in fields(ItemView)},
        rows=(*drawn[:-1], replace(drawn[-1], is_last=True)),
        open_field=f"{item.code}__open",
        can_add=len(drawn) < (item.max_rows or 0),
        add=interview.say(mark("Add another {name}"), name=name),
        remove=interview.say(mark("Remove this {name}"), name=name),
        noted=tuple(
            finding.key
            for number, row in closed.items()
            for finding in ROSTER.row_findings(item, number, row)
            if finding.level == "soft"
        ),
    )


def _turned_to(interview: Interview, row: RowView, *, is_asked: bool) -> RowView:
    """The row with the question whether it is to go, or with the focus once it stays."""
    question = interview.say(
        mark("Remove “{label}” with its answers?"), label=row.label or row.heading
    )
    return replace(row, is_asked=is_asked, is_kept=not is_asked, question=question)


def _name(interview: Interview, item: Item) -> str:
    return item.row_name.say(interview.language, interview.fills) if item.row_name else ""


def _open_rows(item: Item, raw: Raw, count: int, found: Sequence[Finding]) -> frozenset[int]:
    """The rows that are open: as asked for, those with something to look at, a first one."""
    last = min(count + 1, item.max_rows or 0)
    wanted = _open(item, raw)
    wanted |= {int(about.part.partition("__")[0]) for about in found if about.part}
    return frozenset(number for number in wanted if 1 <= number <= last) or (
        frozenset() if count else frozenset({1})
    )


def _closed_row(interview: Interview, item: Item, raw: Raw, number: int, row: Row) -> RowView:
    """A row by its name; what stands in its fields comes along."""
    language, fills = interview.language, interview.fills
    return RowView(
        number=number,
        id=f"{item.code}__{number}",
        heading=heading(language, _name(interview, item), number),
        label=ROSTER.name(item, row, language, fills),
        details=ROSTER.own_words(item, row, language, fills),
        hidden=tuple(_brought(item.in_row(number), raw)),
    )


def _open_row(
    interview: Interview,
    item: Item,
    base: ItemView,
    number: int,
    *,
    row: Row,
    found: Sequence[Finding],
) -> RowView:
    """A row with the items that its answers lead to; what they lead away from comes along."""
    asked = {inner.code for inner in ROSTER.asked(item, row)}
    within = tuple(zip(item.items, item.in_row(number), strict=True))
    return RowView(
        number=number,
        id=f"{item.code}__{number}",
        heading=heading(interview.language, _name(interview, item), number),
        items=tuple(
            _inner_view(interview, placed, base, part(number, inner.code), found)
            for inner, placed in within
            if inner.code in asked
        ),
        messages=tuple(interview.sentence(one) for one in found if one.part == str(number)),
        hidden=tuple(
            _brought([one for inner, one in within if inner.code not in asked], base.raw)
        ),
    )


def _brought(items: Sequence[Item], raw: Raw) -> Iterator[tuple[str, str]]:
    for item in items:
        for name in field_names(item):
            yield from ((name, showable(value)) for value in raw.get(name, ()))


def _inner_view(
    interview: Interview, placed: Item, base: ItemView, place: str, found: Sequence[Finding]
) -> ItemView:
    """An item of an open row, which has no number and no fingerprint of its own.

    A choice from many is drawn as a list to search, so that the row stays short.
    """
    spec = interview.spec(placed)
    if spec.kind in CHOSEN:
        kind = "picker" if len(spec.choices) > MANY else spec.kind
        spec = replace(spec, kind=kind, instruction=None)
    about = [one for one in found if one.part == place]
    beside = [one for one in found if one.part == f"{place}__other"]
    levels = {one.level for one in (*about, *beside)}
    return ItemView(
        spec=spec,
        raw=base.raw,
        seen="",
        is_alone=False,
        level="hard" if "hard" in levels else "soft" if levels else "",
        messages=tuple(interview.sentence(one) for one in about),
        parts={"other": tuple(interview.sentence(one) for one in beside)},
    )


def settled(item: Item, raw: Raw) -> dict[str, Sequence[str]]:
    """What came in the fields of a roster with empty rows taken out, the open ones renumbered."""
    rows = [row for _, row in _numbered(item, raw) if row]
    after = _places(item, raw)
    open_rows = {after.get(number, len(rows) + 1) for number in _open(item, raw)}
    return _laid_out(item, raw, rows, open_rows)


def _places(item: Item, raw: Raw) -> Mapping[int, int]:
    """Where each row that is not empty stands once the empty ones are taken out."""
    filled = [number for number, row in _numbered(item, raw) if row]
    return {before: at for at, before in enumerate(filled, start=1)}


def turned(item: Item, raw: Raw, wanted: str) -> tuple[dict[str, Sequence[str]], Turn | None]:
    """The settled fields after what a button asks for (`code:action:row`), and the rows open then.

    The row is one of the page as it came. What a button cannot do it leaves as it is.
    """
    code, _, rest = wanted.partition(":")
    action, _, row = rest.partition(":")
    number = _places(item, raw).get(_number(row), 0)
    raw = settled(item, raw)
    rows, open_rows = rows_in(item, raw), _open(item, raw)
    if code != item.code or action not in {ADD, CHANGE, *MOVES, *QUESTIONS}:
        return dict(raw), None
    if action == KEEP or (action == ASK and number):
        return dict(raw), Turn(code, action, (), number or 1)
    if action == ASK:
        action = REMOVE
    if action in MOVES:
        order = _moved(list(range(1, len(rows) + 1)), action, number)
        after = {before: now for now, before in enumerate(order, start=1)}
        open_rows = {after[one] for one in open_rows if one in after}
        laid_out = _laid_out(item, raw, [rows[before - 1] for before in order], open_rows)
        at = after.get(number) or max(1, min(_number(row), len(order)))
        return laid_out, Turn(code, action, tuple(sorted(open_rows)), at)
    opened = len(rows) + 1 if action == ADD else number
    is_there = 1 <= opened <= min(len(rows) + 1, item.max_rows or 0)
    return dict(raw), Turn(code, action, (opened,) if is_there else (), opened if is_there else 1)


def _open(item: Item, raw: Raw) -> set[int]:
    """The rows that were open on the page, or that an address asks to open."""
    return {_number(one) for one in raw.get(f"{item.code}__open", ())}


def _number(text: str) -> int:
    """The number of a row that somebody else has written; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < MOST_DIGITS else 0


def _moved(order: list[int], action: str, number: int) -> list[int]:
    """The rows in a new order, without one that is removed."""
    if number not in order:
        return order
    at = order.index(number)
    if action == REMOVE:
        return [one for one in order if one != number]
    to = at - 1 if action == UP else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order


def _numbered(item: Item, raw: Raw) -> Iterator[tuple[int, Mapping[str, Sequence[str]]]]:
    """Each row that a page can have under its number, with what came in it."""
    for number in range(1, (item.max_rows or 0) + 1):
        start = f"{item.code}__{number}__"
        row = {name.removeprefix(start): raw[name] for name in raw if name.startswith(start)}
        yield number, row if any(v.strip() for values in row.values() for v in values) else {}


def _laid_out(
    item: Item, raw: Raw, rows: Sequence[Mapping[str, Sequence[str]]], open_rows: set[int]
) -> dict[str, Sequence[str]]:
    kept = {name: values for name, values in raw.items() if not is_of_row(item, name)}
    for number, row in enumerate(rows, start=1):
        kept.update(fields_of(item, number, dict(row)))
    kept[f"{item.code}__open"] = [str(number) for number in sorted(open_rows)]
    return kept


def opened(item: Item, raw: Raw, targets: Sequence[str]) -> Raw:
    """The stored fields of a roster with the rows that an address asks to open."""
    start = f"{item.code}__"
    wanted = [one.removeprefix(start) for one in targets if one.startswith(start)]
    return {**raw, f"{item.code}__open": wanted} if wanted else raw
