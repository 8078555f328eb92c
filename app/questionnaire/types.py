"""Types of conditions: what an item's value is, and what may be done with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal

from app.questionnaire.expression import Expression
from app.questionnaire.grammar import Call, Compare, Constant, Either, Member, Name, Node, Not, Sum

TypeName = Literal["text", "code", "codes", "number", "condition"]


@dataclass(frozen=True, slots=True)
class Type:
    """What a name in a condition stands for.

    Parameters
    ----------
    name : {"text", "code", "codes", "number", "condition"}
        A text, one code, several codes, a number; or the result of a comparison.
    literals : frozenset of str, optional
        The codes it can be compared with; None where every text is one.
    """

    name: TypeName
    literals: frozenset[str] | None = None


TEXT = Type("text")
NUMBER = Type("number")
_CONDITION = Type("condition")
_SAID: Mapping[TypeName, str] = {
    "text": "a text",
    "code": "one code",
    "codes": "several codes",
    "number": "a number",
    "condition": "a condition",
}


def nearest(name: str, known: frozenset[str]) -> str:
    """A hint at the nearest known name, as a sentence part; empty where none is near."""
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def type_problems(
    expression: Expression,
    types: Mapping[str, Type],
    unjudged: frozenset[str] = frozenset(),
) -> list[str]:
    """What is wrong with a condition, given what its names stand for.

    Names of items that are `unjudged` are taken for granted, and so are those of their rows.

    Every problem is listed, each with the author's own words quoted and a way out: names that do
    not exist, codes that an item does not have, comparisons that can never be decided.
    """
    problems: list[str] = []
    result = _Checker(types, problems, unjudged).type_of(expression.tree)
    if result is not None and result.name != "condition":
        problems.append(
            f"{expression.source!r} is {_SAID[result.name]}, not a condition; compare it with "
            "something, or write answered(…)"
        )
    return list(dict.fromkeys(problems))


class _Checker:
    """Finds the type of every part and collects problems; None where a problem hides it."""

    def __init__(
        self, types: Mapping[str, Type], problems: list[str], unjudged: frozenset[str]
    ) -> None:
        self.types = types
        self.problems = problems
        self.unjudged = unjudged

    def type_of(self, node: Node) -> Type | None:
        return _TYPES[type(node)](self, node)

    def constant(self, node: Constant) -> Type:
        if isinstance(node.value, Decimal):
            return NUMBER
        codes = (node.value,) if isinstance(node.value, str) else node.value
        return Type("codes" if isinstance(node.value, tuple) else "text", frozenset(codes))

    def name(self, node: Name) -> Type | None:
        found = self.types.get(node.name)
        if found is None and node.name.partition("__")[0] not in self.unjudged:
            hint = nearest(node.name, frozenset(self.types))
            self.problems.append(
                f"unknown name {node.name!r}: neither an item nor country, sector or size{hint}"
            )
        return found

    def denial(self, node: Not) -> Type:
        self._wants_condition(node.operand)
        return _CONDITION

    def either(self, node: Either) -> Type:
        for part in node.parts:
            self._wants_condition(part)
        return _CONDITION

    def compare(self, node: Compare) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if left and right:
            self._comparable(node, left, right)
        return _CONDITION

    def member(self, node: Member) -> Type:
        needle, among = self.type_of(node.needle), self.type_of(node.among)
        if needle and needle.name not in {"code", "text"}:
            self.problems.append(
                f"{_said(node.needle)} is {_SAID[needle.name]} and cannot stand before `in`"
                + ("; write any_of(item, ['code'])" if needle.name == "codes" else "")
            )
        elif needle and among and among.name != "codes":
            self.problems.append(
                f"{_said(node.among)} is {_SAID[among.name]}; after `in` stands a list of codes"
            )
        elif needle and among:
            self._known_codes(node.needle, needle, among)
            self._known_codes(node.among, among, needle)
        return _CONDITION

    def arithmetic(self, node: Sum) -> Type:
        for part in node.parts:
            self._wants_number(part)
        return NUMBER

    def call(self, node: Call) -> Type:
        if node.function == "sum":
            for part in node.parts:
                self._wants_number(part)
            return NUMBER
        first = self.type_of(node.parts[0])
        if node.function == "answered":
            return _CONDITION
        if first and first.name != "codes":
            hint = {"code": f"; write {_said(node.parts[0])} in ['code']"}.get(first.name, "")
            self.problems.append(
                f"{node.function}({_said(node.parts[0])}, …): the item is {_SAID[first.name]}, "
                f"not several codes{hint}"
            )
        elif first and node.function != "count":
            codes = self.type_of(node.parts[1])
            if codes:
                self._known_codes(node.parts[0], first, codes)
        return NUMBER if node.function == "count" else _CONDITION

    def _wants_condition(self, node: Node) -> None:
        found = self.type_of(node)
        if found and found.name != "condition":
            self.problems.append(
                f"{_said(node)} is {_SAID[found.name]}; `and`, `or`, `not` join comparisons, "
                f"for example {_said(node)} == …"
            )

    def _wants_number(self, node: Node) -> None:
        found = self.type_of(node)
        if found and found.name != "number":
            self.problems.append(f"{_said(node)} is {_SAID[found.name]}, not a number")

    def _comparable(self, node: Compare, left: Type, right: Type) -> None:
        kinds = {left.name, right.name}
        shown = f"{_said(node.left)} {node.sign} {_said(node.right)}"
        if "codes" in kinds:
            self.problems.append(f"{shown}: compare several codes with any_of(item, ['code'])")
        elif "condition" in kinds:
            self.problems.append(f"{shown}: a condition cannot be compared")
        elif node.sign not in {"==", "!="} and kinds != {"number"}:
            self.problems.append(f"{shown}: only numbers have an order; list the codes with `in`")
        elif ("number" in kinds) and kinds != {"number"}:
            self.problems.append(
                f"{shown} compares {_SAID[left.name]} with {_SAID[right.name]}"
                + ("; numbers stand without quotes" if "text" in kinds else "")
            )
        else:
            self._known_codes(node.left, left, right)
            self._known_codes(node.right, right, left)

    def _known_codes(self, node: Node, known: Type, used: Type) -> None:
        """Codes that are written out must be codes that the item has."""
        if isinstance(node, Constant) or known.literals is None or used.literals is None:
            return
        for code in sorted(used.literals - known.literals):
            hint = nearest(code, known.literals) or _some(known.literals)
            self.problems.append(f"{_said(node)} has no code {code!r}{hint}")


def _some(codes: frozenset[str]) -> str:
    shown = ", ".join(sorted(codes)[:6])
    return f"; its codes are {shown}{', …' if len(codes) > 6 else ''}"


def _said(node: Node) -> str:
    """A part of a condition in the author's notation, short."""
    match node:
        case Constant():
            return str(node.value) if isinstance(node.value, Decimal) else repr(node.value)
        case Name():
            return node.name
        case Call():
            return f"{node.function}({', '.join(_said(part) for part in node.parts)})"
        case Sum() | Compare():
            return f"{_said(node.left)} {node.sign} {_said(node.right)}"
        case _:
            return "this part"


_TYPES: Mapping[type[Node], Callable[..., Type | None]] = {
    Constant: _Checker.constant,
    Name: _Checker.name,
    Not: _Checker.denial,
    Either: _Checker.either,
    Compare: _Checker.compare,
    Member: _Checker.member,
    Sum: _Checker.arithmetic,
    Call: _Checker.call,
}
