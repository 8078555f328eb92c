"""What an invented firm answers: weights per option and panel, moved by what drives the firm."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np

from app.commands.invented import Firm
from app.questionnaire.answer import BLANK, Answer, Answers, Status
from app.questionnaire.instrument import Item, Option

TABLE = Path(__file__).with_name("invented_answers.csv")
MESSAGES = Path(__file__).with_name("invented_messages.csv")

# An option that the table does not name: a weight for single choices, a percentage for multiple.
UNNAMED = 0.04
UNNAMED_PERCENT = 1.0
BLANK_SHARE = 0.02
MESSAGE_SHARE = 0.3
ESTIMATED_SHARE = 0.3
UNTRACKED_SHARE = 0.03
HOME_AREA = {"jp": "japan", "eu": "eu"}

# What an earlier answer does to a later one: item, option, earlier item, its option, factor.
LEANINGS: tuple[tuple[str, str, str, str, float], ...] = (
    ("organisation", "dedicated_unit", "department", "economic_security", 8.0),
    ("organisation", "none", "awareness", "strong", 0.1),
    ("organisation", "none", "awareness", "none", 6.0),
    ("board_frequency", "never", "awareness", "strong", 0.2),
    ("board_frequency", "ge12", "awareness", "little", 0.1),
    ("obstacles", "none", "awareness", "none", 4.0),
    ("critical_inputs", "yes", "largest_source", "none", 0.25),
    ("event_effect", "none", "source_effect", "already", 0.1),
    ("event_effect", "worried", "source_effect", "already", 0.4),
    ("event_effect", "large", "source_effect", "no_effect", 0.3),
    ("event_causes", "cn_controls", "largest_source", "cn", 1.8),
    ("event_causes", "us_tariffs", "production_sites", "us", 1.5),
    ("china_dependence", "not_used", "largest_source", "cn", 0.1),
    ("china_dependence", "not_used", "production_sites", "china", 0.6),
    ("scenario_plans", "none", "organisation", "dedicated_unit", 0.2),
    ("measures_taken", "none", "awareness", "none", 4.0),
    ("measures_planned", "none", "measures_taken", "none", 5.0),
    ("partner_alternative", "no", "largest_source", "none", 2.0),
)
ROW_BOUNDS = {"zero": 0, "lt10": 0, "p10_30": 10, "p30_50": 30, "ge50": 50}
TURNOVER = ("lt2", "n2_10", "n10_50", "n50_250", "n250_1000", "n1000_5000", "ge5000")
TURNOVER_EUR_M = (2, 10, 50, 250, 1_000, 5_000)


@dataclass(frozen=True, slots=True)
class Pull:
    """How much an option weighs in each panel, and what moves it."""

    weight: Mapping[str, float]
    latent: str
    slope: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One item as it stands before one firm: what it may tick, and what it said before."""

    item: Item
    options: Sequence[Option]
    firm: Firm
    given: Answers
    language: str

    def pull(self, option: str, default: float) -> tuple[float, float]:
        """The panel's weight of an option, and by how much this firm's logarithm is moved."""
        pull = _table().get((self.item.code, option))
        if pull is None:
            return default, 0.0
        lean = sum(np.log(factor) for factor in self._leanings(option))
        return pull.weight[self.firm.panel], pull.slope * self.firm.pull(pull.latent) + lean

    def _leanings(self, option: str) -> list[float]:
        return [
            factor
            for code, leaning, earlier, said, factor in LEANINGS
            if (code, leaning) == (self.item.code, option) and _said(self.given, earlier, said)
        ]


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
    codes = [option.code for option in (*asked.options, *asked.item.missing)]
    pulls = [asked.pull(code, UNNAMED) for code in codes]
    weights = np.array([weight * np.exp(shift) for weight, shift in pulls])
    code = codes[int(rng.choice(len(codes), p=weights / weights.sum()))]
    return _ticked(asked, (code,))


def _multiple(asked: Asked, rng: np.random.Generator) -> Answer:
    """Each option ticked or not by its own percentage; an exclusive one instead of the others."""
    alone = [option.code for option in asked.options if option.exclusive]
    alone += [option.code for option in asked.item.missing]
    for code in alone:
        if rng.random() < _probability(asked, code):
            return _ticked(asked, (code,))
    codes = [option.code for option in asked.options if not option.exclusive]
    chances = np.array([_probability(asked, code) for code in codes])
    score = chances - rng.random(len(codes))
    most = asked.item.max_choices or len(codes)
    kept = set(np.argsort(-score, kind="stable")[: max(1, min(most, int((score > 0).sum())))])
    return _ticked(asked, tuple(code for at, code in enumerate(codes) if at in kept), many=True)


