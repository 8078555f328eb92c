"""Figures that others have published: read from a file and recounted."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from app.collection.datafile import read_csv
from app.collection.frame import FileProblem, Problems
from app.language.rounding import half_up, percent_of_counts
from app.reporting.document import Words

Key = tuple[str, str, str, str]
"""Survey, wave, status and question of a figure, as the file writes them."""

COLUMNS = (
    "survey", "wave", "status", "question_id", "qtype", "question_en", "option_ja", "option_en",
    "pct_published", "decimals", "count", "base", "base_kind", "base_status", "source_url", "note",
)  # fmt: skip

ANSWERS: Mapping[str, Literal["single", "multiple"]] = {"single": "single", "multi": "multiple"}
BASE_KINDS = frozenset({"all", "item", "routed"})
KNOWN = "published"
FOUND = "reconstructed-unique"
UNSETTLED = "reconstructed-ambiguous"
MISPRINT = "rounding-trap"
BASE_STATUSES = frozenset({KNOWN, FOUND, UNSETTLED, MISPRINT})
STAGES = ("provisional", "final", "later")


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One percentage as its source printed it, with the count that gives it where one is known.

    Parameters
    ----------
    survey, wave, status, question : str
        Whose figure, of which year, in which state, of which question; as the file writes them.
    wording : str
        The question in our words, in English.
    answers : {"single", "multiple"}
    option : mapping
        Label of the answer by language; Japanese is missing where the source has none.
    percent : Decimal
        As printed, with all its decimals.
    decimals : int
    count, base : int, optional
        Firms counted, and firms that the percentage is of; both are known or neither.
    base_kind : {"all", "item", "routed"}
    base_status : {"published", "reconstructed-unique", "reconstructed-ambiguous", "rounding-trap"}
    source_url, note : str
    """

    survey: str
    wave: str
    status: str
    question: str
    wording: str
    answers: Literal["single", "multiple"]
    option: Words
    percent: Decimal
    decimals: int
    count: int | None
    base: int | None
    base_kind: str
    base_status: str
    source_url: str
    note: str

    @property
    def key(self) -> Key:
        """What the figure is looked up by, together with those of the same question."""
        return (self.survey, self.wave, self.status, self.question)

    @property
    def stage(self) -> str:
        """Whether it was published as provisional or final, or later than both."""
        return self.status.split()[0]

    @property
    def shown(self) -> Decimal:
        """The percentage we print: of the count, half-up, and as published without one."""
        if self.count is None or self.base is None:
            return self.percent
        return percent_of_counts(self.count, self.base, self.decimals)

    @property
    def is_misprint(self) -> bool:
        """Whether the source prints another percentage than its count gives."""
        return self.shown != self.percent


@dataclass(frozen=True)
class PublishedFigures:
    """The figures of a file, by question."""

    figures: tuple[PublishedFigure, ...]

    def of(
        self, survey: str, wave: str, status: str, question: str
    ) -> tuple[PublishedFigure, ...]:
        """The figures of one question in the order of the file; none where it is not there."""
        key = (survey, wave, status, question)
        return tuple(figure for figure in self.figures if figure.key == key)

    @property
    def keys(self) -> tuple[Key, ...]:
        """The questions there are, in the order of the file."""
        return tuple(dict.fromkeys(figure.key for figure in self.figures))


