"""What a think tank writes to have a report: `report.yaml` as a value, every problem at once."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from app.questionnaire.answer import Status
from app.questionnaire.instrument import Item, Option
from app.reporting.decoding import decode
from app.reporting.document import Words
from app.reporting.tabulation import Category, Reading

SCHEMA = Path(__file__).parent / "report.schema.json"
CHOICES = frozenset({"single", "picker", "multiple", "picker_multiple"})
"""Kinds of item whose answers are counted by option."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of firms: those of a wave, or the part of them that a frame fact picks out."""

    code: str
    wave: str
    label: Words
    name: Words
    color: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grouping:
    """Codes of an item, and groups of its list, that are counted together under one label."""

    code: str
    label: Words
    codes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def holds(self, option: Option) -> bool:
        """Whether an option of the item is counted here."""
        return option.code in self.codes or option.group in self.groups


@dataclass(frozen=True, slots=True)
class Citation:
    """Figures of others to stand beside a table: of which question, and in which of its rows.

    `rows` names, by the code of a row, the English label of the option that it continues; `change`
    says what differs from our question.
    """

    code: str
    survey: str
    wave: str
    status: str
    question: str
    name: Words
    rows: Mapping[str, str]
    change: str = ""


@dataclass(frozen=True, slots=True)
class Companion:
    """Another item with the same options, shown beside the table's own."""

    item: str
    label: Words


@dataclass(frozen=True, slots=True)
class Bands:
    """What the bands of an item mean, as numbers: from the first up to, not including, the second.

    One number alone has no end; none at all lies beyond every number ("cannot be replaced"). A
    band of two equal numbers is that number.
    """

    item: str
    reads: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class ExposureSettings:
    """The rule by which a firm is called exposed, for one of its inputs and so for the firm.

    Parameters
    ----------
    origin : str
        Item of the roster that names the largest origin.
    home : mapping
        By group of the report, groups of the list of origins that are its home bloc.
    share, replace, cover : Bands
        Share of the largest origin in percent; months to replace it; months that stocks last.
    least_share, least_months : int
        From which share, and from how many months, the conditions hold.
    gate : str, optional
        Item that leads to the roster; firms with an answer in `free` have no such input.
    """

    origin: str
    home: Mapping[str, tuple[str, ...]]
    share: Bands
    replace: Bands
    cover: Bands
    least_share: int
    least_months: int
    gate: str | None = None
    free: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """One question as a table.

    Parameters
    ----------
    kind : str
        "choice", "scale", "rank", "sum", "roster", "participation" or "exposure".
    item : str
        Code of the item; empty where the table is about no question.
    row, sub_item : str, optional
        The row of an item that has several; the item inside a roster.
    order : str
        "given" or "first_group"; rows named in `last` keep their place before don't know.
    base : str
        "answered", "asked" or "all".
    sides : mapping
        "low", "middle" and "high" to the codes of a scale that stand there.
    by : tuple of str
        Facts of the frame that break the table down.
    measure : mapping, optional
        Name of the figures, where it is not that of the kind.
    charts : tuple of str
        "bars", "diverging", "dots" or "paired"; that of the kind where none is named.
    """

    code: str
    title: Words
    item: str = ""
    order: str = "given"
    kind: str = "choice"
    row: str | None = None
    sub_item: str | None = None
    base: str = "answered"
    question: Words | None = None
    chapter: Words | None = None
    universe: Words | None = None
    last: tuple[str, ...] = ()
    labels: Mapping[str, Words] = field(default_factory=dict)
    categories: tuple[Grouping, ...] = ()
    sides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    measure: Words | None = None
    charts: tuple[str, ...] = ()
    beside_item: Companion | None = None
    beside: tuple[Citation, ...] = ()
    exposure: ExposureSettings | None = None

    @property
    def subject(self) -> tuple[str, str | None, str | None]:
        """What the answers of the table are: an item, a row of it, an item inside a roster."""
        return self.item, self.row, self.sub_item


@dataclass(frozen=True, slots=True)
class ReportDefinition:
    """A report as defined; `hash` is the SHA-256 of the bytes of its file."""

    code: str
    title: Words
    subtitle: Words
    languages: tuple[str, ...]
    reading: Reading
    groups: tuple[Group, ...]
    tables: tuple[TableDefinition, ...]
    hash: str
    level: int = 95


