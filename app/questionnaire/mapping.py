"""A definition as a mapping and as a questionnaire: the same content in two forms.

A wording is a text in the base language or a mapping of language to text; everything else has the
form of the file. What comes in has been checked before: here nothing is explained, only built.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TypeVar

from app.questionnaire.expression import Expression, parse
from app.questionnaire.instrument import (
    Check,
    Continuation,
    Fill,
    FillCase,
    Hiding,
    Item,
    Option,
    Page,
    Passage,
    Point,
    Questionnaire,
    Row,
    Section,
    Variant,
)
from app.questionnaire.text import Text
from app.questionnaire.wordings import Wordings

Mapped = Mapping[str, object]
Built = TypeVar("Built")


class NotADefinition(TypeError):
    """A mapping does not have the form of a definition; it was not checked before."""


def questionnaire_of(mapping: Mapped, wordings: Wordings | None = None) -> Questionnaire:
    """The questionnaire that a checked mapping defines.

    Raises
    ------
    NotADefinition
        A value has another type than the schema says.
    """
    languages = mapped(mapping["languages"])
    base = str(languages["base"])
    builder = Builder(wordings or Wordings(base))
    sections = [mapped(section) for section in listed(mapping["sections"])]
    return Questionnaire(
        id=str(mapping["id"]),
        title=builder.text("title", mapping["title"]),
        base_language=base,
        languages=(base, *(str(language) for language in listed(languages.get("also")))),
        sections=tuple(builder.section(section) for section in sections),
        fills=tuple(
            builder.fill(name, fill) for name, fill in sorted(mapped(mapping.get("fills")).items())
        ),
        intro=builder.passage("intro", mapping.get("intro")),
        closing=builder.passage("closing", mapping.get("closing")),
        retired={code: str(why) for code, why in mapped(mapping.get("retired")).items()},
        lists={name: str(version) for name, version in mapped(mapping.get("lists")).items()},
    )


class Builder:
    """Builds the parts of a questionnaire, each wording under its key in the side files."""

    def __init__(self, wordings: Wordings) -> None:
        self.wordings = wordings

    def text(self, key: str, value: object) -> Text:
        """A wording in all its languages."""
        if isinstance(value, str):
            return self.wordings.text(key, value)
        said = {language: str(wording) for language, wording in mapped(value).items()}
        return Text(self.wordings.base, said)

    def optional(self, key: str, value: object) -> Text | None:
        """A wording that may be left out."""
        return None if value is None else self.text(key, value)

    def several(self, key: str, value: object) -> tuple[Text, ...]:
        """Wordings in a list, each under its position."""
        return tuple(self.text(f"{key}.{at}", one) for at, one in enumerate(listed(value)))

    def section(self, mapping: Mapped) -> Section:
        """A section with its items in pages."""
        code = str(mapping["code"])
        key = f"sections.{code}"
        items = [(self.item(mapped(one)), mapped(one)) for one in listed(mapping["items"])]
        return Section(
            code=code,
            letter=str(mapping["letter"]),
            title=self.text(f"{key}.title", mapping["title"]),
            pages=_pages([(item, str(one.get("page") or item.code)) for item, one in items]),
            intro=self.optional(f"{key}.intro", mapping.get("intro")),
            contributor=self.optional(f"{key}.contributor", mapping.get("contributor")),
        )

    def item(self, mapping: Mapped, key: str | None = None) -> Item:
        """An item of any kind; `key` is where its wordings stand in the side files."""
        code = str(mapping["code"])
        key = key or f"items.{code}"
        return Item(
            code=code,
            num=str(mapping["num"]),
            kind=str(mapping["kind"]),
            concept=str(mapping["concept"]),
            role=str(mapping["role"]),
            wording=self.text(f"{key}.wording", mapping["wording"]),
            short=self.text(f"{key}.short", mapping["short"]),
            help=self.optional(f"{key}.help", mapping.get("help")),
            unit=self.optional(f"{key}.unit", mapping.get("unit")),
            include=self.several(f"{key}.include", mapping.get("include")),
            exclude=self.several(f"{key}.exclude", mapping.get("exclude")),
            ask_if=_condition(mapping.get("ask_if")),
            required=mapping.get("required") is True,
            core=mapping.get("core") is True,
            allow_estimate=mapping.get("allow_estimate") is True,
            seconds=_whole(mapping.get("seconds")) or 0,
            decimals=_whole(mapping.get("decimals")) or 0,
            max_choices=_whole(mapping.get("max_choices")),
            order=_words(mapping.get("order")),
            max_length=_whole(mapping.get("max_length")),
            min=_number(mapping.get("min")),
            max=_number(mapping.get("max")),
            comparability=str(mapping.get("comparability") or "new"),
            note=_words(mapping.get("note")),
            options_from=_words(mapping.get("options_from")),
            rows_from=_words(mapping.get("rows_from")),
            options=_each(f"{key}.options", mapping, self._option),
            missing=_each(f"{key}.missing", mapping, self._option),
            rows=_each(f"{key}.rows", mapping, self._row),
            items=_each(f"{key}.items", mapping, partial(self._inner, mapping)),
            max_rows=_whole(mapping.get("max_rows")),
            core_max_rows=_whole(mapping.get("core_max_rows")),
            row_name=self.optional(f"{key}.row_name", mapping.get("row_name")),
            row_label=self.optional(f"{key}.row_label", mapping.get("row_label")),
            hide=_each(f"{key}.hide", mapping, self._hiding),
            checks=_each(f"{key}.checks", mapping, self._check),
            variants=_each(f"{key}.variants", mapping, self._variant),
            continues=_each(f"{key}.continues", mapping, self._continuation),
        )

    def _inner(self, outer: Mapped, key: str, mapping: Mapped) -> Item:
        """An item of a roster: its concept and role are the roster's unless it has its own."""
        of_roster = {"num": "", "concept": outer["concept"], "role": outer["role"]}
        built = self.item({**of_roster, "short": mapping["wording"], **mapping}, key)
        if "short" in mapping:
            return built
        self.wordings.used.pop(f"{key}.short", None)
        return replace(built, short=built.wording)

    def _option(self, key: str, mapping: Mapped) -> Option:
        return Option(
            code=str(mapping["code"]),
            label=self.text(key, mapping["label"]),
            exclusive=mapping.get("exclusive") is True,
            specify=_whole(mapping.get("specify")),
            group=_words(mapping.get("group")),
            value=_whole(mapping.get("value")),
            readings={
                language: str(said)
                for language, said in mapped(mapping.get("readings", {})).items()
            },
            aliases={
                language: tuple(str(name) for name in listed(names))
                for language, names in mapped(mapping.get("aliases", {})).items()
            },
        )

    def _row(self, key: str, mapping: Mapped) -> Row:
        return Row(str(mapping["code"]), self.text(key, mapping["label"]))

    def _hiding(self, key: str, mapping: Mapped) -> Hiding:
        del key
        return Hiding(
            condition=parse(str(mapping["if"])),
            codes=frozenset(str(code) for code in listed(mapping.get("codes"))),
            groups=frozenset(str(group) for group in listed(mapping.get("groups"))),
        )

    def _check(self, key: str, mapping: Mapped) -> Check:
        return Check(
            code=str(mapping["code"]),
            level="hard" if mapping["level"] == "hard" else "soft",
            text=self.text(key, mapping["text"]),
            condition=_condition(mapping.get("if")),
            rule=_words(mapping.get("rule")),
            settings=mapped(mapping.get("settings")),
        )

    def _variant(self, key: str, mapping: Mapped) -> Variant:
        return Variant(
            condition=parse(str(mapping["if"])),
            wording=self.text(key, mapping["wording"]),
            comparability=str(mapping["comparability"]),
        )

    def _continuation(self, key: str, mapping: Mapped) -> Continuation:
        del key
        return Continuation(
            source=str(mapping["source"]),
            item=str(mapping["item"]),
            note=str(mapping.get("note") or ""),
        )

    def fill(self, name: str, value: object) -> Fill:
        """A fill by cases or by an answer's label."""
        key = f"fills.{name}"
        if isinstance(value, list):
            cases = [mapped(case) for case in value]
            return Fill(
                name,
                cases=tuple(
                    FillCase(self.text(f"{key}.{at}", case["text"]), _condition(case.get("if")))
                    for at, case in enumerate(cases)
                ),
            )
        label_for = mapped(mapped(value).get("label_for"))
        return Fill(
            name,
            label_of=str(mapped(value)["label_of"]),
            label_for={code: self.text(f"{key}.{code}", text) for code, text in label_for.items()},
        )

    def passage(self, key: str, value: object) -> Passage | None:
        """A page of running text, where there is one."""
        if value is None:
            return None
        mapping = mapped(value)
        points = [mapped(point) for point in listed(mapping.get("points"))]
        return Passage(
            heading=self.text(f"{key}.heading", mapping["heading"]),
            lead=self.text(f"{key}.lead", mapping["lead"]),
            points=tuple(self._point(f"{key}.points.{point['code']}", point) for point in points),
        )

    def _point(self, key: str, mapping: Mapped) -> Point:
        return Point(
            code=str(mapping["code"]),
            title=self.text(f"{key}.title", mapping["title"]),
            text=self.text(f"{key}.text", mapping["text"]),
        )


