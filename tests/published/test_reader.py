"""The file of published figures is read whole, and everything wrong with it is told at once."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.language.catalogue import LANGUAGES
from app.reporting.beside import HEADS, REMARKS, column, remarks
from app.reporting.definition import Citation
from app.reporting.document import Note
from app.reporting.published import COLUMNS, PublishedFigures, published
from app.reporting.sentences import note
from app.reporting.wordings import NOTES

FILE = Path("reports/published/published_figures.csv")
IOG = "IOG/API 100"
GOOD = {
    "survey": "Invented",
    "wave": "2020",
    "status": "final",
    "question_id": "tea",
    "qtype": "multi",
    "question_en": "Teas",
    "option_ja": "緑茶",
    "option_en": "Green",
    "pct_published": "66.7",
    "decimals": "1",
    "count": "2",
    "base": "3",
    "base_kind": "item",
    "base_status": "published",
    "source_url": "https://example.org/tea",
    "note": "",
}


def file_of(*rows: dict[str, str]) -> bytes:
    lines = [",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in rows)]
    return "\n".join(lines).encode()


def figures() -> PublishedFigures:
    read, problems = published(FILE.read_bytes())
    assert problems == ()
    return PublishedFigures(read)


def told(*rows: dict[str, str]) -> list[str]:
    read, problems = published(file_of(*rows))
    assert read == ()
    return [str(problem) for problem in problems]


def test_the_figures_of_a_question_are_found_by_whose_they_are() -> None:
    found = figures().of(IOG, "2021", "final", "challenge")

    assert [figure.percent for figure in found] == [
        Decimal(f"{number}.0") for number in (75, 65, 62, 57)
    ]
    assert {(figure.answers, figure.base) for figure in found} == {("multiple", 100)}
    assert found[0].option == {
        "en": "Uncertainty of US-China relations",
        "ja": "米中関係の不透明性",
    }


def test_a_question_that_is_not_there_has_no_figures() -> None:
    assert figures().of(IOG, "2021", "provisional", "challenge") == ()


def test_two_misprints_are_shown_as_their_counts_give_them() -> None:
    misprints = [figure for figure in figures().figures if figure.is_misprint]

    assert [(figure.percent, figure.shown) for figure in misprints] == [
        (Decimal("63.7"), Decimal("63.8")),
        (Decimal("38.5"), Decimal("38.6")),
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": "rumour"}, "row 2, status: expected one of final, later, provisional"),
        ({"qtype": "many"}, "row 2, qtype: expected one of multi, single"),
        ({"option_en": ""}, "row 2, option_en: has to be filled"),
        ({"base_status": "guessed"}, "row 2, base_status: expected one of published, rec"),
        ({"source_url": "a book"}, "row 2, source_url: expected the address of a public page"),
        ({"pct_published": "66.67"}, "row 2, pct_published: expected a percentage from 0 to 100"),
        ({"pct_published": "NaN"}, "row 2, pct_published: expected a percentage from 0 to 100"),
        ({"base": ""}, "row 2, count: a count needs its base, and a base its count"),
        ({"count": "-2"}, "row 2, count: expected whole numbers"),
        ({"count": "4"}, "row 2, count: expected a count from 0 to its base"),
        ({"count": "", "base": ""}, "row 2, base_status: without a count the base is not known"),
        ({"pct_published": "66.6"}, "row 2, count: 2 of 3 firms are 66.7 percent, not 66.6"),
        ({"base_status": "rounding-trap"}, "row 2, base_status: the count gives the printed"),
    ],
)
def test_what_cannot_stand_in_a_row_is_named(changes: dict[str, str], expected: str) -> None:
    (problem,) = told({**GOOD, **changes})

    assert problem.startswith(expected)


def test_everything_wrong_is_told_at_once() -> None:
    problems = told({**GOOD, "qtype": "many", "count": "x"}, GOOD, {**GOOD, "qtype": "single"})

    assert [problem.split(":")[0] for problem in problems] == [
        "row 2, qtype",
        "row 2, count",
        "row 4, option_en",
        "row 4, qtype",
    ]


def test_a_file_without_its_columns_is_told_which() -> None:
    read, problems = published(b"survey,wave\nInvented,2020\n")

    assert read == ()
    assert "row 1, pct_published: the heading has to name this column" in map(str, problems)


def test_a_short_row_is_read_as_if_its_last_cells_were_empty() -> None:
    bare = {**GOOD, "base_status": "reconstructed-ambiguous"}
    order = [name for name in COLUMNS if name not in {"count", "base"}]
    content = f"{','.join([*order, 'count', 'base'])}\n{','.join(bare[name] for name in order)}\n"

    read, problems = published(content.encode())

    assert problems == ()
    assert (read[0].count, read[0].base) == (None, None)


def test_bytes_that_are_no_utf8_are_no_figures() -> None:
    assert published(b"\xff\xfe")[1][0].column == "file"


def cited(rows: dict[str, str], *, change: tuple[str, ...] = ()) -> Citation:
    key = (IOG, "2024", "provisional n=70", "sector2")
    return Citation("w2024", *key, {"en": "IOG 2024", "ja": "IOG 2024年"}, rows, change)


def test_a_column_holds_what_we_print_under_the_codes_of_our_rows() -> None:
    found = figures().of(IOG, "2024", "provisional n=70", "sector2")

    made = column(
        found,
        cited(
            {"manufacturing": "Manufacturing", "other": "Non-manufacturing"}, change=("options",)
        ),
    )

    assert made.percents == {"manufacturing": "61.4", "other": "38.6"}
    assert (made.base, made.base_status, made.status) == (70, "stated", "provisional")
    assert made.label == {"en": "IOG 2024, provisional", "ja": "IOG 2024年（速報）"}
    assert [remark.code for remark in made.notes] == [
        "others_stated", "others_misprint", "others_options",
    ]  # fmt: skip


def test_a_column_names_the_options_that_the_source_does_not_have() -> None:
    found = figures().of(IOG, "2024", "provisional n=70", "sector2")

    with pytest.raises(LookupError, match=r"no option \['Mining'\]; there are: Manufacturing"):
        column(found, cited({"mining": "Mining"}))


@pytest.mark.parametrize(
    ("wave", "status", "question", "expected"),
    [
        ("2021", "final", "acting", Note("others_reconstructed", {"group": "w", "base": "99"})),
        ("2021", "final", "aware", Note("others_not_stated", {"group": "w"})),
        (
            "2023",
            "provisional n=80",
            "uscn_types",
            Note("others_most_plausible", {"group": "w", "base": "63"}),
        ),
    ],
)
def test_a_reader_is_told_how_a_base_is_known(
    wave: str, status: str, question: str, expected: Note
) -> None:
    assert remarks(figures().of(IOG, wave, status, question), "w") == (expected,)


def test_shares_without_a_count_among_others_are_told_apart() -> None:
    bare = {
        "option_en": "Black",
        "count": "",
        "base": "",
        "base_status": "reconstructed-ambiguous",
    }
    read, problems = published(file_of(GOOD, {**GOOD, **bare}))

    assert problems == ()
    assert [remark.code for remark in remarks(read, "w")] == [
        "others_stated", "others_some_not_stated",
    ]  # fmt: skip


def test_every_remark_and_head_is_said_in_every_language() -> None:
    for code in REMARKS:
        said = {note(Note(code), language, ()) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES)
    assert REMARKS.items() <= NOTES.items()
    assert set(HEADS) == {"provisional", "final", "later"}
