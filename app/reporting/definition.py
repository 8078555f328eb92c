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

from app.disclosure.policy import treatment
from app.questionnaire.answer import Status
from app.questionnaire.instrument import Item, Option, Questionnaire
from app.questionnaire.text import FILL
from app.reporting.decoding import decode
from app.reporting.document import Words
from app.reporting.tabulation import Category, Reading

SCHEMA = Path(__file__).parent / "report.schema.json"
CHOICES = frozenset({"single", "picker", "multiple", "picker_multiple"})
"""Kinds of item whose answers are counted by option."""

MOST_ROWS = 12
"""Rows of a table beyond which nobody reads it, and no chart holds it."""


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
class TableDefinition:
    """One question as a table.

    `order` is "given" or "first_group"; rows named in `last` keep their place before don't know.
    """

    code: str
    item: str
    title: Words
    order: str
    question: Words | None = None
    last: tuple[str, ...] = ()
    labels: Mapping[str, Words] = field(default_factory=dict)
    categories: tuple[Grouping, ...] = ()


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


def problems_with(
    definition: ReportDefinition, questionnaires: Mapping[str, Questionnaire]
) -> tuple[str, ...]:
    """Everything in a report that its waves cannot give.

    Parameters
    ----------
    definition : ReportDefinition
    questionnaires : mapping
        By wave, the questionnaire that its firms answered.

    Returns
    -------
    tuple of str
        Waves that are unknown; items that a wave does not have, that are no choice from a list, or
        that may not be shown; codes that no option has or that two categories claim; wordings with
        a fill, which would say different things to the two groups.
    """
    problems = [
        f"groups: wave {group.wave!r} is not there"
        for group in definition.groups
        if group.wave not in questionnaires
    ]
    for table in definition.tables:
        for wave, questionnaire in sorted(questionnaires.items()):
            item = questionnaire.items.get(table.item)
            if item is None:
                problems.append(f"table {table.code!r}: wave {wave!r} has no item {table.item!r}")
            else:
                problems += [f"table {table.code!r}: {told}" for told in _against(table, item)]
    return tuple(dict.fromkeys(problems))


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


def _against(table: TableDefinition, item: Item) -> Iterator[str]:
    if item.kind not in CHOICES:
        yield f"item {item.code!r} is no choice from a list"
        return
    if treatment(item.role) == "never":
        yield f"item {item.code!r} has the role {item.role!r} and is never shown"
    rows = [row.code for row in categories(table, item)]
    if len(rows) > MOST_ROWS:
        yield f"{len(rows)} rows are more than {MOST_ROWS}: group them in categories"
    yield from (f"last: no row {code!r}" for code in table.last if code not in rows)
    known = {**item.option_codes, **item.missing_codes}
    yield from (f"labels: no code {code!r}" for code in table.labels if code not in known)
    yield from _unclear_groupings(table, item)
    wordings = {"question": question(table, item)} | {
        f"label of {code!r}": label(table, item, code) for code in rows
    }
    for what, words in wordings.items():
        if any(FILL.search(wording) for wording in words.values()):
            yield f"the {what} has a fill, which differs between groups: state it in the report"


def _unclear_groupings(table: TableDefinition, item: Item) -> Iterator[str]:
    lists = {option.group for option in item.options}
    for part in table.categories:
        unknown = [code for code in part.codes if code not in item.option_codes]
        yield from (f"category {part.code!r}: no option {code!r}" for code in unknown)
        empty = [group for group in part.groups if group not in lists]
        yield from (f"category {part.code!r}: no option in group {group!r}" for group in empty)
        if part.code in item.option_codes and part.code not in part.codes:
            yield f"category {part.code!r}: has the code of an option outside it"
    for option in item.options:
        homes = [part.code for part in table.categories if part.holds(option)]
        if len(homes) > 1:
            yield f"option {option.code!r} stands in categories {homes}"


def _missing_languages(definition: ReportDefinition) -> tuple[str, ...]:
    wordings: dict[str, Words] = {"title": definition.title, "subtitle": definition.subtitle}
    for group in definition.groups:
        wordings[f"group {group.code!r}, label"] = group.label
        wordings[f"group {group.code!r}, name"] = group.name
    for table in definition.tables:
        wordings[f"table {table.code!r}, title"] = table.title
        if table.question:
            wordings[f"table {table.code!r}, question"] = table.question
        for code, words in table.labels.items():
            wordings[f"table {table.code!r}, label of {code!r}"] = words
        for part in table.categories:
            wordings[f"table {table.code!r}, category {part.code!r}"] = part.label
    return tuple(
        f"{place}: no wording in {language!r}"
        for place, words in wordings.items()
        for language in definition.languages
        if language not in words
    )


def _repeated(definition: ReportDefinition) -> Iterator[str]:
    """Codes used twice; items shown twice, as two groupings of one give away hidden cells."""
    for what, codes in (
        ("groups: code", [group.code for group in definition.groups]),
        ("tables: code", [table.code for table in definition.tables]),
        ("tables: item", [table.item for table in definition.tables]),
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
