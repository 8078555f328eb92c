"""What the figures of a table are called, and how one of them is written."""

from collections.abc import Mapping
from decimal import Decimal

from babel import numbers

from app.language.catalogue import gettext, mark
from app.language.numbers import format_percent
from app.reporting.document import Measure, Table

MINUS = "\u2212"

NAMES: Mapping[str, str] = {
    "share": mark("Share"),
    "top": mark("Ranked at all"),
    "first": mark("Ranked first"),
    "points": mark("Mean points"),
    "mean": mark("Mean"),
    "median": mark("Median"),
    "rate": mark("Rate of response"),
    "exposed": mark("Exposed"),
}
"""Code of a measure to its head."""

SUBTITLES: Mapping[str, str] = {
    "share": mark("Share of firms in percent"),
    "top": mark("Share of firms that ranked it at all, in percent"),
    "first": mark("Share of firms that ranked it first, in percent"),
    "points": mark("Mean points by rank"),
    "mean": mark("Mean of the percentages that firms stated"),
    "median": mark("Median of the percentages that firms stated"),
    "rate": mark("Firms that answered, in percent of those on the list"),
    "exposed": mark("Share of firms that the rule calls exposed, in percent"),
}
"""Code of a measure to what a chart of it shows."""


def name(measure: Measure, language: str) -> str:
    """The head of a measure: the report's own wording, else the one of its code."""
    if measure.label is not None:
        return measure.label[language]
    return gettext(language, NAMES.get(measure.code, NAMES["share"]))


def subtitle(measure: Measure, language: str) -> str:
    """What a chart of a measure shows, with its unit."""
    return gettext(language, SUBTITLES.get(measure.code, SUBTITLES["share"]))


def written(published: str | None, language: str) -> str:
    """A published figure with the decimals that it was published with; empty where hidden."""
    if published is None:
        return ""
    decimals = len(published.partition(".")[2])
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return numbers.format_decimal(Decimal(published), pattern, locale=language).replace("-", MINUS)


def signed(published: str | None, language: str) -> str:
    """A published difference with its sign, zero without one."""
    figure = written(published, language)
    return f"+{figure}" if published is not None and Decimal(published) > 0 else figure


def valued(published: str | None, unit: str, language: str) -> str:
    """A published figure with its unit, or the word for a hidden one."""
    if published is None:
        return gettext(language, mark("hidden"))
    if unit != "percent":
        return written(published, language)
    return format_percent(Decimal(published), language, len(published.partition(".")[2]))


def is_paired(table: Table) -> bool:
    """Whether a table sets a second measure of its own beside the first: taken and planned."""
    return (
        len(table.measures) == 1
        and table.measures[0].code not in NAMES
        and table.measures[0].unit == table.measure.unit
    )
