"""What an invented firm answers: weights per option and panel, moved by what drives the firm."""

import csv
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np

from app.commands import invented_rows as in_rows
from app.commands.invented_weights import Asked, drawn, ticked
from app.questionnaire.answer import BLANK, Answer, Status
from app.questionnaire.kinds.sums import shares_of

MESSAGES = Path(__file__).with_name("invented_messages.csv")

BLANK_SHARE = 0.02
MESSAGE_SHARE = 0.3
ESTIMATED_SHARE = 0.3
UNTRACKED_SHARE = 0.03
HOME_ALONE = 0.09
HOME_AREA = {"jp": "japan", "eu": "eu"}
MIXED_IN = {"uk": "other", "russia": "other"}
"""Areas of the list of economies that the mix of sources has no row for."""
TURNOVER = ("lt2", "n2_10", "n10_50", "n50_250", "n250_1000", "n1000_5000", "ge5000")
TURNOVER_EUR_M = (2, 10, 50, 250, 1_000, 5_000)


def answer(asked: Asked, rng: np.random.Generator) -> Answer:
    """What the firm answers; blank now and then where the item may be left out."""
    firm, item = asked.firm, asked.item
    if item.code in OF_THEIR_OWN:
        return OF_THEIR_OWN[item.code](asked, rng)
    blank = BLANK_SHARE * np.exp(-0.5 * firm.candour) * (1.6 if item.role == "sensitive" else 1.0)
    if not item.required and rng.random() < blank:
        return BLANK
    return BY_KIND.get(item.kind, _nothing)(asked, rng)


def _single(asked: Asked, rng: np.random.Generator) -> Answer:
    codes = [option.code for option in (*asked.item.options, *asked.item.missing)]
    return ticked(asked, (drawn(codes, [asked.weight(code) for code in codes], rng),), many=False)


def _multiple(asked: Asked, rng: np.random.Generator) -> Answer:
    """Each option ticked or not by its own percentage; an exclusive one instead of the others."""
    options = asked.item.options
    alone = [option.code for option in options if option.exclusive]
    for code in (*alone, *asked.item.missing_codes):
        if rng.random() < asked.probability(code):
            return ticked(asked, (code,), many=True)
    codes = [option.code for option in options if not option.exclusive]
    chances = np.array([asked.probability(code) for code in codes])
    score = chances - rng.random(len(codes))
    most = asked.item.max_choices or len(codes)
    kept = set(np.argsort(-score, kind="stable")[: max(1, min(most, int((score > 0).sum())))])
    return ticked(asked, [code for at, code in enumerate(codes) if at in kept], many=True)


def _employees(asked: Asked, rng: np.random.Generator) -> Answer:
    count = asked.firm.employees
    if rng.random() < ESTIMATED_SHARE:
        step = 10 ** max(0, len(str(count)) - 2)
        return Answer(Status.ESTIMATED, str(max(1, round(count / step)) * step))
    return Answer(Status.GIVEN, str(count))


def _turnover(asked: Asked, rng: np.random.Generator) -> Answer:
    if rng.random() < UNTRACKED_SHARE:
        return Answer(Status.DONT_KNOW)
    turnover = asked.firm.employees * float(np.exp(rng.normal(np.log(0.3), 0.5)))
    return Answer(Status.GIVEN, TURNOVER[int(np.searchsorted(TURNOVER_EUR_M, turnover))])


def _main_sector(asked: Asked, rng: np.random.Generator) -> Answer:
    """The sector of the frame, save where frame and firm see it differently."""
    codes = [option.code for option in asked.item.options]
    if rng.random() < 0.03 or asked.firm.sector not in codes:
        return Answer(Status.GIVEN, str(rng.choice(codes)))
    return Answer(Status.GIVEN, asked.firm.sector)


