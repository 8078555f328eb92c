"""A finished report as a value: what is published and nothing more, without any markup.

Every figure is held as it is published, rounded, in decimal notation; what the policy hides is not
in the document at all. Whoever holds a document can therefore show all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass

from app.reporting.decoding import decode

Words = Mapping[str, str]
"""A wording by language."""

FORMAT = 1

SMALL_BASE = "small_base"
HIDDEN = "hidden"
NO_FIGURE = "none"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark whose wording stands in `wordings.NOTES`, with what fills it.

    `params` are the same in every language, `words` are not.
    """

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one group, in the unit of its measure: a share in percent, as a rule.

    Parameters
    ----------
    shown : {"full", "few", "hidden", "none"}
        Hidden cells hold nothing but their reason. "none" is no figure at all, because there can
        be none: mean points of those who ranked nothing, a country of which no firm is listed.
    percent, low, high : str, optional
        The share and its interval, as published.
    count : int, optional
        Firms counted, unweighted.
    least, most : str, optional
        Bounds without any assumption on the firms that did not answer.
    method : str, optional
        How the interval was made.
    reason : str, optional
        Why the cell is hidden: "small_base" or "hidden", never the rule that hid it, because the
        rules speak of counts.
    base : int, optional
        Firms that the figure rests on, where the rows of a table have bases of their own.
    """

    shown: str
    percent: str | None = None
    low: str | None = None
    high: str | None = None
    count: int | None = None
    least: str | None = None
    most: str | None = None
    method: str | None = None
    reason: str | None = None
    base: int | None = None

    def __post_init__(self) -> None:
        # Documents of earlier programs name the rule; nobody who reads one may learn it.
        if self.reason not in {None, SMALL_BASE, HIDDEN}:
            object.__setattr__(self, "reason", HIDDEN)


@dataclass(frozen=True, slots=True)
class Gap:
    """The first group minus the second, in percentage points.

    `p` is adjusted for the family of tests; it is None where the data are provisional.
    """

    points: str | None = None
    low: str | None = None
    high: str | None = None
    p: str | None = None
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One category with its cell in each group.

    `kind` is "option", "rest" for what was not named (other, none), or "missing" for don't know.
    `also` holds, for each further measure of the table, a cell of each group; `part` is the head
    under which the row stands with its neighbours. On a scale `side` says where the row stands:
    "low", "middle" or "high"; where no row of a table says it, the first half counts as high.
    """

    code: str
    label: Words
    kind: str
    cells: tuple[Cell, ...]
    gap: Gap | None = None
    also: tuple[tuple[Cell, ...], ...] = ()
    part: Words | None = None
    side: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One group of firms: how many there are, were asked, answered and stand in the base.

    `frame` is None for a part of a wave, whose size the list does not tell.
    """

    code: str
    label: Words
    name: Words
    color: str
    wave: str
    frame: int | None
    responses: int
    asked: int
    answered: int
    base: int
    not_answered: int
    refused: int
    not_applicable: int
    is_weighted: bool
    strata: int


@dataclass(frozen=True, slots=True)
class Measure:
    """What the figures of a table are.

    Parameters
    ----------
    code : str
        "share" of the base; "top", share that ranked it at all; "first", share that ranked it
        first; "points", mean Borda points; "mean" and "median" of stated percentages; "rate" of
        response; "exposed", share that the rule calls exposed; or a name of the report's own.
    unit : {"percent", "points"}
    label : mapping, optional
        Wording of the report's own, where the code has none in the catalogue.
    columns : tuple of Column
        The tallies of a measure that rests on another question than the table's.
    """

    code: str
    unit: str = "percent"
    label: Words | None = None
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherOption:
    """An option that others offered and to which no row of ours corresponds, with its figure."""

    label: Words
    percent: str


@dataclass(frozen=True, slots=True)
class Published:
    """A column of figures that others have published, beside ours.

    Parameters
    ----------
    code : str
        Of the column, such as "w2024".
    label : mapping
        Its head: survey and wave.
    status : {"provisional", "final"}
    base : int, optional
        Firms the figures rest on; None where the source does not say.
    base_status : {"stated", "reconstructed", "not_stated"}
    change : {"", "wording", "options", "scale", "scope"}
        What differs from our question.
    percents : mapping
        By code of a row, the figure in percent; rows that the source does not have are not there.
    sources : tuple of str
        Addresses.
    notes : tuple of Note
    measure : str
        Code of the measure of the table that its figures stand beside.
    alone : tuple of OtherOption
        Options of the source that have no row of ours.
    """

    code: str
    label: Words
    status: str
    base: int | None
    base_status: str
    change: str
    percents: Mapping[str, str]
    sources: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    measure: str = "share"
    alone: tuple[OtherOption, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One question in every group.

    Parameters
    ----------
    answers : {"single", "multiple"}
        Whether a firm stands in one row or may stand in several.
    max_choices : int, optional
        Most options that a firm could choose.
    tests : int
        Size of the family that the p values are adjusted for.
    kind : {"choice", "scale", "rank", "sum", "roster", "participation", "exposure"}
    measure, measures : Measure
        What `Row.cells` are; what each of `Row.also` is.
    base_kind : {"answered", "asked", "all"}
        Which firms the base is.
    chapter : mapping, optional
        Head of the part of the report that begins with this table.
    universe : mapping, optional
        Who was asked, in words, where not everybody was.
    beside : tuple of Published
    """

    code: str
    item: str
    num: str
    title: Words
    question: Words
    answers: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    max_choices: int | None = None
    tests: int = 0
    notes: tuple[Note, ...] = ()
    kind: str = "choice"
    measure: Measure = Measure("share")
    measures: tuple[Measure, ...] = ()
    base_kind: str = "answered"
    chapter: Words | None = None
    universe: Words | None = None
    beside: tuple[Published, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure drawn in one language at one width ("wide" or "narrow")."""

    language: str
    width: str
    svg: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart of one table; its title says what is found, its text what a reader cannot see.

    `kind` is "bars" with intervals, "diverging" for scales, or "dots" for differences; a table may
    have several.
    """

    code: str
    table: str
    title: Words
    alternative: Words
    drawings: tuple[Drawing, ...] = ()
    kind: str = "bars"


@dataclass(frozen=True, slots=True)
class WaveOrigin:
    """The responses a report stands on: of which wave, instrument and snapshot.

    `kind` is "provisional" or "final" where staff kept the snapshot under a `label`, else empty.
    `from_counts` says that its answers are made from published counts.
    """

    wave: str
    title: Words
    instrument: str
    snapshot: str
    as_of: str
    last_event: int
    is_open: bool
    kind: str = ""
    label: str = ""
    from_counts: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Everything that made a report: the same origin gives the same document.

    `published` is the hash of the file of figures of others, where some are shown.
    """

    definition: str
    policy: str
    code_version: str
    seed: int
    waves: tuple[WaveOrigin, ...]
    published: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A report as published.

    Parameters
    ----------
    reading : {"frame", "process"}
        Whether intervals speak of the firms of the frame or of firms like them.
    level : int
        Nominal coverage of the intervals, in percent.
    is_provisional, is_simulated : bool
        Some wave is still open; some answers are invented.
    """

    code: str
    title: Words
    subtitle: Words
    languages: tuple[str, ...]
    reading: str
    level: int
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    notes: tuple[Note, ...]
    origin: Origin
    is_provisional: bool
    is_simulated: bool
    format: int = FORMAT


def to_mapping(value: object) -> object:
    """A value of this module as JSON values: mappings, lists, texts, numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: to_mapping(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): to_mapping(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [to_mapping(part) for part in value]
    return value


def from_mapping(stored: object) -> Document:
    """The document that `to_mapping` wrote.

    Raises
    ------
    ValueError
        It was written in another format, or has parts that are unknown.
    TypeError
        A part is of another type.
    """
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        raise ValueError(f"expected a document of format {FORMAT}")
    return decode(Document, stored)
