"""A page of the questionnaire as frozen values that the templates draw, and the form it posts.

What does not depend on answers is made once for each instrument and language. The form carries
raw text and the CSRF token, and knows no rule of the survey.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from types import MappingProxyType

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from app.language.catalogue import gettext, mark
from app.language.numbers import format_decimal
from app.questionnaire.instrument import Instrument, Item, Option, Row
from app.questionnaire.kinds.ranks import place_label, place_name, places
from app.questionnaire.text import FILL, Text
from app.web.choices import Choices, choices

SEEN = "seen-"
CONFIRMED = "confirmed"
_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_UNSHOWABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_NO_CHARACTERS}]")
_GROUPS = frozenset({"single", "multiple", "picker_multiple", "consent"})
_GRIDS = frozenset({"banded_share", "scale_list"})
_FIGURES = frozenset({"number", "percent", "constant_sum"})
"""Kinds drawn as one group of options, as a group in each row, as fields for figures."""

NONE = Choices()
NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})

Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of an item asked for several things: a group of options, or one control."""

    code: str
    label: str
    name: str
    choices: Choices = NONE
    apart: Choices = NONE

    @property
    def target(self) -> str:
        """The id of its first control."""
        return self.choices[0].id if self.choices else self.name


@dataclass(frozen=True)
class ItemSpec:
    """One item in one language, without any answer."""

    code: str
    num: str
    kind: str
    short: str
    wording: str
    is_required: bool
    instruction: str | None = None
    help: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    choices: Choices = NONE
    apart: Choices = NONE
    lines: tuple[Line, ...] = ()
    unit: str | None = None
    has_estimate: bool = False
    length: int | None = None

    @cached_property
    def template(self) -> str:
        """The template that draws this kind of item."""
        return f"items/{self.kind}.html"

    @cached_property
    def target(self) -> str:
        """The id of the first control, where a message leads."""
        first = self.lines[0].target if self.lines else None
        if first is None and self.kind in _GROUPS:
            first = (self.choices or self.apart)[0].id
        return first or self.code

    def target_of(self, part: str | None) -> str:
        """The id of the control that a finding about a part of the item leads to."""
        if part == "other" and self.other_name:
            return self.other_name
        return next((line.target for line in self.lines if line.code == part), self.target)

    @cached_property
    def other_name(self) -> str | None:
        """The field of the text that an option opens, where one does."""
        opens = any(choice.specify for choice in self.choices)
        return f"{self.code}__other" if opens else None

    @cached_property
    def has_fills(self) -> bool:
        """Whether a wording differs between firms or with their answers."""
        return any(FILL.search(text) for text in _texts(self))


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item with what was typed or stored, and what was found about it."""

    spec: ItemSpec
    raw: Mapping[str, Sequence[str]]
    seen: str
    is_alone: bool = True
    level: str = ""
    messages: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    echo: str | None = None
    total: str | None = None
    theirs: tuple[str, ...] = ()
    theirs_head: str = ""

    def chosen(self, name: str) -> Sequence[str]:
        """The values ticked in a field."""
        return self.raw.get(name, ())

    def typed(self, name: str) -> str:
        """The text that stands in a field."""
        values = self.raw.get(name)
        return showable(values[0]) if values else ""

    def target_of(self, part: str | None) -> str:
        """The id of the control that a finding about a part of the item leads to."""
        return self.spec.target_of(part)

    def place_of(self, part: str | None) -> str:
        """Where on the page a finding belongs, beyond the item; nothing where that is plain."""
        del part
        return ""

    @property
    def is_soft(self) -> bool:
        """Whether what was found may stay as it is."""
        return self.level == "soft"

    @property
    def tone(self) -> str:
        """The class that marks an item to look at."""
        return {"hard": " item-found", "soft": " item-noted"}.get(self.level, "")

    @property
    def described_by(self) -> str:
        """The ids of what is said about the item's control: help first, then the message."""
        code = self.spec.code
        ids = [f"{code}-help"] if self.spec.help else []
        ids += [f"{code}-instruction"] if self.spec.instruction else []
        ids += [f"{code}-message"] if self.messages else []
        return " ".join(ids)


def showable(text: str) -> str:
    """What was typed, with a mark for each character that no page can show."""
    return _UNSHOWABLE.sub("\ufffd", text)


def item_spec(instrument: Instrument, item: Item, language: str) -> ItemSpec:
    """The item as it is asked of a firm (`routing.fitted`), before fills and answers."""
    return _spec(instrument.hash, _Asked(item), language)


def filled(spec: ItemSpec, fills: Mapping[str, str]) -> ItemSpec:
    """The item with the words that are the firm's own put into every wording."""
    if not spec.has_fills:
        return spec

    def put(text: str) -> str:
        return FILL.sub(lambda found: fills.get(found[1], found[0]), text)

    return replace(
        spec,
        wording=put(spec.wording),
        short=put(spec.short),
        help=put(spec.help) if spec.help else None,
        include=tuple(put(text) for text in spec.include),
        exclude=tuple(put(text) for text in spec.exclude),
        choices=spec.choices.relabelled(put),
        apart=spec.apart.relabelled(put),
        lines=tuple(
            replace(
                line,
                label=put(line.label),
                choices=line.choices.relabelled(put),
                apart=line.apart.relabelled(put),
            )
            for line in spec.lines
        ),
    )