def _production_sites(asked: Asked, rng: np.random.Generator) -> Answer:
    """Drawn as any other; a manufacturer has a site at home."""
    chosen = _multiple(asked, rng)
    home = HOME_AREA[asked.firm.panel]
    if not isinstance(chosen.value, tuple) or asked.firm.pull("manufacturing") < 0:
        return chosen
    sites = {*chosen.value, home} - {"none"}
    order = [option.code for option in asked.item.options]
    return Answer(Status.GIVEN, tuple(code for code in order if code in sites), chosen.other)


def _sourcing_mix(asked: Asked, rng: np.random.Generator) -> Answer:
    """Drawn as any other sum; now and then a firm buys at home alone."""
    if rng.random() < HOME_ALONE * np.exp(-0.7 * asked.firm.exposure):
        return Answer(Status.GIVEN, {HOME_AREA[asked.firm.panel]: "100"})
    return in_rows.constant_sum(asked, rng)


def _largest_source(asked: Asked, rng: np.random.Generator) -> Answer:
    """An economy of an area that the firm buys much from; none where it buys nothing abroad."""
    mix = shares_of(asked.given.get("sourcing_mix", BLANK))
    offered = (*asked.item.options, *asked.item.missing)
    codes = [option.code for option in offered]
    weights = [asked.weight(code) for code in codes]
    if mix:
        buys_abroad = any(area != HOME_AREA[asked.firm.panel] for area in mix)
        areas = [MIXED_IN.get(option.group or "", option.group) for option in offered]
        weights = [
            weight * _bought(mix, area, buys_abroad=buys_abroad)
            if area
            else weight * (code != "none" or not buys_abroad)
            for code, weight, area in zip(codes, weights, areas, strict=True)
        ]
    return ticked(asked, (drawn(codes, weights, rng),), many=False)


def _bought(mix: Mapping[str, Decimal], area: str, *, buys_abroad: bool) -> float:
    """How far an area's part of the purchases speaks for its economies."""
    return 0.2 + float(mix.get(area, 0)) / 20 if buys_abroad else 0.0


def _message(asked: Asked, rng: np.random.Generator) -> Answer:
    if rng.random() > MESSAGE_SHARE * np.exp(0.3 * asked.firm.candour):
        return BLANK
    texts = _messages()[asked.firm.panel, asked.language]
    return Answer(Status.GIVEN, texts[int(rng.integers(len(texts)))])


def _number(asked: Asked, rng: np.random.Generator) -> Answer:
    low = asked.item.min or Decimal(0)
    high = min(asked.item.max or Decimal(100), low + 100)
    return Answer(Status.GIVEN, str(int(rng.integers(int(low), int(high) + 1))))


def _nothing(_asked: Asked, _rng: np.random.Generator) -> Answer:
    """Blank: a kind of item, or a text, that the model has no words for."""
    return BLANK


Draw = Callable[[Asked, np.random.Generator], Answer]

BY_KIND: Mapping[str, Draw] = {
    "single": _single,
    "picker": _single,
    "multiple": _multiple,
    "picker_multiple": _multiple,
    "banded_share": in_rows.banded_share,
    "scale_list": in_rows.scale_list,
    "constant_sum": in_rows.constant_sum,
    "rank": in_rows.rank,
    "roster": in_rows.roster,
    "consent": in_rows.consent,
    "number": _number,
    "percent": _number,
}
OF_THEIR_OWN: Mapping[str, Draw] = {
    "employees": _employees,
    "turnover": _turnover,
    "main_sector": _main_sector,
    "production_sites": _production_sites,
    "sourcing_mix": _sourcing_mix,
    "largest_source": _largest_source,
    "policy_message": _message,
}


@cache
def _messages() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Invented free texts by panel and language, each of which says that it is invented."""
    texts: dict[tuple[str, str], tuple[str, ...]] = {}
    with MESSAGES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["panel"], row["language"]
            texts[key] = (*texts.get(key, ()), row["text"])
    return texts
