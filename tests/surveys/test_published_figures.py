"""The figures of others agree with the counts we found for them, but for two misprints."""

import csv
from decimal import Decimal
from pathlib import Path

from app.language.rounding import half_up, percent_of_counts

FIGURES = Path("reports/published/published_figures.csv")


def rows() -> list[dict[str, str]]:
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_count_gives_its_published_percentage_but_for_two_misprints() -> None:
    counted = [row for row in rows() if row["count"]]

    differing = {
        (row["wave"], row["pct_published"]): percent_of_counts(
            int(row["count"]), int(row["base"]), int(row["decimals"])
        )
        for row in counted
        if percent_of_counts(int(row["count"]), int(row["base"]), int(row["decimals"]))
        != half_up(Decimal(row["pct_published"]), int(row["decimals"]))
    }

    assert differing == {("2022", "63.7"): Decimal("63.8"), ("2024", "38.5"): Decimal("38.6")}


def test_a_figure_without_a_count_has_no_base_of_its_own() -> None:
    uncounted = [row for row in rows() if not row["count"]]

    assert {row["base_status"] for row in uncounted} == {"reconstructed-ambiguous"}
    assert {row["base"] for row in uncounted} == {""}