def field_names(item: Item) -> tuple[str, ...]:
    """The fields that an item may fill in a POST; nothing else of it is read."""
    if item.items:
        numbers = range(1, (item.max_rows or 0) + 1)
        inner = (one for number in numbers for one in item.in_row(number))
        return (f"{item.code}__open", *(name for one in inner for name in field_names(one)))
    found = [f"{item.code}__{row.code}" for row in item.rows] or [item.code]
    if item.kind == "rank":
        found = [place_name(item, place) for place in places(item)]
    if item.kind in _FIGURES:
        found.append(f"{item.code}__missing")
    if item.allow_estimate:
        found.append(f"{item.code}__est")
    if any(option.specify for option in item.options):
        found.append(f"{item.code}__other")
    return tuple(found)


class RawText(Field):
    """What was typed or ticked, as it came."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep every value; to read them is the item's business."""
        self.data = list(valuelist)


class PageForm(BaseForm):
    """The fields of a page as raw text, with the CSRF token of the session."""

    def __init__(self, fields: Sequence[str], posted: MultiDict[str, str]) -> None:
        super().__init__({name: UnboundField(RawText) for name in fields}, meta=FlaskForm.Meta())
        self.process(posted)

    def raw(self) -> dict[str, list[str]]:
        """The values of each field that came."""
        return {
            name: given.data
            for name, given in self._fields.items()
            if isinstance(given, RawText) and given.data
        }


def page_form(items: Sequence[Item], posted: MultiDict[str, str]) -> PageForm:
    """The form of a page with what was posted: fields of other items are not among its own."""
    fields = [name for item in items for name in field_names(item)]
    fields += [f"{SEEN}{item.code}" for item in items]
    return PageForm([*fields, CONFIRMED], posted)


class _Asked:
    """An item as a key of the cache: its code, and what may differ between firms."""

    __slots__ = ("item", "key")

    def __init__(self, item: Item) -> None:
        self.item = item
        options = tuple(option.code for option in item.options) if item.hide else ()
        self.key = (item.code, item.wording.wordings[item.wording.base], options, item.max_rows)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key


@lru_cache(maxsize=4096)
def _spec(instrument_hash: str, asked: _Asked, language: str) -> ItemSpec:
    del instrument_hash  # part of the key: codes are unique within one instrument
    item = asked.item
    is_grid = item.kind in _GRIDS
    return ItemSpec(
        code=item.code,
        num=item.num,
        kind=item.kind,
        short=item.short.in_language(language),
        wording=item.wording.in_language(language),
        is_required=item.required,
        instruction=_instruction(item, language),
        help=item.help.in_language(language) if item.help else None,
        include=_lines_of(item.include, language),
        exclude=_lines_of(item.exclude, language),
        choices=NONE if is_grid else choices(_ordered(item, language), item.code, language),
        apart=NONE if is_grid else choices(item.missing, f"{item.code}--", language),
        lines=_lines(item, language),
        unit=item.unit.in_language(language) if item.unit else None,
        has_estimate=item.allow_estimate,
        length=item.max_length,
    )


def _ordered(item: Item, language: str) -> Sequence[Option]:
    """The options in the order shown: as listed, or the entries of the list by their label.

    What belongs to no group of the list, and "other", comes last in the order of the definition.
    """
    if item.order != "label":
        return item.options
    last = [one for one in item.options if one.group is None or one.code == "other"]
    listed = [one for one in item.options if one not in last]
    return [*sorted(listed, key=lambda one: one.sorts_as(language)), *last]


def _lines(item: Item, language: str) -> tuple[Line, ...]:
    """The rows of an item, each with what stands in it."""
    if item.kind == "rank":
        return tuple(
            Line(str(at), place_label(at, language), place_name(item, at)) for at in places(item)
        )
    if item.kind in _GRIDS:
        return tuple(_grid_line(item, row, language) for row in item.rows)
    return tuple(
        Line(row.code, row.label.in_language(language), f"{item.code}__{row.code}")
        for row in item.rows
    )


def _grid_line(item: Item, row: Row, language: str) -> Line:
    name = f"{item.code}__{row.code}"
    return Line(
        code=row.code,
        label=row.label.in_language(language),
        name=name,
        choices=choices(item.options, name, language),
        apart=choices(item.missing, f"{name}--", language),
    )


def _lines_of(texts: Sequence[Text], language: str) -> tuple[str, ...]:
    return tuple(text.in_language(language) for text in texts)


_INSTRUCTIONS: Mapping[str, str] = {
    "single": mark("Choose one"),
    "picker": mark("Choose one"),
    "multiple": mark("Choose all that apply"),
    "picker_multiple": mark("Choose all that apply"),
    "banded_share": mark("Choose one in each line"),
    "scale_list": mark("Choose one in each line"),
    "constant_sum": mark("Shares in percent, together 100"),
    "short_text": mark("Up to {k} characters"),
    "long_text": mark("Up to {k} characters"),
}


def _instruction(item: Item, language: str) -> str | None:
    if item.kind == "rank":
        return gettext(language, mark("Rank up to {k}"), k=len(places(item)))
    if item.max_rows:
        return gettext(language, mark("Describe up to {k}"), k=item.max_rows)
    if item.max_choices and item.max_choices > 1:
        return gettext(language, mark("Choose up to {k}"), k=item.max_choices)
    if item.kind.endswith("_text") and not item.max_length:
        return None
    said = _INSTRUCTIONS.get(item.kind)
    most = format_decimal(Decimal(item.max_length or 0), language)
    return gettext(language, said, k=most) if said else None


def _texts(spec: ItemSpec) -> list[str]:
    texts = [spec.wording, spec.short, spec.help or "", *spec.include, *spec.exclude]
    texts += [choice.label for choice in (*spec.choices, *spec.apart)]
    for line in spec.lines:
        texts += [line.label, *(choice.label for choice in (*line.choices, *line.apart))]
    return texts
