"""What a valid definition can still get wrong: dead items, conditions that look forward."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from app.questionnaire.expression import FACTS, Expression, names, parse
from app.questionnaire.grammar import ConditionProblem
from app.questionnaire.instrument import Fill, Item, Questionnaire
from app.questionnaire.items import ROSTER, kind_of
from app.questionnaire.problem import Problem, hint, quoted
from app.questionnaire.reach import Reach, ancestors
from app.questionnaire.source import Place, Source
from app.questionnaire.types import TEXT, Type, type_problems

Found = Iterator[tuple[Place, str]]


def lint_problems(
    questionnaire: Questionnaire, source: Source, lost: frozenset[str]
) -> list[Problem]:
    """Conditions that cannot work as written.

    Parameters
    ----------
    lost : frozenset of str
        Items that could not be built: conditions that name them are not judged.
    """
    linter = _Linter(questionnaire, types_of(questionnaire), lost)
    found: list[Problem] = []
    for place, written in source.items():
        item = questionnaire.items.get(str(written.get("code")))
        if item is None:
            found += [
                source.problem((*place, "ask_if"), message)
                for message in linter.written(written.get("ask_if"))
            ]
        else:
            found += [
                source.problem((*place, *inside), message) for inside, message in linter.item(item)
            ]
            found += [
                replace(source.problem((*place, *inside), message), severity="warning")
                for inside, message in linter.warnings(item)
            ]
    for fill in questionnaire.fills:
        found += [
            source.problem(("fills", fill.name, *inside), message)
            for inside, message in linter.fill(fill)
        ]
    return found


def types_of(questionnaire: Questionnaire) -> Mapping[str, Type]:
    """Every name that conditions may use, with its type."""
    types: dict[str, Type] = dict.fromkeys(FACTS, TEXT)
    for item in questionnaire.items.values():
        types.update(kind_of(item).value_types(item))
    return types


@dataclass(frozen=True)
class _Linter:
    """Judges the conditions of one questionnaire."""

    questionnaire: Questionnaire
    types: Mapping[str, Type]
    lost: frozenset[str]

    def item(self, item: Item) -> Found:
        """What is wrong with the conditions of an item."""
        if item.ask_if is not None:
            yield from self._condition(("ask_if",), item.ask_if)
            yield from self._earlier(("ask_if",), item.ask_if, item)
            yield from self._core(item)
            yield from self._without_consents(item)
            yield from self._dead(item)
        for at, check in enumerate(item.checks):
            if check.condition is not None:
                yield from self._condition(("checks", at, "if"), check.condition)
                yield from self._no_later(("checks", at, "if"), check.condition, item)
        yield from self._by_facts((), item)
        yield from self._rows(item)

    def _by_facts(self, inside: Place, item: Item) -> Found:
        """What is wrong with conditions that only facts of the frame can decide."""
        for key, conditions in (
            ("hide", [hiding.condition for hiding in item.hide]),
            ("variants", [variant.condition for variant in item.variants]),
        ):
            for at, condition in enumerate(conditions):
                place = (*inside, key, at, "if")
                yield from self._condition(place, condition)
                yield from self._facts_alone(place, condition)

    def _rows(self, item: Item) -> Found:
        """What is wrong with the conditions in the rows of a roster, which see their own row."""
        within = ROSTER.types_within(item)
        for at, inner in enumerate(item.items):
            place: Place = ("items", at)
            earlier = {one.code: within[one.code] for one in item.items[:at]}
            if inner.ask_if is not None:
                for message in type_problems(inner.ask_if, earlier):
                    yield (*place, "ask_if"), f"in its row: {message}"
            for number, check in enumerate(inner.checks):
                condition = check.condition
                for message in type_problems(condition, within) if condition else ():
                    yield (*place, "checks", number, "if"), f"in its row: {message}"
            yield from self._by_facts(place, inner)

    def written(self, condition: object) -> list[str]:
        """What is wrong with the condition of an item that could not be built."""
        if not isinstance(condition, str):
            return []
        try:
            return type_problems(parse(condition), self.types, self.lost)
        except ConditionProblem:
            return []

    def warnings(self, item: Item) -> Found:
        """What works, but probably not as meant."""
        if item.ask_if is not None and self._can_be_tried(item):
            reach = self._reach
            if reach.is_always_met(item.ask_if):
                source = quoted(item.ask_if.source)
                yield ("ask_if",), f"{source} is met whatever is answered; write answered(…)"
            if not reach.is_exact(item) and not reach.is_reachable(item):
                yield ("ask_if",), "no answers were found that lead here; check the condition"

    def fill(self, fill: Fill) -> Found:
        """What is wrong with a fill."""
        for at, case in enumerate(fill.cases):
            if case.condition is not None:
                yield from self._condition((at, "if"), case.condition)
        if fill.cases and all(case.condition for case in fill.cases):
            yield (), "the last case needs to hold always; add a case without `if`"
        if fill.label_of is None or fill.label_of in self.lost:
            return
        item = self.questionnaire.items.get(fill.label_of)
        if item is None:
            near = hint(fill.label_of, self.questionnaire.items)
            yield ("label_of",), f"there is no item {quoted(fill.label_of)}{near}"
        elif item.kind not in {"single", "picker"}:
            yield ("label_of",), f"{item.code} is a {item.kind}; a fill takes one option's label"
        else:
            for code in sorted(fill.label_for.keys() - item.option_codes.keys()):
                near = hint(code, item.option_codes)
                yield ("label_for", code), f"{item.code} has no option {quoted(code)}{near}"

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self.questionnaire, self.types)

    def _condition(self, place: Place, condition: Expression) -> Found:
        for message in type_problems(condition, self.types, self.lost):
            yield place, message

    def _earlier(self, place: Place, condition: Expression, item: Item) -> Found:
        """A condition sees only what was asked on earlier pages."""
        order = {code: at for at, code in enumerate(self.questionnaire.items)}
        pages = self._pages
        for name in sorted(names(condition) & self.types.keys() - FACTS):
            code = name.partition("__")[0]
            if code == item.code:
                yield place, f"{item.code} is asked by its own answer; name an earlier item"
            elif order[code] > order[item.code]:
                yield place, f"{code} is asked after {item.code}; move it before, or name another"
            elif pages[code] == pages[item.code]:
                yield (
                    place,
                    f"{code} stands on the same page as {item.code}; give it a page before",
                )

    def _no_later(self, place: Place, condition: Expression, item: Item) -> Found:
        """A check sees nothing that is asked on later pages."""
        pages = self._pages
        for name in sorted(names(condition) & self.types.keys() - FACTS):
            code = name.partition("__")[0]
            if pages[code] > pages[item.code]:
                yield place, f"{code} is asked on a later page; put the check there"

    def _facts_alone(self, place: Place, condition: Expression) -> Found:
        for name in sorted(names(condition) & self.types.keys() - FACTS):
            yield place, f"{name} is an item; here only country, sector and size can decide"

    def _core(self, item: Item) -> Found:
        """The core form must not depend on what it does not ask."""
        for code in sorted(ancestors(self.questionnaire, item)) if item.core else []:
            if not self.questionnaire.items[code].core:
                message = f"{item.code} is core, but depends on {code}, which is not"
                yield ("ask_if",), f"{message}; make both core or neither"

    def _without_consents(self, item: Item) -> Found:
        """What is sent must lead the same way without the consents, which are kept apart."""
        for code in sorted(ancestors(self.questionnaire, item)) if not item.is_consent else []:
            if self.questionnaire.items[code].is_consent:
                message = f"{item.code} depends on {code}, a consent, which is kept apart"
                yield ("ask_if",), f"{message} from the answers; name another item"

    def _dead(self, item: Item) -> Found:
        if item.ask_if is None or not self._can_be_tried(item):
            return
        reach = self._reach
        if reach.is_exact(item) and not reach.is_reachable(item):
            source = quoted(item.ask_if.source)
            yield ("ask_if",), f"{source} can never be met; nobody would be asked {item.code}"

    def _can_be_tried(self, item: Item) -> bool:
        """Whether every condition on the way to an item is sound in itself."""
        on_the_way = (
            self.questionnaire.items[code] for code in ancestors(self.questionnaire, item)
        )
        conditions = [one.ask_if for one in (*on_the_way, item) if one.ask_if is not None]
        return not any(
            names(condition) - self.types.keys() or type_problems(condition, self.types)
            for condition in conditions
        )

    @cached_property
    def _pages(self) -> Mapping[str, int]:
        pages: dict[str, int] = {}
        for at, (_, page, item) in enumerate(self.questionnaire.walk()):
            first = page.items[0].code
            pages[item.code] = pages.get(first, at)
        return pages
