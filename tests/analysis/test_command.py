"""`flask tabulate` on a wave that was published, framed and answered."""

import json
from pathlib import Path

import pytest
from flask import Flask

from app.actions.services import Services
from app.storage import audit
from tests import databases


@pytest.fixture
def app(app: Flask, services: Services, kept: Path, tmp_path: Path) -> Flask:
    services.database.close()
    databases.copied(kept, tmp_path)
    return app


def test_json_holds_counts_shares_intervals_and_bounds(app: Flask) -> None:
    result = app.test_cli_runner().invoke(
        args=["tabulate", "2026-jp", "--json", "--item", "obstacles"]
    )

    assert result.exit_code == 0, result.output
    document = json.loads(result.output)
    (wave,) = document["items"][0]["waves"]
    cost = next(cell for cell in wave["cells"] if cell["code"] == "cost")
    assert (wave["asked"], wave["answered"], wave["base"]) == (45, 45, 45)
    assert (cost["count"], cost["percent"]) == (23, "51.1")
    assert set(cost["intervals"]) == {"frame", "process"}


def test_two_waves_stand_beside_each_other_as_plain_text(app: Flask) -> None:
    result = app.test_cli_runner().invoke(
        args=["tabulate", "2026-jp", "2026-eu", "--item", "obstacles", "--reading", "frame"]
    )

    assert result.exit_code == 0, result.output
    assert "2026-jp: 60 firms, 45 responses, 45 asked, 45 answered, base 45" in result.output
    assert "    23   51.1  Cost of measures (frame " in result.output
    assert "  cost: +1.1 points, frame " in result.output


def test_a_whole_that_firms_divided_has_means_in_text_and_as_data(app: Flask) -> None:
    """Catches: the one kind of question that the sheet left out."""
    typed = ["tabulate", "2026-jp", "--item", "sourcing_mix", "--all-cells"]

    document = json.loads(app.test_cli_runner().invoke(args=[*typed, "--json"]).output)
    plain = app.test_cli_runner().invoke(args=typed).output
    everything = app.test_cli_runner().invoke(args=["tabulate", "2026-jp"]).output

    (wave,) = document["items"][0]["waves"]
    assert (wave["asked"], wave["answered"], wave["base"]) == (45, 45, 45)
    means = {cell["code"]: cell["mean"] for cell in wave["cells"]}
    assert (means["japan"], means["china"]) == pytest.approx((0.6, 0.4), rel=1e-12)
    assert sum(means.values()) == pytest.approx(1, rel=1e-12)
    assert "C2 Sourcing mix [sourcing_mix, sum]" in plain
    assert "means of the percentages that firms stated" in plain
    assert "[sourcing_mix, sum]" in everything


def test_tables_of_hidden_cells_leave_a_record(app: Flask, services: Services) -> None:
    app.test_cli_runner().invoke(
        args=["tabulate", "2026-jp", "--item", "obstacles", "--all-cells"]
    )

    with services.database.read() as connection:
        last = audit.entries(connection, most=1)[0]
    assert (last.action, last.about) == ("tables.tabulated", "2026-jp")
    assert last.detail == {"items": ["obstacles"], "all_cells": True}


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["2026-xx"], "there is no wave '2026-xx'"),
        (["2026-jp", "2026-jp"], "give one wave, or two different ones"),
        (["2026-jp", "--item", "employees"], "no item to tabulate: employees"),
    ],
)
def test_what_cannot_be_tabulated_is_told(app: Flask, args: list[str], told: str) -> None:
    result = app.test_cli_runner().invoke(args=["tabulate", *args])

    assert result.exit_code != 0
    assert told in result.output
