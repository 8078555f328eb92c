"""Tables of staff: sorted by links, and the same rows as a CSV file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request

from app.actions import recording
from app.collection.datafile import to_csv
from app.web.identity import now, services
from app.web.locale import say
from app.web.staff.gate import person

Row = TypeVar("Row")

PER_PAGE = 50
"""Rows of a long table on one page."""
MOST_PAGES = 100_000
"""The last page that an address can ask for."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by which a table can be sorted: its name in addresses and its wording."""

    key: str
    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a column as a link that sorts by it; `order` where the table is so sorted."""

    label: str
    address: str
    order: str | None
    is_number: bool


@dataclass(frozen=True, slots=True)
class Sorting:
    """The column that the address names, and its direction; None is the order of the page."""

    key: str | None
    is_descending: bool = False


def sorting(columns: Sequence[Column]) -> Sorting:
    """What the address asks for with `sort=frame` or `sort=-frame`; anything else is no order."""
    asked = request.args.get("sort", "")
    key = asked.removeprefix("-")
    known = any(column.key == key for column in columns)
    return Sorting(key, asked.startswith("-")) if known else Sorting(None)


def heads(columns: Sequence[Column], by: Sorting, path: str, **kept: str) -> list[Head]:
    """The headings; numbers begin with the largest, texts with the first."""
    return [_head(column, by, path, kept) for column in columns]


def ordered(
    rows: Iterable[Row], by: Sorting, keys: Mapping[str, Callable[[Row], Any]]
) -> list[Row]:
    """The rows in the order asked for; equal ones stay as they stand."""
    found = list(rows)
    if by.key is not None and by.key in keys:
        found.sort(key=keys[by.key], reverse=by.is_descending)
    return found


def page_asked() -> int:
    """The page of a long table that the address names; the first where it names none."""
    return min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)


def pages_of(rows: int) -> int:
    """How many pages a long table takes; an empty one takes one too."""
    return max(1, -(-rows // PER_PAGE))


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Response:
    """A table as a file for spreadsheets, its texts guarded against being taken for formulas."""
    return file(to_csv(columns, rows).encode(), name)


def file(content: bytes, name: str) -> Response:
    """A CSV file to be kept, under a name of plain characters; taking it goes on record."""
    about = str((request.view_args or {}).get("wave", name))
    recording.record_download(
        services().database, f"{name}.csv", by=person().email, about=about, now=now()
    )
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _head(column: Column, by: Sorting, path: str, kept: Mapping[str, str]) -> Head:
    is_this = by.key == column.key
    goes_down = column.is_number if not is_this else not by.is_descending
    asked = {**kept, "sort": f"{'-' if goes_down else ''}{column.key}"}
    order = None
    if is_this:
        order = "descending" if by.is_descending else "ascending"
    return Head(say(column.label), f"{path}?{urlencode(asked)}", order, column.is_number)
