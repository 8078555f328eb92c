"""Variables: the columns that items become, with their labels and codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.questionnaire.text import Text

VariableType = Literal["code", "flag", "decimal", "text"]


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of a wave's data.

    Parameters
    ----------
    name : str
        The item's code; for a part of an item `item__part`, for the text beside an option
        `item__other_text`.
    label : Text
        What the item is called in tables.
    item : str
        Code of the item.
    part : str, optional
        Code of the option or the row that the column is about.
    part_label : Text, optional
        Label of that option or row.
    type : {"code", "flag", "decimal", "text"}
        One of `codes`; whether an option was chosen; a number; a text.
    codes : mapping
        Codes that may stand in the column, with their labels, in the order of the questionnaire.
    """

    name: str
    label: Text
    item: str
    type: VariableType
    part: str | None = None
    part_label: Text | None = None
    codes: Mapping[str, Text] = field(default_factory=dict)
