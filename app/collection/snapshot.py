"""A wave as typed columns: what every statistic is computed from."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
from pyarrow import parquet

ColumnType = Literal["code", "flag", "decimal", "text"]

_TYPES: Mapping[str, pa.DataType] = {
    "code": pa.dictionary(pa.int32(), pa.string()),
    "flag": pa.bool_(),
    "decimal": pa.decimal128(38, 10),
    "text": pa.string(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column by its name and by what stands in it."""

    name: str
    type: ColumnType


FrameFacts = Sequence[tuple[str, str, str, int]]
"""Country, sector and size, and how many units of the frame have them."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a snapshot is a snapshot of: the wave, its instrument, its last event, its frame."""

    wave: str
    instrument: str
    last_event: int
    frame: FrameFacts = ()


FIXED = (
    Column("response", "text"),
    Column("stratum", "code"),
    Column("country", "code"),
    Column("sector", "code"),
    Column("size", "code"),
    Column("language", "code"),
    Column("status", "code"),
    Column("submitted", "text"),
)
"""Columns that every wave has, before those of its items."""


def to_parquet(
    columns: Sequence[Column], rows: Iterable[Mapping[str, object]], *, stamp: Stamp
) -> bytes:
    """Rows as a Parquet file with typed columns: equal rows give equal bytes.

    Parameters
    ----------
    columns : sequence of Column
        The columns in their order; a row that lacks one has no value there.
    rows : iterable of mapping
        One per response, taken one by one; codes and texts as str, flags as bool, numbers as
        Decimal.
    stamp : Stamp
        Kept in the file's metadata.
    """
    values: dict[str, list[object]] = {column.name: [] for column in columns}
    for row in rows:
        for name, found in values.items():
            found.append(row.get(name))
    arrays = [pa.array(values.pop(column.name), type=_TYPES[column.type]) for column in columns]
    schema = pa.schema(
        [pa.field(column.name, _TYPES[column.type]) for column in columns],
        metadata={
            "wave": stamp.wave,
            "instrument": stamp.instrument,
            "last_event": str(stamp.last_event),
            "frame": json.dumps([list(cell) for cell in stamp.frame], ensure_ascii=False),
        },
    )
    sink = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def row_count(content: bytes) -> int:
    """How many responses stand in what `to_parquet` wrote."""
    return int(parquet.read_metadata(io.BytesIO(content)).num_rows)


def from_parquet(content: bytes) -> pa.Table:
    """The table that `to_parquet` wrote."""
    return parquet.read_table(io.BytesIO(content))


def frame_facts(table: pa.Table) -> FrameFacts:
    """The frame that a snapshot was stamped with; empty in those of earlier versions."""
    stored = json.loads((table.schema.metadata or {}).get(b"frame", b"[]"))
    return tuple((str(a), str(b), str(c), int(units)) for a, b, c, units in stored)
