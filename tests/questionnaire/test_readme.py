"""What the page for the survey team says is what the program does."""

import re
from pathlib import Path

import pytest

from app.questionnaire.expression import parse
from app.questionnaire.items import KINDS
from app.questionnaire.rules import RULES
from app.questionnaire.shape import validator
from app.questionnaire.source import source_of
from tests.questionnaire.given import read_text

README = Path(__file__).parents[2].joinpath("surveys", "README.md").read_text(encoding="utf-8")
SCHEMA = validator().schema


def keys(*path: str) -> set[str]:
    """The keys that the schema allows at one place."""
    found: object = SCHEMA
    for part in (*path, "properties"):
        assert isinstance(found, dict)
        found = found[part]
    assert isinstance(found, dict)
    return set(found)


def table(heading: str) -> str:
    return README.partition(f"### {heading}\n")[2].partition("\n#")[0]


def test_the_smallest_questionnaire_of_the_page_has_no_problems() -> None:
    example = re.search(r"```yaml\n(format: 1.*?)```", README, re.DOTALL)
    assert example is not None

    found, problems = read_text(example[1])

    assert problems == ()
    assert found is not None


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", README, re.DOTALL))
def test_every_example_is_yaml(block: str) -> None:
    assert source_of(block, "README.md").problems == ()


def test_the_table_of_kinds_names_every_kind_with_its_keys() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)$", table("Kinds"), re.MULTILINE))

    assert set(rows) == set(KINDS)
    common = set(re.findall(r"^\| `(\w+)`(?:, `(\w+)`)? \|", table("Every item"), re.MULTILINE))
    everywhere = {name for names in common for name in names if name}
    branches = SCHEMA["$defs"]["item"]["allOf"] if isinstance(SCHEMA, dict) else []
    for branch in branches:
        kind = branch["if"]["properties"]["kind"]["const"]
        allowed = set(branch["then"]["propertyNames"]["enum"])
        assert set(re.findall(r"`(\w+)`", rows[kind])) == allowed - everywhere


@pytest.mark.parametrize(
    "key",
    sorted(keys() | keys("$defs", "item") | keys("$defs", "section") | keys("$defs", "option")),
)
def test_every_key_is_explained(key: str) -> None:
    assert re.search(rf"`{key}[`:]", README), key


@pytest.mark.parametrize(
    "condition", re.findall(r"^\| `([^`]+)` \|", table("Conditions"), re.MULTILINE)
)
def test_every_condition_of_the_page_can_be_read(condition: str) -> None:
    assert parse(condition).source == condition


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_explained(rule: str) -> None:
    assert f"`{rule}`" in README
