"""Attacks on hidden cells by somebody who has every file of a report and knows the rule."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import pytest

from app.reporting.document import Document
from app.reporting.figures import drawn, palette
from app.reporting.writers import csv as csv_writer
from app.reporting.writers import html
from app.reporting.writers import json as json_writer
from tests.reporting import world
from tests.reporting.world import EU, ROOT, document

CODES = ("cn", "us", "none", "dont_know")
INKS = palette((ROOT / "reports" / "palette.yaml").read_bytes())


def made(counts: Mapping[str, int]) -> Document:
    """The report on one sensitive question, which so many Japanese firms answered."""
    japan = world.wave("w-jp", {"JP": 20}, {"JP": counts})
    content = "\n".join(
        line for line in world.REPORT.splitlines() if "code: obstacles" not in line
    )
    return document(japan, EU, content=content)


def columns(base: int) -> Iterator[Mapping[str, int]]:
    """Every column of that base."""
    for first in product(range(base + 1), repeat=len(CODES) - 1):
        if sum(first) <= base:
            yield dict(zip(CODES, (*first, base - sum(first)), strict=True))


def hidden(one: Document) -> tuple[str, ...]:
    return tuple(row.code for row in one.tables[0].rows if row.cells[0].percent is None)


def files(one: Document) -> Iterator[bytes]:
    """Everything that readers can take: figures, notes, titles, texts, drawings."""
    yield json_writer.report(one)
    for language in one.languages:
        yield csv_writer.report(one, language)
        yield str(html.report(one, language)).encode()


@pytest.mark.slow
def test_no_hidden_count_can_be_computed_from_the_published_document() -> None:
    """Catches: a reason, a note, a title or an order of rows that tells the rule that hid a cell;
    of 1, 3 and 8 of 12 firms, hidden as "small count", "complement" and shown, all were known.
    """
    worlds: dict[bytes, list[Mapping[str, int]]] = defaultdict(list)
    kept: dict[bytes, tuple[str, ...]] = {}
    for counts in columns(12):
        one = made(counts)
        published = json_writer.report(one)
        worlds[published].append(counts)
        kept[published] = hidden(one)

    for published, possible in worlds.items():
        for code in kept[published]:
            assert len({counts[code] for counts in possible}) > 1, (code, possible)


def test_every_file_of_two_columns_that_differ_in_hidden_cells_alone_is_the_same() -> None:
    """Catches: a page, a table file or a drawing made of more than the document holds."""
    first = made({"cn": 8, "us": 3, "none": 1, "dont_know": 0})
    other = made({"cn": 8, "us": 0, "none": 3, "dont_know": 1})

    assert hidden(first) == hidden(other) == ("us", "none", "dont_know")
    assert first == other
    assert list(files(drawn(first, INKS))) == list(files(drawn(other, INKS)))


def test_no_file_names_the_rule_that_hid_a_cell() -> None:
    one = drawn(made({"cn": 8, "us": 3, "none": 1, "dont_know": 0}), INKS)
    bare = replace(one, origin=replace(one.origin, definition="", policy=""))

    for file in files(bare):
        for rule in (b"small_count", b"complement", b"nobody_or_everybody"):
            assert rule not in file
