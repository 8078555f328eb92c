"""Charts of a document: one specification each, drawn as SVG without a browser."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import altair as alt
import pandas as pd
import vl_convert
from ruamel.yaml import YAML

from app.language.catalogue import gettext, mark
from app.language.numbers import format_percent
from app.reporting.decoding import decode
from app.reporting.document import Document, Drawing, Table
from app.reporting.layout import EM, PAGES, Layout, Page, laid_out
from app.reporting.sentences import percent

FONT = "IBM Plex Sans, IBM Plex Sans JP, Noto Sans JP, Noto Sans CJK JP, sans-serif"
HALO = "#FFFFFF"
ROLES = re.compile(r' (?:role|aria-[a-z]+|class)="[^"]*"')
Align = Literal["left", "center", "right"]
Channel = alt.X | alt.X2 | alt.Y | alt.Y2 | alt.Text

# Positions are pixels already: no scale, no axis.
X = alt.X("x:Q", scale=None, axis=None)
X2 = alt.X2("x2:Q")
Y = alt.Y("y:Q", scale=None, axis=None)
Y2 = alt.Y2("y2:Q")


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour for areas and lines, and its darker form for words."""

    fill: str
    text: str


@dataclass(frozen=True, slots=True)
class _Inks:
    inks: Mapping[str, Ink]


def palette(content: bytes) -> Mapping[str, Ink]:
    """The colours that a `palette.yaml` states, by name."""
    return decode(_Inks, {"inks": YAML(typ="safe", pure=True).load(content)}).inks


def drawn(document: Document, inks: Mapping[str, Ink]) -> Document:
    """The document with every figure drawn in each of its languages, on wide and narrow paper."""
    tables = {table.code: table for table in document.tables}
    return replace(
        document,
        figures=tuple(
            replace(figure, drawings=tuple(_drawings(document, tables[figure.table], inks)))
            for figure in document.figures
        ),
    )


def specification(
    table: Table, language: str, page: Page, inks: Mapping[str, Ink], *, is_simulated: bool
) -> dict[str, object]:
    """The Vega-Lite specification of a table's chart: bars from zero, intervals as thin lines.

    Each bar carries its value; the first row names the groups, so that no legend is needed. What
    is simulated says so in the drawing itself, wherever that is copied to.
    """
    layout = laid_out(table, language, page)
    colors = {column.code: inks[column.color] for column in table.columns}
    layers = (
        _gridlines(layout, inks),
        *(_bars(layout, code, ink) for code, ink in colors.items()),
        *_intervals(layout, inks),
        _labels(layout, inks),
        *(
            value
            for place in range(len(table.columns))
            for value in _values(table, language, place, (layout, inks))
        ),
        _axis(layout, language, inks),
        *([_stamp(layout, language, inks)] if is_simulated else []),
    )
    chart = alt.layer(*layers).properties(
        width=layout.width, height=layout.height, padding=0, background="transparent"
    )
    chart = chart.configure(
        autosize=alt.AutoSizeParams(type="none"), font=FONT, view=alt.ViewConfig(stroke=None)
    )
    return {str(name): part for name, part in chart.to_dict().items()}


def svg(specified: Mapping[str, object]) -> str:
    """The drawing of a specification, with presentation attributes alone and no roles of its own.

    It stands inside an element that tells what it shows; its parts would only repeat that.
    """
    drawing = str(vl_convert.vegalite_to_svg(dict(specified)))
    bare = ROLES.sub("", drawing)
    return bare.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _drawings(document: Document, table: Table, inks: Mapping[str, Ink]) -> Iterator[Drawing]:
    for language in document.languages:
        for page in PAGES:
            specified = specification(
                table, language, page, inks, is_simulated=document.is_simulated
            )
            yield Drawing(language, page.name, svg(specified))


def _gridlines(layout: Layout, inks: Mapping[str, Ink]) -> alt.Chart:
    lines = pd.DataFrame([{"x": tick.at, "y": 0.0, "y2": layout.floor} for tick in layout.ticks])
    rules = alt.Chart(lines).mark_rule(color=inks["quiet"].fill, strokeWidth=1)
    return _placed(rules, X, Y, Y2)


