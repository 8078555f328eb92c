"""Conditions agree with the Common Expression Language on thousands of typed rules with blanks.

CEL has no decimals and no unknown: numbers are bound as floats that are exact in binary, a blank
is an absent variable, and a rule that ends in an error is not met. Its `||` and `&&` absorb errors
as Kleene's `or` and `and` absorb the unknown.
"""

import random
from collections.abc import Mapping
from decimal import Decimal

import cel
import pytest

from app.questionnaire.expression import met, parse

RULES = 500
SEEDS = 16
NUMBERS = ("n1", "n2", "n3")
CODES = ("c1", "c2")
SEVERAL = ("m1", "m2")
OPTIONS = ("red", "green", "blue")
FIGURES = ("0", "1", "2", "2.5", "10", "0.25")


class Rules:
    """Draws rules, each in both notations."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def condition(self, depth: int) -> tuple[str, str]:
        if depth == 0 or self.draw.random() < 0.25:
            return self.draw.choice([self.order, self.equality, self.member, self.overlap])()
        if self.draw.random() < 0.2:
            ours, theirs = self.condition(depth - 1)
            return f"not ({ours})", f"!({theirs})"
        word, sign = self.draw.choice([("and", "&&"), ("or", "||")])
        parts = [self.condition(depth - 1) for _ in range(self.draw.randint(2, 3))]
        return (
            f" {word} ".join(f"({ours})" for ours, _ in parts),
            f" {sign} ".join(f"({theirs})" for _, theirs in parts),
        )

    def number(self, depth: int) -> tuple[str, str]:
        if depth and self.draw.random() < 0.5:
            (left, cel_left), (right, cel_right) = self.number(depth - 1), self.number(depth - 1)
            sign = self.draw.choice("+-*")
            return f"({left} {sign} {right})", f"({cel_left} {sign} {cel_right})"
        if self.draw.random() < 0.6:
            name = self.draw.choice(NUMBERS)
            return name, name
        figure = self.draw.choice(FIGURES)
        return figure, figure if "." in figure else f"{figure}.0"

    def order(self) -> tuple[str, str]:
        sign = self.draw.choice(["<", "<=", ">", ">=", "==", "!="])
        (left, cel_left), (right, cel_right) = self.number(2), self.number(1)
        return f"{left} {sign} {right}", f"{cel_left} {sign} {cel_right}"

    def equality(self) -> tuple[str, str]:
        rule = (
            f"{self.draw.choice(CODES)} {self.draw.choice(['==', '!='])} "
            f"'{self.draw.choice(OPTIONS)}'"
        )
        return rule, rule

    def member(self) -> tuple[str, str]:
        name, codes = self.draw.choice(CODES), self._codes()
        if self.draw.random() < 0.5:
            return f"{name} in {codes}", f"{name} in {codes}"
        return f"{name} not in {codes}", f"!({name} in {codes})"

    def overlap(self) -> tuple[str, str]:
        name, codes = self.draw.choice(SEVERAL), self._codes()
        return self.draw.choice([
            (f"any_of({name}, {codes})", f"{codes}.exists(x, x in {name})"),
            (f"all_of({name}, {codes})", f"{codes}.all(x, x in {name})"),
            (f"none_of({name}, {codes})", f"!{codes}.exists(x, x in {name})"),
            (f"count({name}) >= 2", f"double(size({name})) >= 2.0"),
        ])  # fmt: skip

    def _codes(self) -> str:
        return str(self.draw.sample(OPTIONS, self.draw.randint(1, 3)))


def drawn_values(draw: random.Random) -> dict[str, object]:
    values: dict[str, object] = {}
    for name in NUMBERS:
        values[name] = Decimal(draw.choice(FIGURES)) if draw.random() < 0.7 else None
    for name in CODES:
        values[name] = draw.choice(OPTIONS) if draw.random() < 0.7 else None
    for name in SEVERAL:
        chosen = tuple(draw.sample(OPTIONS, draw.randint(1, 3)))
        values[name] = chosen if draw.random() < 0.7 else None
    return values


def met_in_cel(rule: str, values: Mapping[str, object]) -> bool:
    known = {
        name: float(value) if isinstance(value, Decimal) else _plain(value)
        for name, value in values.items()
        if value is not None
    }
    try:
        return cel.evaluate(rule, known) is True
    except (RuntimeError, ValueError, TypeError):
        return False


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, SEEDS))]
)
def test_conditions_are_met_when_they_are_met_in_cel(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    rules = Rules(draw)

    disagreeing = []
    for _ in range(RULES):
        ours, theirs = rules.condition(2)
        values = drawn_values(draw)
        if met(parse(ours), values) is not met_in_cel(theirs, values):
            disagreeing.append((ours, values))

    assert disagreeing == []


def test_the_drawn_rules_are_met_unmet_and_unknown_often_enough_to_tell() -> None:
    draw = random.Random(0)  # noqa: S311
    rules = Rules(draw)

    results = [met(parse(rules.condition(2)[0]), drawn_values(draw)) for _ in range(500)]

    assert 100 < sum(results) < 400
