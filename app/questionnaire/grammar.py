"""The grammar of conditions: what may be written, read into a small tree of frozen values."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

LONGEST = 1000
MOST_TOKENS = 250
DEEPEST = 24
FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "answered": (1, 1),
    "count": (1, 1),
    "sum": (1, 30),
    "any_of": (2, 2),
    "all_of": (2, 2),
    "none_of": (2, 2),
}
"""Functions with the fewest and the most things that may stand in their brackets."""

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<text>'[^'\\\x00-\x1f\x7f\ud800-\udfff]*'|"[^"\\\x00-\x1f\x7f\ud800-\udfff]*")
    |(?P<number>[0-9]{1,15}(?:\.[0-9]{1,15})?(?![\w.]))
    |(?P<word>[A-Za-z_][A-Za-z0-9_]{0,63}(?![\w'"]))
    |(?P<sign>==|!=|<=|>=|\*(?!\*)|/(?!/)|[-<>+(),\[\]](?!=))""",
    re.VERBOSE,
)
_WAYS_OUT = {
    "=": "to compare, write ==",
    "&": "write `and`",
    "|": "write `or`",
    "!": "write `not` or !=",
    "\\": "backslashes are not used in conditions",
    "*": "powers are not part of conditions",
    "/": "write one / to divide",
    ".": "names have no dots; a row is written item__row",
    "“": 'write straight quotes: "',
    "”": 'write straight quotes: "',
    "‘": "write straight quotes: '",
    "’": "write straight quotes: '",
}
_OPEN, _CLOSE = {"(": ")", "[": "]"}, frozenset(")]")
NOT_NAMES = frozenset({
    "if", "else", "for", "lambda", "await", "async", "is", "None", "True", "False", "yield",
    "from", "import", "class", "def", "return", "while", "with", "try", "except", "finally", "as",
    "assert", "break", "continue", "del", "elif", "global", "nonlocal", "pass", "raise",
})  # fmt: skip
"""Words of Python that no condition uses, and no item can be called by."""


class ConditionProblem(ValueError):
    """What is written is not a condition of this grammar."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, or a list of texts or numbers."""

    value: Decimal | str | tuple[str, ...]

    @property
    def parts(self) -> tuple["Node", ...]:
        """Nothing: a constant is not made of parts."""
        return ()


@dataclass(frozen=True, slots=True)
class Name:
    """An item, a row of an item, or a fact of the frame."""

    name: str

    @property
    def parts(self) -> tuple["Node", ...]:
        """Nothing: a name is not made of parts."""
        return ()


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a condition."""

    operand: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """The condition denied."""
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Either:
    """Conditions joined by `and` or by `or`."""

    word: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two things compared."""

    sign: str
    left: "Node"
    right: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """What is compared."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Member:
    """Whether one code is among several."""

    needle: "Node"
    among: "Node"
    is_negated: bool

    @property
    def parts(self) -> tuple["Node", ...]:
        """The code and the codes."""
        return self.needle, self.among


@dataclass(frozen=True, slots=True)
class Sum:
    """Two numbers added, subtracted, multiplied or divided."""

    sign: str
    left: "Node"
    right: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """The two numbers."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Call:
    """A function of answers."""

    function: str
    parts: tuple["Node", ...]


Node = Constant | Name | Not | Either | Compare | Member | Sum | Call


