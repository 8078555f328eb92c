"""The lists of the library are versioned, complete and as long as the official ones."""

import csv
from pathlib import Path

import pytest
from babel import Locale

LISTS = sorted(Path("surveys/library/lists").glob("*.csv"))
EU_MEMBERS = 27


def head(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = [line.removeprefix("# ") for line in lines if line.startswith("#")]
    return dict(line.split(": ", maxsplit=1) for line in comments)


def entries(name: str) -> list[dict[str, str]]:
    path = Path("surveys/library/lists") / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_says_its_version_date_source_and_who_checked_it(path: Path) -> None:
    found = head(path)

    assert {"version", "date", "source", "checked"} <= set(found)
    assert found["version"].startswith(f"{path.stem}/")


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_entry_of_a_list_has_one_code_and_both_labels(path: Path) -> None:
    found = entries(path.stem)
    codes = [entry["code"] for entry in found]

    assert len(codes) == len(set(codes))
    assert all(entry["label_en"] and entry["label_ja"] for entry in found)


def test_sixteen_products_are_designated_in_japan() -> None:
    designated = [entry for entry in entries("critical_groups") if entry["group"] == "jp"]

    assert len(designated) == 16


def test_thirty_four_materials_are_critical_in_the_eu_and_seventeen_strategic() -> None:
    listed = [
        entry["eu_status"] for entry in entries("minerals") if entry["eu_status"] != "survey"
    ]
    strategic = [status for status in listed if status.startswith("S")]
    magnets = [status for status in listed if status == "C; S for magnets"]

    assert len(listed) == 34
    assert len(strategic) + 1 == 17
    assert len(magnets) == 2


def test_every_economy_has_an_official_code_and_an_area() -> None:
    territories = Locale("en").territories
    found = [entry for entry in entries("economies") if entry["code"] != "other"]
    areas = {entry["code"] for entry in entries("areas")}

    assert [entry["code"] for entry in found if entry["code"].upper() not in territories] == []
    assert {entry["group"] for entry in found} <= areas
    assert len([entry for entry in found if entry["group"] == "eu"]) == EU_MEMBERS


def test_every_sector_belongs_to_a_group_that_both_classifications_form() -> None:
    groups = {entry["code"] for entry in entries("joint_sectors")}
    sectors = entries("sectors")

    assert {entry["group"] for entry in sectors} == groups
    assert all(entry["nace_rev_2_1"] and entry["jsic_rev_14"] for entry in sectors)
