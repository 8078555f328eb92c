"""The tables of a document as a workbook: a sheet of contents, then one for each table."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.language.catalogue import gettext, mark
from app.reporting.document import Document
from app.reporting.writers.columns import Flat, Place
from app.reporting.writers.edition import Edition
from app.reporting.writers.paper import state
from app.reporting.writers.view import TableView, View

LONGEST_NAME = 31
"""Characters of the name of a sheet, as spreadsheets take it."""

HEAD_ROOM = 44
"""Height of the rows of heads in points: not every program finds it by itself."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

FORMATS = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"},
    "group": {"bold": True, "text_wrap": True, "top": 5, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "part": {"bold": True},
    "mark": {"align": "center"},
    "quiet": {"font_color": "#57534E"},
    "warning": {"font_color": "#7A5C00", "bold": True},
    "hidden": {"font_color": "#57534E", "bg_color": "#EFECE6", "align": "right"},
    "count": {"num_format": "#,##0", "font_color": "#57534E"},
    "base": {"num_format": "#,##0", "bold": True},
    "p": {"num_format": '[<0.001]"<0.001";0.000'},
}


def report(document: Document, language: str, edition: Edition | None = None) -> bytes:
    """The workbook of a document; equal documents give equal bytes.

    Figures are numbers in the decimals that they were published with; text is never a formula; a
    hidden figure is a word on a ground of its own. The workbook is dated by its latest snapshot.

    Raises
    ------
    ValueError
        The document has no wording in that language.
    """
    if language not in document.languages:
        raise ValueError(f"report {document.code!r} has no wording in {language!r}")
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as workbook:
        workbook.set_properties(
            {"title": document.title[language], "created": _dated(document), "author": "Kakehashi"}
        )
        _Workbook(View(document, language, edition or Edition()), workbook).write()
    return file.getvalue()


def _dated(document: Document) -> datetime:
    """The moment of the latest snapshot, in UTC and without a zone, as workbooks hold it."""
    moments = [datetime.fromisoformat(wave.as_of) for wave in document.origin.waves]
    return max(moments).astimezone(UTC).replace(tzinfo=None)


def sheet_names(codes: Sequence[str]) -> tuple[str, ...]:
    """A name for the sheet of each table: its number and its code, as long as may be."""
    return tuple(f"{n} {code}"[:LONGEST_NAME] for n, code in enumerate(codes, start=1))


@dataclass(frozen=True)
class _Workbook:
    """A document on its way to a workbook."""

    view: View
    workbook: xlsxwriter.Workbook

    def write(self) -> None:
        """Every sheet."""
        formats = {name: self.workbook.add_format(given) for name, given in FORMATS.items()}
        views = [table for chapter in self.view.chapters for table in chapter.tables]
        names = sheet_names([view.code for view in views])
        _contents(self._sheet(self._say(mark("Contents")), formats), self.view, views, names)
        for view, name, table in zip(views, names, self.view.document.tables, strict=True):
            sheet = self._sheet(name, formats)
            flat = Flat(table, self.view.speech, self.view.document.level)
            _table(sheet, self.view, view, flat)

    def _say(self, msgid: str) -> str:
        return gettext(self.view.language, msgid)

    def _sheet(self, name: str, formats: dict[str, Format]) -> "_Sheet":
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return _Sheet(self.workbook, sheet, formats)