def _each(key: str, mapping: Mapped, build: Callable[[str, Mapped], Built]) -> tuple[Built, ...]:
    """The parts of an item, each under its code or, without one, its position."""
    parts = [mapped(one) for one in listed(mapping.get(key.rpartition(".")[2]))]
    return tuple(build(f"{key}.{one.get('code', at)}", one) for at, one in enumerate(parts))


def _pages(items: Iterable[tuple[Item, str]]) -> tuple[Page, ...]:
    """Neighbours with the same page code stand together; an item is otherwise a page alone."""
    pages: list[Page] = []
    for item, code in items:
        if pages and pages[-1].code == code:
            pages[-1] = Page(code, (*pages[-1].items, item))
        else:
            pages.append(Page(code, (item,)))
    return tuple(pages)


def mapped(value: object) -> Mapped:
    """A value that has to be a mapping; an empty one where there is none."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise NotADefinition(f"expected a mapping, got {value!r}")
    return value


def listed(value: object) -> list[object]:
    """A value that has to be a list; an empty one where there is none."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise NotADefinition(f"expected a list, got {value!r}")
    return value


def _condition(value: object) -> Expression | None:
    return None if value is None else parse(str(value))


def _words(value: object) -> str | None:
    return None if value is None else str(value)


def _whole(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise NotADefinition(f"expected a whole number, got {value!r}")
    return value


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
