"""The table of kinds, and what is asked of an item by way of its kind."""

from collections.abc import Mapping

from app.questionnaire.answer import Answers
from app.questionnaire.codebook import Variable
from app.questionnaire.instrument import Item, Questionnaire
from app.questionnaire.kinds.bands import BandedShare
from app.questionnaire.kinds.choices import Multiple, Single
from app.questionnaire.kinds.consents import Consent
from app.questionnaire.kinds.figures import Number
from app.questionnaire.kinds.kind import Cell, Kind
from app.questionnaire.kinds.ranks import Rank
from app.questionnaire.kinds.rosters import Roster
from app.questionnaire.kinds.scales import ScaleList
from app.questionnaire.kinds.sums import ConstantSum
from app.questionnaire.kinds.texts import OwnWords

ROSTER = Roster({
    "single": Single(),
    "picker": Single(),
    "number": Number(),
    "percent": Number(is_percent=True),
    "short_text": OwnWords(lines=False),
})  # fmt: skip
"""Rows of these kinds of item."""

KINDS: Mapping[str, Kind] = {
    "single": Single(),
    "multiple": Multiple(),
    "number": Number(),
    "percent": Number(is_percent=True),
    "banded_share": BandedShare(),
    "scale_list": ScaleList(),
    "constant_sum": ConstantSum(),
    "rank": Rank(),
    "picker": Single(),
    "picker_multiple": Multiple(),
    "short_text": OwnWords(lines=False),
    "long_text": OwnWords(lines=True),
    "consent": Consent(),
    "roster": ROSTER,
}
"""Every kind of item by the word that a definition uses for it."""


def kind_of(item: Item) -> Kind:
    """The kind that reads, describes and stores answers to an item."""
    return KINDS[item.kind]


def variables(questionnaire: Questionnaire) -> tuple[Variable, ...]:
    """Every column that the questionnaire becomes, in the order asked."""
    return tuple(
        variable
        for item in questionnaire.items.values()
        for variable in kind_of(item).variables(item)
    )


def cells(questionnaire: Questionnaire, answers: Answers) -> Mapping[str, Cell]:
    """The answers in those columns; answers off the path must have been left out before."""
    return {
        name: cell
        for item in questionnaire.items.values()
        for name, cell in kind_of(item).cells(item, answers.get(item.code)).items()
    }
