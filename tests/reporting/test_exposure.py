"""The rule of exposure: each combination of bands, several inputs, firms that cannot be told."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from app.reporting.answers import codes
from app.reporting.definition import ExposureSettings
from app.reporting.document import Document, Row, Table
from app.reporting.exposure import Range, exposure, readings
from app.reporting.sentences import finding, note
from tests.reporting import invented
from tests.reporting.invented import published
from tests.reporting.world import definition

REPORT = definition(invented.report().decode())
TABLE = next(table for table in REPORT.tables if table.kind == "exposure")
ROSTER = invented.survey().items["inputs"]
SHARES = ("lt30", "p30_50", "p50_65", "p65_100", "all", "dont_know", None)
MONTHS = ("lt1m", "m1_3", "m3_6", "m6_12", "ge12m", "impossible", "dont_know", None)
STOCKS = (
    "no_stock", "lt2w", "w2_m1", "m1_3", "m3_6", "ge6m", "not_applicable", "dont_know", None,
)  # fmt: skip


def settings() -> ExposureSettings:
    assert TABLE.exposure is not None
    return TABLE.exposure


def sheet(*firms: tuple[tuple[str | None, ...], ...], gate: str = "yes") -> pd.DataFrame:
    """Firms with their inputs, each of an origin, its share, months to replace it, stocks."""
    rows = []
    for inputs in firms:
        row: dict[str, str | None] = {
            "inputs__status": "given" if inputs else "not_asked",
            "critical_inputs": gate,
        }
        for number in range(1, 4):
            given = inputs[number - 1] if number <= len(inputs) else (None,) * 4
            names = ("origin", "origin_share", "replace", "stock")
            row |= {
                f"inputs__{number}__input_{name}": said
                for name, said in zip(names, given, strict=True)
            }
        rows.append(row)
    return pd.DataFrame(rows, dtype="object")


def told(*inputs: tuple[str | None, ...], home: tuple[str, ...] = ("japan",)) -> float:
    return float(readings(sheet(inputs), ROSTER, settings(), home)[0])


def expected(share: str | None, months: str | None, stock: str | None) -> float:
    """The rule in words, for one input from outside: our own reading of each band."""
    concentrated = {"lt30": 0, "p30_50": 0, "p50_65": 1, "p65_100": 1, "all": 1}.get(str(share))
    slow = {"lt1m": 0, "m1_3": 0, "m3_6": 0, "m6_12": 1, "ge12m": 1, "impossible": 1}.get(
        str(months)
    )
    if 0 in {concentrated, slow}:
        return 0.0
    if months == "impossible":
        gap: int | None = 1
    elif months in {"m6_12", "ge12m"} and stock not in {"ge6m", "dont_know", None}:
        gap = 1
    else:
        gap = None
    return float("nan") if None in {concentrated, slow, gap} else 1.0


@pytest.mark.parametrize("share", SHARES)
def test_every_combination_of_bands_is_read_as_the_words_say(share: str | None) -> None:
    for months, stock in product(MONTHS, STOCKS):
        got = told(("cn", share, months, stock))

        assert got == pytest.approx(expected(share, months, stock), nan_ok=True), (months, stock)


def test_one_exposed_input_is_enough_and_an_open_one_leaves_the_firm_open() -> None:
    exposed, safe = ("cn", "all", "ge12m", "lt2w"), ("us", "lt30", "ge12m", "lt2w")
    open_one = ("us", "all", "ge12m", "ge6m")

    assert told(safe, exposed) == 1
    assert told(open_one, exposed) == 1
    assert np.isnan(told(safe, open_one))
    assert told(safe, safe) == 0


def test_conditions_have_to_meet_in_one_input() -> None:
    """Catches: the origin of one input with the stocks of another."""
    assert told(("cn", "all", "lt1m", "lt2w"), ("us", "lt30", "ge12m", "lt2w")) == 0


def test_an_origin_in_the_home_bloc_is_no_exposure_and_an_unknown_one_is_open() -> None:
    assert told(("de", "all", "ge12m", "lt2w"), home=("eu",)) == 0
    assert told(("de", "all", "ge12m", "lt2w"), home=("japan",)) == 1
    assert np.isnan(told(("dont_know", "all", "ge12m", "lt2w")))
    assert np.isnan(told((None, "all", "ge12m", "lt2w")))
    assert told(("dont_know", "all", "lt1m", "lt2w")) == 0


def test_numbers_at_the_ends_of_bands_decide() -> None:
    numbers = Range(np.array([50.0, 30.0, 30.0, 50.0]), np.array([65.0, 50.0, 60.0, 50.0]))

    assert numbers.reaches(50) == pytest.approx([1, 0, np.nan, 1], nan_ok=True)
    zero, month = Range(np.zeros(1), np.zeros(1)), Range(np.zeros(1), np.ones(1))
    assert np.isnan(zero.is_below(month)[0])


def test_firms_that_have_no_such_input_are_free_and_those_that_did_not_check_are_open() -> None:
    for gate, untold in (("no", False), ("not_checked", True)):
        found = exposure(sheet((), gate=gate), ROSTER, settings(), ("japan",))

        assert bool(found.chosen["untold"][0]) is untold
        assert not found.chosen["exposed"][0]


def table(made: Document) -> Table:
    return next(one for one in made.tables if one.kind == "exposure")


def row(made: Document, code: str) -> Row:
    return next(one for one in table(made).rows if one.code == code)


@pytest.fixture(scope="module")
def made() -> Document:
    return published({"JP": 900}, {"DE": 600, "FR": 500})


def test_the_table_counts_what_the_rule_says_of_each_firm(made: Document) -> None:
    columns = invented.wave("2026-jp", {"JP": 900}, 0.75, seed=1).columns
    answers = exposure(columns, ROSTER, settings(), ("japan",))
    given = codes(columns, "inputs__status") == "given"

    cell = row(made, "input").cells[0]

    assert (cell.count, cell.base) == (int(answers.chosen["exposed"].sum()), int(given.sum()))
    also = row(made, "input").also[0][0]
    assert also.count == int(
        ((answers.chosen["exposed"] | answers.chosen["untold"]) & given).sum()
    )


def test_the_parts_of_a_fact_add_up_to_the_whole(made: Document) -> None:
    whole = row(made, "input").cells[0]
    parts = [one.cells[0] for one in table(made).rows if one.code.startswith("size_")]

    assert sum(part.count or 0 for part in parts) == whole.count
    assert sum(part.base or 0 for part in parts) == whole.base


def test_the_rule_is_printed_with_the_reading_of_every_band(made: Document) -> None:
    said = {
        language: [note(one, language, table(made).columns) for one in table(made).notes]
        for language in ("en", "ja")
    }

    assert any("at least 50% of the purchases" in one for one in said["en"])
    assert any("6か月以上" in one for one in said["ja"])
    bands = [one for one in said["en"] if one.startswith("Read as numbers, ")]
    assert len(bands) == 3
    assert "“50% to 65%” from 50 to 65" in bands[0]
    assert "“6 months to less than 12 months” from 6 to 12" in bands[1]
    assert "“It cannot be replaced” more than any number" in bands[1]
    assert "“2 weeks to less than 1 month” from 0.5 to 1" in bands[2]


def test_the_finding_says_how_many_are_exposed(made: Document) -> None:
    percent = row(made, "input").cells[0].percent

    assert finding(table(made), "en").startswith(
        f"Firms that named a critical input: exposed are Japan {percent}%"
    )
    assert finding(table(made), "ja").startswith(
        "重要投入財を回答した企業のうち脆弱性のある企業：日本"
    )
