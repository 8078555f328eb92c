"""Ranks, scales and shares in a file of answers: what was written is read again."""

import pytest

from app.actions.importing import read_answers
from app.questionnaire.answer import BLANK, Answer, Status
from app.questionnaire.items import cells
from tests.questionnaire.given import instrument, questionnaire

GIVEN = Status.GIVEN
FACTS = {"country": "JP"}
ANSWERS: dict[str, Answer] = {
    "risks": Answer(GIVEN, ("price", "other"), "Frost"),
    "concern": Answer(GIVEN, {"home": "high", "abroad": "dont_know"}),
    "mix": Answer(GIVEN, {"home": "59.5", "cn": "0", "rest": "40.5"}),
    "worry": BLANK,
}
UNKNOWN: dict[str, Answer] = {
    code: Answer(Status.DONT_KNOW) for code in ("risks", "concern", "mix")
}


@pytest.mark.parametrize("answers", [ANSWERS, UNKNOWN], ids=["given", "do not know"])
def test_answers_written_to_a_file_are_read_again(answers: dict[str, Answer]) -> None:
    row = {
        name: str(cell)
        for name, cell in cells(questionnaire("orders"), answers).items()
        if cell is not None
    }
    row |= {f"{code}__status": str(answer.status) for code, answer in answers.items()}

    walked, problems = read_answers(instrument("orders"), row, FACTS)

    assert problems == []
    assert walked.answers == answers


def test_shares_that_are_no_whole_keep_a_file_from_being_read() -> None:
    row = {"mix__home": "40", "mix__cn": "half", "risks__1": "price", "risks__3": "price"}

    _, problems = read_answers(instrument("orders"), row, FACTS)

    assert problems == [
        ("risks__2", "Fill in rank 2 before a lower one."),
        (
            "risks__3",
            "Each rank needs a different answer. “Prices rise” appears more than once.",
        ),
        ("mix__cn", "Enter a share from 0 to 100."),
    ]


def test_a_total_of_a_file_is_told_for_the_item() -> None:
    _, problems = read_answers(instrument("orders"), {"mix__home": "40"}, FACTS)

    assert problems == [("mix", "The shares add to 40. Change them so that they add to 100.")]