def _bars(layout: Layout, group: str, ink: Ink) -> alt.Chart:
    bars = [
        {"x": bar.start, "x2": bar.end, "y": bar.top, "y2": bar.bottom}
        for row in layout.bars
        for bar in row
        if bar.group == group and bar.end is not None
    ]
    return _placed(alt.Chart(_sheet(bars)).mark_rect(color=ink.fill), X, X2, Y, Y2)


def _intervals(layout: Layout, inks: Mapping[str, Ink]) -> Iterator[alt.Chart]:
    """A thin line for each interval and a dot for its estimate, on a halo that bars leave."""
    shown = [bar for row in layout.bars for bar in row if bar.end is not None]
    lines = _sheet([{"x": bar.low, "x2": bar.high, "y": bar.middle} for bar in shown if bar.high])
    dots = _sheet([{"x": bar.end, "y": bar.middle} for bar in shown])
    ink = inks["ink"].fill
    for color, line, dot in ((HALO, 4.0, 44.0), (ink, 1.25, 20.0)):
        rules = alt.Chart(lines).mark_rule(color=color, strokeWidth=line)
        yield _placed(rules, X, X2, Y)
        points = alt.Chart(dots).mark_point(filled=True, opacity=1, color=color, size=dot)
        yield _placed(points, X, Y)


def _labels(layout: Layout, inks: Mapping[str, Ink]) -> alt.Chart:
    lines = [{"x": line.at, "y": line.baseline, "text": line.text} for line in layout.labels]
    return _text(_sheet(lines), inks["ink"].text, size=14)


def _values(
    table: Table, language: str, place: int, paper: tuple[Layout, Mapping[str, Ink]]
) -> Iterator[alt.Chart]:
    """The published shares behind their bars; hidden ones say so in a quiet ink."""
    layout, inks = paper
    column = table.columns[place]
    shown: list[Mapping[str, object]] = []
    hidden: list[Mapping[str, object]] = []
    for number, (row, bars) in enumerate(zip(table.rows, layout.bars, strict=True)):
        cell = row.cells[place]
        text = percent(cell.percent, language)
        if number == 0:
            text = gettext(
                language, mark("{group} {percent}"), group=column.name[language], percent=text
            )
        value = {"x": bars[place].text_at, "y": bars[place].middle, "text": text}
        (hidden if cell.percent is None else shown).append(value)
    yield _text(_sheet(shown), inks[column.color].text, size=13)
    yield _text(_sheet(hidden), inks["quiet"].text, size=13)


def _axis(layout: Layout, language: str, inks: Mapping[str, Ink]) -> alt.Chart:
    ticks = [
        {
            "x": max(tick.at, EM),
            "y": layout.floor + 14,
            "text": format_percent(Decimal(tick.percent), language, 0),
        }
        for tick in layout.ticks
    ]
    return _text(_sheet(ticks), inks["quiet"].text, size=13, align="center")


def _stamp(layout: Layout, language: str, inks: Mapping[str, Ink]) -> alt.Chart:
    words = [
        {"x": layout.width, "y": layout.floor + 14, "text": gettext(language, mark("Simulated"))}
    ]
    return _text(_sheet(words), inks["quiet"].text, size=13, align="right")


def _text(sheet: pd.DataFrame, color: str, *, size: int, align: Align = "left") -> alt.Chart:
    words = alt.Chart(sheet).mark_text(align=align, baseline="middle", fontSize=size, color=color)
    return _placed(words, X, Y, alt.Text("text:N"))


def _placed(chart: alt.Chart, *channels: Channel) -> alt.Chart:
    """The chart with its channels; Altair's own types end here."""
    placed: alt.Chart = chart.encode(*channels)
    return placed


def _sheet(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    return pd.DataFrame([dict(row) for row in rows], columns=["x", "x2", "y", "y2", "text"])
