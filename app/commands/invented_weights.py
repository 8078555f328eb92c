"""What moves an invented answer: weights per option and panel, the firm, what it said before."""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from app.commands.invented import Firm
from app.questionnaire.answer import Answer, Answers, Status
from app.questionnaire.instrument import Item

TABLE = Path(__file__).with_name("invented_answers.csv")

# An option that the table does not name: a weight for single choices, a percentage for multiple.
UNNAMED = 0.04
UNNAMED_PERCENT = 1.0

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
    ("china_dependence", "not_used", "largest_source", "cn", 0.4),
    ("china_dependence", "not_used", "production_sites", "china", 0.6),
    ("scenario_plans", "none", "organisation", "dedicated_unit", 0.2),
    ("measures_taken", "none", "awareness", "none", 4.0),
    ("measures_planned", "none", "measures_taken", "none", 5.0),
    ("partner_alternative", "no", "largest_source", "none", 2.0),
    ("china_dependence", "not_used", "inputs.input_origin", "cn", 0.0001),
    ("china_dependence", "no_change", "inputs.input_origin", "cn", 1.5),
    ("top_risks", "cn_controls", "largest_source", "cn", 2.0),
    ("top_risks", "us_tariffs", "event_causes", "us_tariffs", 1.6),
    ("top_risks", "russia_war", "event_causes", "russia_war", 1.6),
    ("area_concern.china", "c5", "largest_source", "cn", 2.0),
    ("constraints", "no_supplier", "china_dependence", "no_change", 1.8),
    ("constraints", "no_need", "event_effect", "none", 5.0),
    ("inputs.input_origin", "cn", "inputs.input_group", "permanent_magnets", 4.0),
    ("inputs.input_origin", "cn", "inputs.input_group", "critical_minerals", 2.5),
    ("inputs.input_origin", "tw", "inputs.input_group", "semiconductors", 6.0),
    ("inputs.input_origin", "us", "inputs.input_group", "cloud_programs", 9.0),
    ("inputs.input_origin", "us", "inputs.input_group", "other_software", 9.0),
    ("inputs.input_replace", "ge12m", "inputs.input_group", "permanent_magnets", 2.0),
    ("inputs.input_replace", "ge12m", "inputs.input_group", "semiconductors", 2.0),
    ("inputs.input_replace", "impossible", "inputs.input_group", "critical_minerals", 2.0),
    ("inputs.input_stock", "not_applicable", "inputs.input_group", "cloud_programs", 60.0),
    ("inputs.input_stock", "not_applicable", "inputs.input_group", "other_software", 60.0),
)


@dataclass(frozen=True, slots=True)
class Pull:
    """How much an option weighs in each panel, and what moves it."""

    weight: Mapping[str, float]
    latent: str
    slope: float


@dataclass(frozen=True)
class Asked:
    """One item as it stands before one firm, and what the firm said before.

    Parameters
    ----------
    name : str, optional
        What the table calls it where that is not its code: `item.row`, or `roster.item`.
    """

    item: Item
    firm: Firm
    given: Answers
    language: str
    name: str = ""

    @cached_property
    def called(self) -> str:
        """What the table calls the item."""
        return self.name or self.item.code

    def weight(self, option: str) -> float:
        """What an option weighs for this firm against the others of its item."""
        base, shift = self._pull(option, UNNAMED)
        return base * math.exp(shift)

    def probability(self, option: str) -> float:
        """How probably the firm ticks an option of several."""
        percent, shift = self._pull(option, UNNAMED_PERCENT)
        share = min(max(percent / 100, 0.001), 0.99)
        return 1 / (1 + math.exp(-(math.log(share / (1 - share)) + shift)))

    def _pull(self, option: str, default: float) -> tuple[float, float]:
        """The panel's weight of an option, and by how much this firm's logarithm is moved."""
        pull = _table().get((self.called, option))
        if pull is None:
            return default, 0.0
        leanings = _leanings().get((self.called, option), ())
        lean = sum(shift for earlier, code, shift in leanings if said(self.given, earlier, code))
        return pull.weight[self.firm.panel], pull.slope * self.firm.pull(pull.latent) + lean


def drawn(codes: Sequence[str], weights: Sequence[float], rng: np.random.Generator) -> str:
    """One of the codes, each as probably as it weighs."""
    left = rng.random() * sum(weights)
    for code, weight in zip(codes, weights, strict=True):
        left -= weight
        if left < 0:
            return code
    return codes[-1]


def ticked(asked: Asked, codes: Sequence[str], *, many: bool) -> Answer:
    """The ticked codes as an answer; a text beside an option that asks for one."""
    if codes[0] in asked.item.missing_codes:
        return Answer(Status(codes[0]))
    options = asked.item.option_codes
    opens = any(options[code].specify for code in codes)
    return Answer(
        Status.GIVEN,
        tuple(codes) if many else codes[0],
        other=invented_entry(asked.language) if opens else None,
    )


def invented_entry(language: str) -> str:
    """A text that says of itself that it is invented."""
    return "架空の記入例" if language == "ja" else "An invented entry"


def said(given: Answers, item: str, option: str) -> bool:
    """Whether a firm chose an option of an earlier item, or of an item in any row of a roster.

    The latter is called `inputs.input_origin`.
    """
    code, _, inner = item.partition(".")
    answered = given.get(code)
    if answered is None or answered.value is None:
        return False
    value = answered.value
    if not inner:
        return option == value or (isinstance(value, tuple) and option in value)
    rows = value if isinstance(value, tuple) else ()
    stored = [row.get(inner) for row in rows if isinstance(row, Mapping)]
    return any(isinstance(one, Mapping) and one.get("value") == option for one in stored)


@cache
def _leanings() -> Mapping[tuple[str, str], tuple[tuple[str, str, float], ...]]:
    """By item and option: an earlier item, its option, and what it adds to the logarithm."""
    found: dict[tuple[str, str], tuple[tuple[str, str, float], ...]] = {}
    for item, option, earlier, code, factor in LEANINGS:
        added = (earlier, code, math.log(factor))
        found[item, option] = (*found.get((item, option), ()), added)
    return found


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