def _banded_share(asked: Asked, rng: np.random.Generator) -> Answer:
    """A band for each row; drawn again until the lower bounds fit into a hundred percent."""
    if "dont_know" in asked.item.missing_codes and rng.random() < UNTRACKED_SHARE:
        return Answer(Status.DONT_KNOW)
    while True:
        bands = {row.code: _band(asked, row.code, rng) for row in asked.item.rows}
        if sum(ROW_BOUNDS.get(band, 0) for band in bands.values()) <= 100:
            return Answer(Status.GIVEN, bands)


def _band(asked: Asked, row: str, rng: np.random.Generator) -> str:
    codes = [option.code for option in asked.options]
    table = _table()
    weights = np.full(len(codes), UNNAMED)
    for at, code in enumerate(codes):
        pull = table.get((f"{asked.item.code}.{row}", code))
        if pull is not None:
            shift = pull.slope * asked.firm.pull(pull.latent)
            weights[at] = pull.weight[asked.firm.panel] * np.exp(shift)
    return codes[int(rng.choice(len(codes), p=weights / weights.sum()))]


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
    codes = [option.code for option in asked.options]
    if rng.random() < 0.03 or asked.firm.sector not in codes:
        return Answer(Status.GIVEN, str(rng.choice(codes)))
    return Answer(Status.GIVEN, asked.firm.sector)


def _production_sites(asked: Asked, rng: np.random.Generator) -> Answer:
    """Drawn as any other; a manufacturer has a site at home."""
    drawn = _multiple(asked, rng)
    home = HOME_AREA[asked.firm.panel]
    if not isinstance(drawn.value, tuple) or asked.firm.pull("manufacturing") < 0:
        return drawn
    ticked = {*drawn.value, home} - {"none"}
    order = [option.code for option in asked.options]
    return Answer(Status.GIVEN, tuple(code for code in order if code in ticked), drawn.other)


def _message(asked: Asked, rng: np.random.Generator) -> Answer:
    if rng.random() > MESSAGE_SHARE * np.exp(0.3 * asked.firm.candour):
        return BLANK
    said = _messages()[asked.firm.panel, asked.language]
    return Answer(Status.GIVEN, said[int(rng.integers(len(said)))])


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
    "banded_share": _banded_share,
    "number": _number,
    "percent": _number,
}
OF_THEIR_OWN: Mapping[str, Draw] = {
    "employees": _employees,
    "turnover": _turnover,
    "main_sector": _main_sector,
    "production_sites": _production_sites,
    "policy_message": _message,
}


def _ticked(asked: Asked, codes: tuple[str, ...], *, many: bool = False) -> Answer:
    """The ticked codes as an answer; a text beside an option that asks for one."""
    if codes[0] in asked.item.missing_codes:
        return Answer(Status(codes[0]))
    specify = any(option.specify for option in asked.options if option.code in codes)
    invented = "架空の記入例" if asked.language == "ja" else "An invented entry"
    several = many or asked.item.kind in {"multiple", "picker_multiple"}
    return Answer(
        Status.GIVEN, codes if several else codes[0], other=invented if specify else None
    )


def _probability(asked: Asked, code: str) -> float:
    percent, shift = asked.pull(code, UNNAMED_PERCENT)
    share = min(max(percent / 100, 0.001), 0.99)
    return float(1 / (1 + np.exp(-(np.log(share / (1 - share)) + shift))))


def _said(given: Answers, item: str, option: str) -> bool:
    answered = given.get(item)
    if answered is None or answered.value is None:
        return False
    return option == answered.value or (
        isinstance(answered.value, tuple) and option in answered.value
    )


@cache
def _table() -> Mapping[tuple[str, str], Pull]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (row["item"], row["option"]): Pull(
                weight={"jp": float(row["jp"]), "eu": float(row["eu"])},
                latent=row["latent"],
                slope=float(row["slope"]),
            )
            for row in csv.DictReader(file)
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
