"""Conditions: a small typed language in three-valued logic on exact decimals."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from app.questionnaire import grammar
from app.questionnaire.grammar import Call, Compare, Constant, Either, Member, Name, Node, Not, Sum

FACTS = frozenset({"country", "sector", "size"})
"""Names that stand for what the frame knows about the firm."""

_EXACT = Context(prec=34, traps=[])

Result = Decimal | str | tuple[str, ...] | bool | None
"""What a condition or a part of it comes to; None is unknown."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition as written, and the tree it was read as."""

    source: str
    tree: Node


def parse(source: str) -> Expression:
    """The condition that a text states.

    Raises
    ------
    ConditionProblem
        The text is not a condition; the message quotes what is wrong and shows a way out.
    """
    return Expression(source, grammar.tree(source))


def walk(node: Node) -> Iterator[Node]:
    """A part of a condition and all the parts it is made of."""
    yield node
    for part in node.parts:
        yield from walk(part)


def names(expression: Expression) -> frozenset[str]:
    """The items, rows and frame facts that a condition names."""
    return frozenset(node.name for node in walk(expression.tree) if isinstance(node, Name))


def evaluate(expression: Expression, values: Mapping[str, object]) -> Result:
    """What a condition comes to for given values, in Kleene's three-valued logic.

    A name without a value is unknown, and so is whatever cannot be decided without it: `and` with
    something false is false, `or` with something true is true. A division by zero is unknown.

    Parameters
    ----------
    values : mapping
        Codes and texts as str, numbers as Decimal, several codes as a tuple, None for unknown.

    Returns
    -------
    Decimal, str, tuple, bool or None
        None where the condition is unknown.
    """
    with localcontext(_EXACT):
        return _evaluate(expression.tree, values)


def met(expression: Expression | None, values: Mapping[str, object]) -> bool:
    """Whether a condition is true; unknown is not met, and no condition always is."""
    return expression is None or evaluate(expression, values) is True


def _evaluate(node: Node, values: Mapping[str, object]) -> Result:
    return _EVALUATE[type(node)](node, values)


def _constant(node: Constant, _values: Mapping[str, object]) -> Result:
    return node.value


def _name(node: Name, values: Mapping[str, object]) -> Result:
    value = values.get(node.name)
    if value is None or isinstance(value, (str, Decimal, tuple)):
        return value
    raise TypeError(f"value of {node.name!r}: expected text, Decimal or tuple, got {value!r}")


def _not(node: Not, values: Mapping[str, object]) -> Result:
    value = _evaluate(node.operand, values)
    return not value if isinstance(value, bool) else None


def _either(node: Either, values: Mapping[str, object]) -> Result:
    """`or` is decided by the first true part, `and` by the first false one."""
    deciding = node.word == "or"
    found: bool | None = not deciding
    for part in node.parts:
        value = _evaluate(part, values)
        if value is deciding:
            return deciding
        if not isinstance(value, bool):
            found = None
    return found


def _compare(node: Compare, values: Mapping[str, object]) -> Result:
    left, right = _evaluate(node.left, values), _evaluate(node.right, values)
    if left is None or right is None:
        return None
    if node.sign in {"==", "!="}:
        return (left == right) is (node.sign == "==")
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _ORDER[node.sign](left, right)
    return None


def _member(node: Member, values: Mapping[str, object]) -> Result:
    needle, among = _evaluate(node.needle, values), _evaluate(node.among, values)
    if needle is None or not isinstance(among, tuple):
        return None
    return (needle in among) is not node.is_negated


def _sum(node: Sum, values: Mapping[str, object]) -> Result:
    left, right = _evaluate(node.left, values), _evaluate(node.right, values)
    if not isinstance(left, Decimal) or not isinstance(right, Decimal):
        return None
    result = _ARITHMETIC[node.sign](left, right)
    return result if result.is_finite() else None


def _call(node: Call, values: Mapping[str, object]) -> Result:
    return _FUNCTIONS[node.function]([_evaluate(part, values) for part in node.parts])


def _answered(given: list[Result]) -> Result:
    return given[0] is not None


def _count(given: list[Result]) -> Result:
    return Decimal(len(given[0])) if isinstance(given[0], tuple) else None


def _total(given: list[Result]) -> Result:
    known = [value for value in given if isinstance(value, Decimal)]
    return sum(known, Decimal(0)) if len(known) == len(given) else None


def _overlap(test: Callable[[set[str], set[str]], bool]) -> Callable[[list[Result]], Result]:
    def compared(given: list[Result]) -> Result:
        chosen, codes = given
        if not isinstance(chosen, tuple) or not isinstance(codes, tuple):
            return None
        return test(set(chosen), set(codes))

    return compared


_ORDER: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_ARITHMETIC: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}
_FUNCTIONS: Mapping[str, Callable[[list[Result]], Result]] = {
    "answered": _answered,
    "count": _count,
    "sum": _total,
    "any_of": _overlap(lambda chosen, codes: not chosen.isdisjoint(codes)),
    "all_of": _overlap(lambda chosen, codes: chosen >= codes),
    "none_of": _overlap(lambda chosen, codes: chosen.isdisjoint(codes)),
}
_EVALUATE: Mapping[type[Node], Callable[..., Result]] = {
    Constant: _constant,
    Name: _name,
    Not: _not,
    Either: _either,
    Compare: _compare,
    Member: _member,
    Sum: _sum,
    Call: _call,
}
