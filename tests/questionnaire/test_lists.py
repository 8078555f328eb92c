"""Official lists: versioned files of codes with a label in each language."""

from pathlib import Path

import pytest

from app.questionnaire.lists import read_list
from tests.questionnaire.given import LIBRARY

HEAD = "# version: places/2026\ncode,label_en,label_ja,group,specify\n"


def read(folder: Path, text: str) -> list[str]:
    path = folder / "places.csv"
    path.write_text(text, encoding="utf-8")
    return [f"{one.line}: {one.path}: {one.message}" for one in read_list(path, ["en", "ja"])[1]]


def test_a_list_is_its_version_and_its_entries() -> None:
    found, problems = read_list(LIBRARY / "lists" / "places.csv", ["en", "ja"])

    assert problems == ()
    assert found is not None
    assert found.version == "places/2026"
    assert found.entries[1] == {
        "code": "de",
        "label": {"en": "Germany", "ja": "ドイツ"},
        "group": "eu",
    }
    assert found.entries[-1]["specify"] == 20


def test_columns_that_are_not_known_are_left_alone(tmp_path: Path) -> None:
    text = "# version: x/1\ncode,label_en,label_ja,nace\nfood,Food,食料品,C10\n"

    assert read(tmp_path, text) == []


def test_labels_may_hold_commas_and_line_ends_of_any_kind(tmp_path: Path) -> None:
    text = '# version: x/1\r\ncode,label_en,label_ja\r\nfood,"Food, drinks",食料品・飲料\r\n'

    assert read(tmp_path, text) == []


def test_other_names_of_an_entry_are_separated_by_a_bar(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(
        "# version: x/1\ncode,label_en,label_ja,also_en,also_ja\n"
        "us,United States,米国,USA | U.S.,\n"
    )

    found, _ = read_list(path, ["en", "ja"])

    assert found is not None
    assert found.entries[0]["aliases"] == {"en": ["USA", "U.S."]}


PROBLEMS = {
    "no version": (
        "code,label_en,label_ja\njp,Japan,日本\n",
        "1: version: the list has no version",
    ),
    "no label column": (
        "# version: x/1\ncode,label_en,label_jp\njp,Japan,日本\n",
        "2: label_ja: no column 'label_ja'; did you mean 'label_jp'",
    ),
    "no code column": (
        "# version: x/1\nkode,label_en,label_ja\njp,J,日\n",
        "2: code: no column 'code'",
    ),
    "an empty label": (HEAD + "jp,Japan,,,\n", "3: jp: label_ja is empty"),
    "a code twice": (HEAD + "jp,J,日,,\n" * 2, "4: jp: 'jp' stands in the list a second time"),
    "no code": (HEAD + ",J,日,,\n", "3: code: '' is no code"),
    "a code with spaces": (HEAD + "j p,J,日,,\n", "3: j p: 'j p' is no code"),
    "words for a length": (HEAD + "jp,J,日,,lots\n", "3: jp: specify: 'lots' is no number"),
    "no entries": (HEAD, "1: file: the list has no entries"),
    "nothing": ("", "1: file: the list has no entries"),
    "NUL": (HEAD + "j\0p,J,日,,\n", "1: file: the file is too large or holds NUL"),
}


@pytest.mark.parametrize(("text", "told"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_list_that_cannot_be_used_is_told_at_its_line(
    tmp_path: Path, text: str, told: str
) -> None:
    found = read(tmp_path, text)

    assert any(line.startswith(told) for line in found), found


def test_a_list_in_another_encoding_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_bytes(
        "# version: x/1\ncode,label_ja\njp,日本\n".encode("shift_jis")
    )

    found, problems = read_list(tmp_path / "old.csv", ["ja"])

    assert found is None
    assert "not UTF-8" in problems[0].message