def read(content: bytes) -> tuple[ReportDefinition | None, tuple[str, ...]]:
    """The report that a `report.yaml` defines, or everything that is wrong with the file.

    Parameters
    ----------
    content : bytes
        The file, YAML 1.2 in UTF-8.

    Returns
    -------
    (ReportDefinition or None, problems)
        The definition when, and only when, there are no problems; each problem names its place.
    """
    try:
        tree = YAML(typ="safe", pure=True).load(content)
    except YAMLError as problem:
        return None, (f"report.yaml cannot be read as YAML: {problem}",)
    found = [f"{_place(told.path)}: {told.message}" for told in _validator().iter_errors(tree)]
    if found:
        return None, tuple(sorted(found))
    stated = {name: part for name, part in tree.items() if name != "format"}
    definition = decode(ReportDefinition, {**stated, "hash": hashlib.sha256(content).hexdigest()})
    problems = (
        *_missing_languages(definition), *_repeated(definition), *_overlapping(definition)
    )  # fmt: skip
    return (None, problems) if problems else (definition, ())


def categories(table: TableDefinition, item: Item) -> tuple[Category, ...]:
    """The rows of a table: its groupings, options that stand alone, then the missing codes."""
    placed: dict[str, set[str]] = {}
    for option in item.options:
        home = next((part.code for part in table.categories if part.holds(option)), option.code)
        placed.setdefault(home, set()).add(option.code)
    stated = [part.code for part in table.categories if part.code in placed]
    alone = [code for code in placed if code not in stated]
    rows = [Category(code, frozenset(placed[code])) for code in (*stated, *alone)]
    first = [row for row in rows if row.code not in table.last]
    last = [row for code in table.last for row in rows if row.code == code]
    missing = [
        Category(option.code, frozenset({option.code}), is_missing=True)
        for option in item.missing
        if option.code == Status.DONT_KNOW
    ]
    return (*first, *last, *missing)


def label(table: TableDefinition, item: Item, code: str) -> Words:
    """The label of a row."""
    for part in table.categories:
        if part.code == code:
            return part.label
    if code in table.labels:
        return table.labels[code]
    return {**item.option_codes, **item.missing_codes}[code].label.wordings


def question(table: TableDefinition, item: Item) -> Words:
    """The wording that both groups share."""
    return table.question or item.wording.wordings


def _missing_languages(definition: ReportDefinition) -> tuple[str, ...]:
    wordings: dict[str, Words | None] = {
        "title": definition.title,
        "subtitle": definition.subtitle,
    }
    for group in definition.groups:
        wordings[f"group {group.code!r}, label"] = group.label
        wordings[f"group {group.code!r}, name"] = group.name
    for table in definition.tables:
        wordings.update(_wordings(table))
    return tuple(
        f"{place}: no wording in {language!r}"
        for place, words in wordings.items()
        for language in definition.languages
        if words is not None and language not in words
    )


def _wordings(table: TableDefinition) -> Mapping[str, Words | None]:
    """Every wording of a table by its place."""
    place = f"table {table.code!r}"
    companion = table.beside_item.label if table.beside_item else None
    return {
        f"{place}, title": table.title,
        f"{place}, question": table.question,
        f"{place}, chapter": table.chapter,
        f"{place}, universe": table.universe,
        f"{place}, measure": table.measure,
        f"{place}, beside_item": companion,
        **{f"{place}, label of {code!r}": words for code, words in table.labels.items()},
        **{f"{place}, category {part.code!r}": part.label for part in table.categories},
        **{f"{place}, beside {cited.code!r}": cited.name for cited in table.beside},
    }


def _repeated(definition: ReportDefinition) -> Iterator[str]:
    """Codes used twice."""
    for what, codes in (
        ("groups: code", [group.code for group in definition.groups]),
        ("tables: code", [table.code for table in definition.tables]),
    ):
        repeated = {code for code in codes if codes.count(code) > 1}
        yield from (f"{what} {code!r} stands twice" for code in sorted(repeated))


def _overlapping(definition: ReportDefinition) -> Iterator[str]:
    """Groups that may share a firm: their difference would take it for two."""
    for place, first in enumerate(definition.groups):
        for second in definition.groups[place + 1 :]:
            apart = any(
                not set(first.where[fact]) & set(second.where[fact])
                for fact in first.where.keys() & second.where.keys()
            )
            if first.wave == second.wave and not apart:
                yield f"groups: {first.code!r} and {second.code!r} may share a firm of their wave"


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _place(path: Sequence[object]) -> str:
    return ".".join(str(part) for part in path) or "report.yaml"
