"""Whatever stands in the files of a survey, reading them gives problems and never fails."""

import copy
import json

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.questionnaire.definition import publish
from app.questionnaire.lists import read_list
from app.questionnaire.source import source_of
from tests.questionnaire.given import FIXTURES, read_text

pytestmark = pytest.mark.slow

NAMES = ["choices", "figures", "fills", "routing", "texts", "rows"]
VALUES = {
    name: source_of((FIXTURES / f"{name}.yaml").read_text(encoding="utf-8"), name).value
    for name in NAMES
}
JA = (FIXTURES / "fills.ja.yaml").read_text(encoding="utf-8")

JUNK: st.SearchStrategy[object] = st.sampled_from([
    None, True, 0, -1, 10**18, 1.5, "", " ", "x", "yes", "a == 'x'", "a = 1", "(" * 30, "{hom}",
    [],
    ["x"], [1], [None], [[]], {}, {"code": "x"}, {"x": 1}, {"if": "1"}, [{}], [{"code": []}],
    "\u3000", "single", "places", "../../etc/passwd", "country == 'JP'", {"label_of": 3},
]) | st.text(max_size=10)  # fmt: skip


def places(value: object, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a value."""
    inside: list[tuple[str | int, ...]] = [here]
    if isinstance(value, dict):
        for key, part in value.items():
            inside += places(part, (*here, key))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            inside += places(part, (*here, at))
    return inside


def changed(value: object, place: tuple[str | int, ...], junk: object) -> object:
    """The value with one place replaced; with a key more where the junk is a key."""
    if not place:
        return junk
    made = copy.deepcopy(value)
    inner = made
    for part in place[:-1]:
        inner = inner[part]  # type: ignore[index]
    inner[place[-1]] = junk  # type: ignore[index]
    return made


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=80, deadline=None, phases=[Phase.generate])
@given(st.data())
def test_a_damaged_definition_gives_problems_and_never_fails(
    name: str, data: st.DataObject
) -> None:
    damaged = VALUES[name]
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places(damaged)))
        damaged = changed(damaged, place, data.draw(JUNK))

    found, problems = read_text(json.dumps(damaged, default=str), ja=JA)

    assert all(problem.message and problem.line >= 1 for problem in problems)
    if found is None:
        assert problems
    elif not any(problem.severity == "warning" for problem in problems):
        publish(found)


@settings(max_examples=150, deadline=None, phases=[Phase.generate])
@given(st.text(max_size=200) | st.text(alphabet="abc:-[]{}#&*!|>'\"?,\n \t", max_size=200))
def test_any_text_is_a_definition_or_has_problems(text: str) -> None:
    found, problems = read_text(text.encode("utf-8", "replace").decode())

    assert found is None
    assert problems


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(st.data())
def test_a_damaged_side_file_gives_problems_and_never_fails(data: st.DataObject) -> None:
    value = source_of(JA, "ja.yaml").value
    damaged = changed(value, data.draw(st.sampled_from(places(value))), data.draw(JUNK))
    text = (FIXTURES / "fills.yaml").read_text(encoding="utf-8")

    found, problems = read_text(text, ja=json.dumps(damaged, default=str))

    assert found is not None or problems


@settings(max_examples=150, deadline=None, phases=[Phase.generate])
@given(st.text(alphabet="a,\"'\n\r#: \0;code_labelnvrsi/é日", max_size=120))
def test_any_list_can_be_used_or_has_problems(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("list") / "any.csv"
    path.write_text(f"# version: x\ncode,label_en\n{text}", encoding="utf-8", newline="")

    found, problems = read_list(path, ["en"])

    assert (found is None) == bool(problems)
