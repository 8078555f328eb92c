"""Whether any answers lead to an item: conditions tried on every case that makes a difference."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations, islice, pairwise, product

from app.questionnaire.expression import FACTS, Expression, evaluate, met, names, walk
from app.questionnaire.grammar import Call, Constant, Name, Sum
from app.questionnaire.instrument import Item, Questionnaire
from app.questionnaire.types import Type

MOST_CASES = 20_000
"""Cases tried for one item; beyond them nothing is said about it."""

Case = Mapping[str, object]


def ancestors(questionnaire: Questionnaire, item: Item) -> frozenset[str]:
    """The items that decide, directly or through others, whether an item is asked."""
    found: set[str] = set()
    open_items = [item]
    while open_items:
        condition = open_items.pop().ask_if
        for code in _items_in(condition) - found:
            found.add(code)
            if code in questionnaire.items:
                open_items.append(questionnaire.items[code])
    return frozenset(found & questionnaire.items.keys())


def _items_in(condition: Expression | None) -> set[str]:
    if condition is None:
        return set()
    return {name.partition("__")[0] for name in names(condition) - FACTS}


@dataclass(frozen=True)
class Reach:
    """Tries the conditions of one questionnaire."""

    questionnaire: Questionnaire
    types: Mapping[str, Type]

    def is_exact(self, item: Item) -> bool:
        """Whether the cases tried stand for all there are."""
        conditions = self._conditions(item)
        parts = [part for condition in conditions for part in walk(condition.tree)]
        is_plain = not any(
            isinstance(part, Sum) or (isinstance(part, Call) and part.function in {"count", "sum"})
            for part in parts
        )
        return is_plain and self._count(conditions) <= MOST_CASES

    def is_reachable(self, item: Item) -> bool:
        """Whether some case leads to an item; true also where there are too many to try."""
        conditions = self._conditions(item)
        if self._count(conditions) > MOST_CASES:
            return True
        order = [*(self.questionnaire.items[code] for code in self._on_the_way(item)), item]
        return any(_leads_to(item, order, case) for case in self._cases(conditions))

    def is_always_met(self, condition: Expression) -> bool:
        """Whether a condition is met in every case in which all it compares is known."""
        if self._count([condition]) > MOST_CASES:
            return False
        asked = _names_within([condition], "answered")
        known = [
            case
            for case in self._cases([condition])
            if all(value is not None or name in asked for name, value in case.items())
        ]
        return all(evaluate(condition, case) is True for case in known)

    def _on_the_way(self, item: Item) -> list[str]:
        wanted = ancestors(self.questionnaire, item)
        return [code for code in self.questionnaire.items if code in wanted and code != item.code]

    def _conditions(self, item: Item) -> list[Expression]:
        on_the_way = [self.questionnaire.items[code].ask_if for code in self._on_the_way(item)]
        return [condition for condition in (*on_the_way, item.ask_if) if condition is not None]

    def _cases(self, conditions: Sequence[Expression]) -> Iterator[Case]:
        domains = self._domains(conditions)
        for values in product(*domains.values()):
            yield dict(zip(domains, values, strict=True))

    def _count(self, conditions: Sequence[Expression]) -> int:
        count = 1
        for domain in self._domains(conditions).values():
            count *= len(domain)
        return count

    def _domains(self, conditions: Sequence[Expression]) -> Mapping[str, tuple[object, ...]]:
        """For each name the values that make a difference, and unknown."""
        used = sorted({name for condition in conditions for name in names(condition)})
        constants = [
            part.value
            for condition in conditions
            for part in walk(condition.tree)
            if isinstance(part, Constant)
        ]
        counted = _names_within(conditions, "count")
        return {
            name: (None, *self._values(name, constants, is_counted=name in counted))
            for name in used
        }

    def _values(
        self, name: str, constants: Sequence[object], *, is_counted: bool
    ) -> Sequence[object]:
        kind = self.types[name]
        item = self.questionnaire.items.get(name.partition("__")[0])
        if kind.name == "number":
            return _numbers([one for one in constants if isinstance(one, Decimal)], item)
        said = {one for one in constants if isinstance(one, str)}
        said |= {code for one in constants if isinstance(one, tuple) for code in one}
        if is_counted:
            said |= kind.literals or frozenset()
        missing = item.missing_codes.keys() if item else frozenset[str]()
        codes = _told_apart(kind, said, frozenset(missing))
        return codes if kind.name != "codes" else _subsets(codes, item)


def _names_within(conditions: Sequence[Expression], function: str) -> frozenset[str]:
    """The names that stand in the brackets of a function."""
    return frozenset(
        inner.name
        for condition in conditions
        for part in walk(condition.tree)
        if isinstance(part, Call) and part.function == function
        for inner in part.parts
        if isinstance(inner, Name)
    )


def _told_apart(kind: Type, said: set[str], missing: frozenset[str]) -> list[str]:
    """The codes that conditions name, and one that stands for all the others."""
    if kind.literals is None:
        return [*sorted(said), "\N{REPLACEMENT CHARACTER}"]
    named = sorted((said & kind.literals) - missing)
    return [*named, *sorted(kind.literals - said - missing)[:1]]


def _subsets(codes: Sequence[str], item: Item | None) -> list[tuple[str, ...]]:
    """Every choice of these codes that an item allows; cut where there are too many to try."""
    most = item.max_choices if item and item.max_choices else len(codes)
    options = item.option_codes if item else {}
    alone = [code for code in codes if code in options and options[code].exclusive]
    together = [code for code in codes if code not in alone]
    sizes = range(1, min(most, len(together)) + 1)
    several = chain.from_iterable(combinations(together, size) for size in sizes)
    return [*((code,) for code in alone), *islice(several, MOST_CASES + 1)]


def _numbers(constants: Sequence[Decimal], item: Item | None) -> list[Decimal]:
    """The bounds, every number that a condition names, and one between each two of them."""
    least = item.min if item else None
    most = item.max if item else None
    marks = {*constants, *(bound for bound in (least, most) if bound is not None), Decimal(0)}
    ordered = sorted(marks)
    between = [(low + high) / 2 for low, high in pairwise(ordered)]
    tried = sorted({*marks, *between, ordered[0] - 1, ordered[-1] + 1})
    return [
        number
        for number in tried
        if (least is None or number >= least) and (most is None or number <= most)
    ]


def _leads_to(item: Item, order: Sequence[Item], case: Case) -> bool:
    """Whether an item is asked in a case, answers off the path counting as unknown."""
    seen = dict(case)
    for earlier in order:
        if not met(earlier.ask_if, seen):
            if earlier is item:
                return False
            for name in seen:
                if name.partition("__")[0] == earlier.code:
                    seen[name] = None
    return True
