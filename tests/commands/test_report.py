"""`flask report`: a report run on the command line, written as files that need no server."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from app.actions import analysis, keeping
from app.storage.snapshots import Label
from tests import cast
from tests.web.tea_site import HERE, TeaSite, prepare, tea_site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> cast.World:
    """The files of the site about tea."""
    return prepare(tmp_path_factory.mktemp("tea"))


@pytest.fixture
def site(home: cast.World, tmp_path: Path) -> Iterator[TeaSite]:
    """A site of its own."""
    made = tea_site(tmp_path / "site", home)
    yield made
    made.database.close()


def flask(site: TeaSite, *words: str) -> Result:
    return site.app.test_cli_runner().invoke(args=["report", *words])


def test_a_run_writes_pages_data_and_workbooks(site: TeaSite, tmp_path: Path) -> None:
    result = flask(site, "run", "tea", "--out", str(tmp_path / "out"))

    assert result.exit_code == 0, result.output
    names = {
        file.relative_to(tmp_path / "out").as_posix()
        for file in (tmp_path / "out").rglob("*")
        if file.is_file()
    }
    assert names == {"index.html", "tea.json", "tea.en.csv", "tea.en.xlsx", "tables/drinks.en.csv"}
    for name in names:
        assert name in result.output


def test_the_page_stands_alone(site: TeaSite, tmp_path: Path) -> None:
    flask(site, "run", "tea", "--out", str(tmp_path / "out"))

    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    bare = page.replace("http://www.w3.org/", "")
    assert not re.search(r"<script|<link|https?://|url\(\"/", bare)
    assert "data:font/woff2;base64," in page
    assert "<svg" in page
    assert 'href="tables/drinks.en.csv"' in page


def test_every_file_holds_the_same_figures(site: TeaSite, tmp_path: Path) -> None:
    flask(site, "run", "tea", "--out", str(tmp_path / "out"))

    whole = json.loads((tmp_path / "out" / "tea.json").read_text(encoding="utf-8"))
    text = (tmp_path / "out" / "tea.en.csv").read_text(encoding="utf-8-sig")
    book = openpyxl.load_workbook(tmp_path / "out" / "tea.en.xlsx")
    rows = {row["code"] for row in whole["tables"][0]["rows"]}
    assert {line["row"] for line in csv.DictReader(io.StringIO(text))} == rows
    assert book.sheetnames == ["Contents", "1 drinks"]


def test_a_run_is_seen_by_readers_only_when_that_is_asked(site: TeaSite) -> None:
    flask(site, "run", "tea")
    assert site.visitor().get("/reports/tea").status_code == 404

    result = flask(site, "run", "tea", "--publish")

    assert "run 2 is published" in result.output
    assert site.visitor().get("/reports/tea/2").status_code == 200
    assert site.visitor().get("/reports/tea/1").status_code == 404


def test_a_run_may_stand_on_a_kept_snapshot(site: TeaSite) -> None:
    label = Label("provisional", "first look")
    kept = keeping.keep_snapshot(site.database, HERE, label, by=cast.BY, now=cast.NOW)

    result = flask(site, "run", "tea", "--publish", "--snapshot", f"{HERE}={kept.number}")

    assert result.exit_code == 0, result.output
    assert "first look" in site.visitor().get("/reports/tea").get_data(as_text=True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "coffee"], "there is no report 'coffee'"),
        (["run", "tea", "--snapshot", f"{HERE}=99"], "snapshot"),
        (["run", "tea", "--snapshot", "elsewhere=1"], "no wave elsewhere"),
        (["run", "tea", "--snapshot", "nonsense"], "expected WAVE=NUMBER"),
    ],
)
def test_what_cannot_be_run_says_why_and_fails(site: TeaSite, words: list[str], told: str) -> None:
    result = flask(site, *words)

    assert result.exit_code != 0
    assert told in result.output


def test_every_problem_of_a_report_is_told_with_its_file(site: TeaSite) -> None:
    file = site.services.reports / "tea" / "report.yaml"
    broken = file.read_text(encoding="utf-8").replace("item: drinks", "item: coffee")
    file.write_text(broken + "  - {code: more, item: cake, title: {en: M, ja: M}, order: given}\n")

    result = flask(site, "run", "tea")

    assert result.exit_code == 1
    places = re.findall(r"^reports/tea/report\.yaml:(\d+): ", result.output, re.MULTILINE)
    written = file.read_text(encoding="utf-8").splitlines()
    told = [written[int(place) - 1] for place in places]
    assert ["coffee" in told[0], "cake" in told[1]] == [True, True]
    assert len(told) == 2


def test_the_list_says_which_runs_readers_see(site: TeaSite) -> None:
    flask(site, "run", "tea", "--publish")
    flask(site, "run", "tea")

    lines = flask(site, "list").output.splitlines()

    assert lines[0] == "tea: Tea in invented firms"
    assert not lines[1].endswith("(latest)")
    assert lines[2].endswith("published (latest)")


def test_a_run_is_withdrawn_although_its_report_is_gone(site: TeaSite) -> None:
    flask(site, "run", "tea", "--publish")
    (site.services.reports / "tea" / "report.yaml").unlink()

    result = flask(site, "withdraw", "1")

    assert result.exit_code == 0, result.output
    assert site.visitor().get("/reports/tea/1").status_code == 410
    assert "readers see no run 1" in flask(site, "withdraw", "1").output


def test_tables_that_a_report_has_no_more_leave_its_folder(site: TeaSite, tmp_path: Path) -> None:
    out = tmp_path / "out"
    flask(site, "run", "tea", "--out", str(out))
    file = site.services.reports / "tea" / "report.yaml"
    renamed = file.read_text(encoding="utf-8").replace("code: drinks", "code: cups")
    file.write_text(renamed, encoding="utf-8")

    result = flask(site, "run", "tea", "--out", str(out))

    assert result.exit_code == 0, result.output
    assert [found.name for found in (out / "tables").iterdir()] == ["cups.en.csv"]


@pytest.mark.parametrize("stranger", ["notes.txt", "index.html", "coffee.json", "tables/a.txt"])
def test_a_folder_with_other_files_is_left_alone(
    site: TeaSite, tmp_path: Path, stranger: str
) -> None:
    file = tmp_path / "out" / stranger
    file.parent.mkdir(parents=True)
    file.write_text("mine", encoding="utf-8")

    result = flask(site, "run", "tea", "--out", str(tmp_path / "out"))

    assert result.exit_code == 1
    assert f"not of a run of tea: {stranger}" in result.output
    assert file.read_text(encoding="utf-8") == "mine"
    assert analysis.runs_of(site.database, "tea") == ()


def test_a_report_is_named_as_its_folder(site: TeaSite) -> None:
    file = site.services.reports / "tea" / "report.yaml"
    renamed = file.read_text(encoding="utf-8").replace("code: tea\n", "code: coffee\n")
    file.write_text(renamed, encoding="utf-8")

    result = flask(site, "run", "tea")

    assert result.exit_code == 1
    assert "code: expected tea, the name of the folder, came coffee" in result.output
