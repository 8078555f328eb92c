"""What a definition of the right form can still contradict: codes, options, rules, fills."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from app.questionnaire.expression import FACTS, parse
from app.questionnaire.grammar import FUNCTIONS, NOT_NAMES, ConditionProblem
from app.questionnaire.instrument import Check, Item, Questionnaire
from app.questionnaire.kinds.consents import NO, YES
from app.questionnaire.kinds.sums import SUM
from app.questionnaire.problem import Problem, hint, quoted
from app.questionnaire.rules import RULES
from app.questionnaire.source import Place, Source
from app.questionnaire.text import FILL

RESERVED = FACTS | NOT_NAMES | frozenset(FUNCTIONS) | {
    "and", "or", "not", "in", "response", "unit", "stratum", "language", "status", "submitted",
    "confirmed", "weight", "wave", "then", "returns", "csrf_token", "next", "code", "keep",
}  # fmt: skip
"""Codes that no item may have: names of conditions, columns of every wave's data, page fields."""

RESERVED_PARTS = frozenset({"status", "missing", "est", "other_text", SUM})
"""Codes that no option or row may have: columns, fields and parts that items have anyway."""

GIVEN = frozenset({
    "firm", "name", "host", "partner_host", "minutes", "open_date", "deadline", "deadline_time",
    "results_month", "link", "pdf_link", "decline_link", "privacy_link", "contact_name",
    "contact_email", "contact_phone", "min_cell", "deletion_date", "signatory", "letter_date",
    "status_date", "receipt", "total", "n", "k", "min", "max",
})  # fmt: skip
"""Fills that the wave and the page give."""

OF_ROWS = frozenset({"banded_share", "scale_list", "constant_sum"})
OF_OPTIONS = frozenset({
    "single", "multiple", "picker", "picker_multiple", "banded_share", "scale_list", "rank",
    "consent",
})  # fmt: skip
"""Kinds that ask for something in each row, and kinds that offer options."""

Found = Iterator[tuple[Place, str]]


def consistency_problems(source: Source) -> list[Problem]:
    """Conditions that cannot be read, codes used twice, fills that nothing gives."""
    found = [*_conditions(source), *_codes(source), *_items(source), *_fills(source)]
    return [source.problem(place, message) for place, message in found]


def _conditions(source: Source) -> Found:
    for place, condition in source.named("if", "ask_if"):
        if not isinstance(condition, str):
            continue
        try:
            parse(condition)
        except ConditionProblem as problem:
            yield place, f"{quoted(condition)}: {problem}"


def _codes(source: Source) -> Found:
    """Codes that stand twice, are reserved or were retired."""
    items = list(source.items())
    retired = source.at(("retired",))
    yield from _twice(((*place, "code"), item.get("code")) for place, item in items)
    yield from _twice(((*place, "num"), item.get("num")) for place, item in items)
    yield from _twice(_codes_in(source, ("sections",)))
    for passage in ("intro", "closing"):
        yield from _twice(_codes_in(source, (passage, "points")))
    for place, item in items:
        code = str(item.get("code"))
        if code in RESERVED:
            yield (*place, "code"), f"{quoted(code)} is a reserved name; choose another code"
        if isinstance(retired, Mapping) and code in retired:
            yield (*place, "code"), f"{quoted(code)} is retired; a code is never used again"


def _codes_in(source: Source, place: Place) -> Iterator[tuple[Place, object]]:
    listed = source.at(place)
    for at, one in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(one, Mapping):
            yield (*place, at, "code"), one.get("code")


def _twice(codes: Iterable[tuple[Place, object]]) -> Found:
    seen: set[object] = set()
    for place, code in codes:
        if isinstance(code, str) and code in seen:
            yield place, f"{quoted(code)} is taken already; choose another"
        if isinstance(code, str):
            seen.add(code)


def _items(source: Source) -> Found:
    pages: set[tuple[object, str]] = set()
    previous: tuple[object, str] | None = None
    for place, item in source.items():
        for around in (place, *(inside for inside, _ in source.inner(place))):
            for name in ("options", "rows", "checks", "missing", "items"):
                yield from _twice(_codes_in(source, (*around, name)))
        page = (place[1], str(item.get("page") or item.get("code")))
        if page in pages and page != previous:
            yield (
                (*place, "page"),
                f"page {quoted(page[1])} stands in two parts; its items have to be neighbours",
            )
        pages.add(page)
        previous = page


def _fills(source: Source) -> Found:
    """Names in braces that nothing gives, in any wording."""
    defined = source.at(("fills",))
    names = GIVEN | (frozenset(map(str, defined)) if isinstance(defined, Mapping) else frozenset())
    for place in source.lines:
        text = source.at(place)
        if isinstance(text, str) and place and place[-1] != "note" and "settings" not in place:
            known = names | _of_row(source, place)
            for name in FILL.findall(text):
                if name not in known:
                    yield place, f"nothing gives the fill {{{name}}}{hint(name, known)}"


def _of_row(source: Source, place: Place) -> frozenset[str]:
    """What the label of a row may name: the items of the roster."""
    if place[-1] != "row_label":
        return frozenset()
    return frozenset(str(one.get("code")) for _, one in source.inner(place[:-1]))


