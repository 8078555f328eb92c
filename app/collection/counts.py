"""A published table of counts as responses that give it back, question by question.

Each question comes out as counted. Which firm gave which answers together is arbitrary: the counts
do not say it, so nothing may be read from two questions at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

from app.collection.datafile import read_csv, to_csv
from app.collection.frame import REQUIRED, FileProblem, Problems

COLUMNS = ("item", "option", "count", "base")
MOST_FIRMS = 100_000


@dataclass(frozen=True, slots=True)
class Counted:
    """How many firms gave each answer to one item, and of how many; `row` is its first line."""

    row: int
    item: str
    base: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Form:
    """How an item is answered: one option or several, which stand alone, how many at most."""

    is_multiple: bool
    alone: frozenset[str] = field(default_factory=frozenset)
    most: int | None = None


def read_counts(text: str) -> tuple[tuple[Counted, ...], Problems]:
    """The table that a CSV file with the columns item, option, count, base holds.

    Returns
    -------
    (questions, problems)
        Questions in the order of their first row; every problem of the file with its row.
    """
    table, shape = read_csv(text, required=COLUMNS)
    problems, found = list(shape), dict[str, Counted]()
    for number, cells in table.rows if not shape else ():
        told = [FileProblem(number, *problem) for problem in _cell_problems(cells)]
        problems += told
        if told:
            continue
        item, option, base = cells["item"], cells["option"], int(cells["base"])
        before = found.setdefault(item, Counted(number, item, base, {}))
        if before.base != base:
            told_base = f"{item} has the base {before.base} in row {before.row}"
            problems.append(FileProblem(number, "base", told_base))
        if option in before.counts:
            problems.append(FileProblem(number, "option", f"{option} stands twice under {item}"))
        counts = {**before.counts, option: int(cells["count"])}
        found[item] = Counted(before.row, item, before.base, counts)
    if not found and not problems:
        problems.append(FileProblem(1, "file", "there is no count in the file"))
    return tuple(found.values()), tuple(problems)


def unfillable(question: Counted, form: Form) -> Iterator[FileProblem]:
    """Why no responses can give the counts of a question, each with what would help."""
    total, base = sum(question.counts.values()), question.base
    alone = sum(question.counts.get(code, 0) for code in form.alone)
    room, ticks = base - alone, total - alone

    def problem(message: str) -> FileProblem:
        return FileProblem(question.row, "count", f"{question.item}: {message}")

    if not form.is_multiple and total != base:
        way_out = "say with an option of its own what the others gave" if total < base else ""
        yield problem(f"the counts add to {total} of {base} firms{_after(way_out)}")
    if form.is_multiple and ticks < room:
        way_out = f"give the other {room - ticks} an option that says so"
        yield problem(f"{ticks} answers are too few for {room} firms{_after(way_out)}")
    if form.is_multiple and form.most is not None and ticks > room * form.most:
        yield problem(f"{ticks} answers are too many for {room} firms with {form.most} each")
    for option, count in question.counts.items():
        if form.is_multiple and option not in form.alone and count > room:
            yield problem(f"{option} is given by {count}, but only {room} firms are left for it")


def filled(question: Counted, form: Form) -> tuple[tuple[str, ...], ...]:
    """The answers of as many firms as the base has, which together give the counts.

    Options that stand alone come first; the others go round the remaining firms, so that each has
    one at least and nobody has the same twice.
    """
    alone = [
        (code,)
        for code, count in question.counts.items()
        if code in form.alone or not form.is_multiple
        for _ in range(count)
    ]
    held: list[list[str]] = [[] for _ in range(question.base - len(alone))]
    places = cycle(range(len(held)))
    for code, count in question.counts.items():
        if form.is_multiple and code not in form.alone:
            for place in islice(places, count):
                held[place].append(code)
    return (*alone, *(tuple(codes) for codes in held))


def response_file(
    units: Sequence[str], questions: Sequence[Counted], forms: Mapping[str, Form]
) -> str:
    """Responses as CSV, one for each unit, marked as simulated.

    Parameters
    ----------
    units : sequence of str
        At least as many as the largest base; those beyond the base of an item leave it blank.
    questions : sequence of Counted
        None of them `unfillable`.
    forms : mapping
        By item.
    """
    answers = {question.item: filled(question, forms[question.item]) for question in questions}
    rows = [
        {"unit": unit, "simulated": True}
        | {item: ";".join(given[place]) for item, given in answers.items() if place < len(given)}
        for place, unit in enumerate(units)
    ]
    return to_csv(("unit", "simulated", *answers), rows)


def stand_ins(count: int, country: str) -> str:
    """A frame of so many firms of which nothing is known, as CSV."""
    width = len(str(count))
    rows = [
        {"unit": f"S{number:0{width}}", "name": f"Stand-in {number}", "country": country}
        for number in range(1, count + 1)
    ]
    return to_csv(REQUIRED, rows)


def _cell_problems(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in ("item", "option"):
        if not cells.get(name):
            yield name, "has to be filled"
    numbers = [name for name in ("count", "base") if not cells.get(name, "").isdecimal()]
    yield from ((name, "expected a whole number") for name in numbers)
    if numbers:
        return
    if not 0 < int(cells["base"]) <= MOST_FIRMS:
        yield "base", f"expected 1 to {MOST_FIRMS} firms"
    elif int(cells["count"]) > int(cells["base"]):
        yield "count", f"{cells['count']} are more than the base of {cells['base']}"


def _after(way_out: str) -> str:
    return f": {way_out}" if way_out else ""