def tree(source: str) -> Node:
    """The tree of a condition; what it may contain is checked before Python's parser sees it.

    Raises
    ------
    ConditionProblem
        With what is wrong, quoted, and a way out.
    """
    _scan(source)
    try:
        # The brackets let a condition run over several lines.
        expression = ast.parse(f"({source}\n)", mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ConditionProblem(
            "the condition cannot be read; write it like employees >= 250 and country == 'JP'"
        ) from None
    _refuse_depth(expression)
    return _Reader(f"({source}\n)").node(expression)


def _scan(source: str) -> None:
    """Refuse whatever is no word, number, text or sign of the grammar, in one pass."""
    if len(source) > LONGEST:
        raise ConditionProblem(f"a condition has at most {LONGEST} characters, not {len(source)}")
    tokens, closing, previous = 0, list[str](), ""
    for kind, token in _tokens(source):
        if kind == previous == "text":
            raise ConditionProblem(f"{token} follows another text; put a sign between them")
        if token in NOT_NAMES:
            raise ConditionProblem(f"`{token}` is not part of conditions")
        _match_bracket(token, closing)
        tokens, previous = tokens + 1, kind
    if closing:
        raise ConditionProblem(f"the condition lacks a closing {closing[-1]}")
    if tokens == 0:
        raise ConditionProblem("the condition is empty; leave the line out to ask always")
    if tokens > MOST_TOKENS:
        raise ConditionProblem(f"a condition has at most {MOST_TOKENS} words and signs")


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if found is None:
            raise ConditionProblem(_stray(source, at))
        at = found.end()
        if found.lastgroup and found.lastgroup != "space":
            yield found.lastgroup, found[0]


def _match_bracket(token: str, closing: list[str]) -> None:
    if token in _OPEN:
        closing.append(_OPEN[token])
        if len(closing) > DEEPEST:
            raise ConditionProblem(f"a condition has at most {DEEPEST} brackets in one another")
    elif token in _CLOSE and (not closing or closing.pop() != token):
        raise ConditionProblem(f"the condition has a {token} that closes nothing")


def _stray(source: str, at: int) -> str:
    char = source[at]
    if char in "'\"" and source.find(char, at + 1) < 0:
        return f"the text {_quoted(source[at:])} lacks its closing quote"
    if char.isdecimal():
        return (
            f"{_quoted(source[at:])} does not start with a plain number; "
            "write numbers like 250 or 2.5, and put texts in quotes"
        )
    way_out = _WAYS_OUT.get(char, "use names, numbers, texts in quotes and comparison signs")
    return f"{ascii(char) if not char.isprintable() else char} cannot stand here; {way_out}"


def _quoted(source: str) -> str:
    shown = source if len(source) <= 60 else f"{source[:57]}…"
    return repr(shown)


def _refuse_depth(expression: ast.expr) -> None:
    layer: list[ast.AST] = [expression]
    for _ in range(DEEPEST * 2):
        layer = [child for node in layer for child in ast.iter_child_nodes(node)]
        if not layer:
            return
    raise ConditionProblem("the condition has too many parts in one another; split it")


_COMPARE: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC: Mapping[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}


class _Reader:
    """Turns the nodes of Python that the grammar knows into its own, and refuses the others."""

    def __init__(self, source: str) -> None:
        self.source = source

    def node(self, node: ast.expr) -> Node:
        """The part of the condition that a node of Python stands for."""
        read = _NODES.get(type(node))
        if read is None:
            raise ConditionProblem(f"{self._said(node)} is not part of conditions")
        return read(self, node)

    def constant(self, node: ast.Constant) -> Node:
        """A number read from its own digits, or a text."""
        if isinstance(node.value, str):
            return Constant(node.value)
        return Constant(Decimal(self._said(node)))

    def name(self, node: ast.Name) -> Node:
        """A name; functions need brackets."""
        if node.id in FUNCTIONS:
            raise ConditionProblem(f"{node.id} needs brackets: {node.id}(…)")
        return Name(node.id)

    def unary(self, node: ast.UnaryOp) -> Node:
        """`not` before a condition, a minus before a number."""
        operand = self.node(node.operand)
        if isinstance(node.op, ast.Not):
            return Not(operand)
        if isinstance(node.op, ast.USub):
            if isinstance(operand, Constant) and isinstance(operand.value, Decimal):
                return Constant(-operand.value if operand.value else operand.value)
            return Sum("-", Constant(Decimal(0)), operand)
        raise ConditionProblem(f"{self._said(node)}: leave the plus out")

    def either(self, node: ast.BoolOp) -> Node:
        """Conditions joined."""
        word = "and" if isinstance(node.op, ast.And) else "or"
        return Either(word, tuple(self.node(value) for value in node.values))

    def arithmetic(self, node: ast.BinOp) -> Node:
        """Two numbers and a sign."""
        sign = _ARITHMETIC.get(type(node.op))
        if sign is None:
            raise ConditionProblem(f"{self._said(node)} uses a sign that conditions do not know")
        return Sum(sign, self.node(node.left), self.node(node.right))

    def compare(self, node: ast.Compare) -> Node:
        """One comparison; chains are refused because each reader takes them differently."""
        if len(node.ops) > 1:
            raise ConditionProblem(
                f"{self._said(node)} compares more than two things; join comparisons with `and`"
            )
        operator, right = node.ops[0], node.comparators[0]
        if isinstance(operator, (ast.In, ast.NotIn)):
            among = self._list(right) if isinstance(right, ast.List) else self.node(right)
            if not isinstance(among, (Constant, Name)):
                raise ConditionProblem(f"{self._said(right)} is no list; write ['code', 'code']")
            return Member(self.node(node.left), among, isinstance(operator, ast.NotIn))
        return Compare(_COMPARE[type(operator)], self.node(node.left), self.node(right))

    def call(self, node: ast.Call) -> Node:
        """A function of the grammar with the number of things it takes."""
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise ConditionProblem(f"{self._said(node)} is no known function; there are {known}")
        function = node.func.id
        fewest, most = FUNCTIONS[function]
        if node.keywords or not fewest <= len(node.args) <= most:
            wanted = f"{fewest}" if fewest == most else f"{fewest} to {most}"
            raise ConditionProblem(f"{self._said(node)}: {function} takes {wanted} in brackets")
        if function in {"any_of", "all_of", "none_of"}:
            return Call(function, (self._named(node.args[0]), self._list(node.args[1])))
        if function in {"answered", "count"}:
            return Call(function, (self._named(node.args[0]),))
        return Call(function, tuple(self.node(part) for part in node.args))

    def no_list(self, node: ast.expr) -> Node:
        """A list where none may stand."""
        raise ConditionProblem(f"the list {self._said(node)} may stand only after `in`")

    def no_tuple(self, node: ast.expr) -> Node:
        """A list in round brackets, or a comma too many."""
        raise ConditionProblem(f"{self._said(node)}: write a list like ['code', 'code']")

    def _named(self, node: ast.expr) -> Node:
        if not isinstance(node, ast.Name):
            raise ConditionProblem(f"{self._said(node)} is not the name of an item")
        return self.name(node)

    def _list(self, node: ast.expr) -> Constant:
        if not isinstance(node, ast.List) or not node.elts:
            raise ConditionProblem(f"{self._said(node)} is no list; write ['code', 'code']")
        texts = [part.value for part in node.elts if isinstance(part, ast.Constant)]
        codes = tuple(text for text in texts if isinstance(text, str))
        if len(codes) != len(node.elts):
            raise ConditionProblem(f"the list {self._said(node)} may hold only codes in quotes")
        return Constant(codes)

    def _said(self, node: ast.AST) -> str:
        return ast.get_source_segment(self.source, node) or "this"


_NODES: Mapping[type[ast.expr], Callable[..., Node]] = {
    ast.Constant: _Reader.constant,
    ast.Name: _Reader.name,
    ast.UnaryOp: _Reader.unary,
    ast.BoolOp: _Reader.either,
    ast.BinOp: _Reader.arithmetic,
    ast.Compare: _Reader.compare,
    ast.Call: _Reader.call,
    ast.List: _Reader.no_list,
    ast.Tuple: _Reader.no_tuple,
}
