"""Whatever comes in the fields and the button of a roster, its rows stay in order and whole."""

from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from app.questionnaire.kinds.rows import rows_in
from app.questionnaire.routing import fitted
from app.web.rosters import MOVES, QUESTIONS, settled, turned
from tests.questionnaire.given import questionnaire

INPUTS = fitted(questionnaire("rows").items["inputs"], {"country": "JP"})

NAMES = st.sampled_from([
    *(f"inputs__{n}__{code}" for n in (1, 2, 3) for code in ("group", "origin", "name")),
    "inputs__open", "more",
])  # fmt: skip
VALUES = st.lists(
    st.sampled_from(["", " ", "chips", "us", "1", "2", "3", "4", "x", "0"]), max_size=2
)
ACTIONS = ("change", "ask", "keep", "remove", "up", "down")
BUTTONS = st.sampled_from([
    "", "leave", "inputs", "inputs:add", "inputs:paint:1", "more:remove:1", "inputs:remove:",
    *(f"inputs:{action}:{n}" for action in ACTIONS for n in range(5)),
    f"inputs:remove:{'9' * 5000}", "inputs:up:-1", "inputs:up:1:2",
])  # fmt: skip
RAW = st.dictionaries(NAMES, VALUES, max_size=9)


def rows(raw: Mapping[str, Sequence[str]]) -> Counter[str]:
    return Counter(repr(sorted(row.items())) for row in rows_in(INPUTS, raw))


@settings(max_examples=200, deadline=None)
@given(RAW)
def test_settling_keeps_every_row_and_settles_only_once(raw: dict[str, list[str]]) -> None:
    once = settled(INPUTS, raw)

    assert rows(once) == rows(raw)
    assert settled(INPUTS, once) == once
    assert once.get("more") == raw.get("more")


@settings(max_examples=300, deadline=None)
@given(RAW, BUTTONS)
def test_a_button_loses_no_row_but_the_one_that_it_removes(
    raw: dict[str, list[str]], button: str
) -> None:
    before = settled(INPUTS, raw)

    after, turn = turned(INPUTS, before, button)

    lost = rows(before) - rows(after)
    assert rows(after) <= rows(before)
    assert lost.total() == 0 or (turn is not None and turn.action == "remove")
    assert lost.total() == 0 or button.startswith("inputs:remove:")
    assert lost.total() <= 1
    if turn is not None:
        assert turn.action in {"add", "change", *MOVES, *QUESTIONS}
        assert all(1 <= number <= 3 for number in (*turn.open, turn.at))
