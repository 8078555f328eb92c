"""A questionnaire as designed and an instrument as published: frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from app.language.sorting import sort_key
from app.questionnaire.answer import Level
from app.questionnaire.expression import Expression, names
from app.questionnaire.text import Text

Form = Literal["full", "core"]
"""How much of an instrument a wave asks: every item, or the core items alone."""


@dataclass(frozen=True, slots=True)
class Option:
    """A code with a label.

    Parameters
    ----------
    exclusive : bool
        It cannot stand beside other options of a multiple item.
    specify : int, optional
        It opens a text of at most so many characters.
    group : str, optional
        The broader code it belongs to in an official list (the area of an economy).
    value : int, optional
        Its number in SPSS and Stata files; its position where none is given.
    readings : mapping
        By language, how its label is spelled for sorting where that is not the label itself.
    aliases : mapping
        By language, other names it is looked for by.
    """

    code: str
    label: Text
    exclusive: bool = False
    specify: int | None = None
    group: str | None = None
    value: int | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def sorts_as(self, language: str) -> tuple[str, str]:
        """What the option is sorted by in a list ordered by label."""
        spelled = self.readings.get(language) or self.label.in_language(language)
        return sort_key(spelled)

    @property
    def other_names(self) -> tuple[str, ...]:
        """Its readings and aliases in every language, each once."""
        named = (*self.readings.values(), *(one for many in self.aliases.values() for one in many))
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an item that is asked for several things on a common scale."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class Hiding:
    """Options that are left out for some firms, by code or by the group they belong to."""

    condition: Expression
    codes: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def covers(self, option: Option) -> bool:
        """Whether the option is one of those left out."""
        return option.code in self.codes or option.group in self.groups


@dataclass(frozen=True, slots=True)
class Check:
    """A rule on answers: a condition that is true when something is wrong, or a named rule."""

    code: str
    level: Level
    text: Text
    condition: Expression | None = None
    rule: str | None = None
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another wording of an item for some firms; codes never change."""

    condition: Expression
    wording: Text
    comparability: str


@dataclass(frozen=True, slots=True)
class Continuation:
    """A published item that an item continues, and how comparably."""

    source: str
    item: str
    note: str


@dataclass(frozen=True)
class Item:
    """One thing asked. What each kind of item reads from these fields stands in `items.py`."""

    code: str
    num: str
    kind: str
    concept: str
    wording: Text
    short: Text
    role: str
    help: Text | None = None
    include: tuple[Text, ...] = ()
    exclude: tuple[Text, ...] = ()
    ask_if: Expression | None = None
    required: bool = False
    core: bool = False
    seconds: int = 0
    options: tuple[Option, ...] = ()
    options_from: str | None = None
    order: str | None = None
    rows_from: str | None = None
    hide: tuple[Hiding, ...] = ()
    rows: tuple[Row, ...] = ()
    items: tuple["Item", ...] = ()
    max_rows: int | None = None
    core_max_rows: int | None = None
    row_name: Text | None = None
    row_label: Text | None = None
    missing: tuple[Option, ...] = ()
    max_choices: int | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: int = 0
    unit: Text | None = None
    allow_estimate: bool = False
    max_length: int | None = None
    checks: tuple[Check, ...] = ()
    variants: tuple[Variant, ...] = ()
    continues: tuple[Continuation, ...] = ()
    comparability: str = "new"
    note: str | None = None

    @property
    def is_consent(self) -> bool:
        """Whether the answer is kept with the firm, apart from its answers."""
        return self.role == "consent"

    @cached_property
    def option_codes(self) -> Mapping[str, Option]:
        """Options by code, without the missing codes."""
        return {option.code: option for option in self.options}

    def in_row(self, number: int) -> tuple["Item", ...]:
        """The items of a roster under the names that they have in one of its rows."""
        return self._in_rows[number - 1]

    @cached_property
    def _in_rows(self) -> tuple[tuple["Item", ...], ...]:
        return tuple(
            tuple(
                replace(inner, code=f"{self.code}__{number}__{inner.code}") for inner in self.items
            )
            for number in range(1, (self.max_rows or 0) + 1)
        )

    @cached_property
    def by_facts(self) -> tuple[Expression, ...]:
        """The conditions on facts that decide how it is asked, and how what is in its rows is."""
        own = (
            *(hiding.condition for hiding in self.hide),
            *(variant.condition for variant in self.variants),
        )
        return own + tuple(condition for inner in self.items for condition in inner.by_facts)

    @cached_property
    def as_asked(self) -> dict[tuple[object, ...], "Item"]:
        """What `routing.fitted` has made of it before, by what decided it."""
        return {}

    @cached_property
    def missing_codes(self) -> Mapping[str, Option]:
        """Missing codes that are offered (dont_know, not_applicable, refused), by code."""
        return {option.code: option for option in self.missing}


@dataclass(frozen=True, slots=True)
class Page:
    """Items shown together; its code is that of its group, or of its only item."""

    code: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the questionnaire that one colleague usually knows."""

    code: str
    letter: str
    title: Text
    pages: tuple[Page, ...]
    intro: Text | None = None
    contributor: Text | None = None


@dataclass(frozen=True, slots=True)
class FillCase:
    """The words that a fill takes when its condition is met; no condition: always."""

    text: Text
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """Words that differ between firms: by cases, or the label of the answer to an item."""

    name: str
    cases: tuple[FillCase, ...] = ()
    label_of: str | None = None
    label_for: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Point:
    """A titled paragraph of the introduction or of the closing page."""

    code: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Passage:
    """A page of running text around the questionnaire."""

    heading: Text
    lead: Text
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Questionnaire:
    """The content as designed; `lists` names the official lists it uses with their versions."""

    id: str
    title: Text
    base_language: str
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    fills: tuple[Fill, ...] = ()
    intro: Passage | None = None
    closing: Passage | None = None
    retired: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by its code, in the order asked."""
        return {item.code: item for _, _, item in self.walk()}

    @cached_property
    def steering(self) -> frozenset[str]:
        """Items whose answers decide which others are asked."""
        asked = {
            name for item in self.items.values() if item.ask_if for name in names(item.ask_if)
        }
        return frozenset(
            code
            for code in self.items
            if any(name == code or name.startswith(f"{code}__") for name in asked)
        )

    def walk(self) -> Iterator[tuple[Section, Page, Item]]:
        """Every item with the page and section it stands on, in the order asked."""
        for section in self.sections:
            for page in section.pages:
                for item in page.items:
                    yield section, page, item


@dataclass(frozen=True)
class Instrument:
    """One published, immutable version of a questionnaire.

    `canonical` is its definition as canonical JSON in UTF-8, `hash` the SHA-256 of those bytes.
    `form` is how much of it the wave at hand asks; content and hash are the same in both forms.
    """

    questionnaire: Questionnaire
    canonical: bytes
    hash: str
    form: Form = "full"
