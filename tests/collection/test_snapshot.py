"""A snapshot keeps every value with its type, and equal rows give equal bytes."""

from decimal import Decimal

from app.collection.snapshot import Column, Stamp, from_parquet, to_parquet

COLUMNS = (
    Column("drinks", "code"),
    Column("teas__green", "flag"),
    Column("cups", "decimal"),
    Column("remark", "text"),
)
ROWS: list[dict[str, object]] = [
    {"drinks": "yes", "teas__green": True, "cups": Decimal("2.5"), "remark": "麦茶"},
    {"drinks": "no"},
]
STAMP = Stamp("tea-named", "a" * 64, 17)


def test_values_come_back_as_they_were() -> None:
    table = from_parquet(to_parquet(COLUMNS, ROWS, stamp=STAMP))

    assert table.to_pylist() == [
        {"drinks": "yes", "teas__green": True, "cups": Decimal("2.5"), "remark": "麦茶"},
        {"drinks": "no", "teas__green": None, "cups": None, "remark": None},
    ]


def test_the_file_says_what_it_is_a_snapshot_of() -> None:
    metadata = from_parquet(to_parquet(COLUMNS, ROWS, stamp=STAMP)).schema.metadata

    assert metadata[b"wave"] == b"tea-named"
    assert metadata[b"last_event"] == b"17"


def test_equal_rows_give_equal_bytes() -> None:
    assert to_parquet(COLUMNS, ROWS, stamp=STAMP) == to_parquet(COLUMNS, iter(ROWS), stamp=STAMP)


def test_a_wave_without_responses_has_its_columns() -> None:
    table = from_parquet(to_parquet(COLUMNS, [], stamp=STAMP))

    assert table.column_names == ["drinks", "teas__green", "cups", "remark"]
    assert table.num_rows == 0
