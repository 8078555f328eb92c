"""A document in the words and figures of one language, ready for a template."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from app.collection.wave import said
from app.language.catalogue import mark
from app.reporting import differences, measures
from app.reporting.charts import dots
from app.reporting.charts.bars import drawn_rows, has_parts, rows_without_figure
from app.reporting.document import Document, Figure, Published, Table, WaveOrigin
from app.reporting.sentences import note
from app.reporting.wordings import NOTES
from app.reporting.writers.edition import Edition
from app.reporting.writers.grid import STATUSES, Grid, Gridding
from app.reporting.writers.others import CHANGES
from app.reporting.writers.remarks import Remarks
from app.reporting.writers.tally_lines import TallyLine, tally_lines
from app.reporting.writers.words import Speech

WIDEST_UPRIGHT = 12
"""Columns of a table beyond which it is printed across the long side of the paper."""

BASES: Mapping[str, str] = {
    "answered": mark("Base: firms that answered ({groups})"),
    "asked": mark("Base: firms that were asked ({groups})"),
    "all": mark("Base: all firms ({groups})"),
}
KINDS: Mapping[str, str] = {
    "bars": mark("{measure}, with its {level}% interval. {base}"),
    "paired": mark("{measure}. Thin lines: {level}% intervals. {base}"),
    "diverging": mark("{measure}. {base}"),
    "dots": mark(
        "Difference in percentage points: {first} minus {second}, each with its {level}% "
        "interval. Filled dots are marked, rings are not. {base}"
    ),
    "dots_plain": mark(
        "Difference in percentage points: {first} minus {second}, each with its {level}% "
        "interval. Provisional data carry no marks. {base}"
    ),
    "bars_plain": mark("{measure}. {base}"),
}
"""Kind of a figure to its subtitle: what is measured, its base and its unit."""

MORE_ROWS: Mapping[str, str] = {
    "bars": mark("Drawn are the options with the largest figures. Only in the table: {n} rows."),
    "dots": mark("Drawn are the largest differences. Only in the table: {n} rows."),
    "parts": mark("Drawn are the first rows. Only in the table: {n} rows."),
}
"""What a chart shows of a table that has more rows than it holds."""

SNAPSHOTS: Mapping[str, str] = {
    "provisional": mark("{wave}: provisional snapshot of {date}"),
    "final": mark("{wave}: final snapshot of {date}"),
    "": mark("{wave}: snapshot of {date}"),
}


@dataclass(frozen=True, slots=True)
class FigureView:
    """A chart with its words."""

    code: str
    title: str
    subtitle: str
    text: str
    remark: str
    drawings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BesideView:
    """A column of figures that others have published, as it is told under a table."""

    label: str
    remarks: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """One table with its charts."""

    code: str
    title: str
    unit: str
    question: str
    universe: str
    grid: Grid
    tallies: tuple[TallyLine, ...]
    is_wide: bool
    figures: tuple[FigureView, ...]
    notes: tuple[str, ...]
    beside: tuple[BesideView, ...]
    base: str
    source: str
    file: str
    elsewhere: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Tables under a head; the first may have none."""

    code: str
    title: str
    tables: tuple[TableView, ...]