class _Sheet:
    """A sheet that is written from the top."""

    def __init__(
        self, workbook: xlsxwriter.Workbook, sheet: Worksheet, formats: dict[str, Format]
    ) -> None:
        self.workbook, self.sheet, self.formats, self.row = workbook, sheet, formats, 0

    def say(self, text: str, style: str = "quiet") -> None:
        """A line of text in the first column."""
        self.put(0, text, style)
        self.row += 1

    def put(self, column: int, text: str, style: str) -> None:
        """A text, never computed: its cell is of the type of texts, whatever it begins with."""
        self.sheet.write_string(self.row, column, text, self.formats[style])

    def place(self, column: int, place: Place) -> None:
        """A figure as a number in its decimals, or the word that stands for it."""
        if place.number is None:
            if place.text:
                self.put(column, place.text, place.style)
            return
        self.sheet.write_number(self.row, column, float(place.number), self._format(place))

    def _format(self, place: Place) -> Format:
        if place.style in {"count", "base", "p"}:
            return self.formats[place.style]
        decimals = len(str(place.number).partition(".")[2])
        name = f"{place.style}{decimals}"
        if name not in self.formats:
            pattern = f"0.{'0' * decimals}" if decimals else "0"
            ink = {"font_color": "#57534E"} if place.style == "published" else {}
            strong = {"bold": True} if place.style == "figure" else {}
            given = {"num_format": pattern, **ink, **strong}
            self.formats[name] = self.workbook.add_format(given)
        return self.formats[name]


def _contents(
    sheet: _Sheet, view: View, tables: Sequence[TableView], names: Sequence[str]
) -> None:
    """What the workbook holds, where it comes from, and how it was made."""
    language = view.language
    sheet.sheet.set_column(0, 0, 34)
    sheet.sheet.set_column(1, 1, 90)
    sheet.say(view.document.title[language], "title")
    sheet.say(view.document.subtitle[language])
    for remark in view.remarks:
        sheet.say(remark, "warning")
    for snapshot in view.snapshots:
        sheet.say(snapshot)
    sheet.row += 1
    for name, table in zip(names, tables, strict=True):
        link = f"internal:'{name}'!A1"
        sheet.sheet.write_url(sheet.row, 0, link, string=name)
        sheet.put(1, table.title, "text")
        sheet.row += 1
    sheet.row += 1
    sheet.say(gettext(language, mark("How these figures were made")), "part")
    between = gettext(language, mark(": "))
    for note in (*view.method, *(between.join(pair) for pair in view.origins)):
        sheet.say(note)
    sheet.say(f"{view.citation} {view.edition.address}".rstrip())


def _table(sheet: _Sheet, view: View, table: TableView, flat: Flat) -> None:
    """A table with its base, its notes and its source."""
    sheet.sheet.set_column(0, 0, 44)
    sheet.sheet.set_column(1, 60, 11)
    sheet.say(table.title, "title")
    sheet.say(table.question)
    for said in _about(view, table):
        sheet.say(said, "warning" if said == state(view.document, view.language) else "quiet")
    sheet.row += 1
    _heads(sheet, view, flat)
    sheet.sheet.freeze_panes(sheet.row, 1)
    for line in flat.lines:
        sheet.put(0, line.label, line.style)
        for column, place in enumerate(line.places, start=1):
            sheet.place(column, place)
        sheet.row += 1
    sheet.row += 1
    for note in (*table.notes, table.source):
        sheet.say(note)
    for one in table.beside:
        parts = (*([one.label] if one.label else []), *one.remarks, *one.sources)
        told = " ".join(parts)
        sheet.say(told)


def _about(view: View, table: TableView) -> Iterator[str]:
    yield table.unit
    if table.universe:
        yield gettext(view.language, mark("Asked of: {universe}"), universe=table.universe)
    yield table.base
    if told := state(view.document, view.language):
        yield told


def _heads(sheet: _Sheet, view: View, flat: Flat) -> None:
    """Groups over their columns."""
    sheet.sheet.set_row(sheet.row, HEAD_ROOM)
    sheet.sheet.set_row(sheet.row + 1, HEAD_ROOM)
    column = 1
    for block in flat.blocks:
        style = sheet.formats["group"]
        if len(block.heads) > 1:
            end = column + len(block.heads) - 1
            # Merged empty and written after: merging would compute a text such as "{=1+1}".
            sheet.sheet.merge_range(sheet.row, column, sheet.row, end, "", style)
        sheet.sheet.write_string(sheet.row, column, block.label, style)
        column += len(block.heads)
    sheet.row += 1
    heads = [gettext(view.language, mark("Answer"))]
    heads += [head for block in flat.blocks for head in block.heads]
    for place, head in enumerate(heads):
        sheet.put(place, head, "head")
    sheet.row += 1