def item_problems(questionnaire: Questionnaire, source: Source) -> list[Problem]:
    """What contradicts itself within one item."""
    problems: list[Problem] = []
    for place, written in source.items():
        item = questionnaire.items.get(str(written.get("code")))
        if item is None:
            continue
        for at, one in ((), item), *((("items", at), one) for at, one in enumerate(item.items)):
            problems += [
                source.problem((*place, *at, *inside), message)
                for rule in _WITHIN
                for inside, message in rule(one)
            ]
    return problems


def _has_options(item: Item) -> Found:
    if item.kind in OF_OPTIONS and not item.options:
        yield (), "the item has no options; add options or options_from"
    if item.kind in OF_ROWS and not item.rows:
        yield (), "the item has no rows; add rows or rows_from"


def _has_own_codes(item: Item) -> Found:
    codes = [option.code for option in (*item.options, *item.missing)]
    codes_of_rows = [row.code for row in item.rows]
    for key, listed in (("options", codes), ("rows", codes_of_rows)):
        for code in sorted({code for code in listed if listed.count(code) > 1}):
            yield (key,), f"{quoted(code)} stands twice, here and in the list or missing codes"
        for code in sorted(RESERVED_PARTS.intersection(listed)):
            yield (key,), f"{quoted(code)} is a reserved name; choose another code"


def _has_one_text(item: Item) -> Found:
    opening = [option.code for option in item.options if option.specify]
    if len(opening) > 1:
        yield ("options",), f"{' and '.join(opening)} both open a text; an item can have one"
    if opening and item.kind in OF_ROWS | {"consent"}:
        message = f"{quoted(opening[0])} opens a text, which a {item.kind} cannot have"
        yield ("options",), message


def _has_bounds(item: Item) -> Found:
    if item.min is not None and item.max is not None and item.min > item.max:
        yield ("min",), f"min {item.min} is more than max {item.max}"
    if item.max_choices is not None and item.max_choices > len(item.options):
        yield (
            ("max_choices",),
            f"max_choices is {item.max_choices}, but there are {len(item.options)} options",
        )


def _asks_for_consent(item: Item) -> Found:
    """A consent is a yes or a no, and stays away from the answers."""
    if (item.kind == "consent") != (item.role == "consent"):
        yield ("role",), "the kind consent and the role consent go together; write both or neither"
    if item.kind == "consent" and set(item.option_codes) != {YES, NO}:
        yield ("options",), f"a consent has the two options {YES} and {NO}"


def _has_rows(item: Item) -> Found:
    """A roster's core form has no more rows than the whole, and its texts are never released."""
    if (item.core_max_rows or 0) > (item.max_rows or 0):
        yield (
            ("core_max_rows",),
            f"core_max_rows is {item.core_max_rows}, but max_rows is {item.max_rows}",
        )
    for at, inner in enumerate(item.items):
        if inner.kind == "short_text" and inner.role != "text":
            yield ("items", at), "a text in a row needs role: text, so that it is never released"


def _hides_what_it_has(item: Item) -> Found:
    groups = {option.group for option in item.options if option.group}
    for at, hiding in enumerate(item.hide):
        place: Place = ("hide", at)
        if not hiding.codes and not hiding.groups:
            yield place, "nothing is hidden here; add codes or groups"
        for code in sorted(hiding.codes - item.option_codes.keys()):
            yield place, f"there is no option {quoted(code)}{hint(code, item.option_codes)}"
        for group in sorted(hiding.groups - groups):
            yield place, f"no option has the group {quoted(group)}{hint(group, groups)}"


def _checks_something(item: Item) -> Found:
    for at, check in enumerate(item.checks):
        place: Place = ("checks", at)
        if (check.condition is None) == (check.rule is None):
            yield place, "a check has either a condition (if) or a rule"
        elif check.rule is not None and check.rule not in RULES:
            yield place, f"there is no rule {quoted(check.rule)}{hint(check.rule, RULES)}"
        elif check.rule is not None:
            yield from ((place, message) for message in _settings(item, check))


def _settings(item: Item, check: Check) -> Iterator[str]:
    needed = RULES[str(check.rule)].settings
    for name in sorted(needed - check.settings.keys()):
        yield f"the rule {check.rule} needs the setting {name}"
    for name in sorted(check.settings.keys() - needed):
        yield f"the rule {check.rule} has no setting {quoted(name)}{hint(name, needed)}"
    bounds = check.settings.get("bounds")
    if "bounds" in needed and not isinstance(bounds, Mapping):
        yield f"bounds is {quoted(bounds)}; write a number for each option"
    for code in sorted(map(str, bounds)) if isinstance(bounds, Mapping) else []:
        if code not in item.option_codes:
            yield f"bounds: there is no option {quoted(code)}{hint(code, item.option_codes)}"
    if not item.rows:
        yield f"the rule {check.rule} is for items with rows"


_WITHIN: Iterable[Callable[[Item], Found]] = (
    _has_options,
    _has_own_codes,
    _has_one_text,
    _has_bounds,
    _asks_for_consent,
    _has_rows,
    _hides_what_it_has,
    _checks_something,
)
