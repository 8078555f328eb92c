"""Charts of a document: one specification for all, drawn as SVG without a browser."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache

import altair as alt
import vl_convert
from ruamel.yaml import YAML

from app.language.catalogue import gettext, mark
from app.reporting.charts.bars import bars
from app.reporting.charts.diverging import diverging
from app.reporting.charts.dots import dots
from app.reporting.charts.lettering import VALUE
from app.reporting.charts.sheet import HALO, LINE, PAGES, Align, Page, Sheet, Word
from app.reporting.decoding import decode
from app.reporting.document import Document, Drawing, Figure, Table

LAYOUTS = {"bars": bars, "paired": bars, "diverging": diverging, "dots": dots}
"""How each kind of figure is laid out."""

SIZES = (13, 14)
ALIGNS: tuple[Align, ...] = ("left", "center", "right")
BASELINE = 0.35
"""From the middle of a line of type to its baseline, in its size."""

ROLES = re.compile(r' (?:role|aria-[a-z]+|class|stroke-miterlimit|opacity)="[^"]*"')
LETTERED = re.compile(r'<g class="mark-text role-mark words_(\d+)_[a-z]+_marks"')
OF_A_WORD = re.compile(r' (?:font-family="[^"]*"|font-size="[^"]*"|text-anchor="start")')
CIRCLE = re.compile(r'<path transform="translate\(([^,]+),([^)]+)\)" d="M([^,]+),0A[^"]*"')
RULE = re.compile(r'<line transform="translate\(([^,]+),([^)]+)\)" x2="([^"]+)" y2="([^"]+)"')
PLACED = re.compile(r'<text transform="translate\(([^,]+),([^)]+)\)"')
TAG = re.compile(r"<[^>]*>")
LONG = re.compile(r"\d+\.\d{2,}")
NOTHING = re.compile(r'<g[^>]*/>|<path class="(?:background|foreground)"[^>]*/>')


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
            replace(figure, drawings=tuple(_drawings(document, tables, figure, inks)))
            for figure in document.figures
        ),
    )


def laid_out(figure: Figure, table: Table, language: str, page: Page) -> Sheet:
    """The chart of a figure as marks at their positions."""
    return LAYOUTS[figure.kind](table, language, page)


def svg(sheet: Sheet, inks: Mapping[str, Ink]) -> str:
    """The drawing of a sheet, with presentation attributes alone and no roles of its own.

    It stands inside an element that tells what it shows; its parts would only repeat that.
    """
    specified = {
        **_specification(),
        "width": sheet.width,
        "height": sheet.height,
        "datasets": _datasets(sheet, inks),
    }
    drawing = str(vl_convert.vegalite_to_svg(specified))
    lettered = LETTERED.sub(r'<g font-size="\1"', OF_A_WORD.sub("", drawing))
    bare = ROLES.sub("", NOTHING.sub("", lettered)).replace(' stroke-width="0"', "")
    bare = CIRCLE.sub(r'<circle cx="\1" cy="\2" r="\3"', bare)
    bare = PLACED.sub(r'<text x="\1" y="\2"', RULE.sub(r'<path d="M\1,\2l\3,\4"', bare))
    bare = TAG.sub(lambda tag: LONG.sub(_short, tag[0]), bare)
    return bare.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _short(number: re.Match[str]) -> str:
    """A position to a tenth of a pixel, which is all that paper and screens show."""
    return f"{float(number[0]):.1f}".removesuffix(".0")


def stamped(sheet: Sheet, language: str) -> Sheet:
    """The sheet with a word that what it shows is simulated, wherever it is copied to."""
    said = gettext(language, mark("Simulated"))
    stamp = Word(sheet.width, sheet.height + 6, said, "quiet", VALUE, "right")
    return replace(sheet, words=(*sheet.words, stamp), height=sheet.height + LINE)


@cache
def _specification() -> dict[str, object]:
    """One specification for every chart: a layer for each sort of mark, filled by name.

    Positions are pixels already: no scale, no axis. Type has no size here, because vl-convert
    would load every font of the machine to measure words whose place is known; their group has
    it. Source: vega-scenegraph, `textMetrics`.
    """
    x = alt.X("x:Q", scale=None, axis=None)
    y = alt.Y("y:Q", scale=None, axis=None)
    x2, y2 = alt.X2("x2:Q"), alt.Y2("y2:Q")
    fill = alt.Fill("ink:N", scale=None)
    weight = alt.StrokeWidth("weight:Q", scale=None)
    stroke = alt.Stroke("ink:N", scale=None)
    lines = [
        _layer(name).mark_rule().encode(x, x2, y, y2, stroke, weight) for name in ("grid", "lines")
    ]
    dots_ = _layer("dots").mark_point(filled=True, opacity=1, strokeWidth=0)
    layers = [
        lines[0],
        _layer("areas").mark_rect().encode(x, x2, y, y2, fill),
        lines[1],
        dots_.encode(x, y, fill, alt.Size("size:Q", scale=None)),
        *(
            _layer(f"words_{size}_{align}")
            .mark_text(align=align, baseline="alphabetic", fontSize=0)
            .encode(x, y, fill, alt.Text("text:N"))
            for size in SIZES
            for align in ALIGNS
        ),
    ]
    chart = alt.layer(*layers).properties(padding=0, background="transparent")
    chart = chart.configure(
        aria=False, autosize=alt.AutoSizeParams(type="none"), view=alt.ViewConfig(stroke=None)
    )
    return {str(name): part for name, part in chart.to_dict().items()}


def _layer(name: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(name=name), name=name)


def _datasets(sheet: Sheet, inks: Mapping[str, Ink]) -> dict[str, list[dict[str, object]]]:
    """The marks of a sheet by layer, with colours for inks."""
    fills = {HALO: "#FFFFFF", **{name: ink.fill for name, ink in inks.items()}}
    marks = {
        name: [{**asdict(one), "ink": fills[one.ink]} for one in getattr(sheet, name)]
        for name in ("grid", "areas", "lines", "dots")
    }
    for size in SIZES:
        for align in ALIGNS:
            marks[f"words_{size}_{align}"] = [
                {
                    "x": word.x,
                    "y": round(word.y + BASELINE * size, 2),
                    "text": word.text,
                    "ink": inks[word.ink].text,
                }
                for word in sheet.words
                if (word.size, word.align) == (size, align)
            ]
    return marks


def _drawings(
    document: Document, tables: Mapping[str, Table], figure: Figure, inks: Mapping[str, Ink]
) -> Iterator[Drawing]:
    for language in document.languages:
        for page in PAGES:
            sheet = laid_out(figure, tables[figure.table], language, page)
            if document.is_simulated:
                sheet = stamped(sheet, language)
            yield Drawing(language, page.name, svg(sheet, inks))
