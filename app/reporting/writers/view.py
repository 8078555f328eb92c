"""A document in the words and figures of one language, ready for a template or a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from babel import numbers

from app.language.catalogue import gettext, mark
from app.language.dates import format_date
from app.reporting.document import Cell, Column, Document, Figure, Gap, Row, Table
from app.reporting.sentences import NOTES, note

MINUS = "\u2212"
SMALLEST_P = Decimal("0.001")

TALLIES: Mapping[str, str] = {
    "frame": mark("Firms on the list"),
    "responses": mark("Responses"),
    "asked": mark("Asked this question"),
    "answered": mark("Answered it"),
    "base": mark("Base of the shares"),
    "not_answered": mark("No answer"),
    "refused": mark("Refused"),
    "not_applicable": mark("Does not apply"),
}
"""What became of a question, in the order told."""

SHOWN_WHERE_ANY = frozenset({"refused", "not_applicable"})


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell in words; a hidden one has nothing but its name."""

    count: str
    percent: str
    interval: str
    bounds: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class GapView:
    """One difference in words."""

    points: str
    interval: str
    p: str
    is_marked: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a table."""

    label: str
    cells: tuple[CellView, ...]
    gap: GapView | None


@dataclass(frozen=True, slots=True)
class TallyView:
    """What became of the question in each group: one line under the shares."""

    label: str
    counts: tuple[str, ...]
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class ColumnView:
    """The head of a group."""

    label: str
    color: str
    remark: str


@dataclass(frozen=True, slots=True)
class TableView:
    """One table with its chart."""

    code: str
    title: str
    question: str
    columns: tuple[ColumnView, ...]
    options: tuple[RowView, ...]
    others: tuple[RowView, ...]
    tallies: tuple[TallyView, ...]
    notes: tuple[str, ...]
    source: str
    base: str
    has_gap: bool
    has_p: bool
    difference: str
    figure: Figure
    figure_title: str
    figure_text: str


@dataclass(frozen=True)
class View:
    """A document on its way to one language."""

    document: Document
    language: str

    def say(self, msgid: str, **params: object) -> str:
        """A wording of the interface."""
        return gettext(self.language, msgid, **params)

    @property
    def tables(self) -> tuple[TableView, ...]:
        """Every table with its chart, in the document's order."""
        figures = {figure.table: figure for figure in self.document.figures}
        return tuple(self._table(table, figures[table.code]) for table in self.document.tables)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader has to know before any figure: provisional, simulated, from counts."""
        stated = {
            "provisional": self.document.is_provisional,
            "simulated": self.document.is_simulated,
            "from_counts": any(wave.from_counts for wave in self.document.origin.waves),
        }
        return tuple(self.say(NOTES[code]) for code, holds in stated.items() if holds)

    @property
    def method(self) -> tuple[str, ...]:
        """The notes that hold for every table."""
        return tuple(note(told, self.language, ()) for told in self.document.notes)

    @property
    def origins(self) -> tuple[tuple[str, str], ...]:
        """What made the report, by name: whoever has the same can make it again."""
        origin = self.document.origin
        waves = [
            (
                self.say(
                    "{wave}: snapshot of {date}",
                    wave=wave.title[self.language],
                    date=self._day(wave.as_of),
                ),
                self.say(
                    "snapshot {snapshot}, instrument {instrument}, last event {event}",
                    snapshot=wave.snapshot[:12],
                    instrument=wave.instrument[:12],
                    event=wave.last_event,
                ),
            )
            for wave in origin.waves
        ]
        return (
            *waves,
            (self.say("Definition of the report"), origin.definition[:12]),
            (self.say("Rules of publication"), origin.policy[:12]),
            (self.say("Program"), origin.code_version),
            (self.say("Seed"), str(origin.seed)),
        )

    def _table(self, table: Table, figure: Figure) -> TableView:
        gaps = [row.gap for row in table.rows if row.gap is not None]
        return TableView(
            code=table.code,
            title=table.title[self.language],
            question=self.say(
                "{num}: “{question}”", num=table.num, question=table.question[self.language]
            ),
            columns=tuple(self._column(table, column) for column in table.columns),
            options=tuple(self._rows(table, "option")),
            others=(*self._rows(table, "rest"), *self._rows(table, "missing")),
            tallies=tuple(self._tallies(table)),
            notes=tuple(note(told, self.language, table.columns) for told in table.notes),
            source=self._source(table),
            base=self._base(table),
            has_gap=bool(gaps),
            has_p=any(gap.p is not None for gap in gaps),
            difference=self.say(
                "Difference: {first} minus {second}",
                first=table.columns[0].name[self.language],
                second=table.columns[-1].name[self.language],
            ),
            figure=figure,
            figure_title=figure.title[self.language],
            figure_text=figure.alternative[self.language],
        )

    def _rows(self, table: Table, kind: str) -> Iterator[RowView]:
        for row in table.rows:
            if row.kind == kind:
                yield RowView(
                    label=row.label[self.language],
                    cells=tuple(self._cell(cell) for cell in row.cells),
                    gap=self._gap(row),
                )

    def _cell(self, cell: Cell) -> CellView:
        return CellView(
            count="" if cell.count is None else self.count(cell.count),
            percent=self.figure(cell.percent),
            interval=self._range(cell.low, cell.high),
            bounds=self._range(cell.least, cell.most),
            is_hidden=cell.percent is None,
        )

    def _gap(self, row: Row) -> GapView | None:
        if row.gap is None:
            return None
        return GapView(
            points=self.signed(row.gap.points),
            interval=self._signed_range(row.gap),
            p=self._p(row.gap.p),
            is_marked=row.gap.is_marked,
            is_hidden=row.gap.points is None,
        )

    def _column(self, table: Table, column: Column) -> ColumnView:
        place = table.columns.index(column)
        is_few = any(row.cells[place].shown == "few" for row in table.rows)
        return ColumnView(
            label=column.label[self.language],
            color=column.color,
            remark=self.say("few firms") if is_few else "",
        )

    def _tallies(self, table: Table) -> Iterator[TallyView]:
        for name, msgid in TALLIES.items():
            counts: list[int | None] = [getattr(column, name) for column in table.columns]
            if any(counts) or name not in SHOWN_WHERE_ANY:
                told = tuple(self.count(count) for count in counts)
                yield TallyView(self.say(msgid), told, is_base=name == "base")

    def _base(self, table: Table) -> str:
        groups = [
            self.say("{group} {count}", group=column.name[self.language], count=column.base)
            for column in table.columns
        ]
        return self.say("Base: firms that answered ({groups})", groups=self.say(", ").join(groups))

    def _source(self, table: Table) -> str:
        waves = {wave.wave: wave for wave in self.document.origin.waves}
        parts = [
            self.say(
                mark("{title} ({name}): {responses} responses, {date}")
                if column.frame is None
                else mark("{title} ({name}): {responses} responses of {frame} firms, {date}"),
                title=waves[column.wave].title[self.language],
                name=column.name[self.language],
                responses=self.count(column.responses),
                frame=self.count(column.frame),
                date=self._day(waves[column.wave].as_of),
            )
            for column in table.columns
        ]
        return self.say("Source: {waves}.", waves=self.say("; ").join(parts))

    def count(self, count: int | None) -> str:
        """A number of firms; a dash where it is not known."""
        if count is None:
            return "–"
        return numbers.format_decimal(count, locale=self.language)

    def figure(self, published: str | None) -> str:
        """A published figure with the decimals that it was published with; empty where hidden."""
        if published is None:
            return ""
        decimals = len(published.partition(".")[2])
        pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
        written = numbers.format_decimal(Decimal(published), pattern, locale=self.language)
        return written.replace("-", MINUS)

    def signed(self, published: str | None) -> str:
        """A published difference with its sign, zero without one."""
        written = self.figure(published)
        return f"+{written}" if published is not None and Decimal(published) > 0 else written

    def _range(self, low: str | None, high: str | None) -> str:
        if low is None or high is None:
            return ""
        return self.say("{low}–{high}", low=self.figure(low), high=self.figure(high))

    def _signed_range(self, gap: Gap) -> str:
        if gap.low is None or gap.high is None:
            return ""
        return self.say("{low} to {high}", low=self.signed(gap.low), high=self.signed(gap.high))

    def _p(self, p: str | None) -> str:
        if p is None:
            return ""
        return f"<{SMALLEST_P}" if Decimal(p) < SMALLEST_P else self.figure(p)

    def _day(self, moment: str) -> str:
        return format_date(datetime.fromisoformat(moment), self.language, "UTC")
