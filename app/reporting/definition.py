"""What a think tank writes to have a report: `report.yaml` as a value, every problem at once."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from app.questionnaire.answer import Status
from app.questionnaire.instrument import Item, Option
from app.reporting.decoding import decode
from app.reporting.document import Words
from app.reporting.lines import Lines, Place, line_of, lines
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

    `rows` names, by the code of a row, the English label of the option that it continues, `alone`
    the labels of options that no row continues; `measure` says beside which figure of a rank they
    stand ("top" or "first"), `change` what differs from our question.
    """

    code: str
    survey: str
    wave: str
    status: str
    question: str
    name: Words
    rows: Mapping[str, str]
    change: tuple[str, ...] = ()
    measure: str = ""
    alone: tuple[str, ...] = ()


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
    """A report as defined; `hash` is the SHA-256 of the bytes of its file, `lines` its lines."""

    code: str
    title: Words
    subtitle: Words
    languages: tuple[str, ...]
    reading: Reading
    groups: tuple[Group, ...]
    tables: tuple[TableDefinition, ...]
    hash: str
    level: int = 95
    lines: Lines = field(default_factory=Lines, compare=False, repr=False)


def read(
    content: bytes, file: str = "report.yaml"
) -> tuple[ReportDefinition | None, tuple[str, ...]]:
    """The report that a `report.yaml` defines, or everything that is wrong with the file.

    Parameters
    ----------
    content : bytes
        The file, YAML 1.2 in UTF-8.
    file : str
        Its name as its author knows it.

    Returns
    -------
    (ReportDefinition or None, problems)
        The definition when, and only when, there are no problems; each problem begins with its
        file and line, and names its place.
    """
    try:
        tree = YAML(typ="safe", pure=True).load(content)
    except YAMLError as problem:
        said = " ".join(str(problem).split())
        return None, (f"{file}:{line_of(problem)}: report.yaml cannot be read as YAML: {said}",)
    found = lines(content, file)
    unlike = sorted(_validator().iter_errors(tree), key=lambda told: _numbered(told.path, found))
    if unlike:
        return None, tuple(
            found.told(tuple(told.path), f"{_place(told.path)}: {told.message}") for told in unlike
        )
    stated = {name: part for name, part in tree.items() if name != "format"}
    stated["tables"] = [_with_lists(table) for table in stated["tables"]]
    stated["hash"] = hashlib.sha256(content).hexdigest()
    definition = replace(decode(ReportDefinition, stated), lines=found)
    wrong = (
        *_missing_languages(definition), *_repeated(definition), *_overlapping(definition)
    )  # fmt: skip
    problems = tuple(found.told(place, message) for place, message in wrong)
    return (None, problems) if problems else (definition, ())


def _with_lists(table: Mapping[str, object]) -> Mapping[str, object]:
    """A table as stated, with one change of a citation as a list of one."""
    beside = table.get("beside")
    if not isinstance(beside, list):
        return table
    cited = [
        {**one, "change": [one["change"]]} if isinstance(one.get("change"), str) else one
        for one in beside
    ]
    return {**table, "beside": cited}


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


def _missing_languages(definition: ReportDefinition) -> Iterator[tuple[Place, str]]:
    for place, what, words in _wordings(definition):
        for language in definition.languages:
            if words is not None and language not in words:
                yield place, f"{what}: no wording in {language!r}"


def _wordings(definition: ReportDefinition) -> Iterator[tuple[Place, str, Words | None]]:
    """Every wording of a report with its place and what it is."""
    yield ("title",), "title", definition.title
    yield ("subtitle",), "subtitle", definition.subtitle
    for number, group in enumerate(definition.groups):
        for name, words in (("label", group.label), ("name", group.name)):
            yield ("groups", number, name), f"group {group.code!r}, {name}", words
    for number, table in enumerate(definition.tables):
        for part, what, words_of_part in _wordings_of(table):
            yield ("tables", number, *part), f"table {table.code!r}, {what}", words_of_part


def _wordings_of(table: TableDefinition) -> Iterator[tuple[Place, str, Words | None]]:
    for name, words in (
        ("title", table.title),
        ("question", table.question),
        ("chapter", table.chapter),
        ("universe", table.universe),
        ("measure", table.measure),
        ("beside_item", table.beside_item.label if table.beside_item else None),
    ):
        yield (name,), name, words
    for code, label_words in table.labels.items():
        yield ("labels", code), f"label of {code!r}", label_words
    for number, part in enumerate(table.categories):
        yield ("categories", number), f"category {part.code!r}", part.label
    for number, cited in enumerate(table.beside):
        yield ("beside", number), f"beside {cited.code!r}", cited.name


def _repeated(definition: ReportDefinition) -> Iterator[tuple[Place, str]]:
    """Codes used twice, at their second use."""
    for what, codes in (
        ("groups", [group.code for group in definition.groups]),
        ("tables", [table.code for table in definition.tables]),
    ):
        for number, code in enumerate(codes):
            if codes[:number].count(code) == 1:
                yield (what, number, "code"), f"{what}: code {code!r} stands twice"


def _overlapping(definition: ReportDefinition) -> Iterator[tuple[Place, str]]:
    """Groups that may share a firm: their difference would take it for two."""
    for place, first in enumerate(definition.groups):
        for number, second in enumerate(definition.groups[place + 1 :], start=place + 1):
            apart = any(
                not set(first.where[fact]) & set(second.where[fact])
                for fact in first.where.keys() & second.where.keys()
            )
            if first.wave == second.wave and not apart:
                told = f"groups: {first.code!r} and {second.code!r} may share a firm of their wave"
                yield ("groups", number), told


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _place(path: Sequence[object]) -> str:
    return ".".join(str(part) for part in path) or "report.yaml"


def _numbered(path: Iterable[str | int], found: Lines) -> tuple[int, str]:
    """The line of a place, then its name: problems are told from the top of the file down."""
    place = tuple(path)
    return found.line(place), _place(place)
