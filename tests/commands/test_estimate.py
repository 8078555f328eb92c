"""`flask estimate` answers from any CSV file, and prints what the example in the docs says."""

import json
import re
import shlex
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "estimation-example.md"
FIRMS = str(ROOT / "docs" / "example" / "firms.csv")
DESIGN = str(ROOT / "docs" / "example" / "design.yaml")

CONSOLE = re.compile(r"```console\n\$ \.venv/bin/flask (estimate [^\n]+)\n(.*?)```", re.DOTALL)


def printed(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["estimate", *arguments])
    return result.exit_code, result.output


def test_every_command_of_the_example_prints_what_the_example_says(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    blocks = CONSOLE.findall(EXAMPLE.read_text(encoding="utf-8"))
    assert len(blocks) >= 8

    for command, expected in blocks:
        _, output = printed(app, *shlex.split(command)[1:])

        assert output == expected, command


def test_the_python_of_the_example_gives_what_the_example_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    text = EXAMPLE.read_text(encoding="utf-8")
    code, expected = re.findall(r"```python\n(.*?)```.*?```text\n(.*?)```", text, re.DOTALL)[0]

    exec(compile(code, str(EXAMPLE), "exec"), {})  # noqa: S102  (our own document)

    assert capsys.readouterr().out == expected


def test_json_has_full_digits_and_the_design_effect(app: Flask) -> None:
    code, output = printed(
        app, FIRMS, DESIGN, "share", "second_source", "--code", "yes", "--reading", "frame",
        "--by", "region", "--json",
    )  # fmt: skip

    document = json.loads(output)
    assert code == 0
    assert [row["domain"] for row in document["rows"]] == [["all"], ["EU"], ["JP"]]
    assert document["reading"] == "frame"
    assert 0 < document["rows"][0]["low"] < document["rows"][0]["estimate"]
    assert document["rows"][0]["deff"] > 0


def test_the_reading_has_no_default(app: Flask) -> None:
    code, output = printed(app, FIRMS, DESIGN, "mean", "turnover")

    assert code == 2
    assert "--reading" in output


def test_a_frame_needs_population_sizes(app: Flask, tmp_path: Path) -> None:
    design = tmp_path / "design.yaml"
    design.write_text("weight: weight\n", encoding="utf-8")

    code, output = printed(app, FIRMS, str(design), "mean", "turnover", "--reading", "frame")

    assert code == 1
    assert "names no population sizes" in output


@pytest.mark.parametrize(
    ("design", "sentences"),
    [
        ("wieght: w\n", ["expected `weight:`", "wieght: unknown"]),
        ("weight: weight\nlonely: never\n", ["expected one of fail, adjust"]),
        ("weight: gone\n", ["no column 'gone'", "there are firm, region"]),
        ("weight: firm\n", ["column 'firm', row 2: expected a number, came 'X001'"]),
        ("weight: [1]\n", ["weight: expected the name of a column"]),
        ("weight: weight\nsecond: {cluster: firm}\n", ["second: expected `population:`"]),
        ("weight: weight\nknown: [{column: region}]\n", ["with `counts:` or `total:`"]),
        ("weight: weight\nreplicates: {columns: zz}\n", ["expected two columns or more"]),
        ("- a\n", ["expected lines such as `weight: w`"]),
        ("weight: {\n", ["not YAML"]),
    ],
    ids=["typing", "rule", "column", "text", "shape", "second", "known", "replicates", "list",
         "broken"],
)  # fmt: skip
def test_a_design_that_does_not_fit_says_what_was_expected(
    app: Flask, tmp_path: Path, design: str, sentences: list[str]
) -> None:
    file = tmp_path / "design.yaml"
    file.write_text(design, encoding="utf-8")

    code, output = printed(app, FIRMS, str(file), "mean", "turnover", "--reading", "process")

    assert code == 1
    for sentence in sentences:
        assert sentence in output


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("", "there is nothing in it"), ("weight,y\n", "a header and no rows"),
     ('weight,y\n1,"2\n', "not a CSV file"), ("weight,y\n0,2\n", "a number above 0")],
    ids=["empty", "header", "quotes", "weight"],
)  # fmt: skip
def test_data_that_cannot_be_read_say_why(
    app: Flask, tmp_path: Path, content: str, sentence: str
) -> None:
    data, design = tmp_path / "data.csv", tmp_path / "design.yaml"
    data.write_text(content, encoding="utf-8")
    design.write_text("weight: weight\n", encoding="utf-8")

    code, output = printed(app, str(data), str(design), "mean", "y", "--reading", "process")

    assert code == 1
    assert sentence in output


def test_a_domain_that_cannot_be_estimated_says_so_in_its_row(app: Flask, tmp_path: Path) -> None:
    data, design = tmp_path / "data.csv", tmp_path / "design.yaml"
    data.write_text("weight,y,g\n1,1,a\n1,2,a\n1,,b\n1,3,b\n1,4,c\n1,,d\n", encoding="utf-8")
    design.write_text("weight: weight\n", encoding="utf-8")

    code, output = printed(
        app, str(data), str(design), "mean", "y", "--by", "g", "--reading", "process"
    )

    assert code == 0
    assert "d    - y: no response in domain 'this one' answered it" in output


def test_replicate_weights_answer_too(app: Flask, tmp_path: Path) -> None:
    """The figures of case F04, which R made."""
    data, design = ROOT / "tests/reference/data/pub_bootrep.csv", tmp_path / "design.yaml"
    design.write_text(
        "weight: w\nreplicates: {columns: rw*, scale: 0.02040816326530612}\n", encoding="utf-8"
    )

    code, output = printed(
        app, str(data), str(design), "mean", "q5", "--reading", "process", "--json"
    )

    assert code == 0
    row = json.loads(output)["rows"][0]
    expected = json.loads((ROOT / "tests/reference/cases/F04.json").read_text(encoding="utf-8"))[
        "expected"
    ]
    assert row["estimate"] == pytest.approx(expected["mean.est.q5"], rel=1e-9)
    assert row["se"] == pytest.approx(expected["mean.se.q5"], rel=1e-9)