def published(content: bytes) -> tuple[tuple[PublishedFigure, ...], Problems]:
    """The figures that a file of published figures holds, and everything wrong with it.

    Parameters
    ----------
    content : bytes
        CSV in UTF-8 with the columns of `reports/published/README.md`, one row per option.

    Returns
    -------
    (figures, problems)
        Figures are there when, and only when, there are no problems. A count has to give the
        printed percentage, rounded half-up, unless the row is marked as a misprint.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return (), (FileProblem(1, "file", f"is not UTF-8: {problem.reason}"),)
    table, shape = read_csv(text, required=COLUMNS)
    problems = list(shape)
    if problems:
        return (), tuple(problems)
    figures = []
    for number, cells in table.rows:
        told = [FileProblem(number, column, message) for column, message in _problems(cells)]
        problems += told
        if not told:
            figure = _figure(cells)
            problems += [FileProblem(number, *doubt) for doubt in _doubts(figure)]
            figures.append((number, figure))
    problems += _between(figures)
    if problems:
        return (), tuple(sorted(problems, key=lambda found: found.row))
    return tuple(figure for _, figure in figures), ()


def _problems(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What cannot be read of a row."""
    for name in ("survey", "wave", "question_id", "question_en", "option_en"):
        if not cells.get(name):
            yield name, "has to be filled"
    stage = (cells.get("status") or " ").split(" ")[0]
    for name, value, known in (
        ("status", stage, STAGES),
        ("qtype", cells.get("qtype"), ANSWERS),
        ("base_kind", cells.get("base_kind"), BASE_KINDS),
        ("base_status", cells.get("base_status"), BASE_STATUSES),
    ):
        if value not in known:
            yield name, f"expected one of {', '.join(sorted(known))}"
    if not cells.get("source_url", "").startswith(("https://", "http://")):
        yield "source_url", "expected the address of a public page"
    if _percent(cells) is None:
        yield (
            "pct_published",
            "expected a percentage from 0 to 100 with as many decimals as stated",
        )
    yield from _count_problems(cells)


def _count_problems(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    count, base = cells.get("count", ""), cells.get("base", "")
    if bool(count) != bool(base):
        yield "count", "a count needs its base, and a base its count"
    elif count and not (count.isdecimal() and base.isdecimal()):
        yield "count", "expected whole numbers"
    elif count and not 0 <= int(count) <= int(base) > 0:
        yield "count", "expected a count from 0 to its base"
    elif not count and cells.get("base_status") != UNSETTLED:
        yield "base_status", f"without a count the base is not known: expected {UNSETTLED}"


def _percent(cells: Mapping[str, str]) -> Decimal | None:
    decimals = cells.get("decimals", "")
    try:
        value = Decimal(cells.get("pct_published", ""))
    except InvalidOperation:
        return None
    fits = decimals.isdecimal() and value.as_tuple().exponent == -int(decimals)
    return value if fits and 0 <= value <= 100 else None


def _figure(cells: Mapping[str, str]) -> PublishedFigure:
    """The figure of a row that has no problems."""
    option = {"en": cells["option_en"]}
    if cells.get("option_ja"):
        option["ja"] = cells["option_ja"]
    return PublishedFigure(
        survey=cells["survey"],
        wave=cells["wave"],
        status=cells["status"],
        question=cells["question_id"],
        wording=cells["question_en"],
        answers=ANSWERS[cells["qtype"]],
        option=option,
        percent=Decimal(cells["pct_published"]),
        decimals=int(cells["decimals"]),
        count=int(cells["count"]) if cells.get("count") else None,
        base=int(cells["base"]) if cells.get("base") else None,
        base_kind=cells["base_kind"],
        base_status=cells["base_status"],
        source_url=cells["source_url"],
        note=cells.get("note", ""),
    )


def _doubts(figure: PublishedFigure) -> Iterator[tuple[str, str]]:
    """Whether the count gives what the source printed."""
    marked = figure.base_status == MISPRINT
    if figure.is_misprint and not marked:
        of = f"{figure.count} of {figure.base}"
        yield "count", f"{of} firms are {figure.shown} percent, not {half_up(figure.percent, 2)}"
    if marked and not figure.is_misprint:
        yield "base_status", "the count gives the printed percentage: this is no misprint"


def _between(figures: Sequence[tuple[int, PublishedFigure]]) -> Iterator[FileProblem]:
    """What is wrong between the rows of a question."""
    together = defaultdict[Key, list[tuple[int, PublishedFigure]]](list)
    for number, figure in figures:
        together[figure.key].append((number, figure))
    for rows in together.values():
        seen = set[str]()
        for number, figure in rows:
            if figure.option["en"] in seen:
                yield FileProblem(number, "option_en", "stands twice under its question")
            if figure.answers != rows[0][1].answers:
                yield FileProblem(number, "qtype", "differs from the rows of its question above")
            seen.add(figure.option["en"])
