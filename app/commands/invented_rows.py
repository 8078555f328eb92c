"""Invented answers in rows or in an order: scales, shares of a whole, ranks, rosters."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np

from app.commands.invented_weights import Asked, drawn, invented_entry, ticked
from app.questionnaire.answer import BLANK, Answer, Answers, Status
from app.questionnaire.instrument import Item
from app.questionnaire.kinds.bands import bands_of
from app.questionnaire.kinds.sums import shares_of

UNTRACKED_SHARE = 0.06
BLANK_IN_ROW = 0.02
ROW_BOUNDS = {"zero": 0, "lt10": 0, "p10_30": 10, "p30_50": 30, "ge50": 50}
ABSENT = "not_present"
ABSENT_THERE, ABSENT_ELSEWHERE = 30.0, 0.02
SPREAD = 4.0
"""How unequal the shares of a whole are between firms: the shape of the gamma they come from."""
RANKED = (0.06, 0.16, 0.78)
ROWS = (0.28, 0.34, 0.38)
"""How often a firm names one, two and three."""


def banded_share(asked: Asked, rng: np.random.Generator) -> Answer:
    """A band for each row; drawn again until the lower bounds fit into a hundred percent."""
    if "dont_know" in asked.item.missing_codes and rng.random() < UNTRACKED_SHARE:
        return Answer(Status.DONT_KNOW)
    while True:
        bands = {row.code: _in_row(asked, row.code, rng) for row in asked.item.rows}
        if sum(ROW_BOUNDS.get(band, 0) for band in bands.values()) <= 100:
            return Answer(Status.GIVEN, bands)


def scale_list(asked: Asked, rng: np.random.Generator) -> Answer:
    """A point of the scale, or a missing code, for each row."""
    points = {row.code: _in_row(asked, row.code, rng) for row in asked.item.rows}
    return Answer(Status.GIVEN, points)


def _in_row(asked: Asked, row: str, rng: np.random.Generator) -> str:
    """The option of one row; nobody is absent from an area with which it trades."""
    item, name = asked.item, f"{asked.item.code}.{row}"
    inside = Asked(item, asked.firm, asked.given, asked.language, name)
    offered = item.options if item.kind == "banded_share" else (*item.options, *item.missing)
    codes = [option.code for option in offered]
    weights = [inside.weight(code) for code in codes]
    if ABSENT in codes:
        there = _has_trade(asked.given, item.code, row)
        factor = 1.0 if there is None else ABSENT_ELSEWHERE if there else ABSENT_THERE
        weights[codes.index(ABSENT)] *= factor
    return drawn(codes, weights, rng)


def _has_trade(given: Answers, plan: str, area: str) -> bool | None:
    """Whether a firm sells to an area, or buys from there; None where it did not say."""
    if plan == "sales_plan":
        band = bands_of(given.get("sales_share", BLANK)).get(area)
        return None if band is None else band != "zero"
    shares = shares_of(given.get("sourcing_mix", BLANK))
    return shares.get(area, Decimal(0)) > 0 if shares else None


def constant_sum(asked: Asked, rng: np.random.Generator) -> Answer:
    """Whole percentages around those of the panel that add to a hundred."""
    for code in asked.item.missing_codes:
        if rng.random() < asked.probability(code):
            return Answer(Status(code))
    rows = [row.code for row in asked.item.rows]
    parts = np.array([asked.weight(row) for row in rows]) * rng.gamma(SPREAD, size=len(rows))
    shares = np.floor(100 * parts / parts.sum()).astype(int)
    shares[int(parts.argmax())] += 100 - shares.sum()
    given = {row: str(share) for row, share in zip(rows, shares.tolist(), strict=True) if share}
    return Answer(Status.GIVEN, given)


def rank(asked: Asked, rng: np.random.Generator) -> Answer:
    """Up to so many options in their order; an exclusive one or a missing code alone."""
    options = asked.item.options
    alone = [option.code for option in options if option.exclusive]
    for code in (*alone, *asked.item.missing_codes):
        if rng.random() < asked.probability(code):
            return ticked(asked, (code,), many=True)
    left = [option.code for option in options if not option.exclusive]
    places = min(asked.item.max_choices or 1, _how_many(RANKED, rng))
    ranked: list[str] = []
    while len(ranked) < places:
        ranked.append(drawn(left, [asked.weight(code) for code in left], rng))
        left.remove(ranked[-1])
    return ticked(asked, ranked, many=True)


def consent(asked: Asked, rng: np.random.Generator) -> Answer:
    """Yes or no."""
    codes = [option.code for option in asked.item.options]
    return ticked(asked, (drawn(codes, [asked.weight(code) for code in codes], rng),), many=False)


def roster(asked: Asked, rng: np.random.Generator) -> Answer:
    """One to three rows, each filled in from its first item to its last."""
    most = asked.item.max_rows or 1
    rows = tuple(_row(asked, rng) for _ in range(min(most, _how_many(ROWS, rng))))
    return Answer(Status.GIVEN, rows)


def _row(asked: Asked, rng: np.random.Generator) -> Mapping[str, Mapping[str, object]]:
    row: dict[str, Mapping[str, object]] = {}
    for inner in asked.item.items:
        here: Answers = {**asked.given, asked.item.code: Answer(Status.GIVEN, (dict(row),))}
        name = f"{asked.item.code}.{inner.code}"
        answer = _cell(inner, Asked(inner, asked.firm, here, asked.language, name), rng)
        if answer != BLANK:
            row[inner.code] = answer.to_document()
    return row


def _cell(inner: Item, asked: Asked, rng: np.random.Generator) -> Answer:
    if not inner.required and rng.random() < BLANK_IN_ROW:
        return BLANK
    if inner.kind == "short_text":
        return Answer(Status.GIVEN, invented_entry(asked.language))
    codes = [option.code for option in (*inner.options, *inner.missing)]
    weights = [asked.weight(code) for code in codes]
    if inner.code == "input_group":
        weights = _as_ticked(codes, weights, asked.given)
    return ticked(asked, (drawn(codes, weights, rng),), many=False)


def _as_ticked(codes: Sequence[str], weights: Sequence[float], given: Answers) -> list[float]:
    """Weights that leave the groups ticked before, where any were."""
    before = given.get("critical_groups", BLANK).value
    if not isinstance(before, tuple):
        return list(weights)
    return [weight if code in before else 0.0 for code, weight in zip(codes, weights, strict=True)]


def _how_many(often: Sequence[float], rng: np.random.Generator) -> int:
    """One, two and so on, as often as is told."""
    numbers = [str(number) for number in range(1, len(often) + 1)]
    return int(drawn(numbers, often, rng))