@dataclass(frozen=True)
class View:
    """A document on its way to one language, as it is found in one place."""

    document: Document
    language: str
    edition: Edition

    @property
    def speech(self) -> Speech:
        """The language."""
        return Speech(self.language)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every table with its charts, in the document's order, under its chapter."""
        figures: dict[str, list[Figure]] = {}
        for figure in self.document.figures:
            figures.setdefault(figure.table, []).append(figure)
        chapters: list[Chapter] = []
        for head, tables in groupby(_headed(self.document), key=lambda pair: pair[0]):
            views = tuple(self._table(table, figures.get(table.code, [])) for _, table in tables)
            title = self.document.tables[head].chapter if head >= 0 else None
            name = title[self.language] if title else ""
            chapters.append(Chapter(f"chapter-{len(chapters) + 1}", name, views))
        return tuple(chapters)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader has to know before any figure: provisional, simulated, from counts."""
        stated = {
            "provisional": self.document.is_provisional,
            "simulated": self.document.is_simulated,
            "from_counts": any(wave.from_counts for wave in self.document.origin.waves),
        }
        return tuple(self.speech.say(NOTES[code]) for code, holds in stated.items() if holds)

    @cached_property
    def remarked(self) -> Remarks:
        """Its notes, each said where it belongs."""
        return Remarks(self.document, self.language)

    @property
    def method(self) -> tuple[str, ...]:
        """The notes that hold for every table, and how many differences were tested."""
        return self.remarked.method

    @property
    def snapshots(self) -> tuple[str, ...]:
        """Which responses of each wave the report stands on."""
        return tuple(self._snapshot(wave) for wave in self.document.origin.waves)

    @property
    def origins(self) -> tuple[tuple[str, str], ...]:
        """What made the report, by name: whoever has the same can make it again."""
        origin, say = self.document.origin, self.speech.say
        waves = [
            (
                self._snapshot(wave),
                say(
                    mark("snapshot {snapshot}, instrument {instrument}, last event {event}"),
                    snapshot=wave.snapshot[:12],
                    instrument=wave.instrument[:12],
                    event=wave.last_event,
                ),
            )
            for wave in origin.waves
        ]
        return (
            *waves,
            (say(mark("Definition of the report")), origin.definition[:12]),
            (say(mark("Rules of publication")), origin.policy[:12]),
            *(
                [(say(mark("Figures of others")), origin.published[:12])]
                if origin.published
                else []
            ),
            (say(mark("Program")), origin.code_version),
            (say(mark("Seed")), str(origin.seed)),
        )

    @property
    def citation(self) -> str:
        """How the report is cited: title, run, date; the address stands after it."""
        edition, say = self.edition, self.speech.say
        title = self.document.title[self.language]
        if edition.run is None or edition.at is None:
            return say(mark("{title}."), title=title)
        return say(
            mark("{title}. Run {run}, {date}."),
            title=title,
            run=edition.run,
            date=self.speech.day(edition.at.isoformat()),
        )

    def _snapshot(self, wave: WaveOrigin) -> str:
        told = self.speech.say(
            SNAPSHOTS[wave.kind],
            wave=said(wave.title, self.language),
            date=self.speech.day(wave.as_of),
        )
        if not wave.label:
            return told
        return self.speech.say(mark("{snapshot} (“{label}”)"), snapshot=told, label=wave.label)

    def _table(self, table: Table, figures: list[Figure]) -> TableView:
        grid = Gridding(table, self.speech, self.document.level).grid()
        return TableView(
            code=table.code,
            title=table.title[self.language],
            unit=measures.subtitle(table.measure, self.language),
            question=self._question(table),
            universe=table.universe[self.language] if table.universe else "",
            grid=grid,
            is_wide=grid.width > WIDEST_UPRIGHT,
            tallies=tally_lines(table, self.speech),
            figures=tuple(self._figure(table, figure) for figure in figures),
            notes=tuple(self.remarked.of_table(table)),
            beside=tuple(self._beside(one) for one in table.beside),
            base=self.base(table),
            source=self.source(table),
            file=self.edition.file_of(table.code, self.language),
            elsewhere=tuple(
                (language, f"{address}#{table.code}")
                for language, address in self.edition.languages.items()
                if language != self.language
            ),
        )

    def _question(self, table: Table) -> str:
        question = table.question[self.language]
        if not table.num:
            return question
        return self.speech.say(mark("{num}: “{question}”"), num=table.num, question=question)

    def _figure(self, table: Table, figure: Figure) -> FigureView:
        is_of_gaps = figure.kind == "dots"
        return FigureView(
            code=figure.code,
            title=differences.finding(table, self.language)
            if is_of_gaps
            else figure.title[self.language],
            subtitle=self._subtitle(table, figure),
            text=differences.alternative(table, self.language)
            if is_of_gaps
            else figure.alternative[self.language],
            remark=" ".join(self._left_to_the_table(table, figure)),
            drawings=tuple(
                (drawing.width, drawing.svg)
                for drawing in figure.drawings
                if drawing.language == self.language
            ),
        )

    def _left_to_the_table(self, table: Table, figure: Figure) -> Iterator[str]:
        """How many rows the chart does not hold, and why."""
        if figure.kind == "diverging":
            return
        held, without = (
            (dots.drawn_rows(table), dots.rows_without_gap(table))
            if figure.kind == "dots"
            else (drawn_rows(table), rows_without_figure(table))
        )
        more = len(table.rows) - len(held) - without
        if without:
            said = mark("Hidden in every group, so only in the table: {n} rows.")
            yield self.speech.say(said, n=without)
        if more:
            shown = "dots" if figure.kind == "dots" else "parts" if has_parts(table) else "bars"
            yield self.speech.say(MORE_ROWS[shown], n=more)

    def _subtitle(self, table: Table, figure: Figure) -> str:
        names = [column.name[self.language] for column in table.columns]
        kind = _shown_as(table, figure)
        return self.speech.say(
            KINDS[kind],
            measure=measures.subtitle(table.measure, self.language),
            level=self.document.level,
            base=self.base(table),
            first=names[0],
            second=names[-1],
        )

    def _beside(self, one: Published) -> BesideView:
        say, label = self.speech.say, one.label[self.language]
        named = [
            replace(told, params={**told.params, "group": label})
            if told.params.get("group", one.code) == one.code
            else told
            for told in one.notes
        ]
        remarks = [note(told, self.language, ()) for told in named]
        if remarks:  # the first begins with the label, and speaks for all
            further = tuple(_without(label, remark) for remark in remarks[1:])
            return BesideView("", (remarks[0], *further), one.sources)
        told = [STATUSES[one.status], *([CHANGES[one.change]] if one.change else [])]
        said_in_words = self.speech.joined([say(word) for word in told])
        return BesideView(label, (say(mark("{text}."), text=said_in_words),), one.sources)

    def base(self, table: Table) -> str:
        """Which firms the figures of a table rest on, and how many there are in each group."""
        if any(cell.base is not None for row in table.rows for cell in row.cells):
            return self.speech.say(mark("Every row has a base of its own: see the table."))
        return self.speech.say(BASES[table.base_kind], groups=self.speech.counts(table.columns))

    def source(self, table: Table) -> str:
        """Which waves a table was made from, with the responses of each group."""
        waves = {wave.wave: wave for wave in self.document.origin.waves}
        say, count = self.speech.say, self.speech.count
        parts = [
            say(
                mark("{title} ({name}): {responses} responses, {date}")
                if column.frame is None
                else mark("{title} ({name}): {responses} responses of {frame} firms, {date}"),
                title=said(waves[column.wave].title, self.language),
                name=column.name[self.language],
                responses=count(column.responses),
                frame=count(column.frame),
                date=self.speech.day(waves[column.wave].as_of),
            )
            for column in table.columns
        ]
        return say(mark("Source: {waves}."), waves=say(mark("; ")).join(parts))


def _without(label: str, remark: str) -> str:
    """A remark as a sentence of its own, without the name that it begins with."""
    if not remark.startswith(label):
        return remark
    rest = remark.removeprefix(label).lstrip(":： ")
    return rest[:1].upper() + rest[1:]


def _shown_as(table: Table, figure: Figure) -> str:
    """The kind of a figure, as its subtitle tells it."""
    if figure.kind == "dots":
        return "dots" if differences.has_marks(table) else "dots_plain"
    if figure.kind == "bars" and measures.is_paired(table):
        return "paired"
    cells = [cell for row in table.rows for cell in row.cells]
    if figure.kind == "bars" and not any(cell.low is not None for cell in cells):
        return "bars_plain"
    return figure.kind


def _headed(document: Document) -> Iterator[tuple[int, Table]]:
    """Each table with the place of the table that begins its chapter."""
    head = -1
    for place, table in enumerate(document.tables):
        head = place if table.chapter else head
        yield head, table
