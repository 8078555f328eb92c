"""What a chart of differences says in words, from published figures alone."""

from decimal import Decimal

from app.language.catalogue import gettext, mark
from app.reporting import measures, sentences
from app.reporting.document import Gap, Row, Table


def has_marks(table: Table) -> bool:
    """Whether the differences of a table were tested: those of provisional data are not."""
    return any(row.gap is not None and row.gap.p is not None for row in table.rows)


def is_unmarked(gap: Gap | None, level: int) -> bool:
    """Whether a difference has a small p and yet no mark: too few firms stand behind it."""
    if gap is None or gap.p is None or gap.is_marked:
        return False
    return Decimal(gap.p) < Decimal(100 - level) / 100


def has_unmarked(table: Table, level: int) -> bool:
    """Whether some difference of a table has a small p and yet no mark."""
    return any(is_unmarked(row.gap, level) for row in table.rows)


def finding(table: Table, language: str) -> str:
    """The differences that are marked, else the largest; never one that an interval suggests."""
    shown = [row for row in table.rows if row.gap is not None and row.gap.points is not None]
    if not shown:
        return gettext(language, mark("No difference can be shown"))
    marked = [row for row in shown if row.gap is not None and row.gap.is_marked]
    if marked:
        return gettext(
            language,
            mark("Marked differences: {differences}"),
            differences=_joined(sorted(marked, key=_size, reverse=True), language),
        )
    largest = max(shown, key=_size)
    return gettext(
        language,
        mark("No difference is marked; the largest is {difference}")
        if has_marks(table)
        else mark("Largest difference: {difference}"),
        difference=_said(largest, language),
    )


def alternative(table: Table, language: str) -> str:
    """What the chart shows, for those who cannot see it: the finding and every difference."""
    shown = [row for row in table.rows if row.gap is not None and row.gap.points is not None]
    return gettext(language, mark(". ")).join(
        [finding(table, language), *([_joined(shown, language)] if shown else [])]
    )


def _joined(rows: list[Row], language: str) -> str:
    return gettext(language, mark(", ")).join(_said(row, language) for row in rows)


def _said(row: Row, language: str) -> str:
    points = measures.signed(row.gap.points if row.gap else None, language)
    return gettext(
        language,
        mark("“{label}” ({points} points)"),
        label=sentences.row_name(row, language),
        points=points,
    )


def _size(row: Row) -> tuple[Decimal, str]:
    points = row.gap.points if row.gap else None
    return abs(Decimal(points or 0)), row.code
