"""The small survey that surveys/README.md shows, checked and published as it is shown."""

import json
import shutil
from pathlib import Path

import pytest

from app.actions import publishing
from app.collection.wave import PRIVACY, SCHEMA, read_plans
from app.disclosure.policy import INTEGERS
from app.questionnaire.source import read_source
from app.storage.database import Database, upgrade
from tests import databases
from tests.cast import BY, NOW

ROOT = Path(__file__).parents[2]
README = (ROOT / "surveys" / "README.md").read_text(encoding="utf-8")
PORTS = ROOT / "docs" / "example" / "survey" / "ports"


def wave_keys() -> set[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return set(schema["$defs"]["wave"]["properties"])


@pytest.mark.parametrize("name", ["series.yaml", "2027/design.yaml", "2027/disclosure.yaml"])
def test_the_page_shows_each_file_as_it_is(name: str) -> None:
    assert f"```yaml\n{(PORTS / name).read_text(encoding='utf-8')}```" in README


def test_the_page_names_every_key() -> None:
    section = README.partition("## The files beside it")[2].partition("\n## ")[0]
    keys = wave_keys() | set(PRIVACY) | {path[-1] for path in INTEGERS.values()}

    assert sorted(key for key in keys if key not in section) == []


def test_the_example_uses_every_key_but_that_of_counts() -> None:
    design = read_source(PORTS / "2027" / "design.yaml", "design.yaml").value
    assert isinstance(design, dict)

    assert wave_keys() - set(design["waves"]["ports-2027-jp"]) == {"from_counts"}
    assert read_plans(design)[1] == ()


def test_the_example_is_checked_and_published(tmp_path: Path) -> None:
    shutil.copytree(PORTS, tmp_path / "surveys" / "ports")
    (tmp_path / "surveys" / "library").mkdir()
    database = Database(databases.address(tmp_path))
    upgrade(database)

    checked = publishing.check_survey(tmp_path / "surveys", "ports/2027")
    published = publishing.publish_survey(
        database, tmp_path / "surveys", "ports/2027", by=BY, now=NOW
    )

    assert checked.problems == ()
    assert (published.is_new, published.waves) == (True, ("ports-2027-jp",))
    database.close()


def test_problems_of_every_file_are_told_with_their_line(tmp_path: Path) -> None:
    shutil.copytree(PORTS, tmp_path / "ports")
    survey = tmp_path / "ports" / "2027"
    for path, before, after in (
        (survey / "disclosure.yaml", "decimals: 1", "decimals: one"),
        (survey / "design.yaml", "minutes: 5 ", "minutes: five "),
        (tmp_path / "ports" / "series.yaml", "id: ports", "id: harbours"),
    ):
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")

    told = [str(one) for one in publishing.check_survey(tmp_path, "ports/2027").problems]

    other, expected = (
        "'harbours' is not the name of the folder",
        "expected a whole number of 0 or more",
    )
    assert told == [
        f"{survey}/design.yaml:18: waves.ports-2027-jp.minutes: 'five' is not a whole number",
        f"{survey.parent}/series.yaml:1: id: {other}; write ports",
        f"{survey}/disclosure.yaml:4: publication.decimals: {expected}, came 'one'",
    ]


def test_the_short_form_warns_of_what_it_leaves_out(tmp_path: Path) -> None:
    shutil.copytree(PORTS, tmp_path / "ports")
    survey = tmp_path / "ports" / "2027"
    for name, before, after in (
        ("design.yaml", "form: full", "form: core"),
        ("questionnaire.yaml", "core: true", "required: true"),
    ):
        text = (survey / name).read_text(encoding="utf-8")
        (survey / name).write_text(text.replace(before, after), encoding="utf-8")

    checked = publishing.check_survey(tmp_path, "ports/2027")

    assert checked.is_sound
    assert any(
        one.severity == "warning"
        and one.path == "items.ports_used"
        and "does not ask this required item; say core: true" in one.message
        for one in checked.problems
    )
