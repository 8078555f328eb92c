"""Who stands in a base where firms do not know, or say that a question does not apply to them."""

import pandas as pd
import pytest

from app.reporting.answers import roster_answers
from app.reporting.responses import Answers, Responses
from app.reporting.tabulation import Category, tabulate
from tests.reporting import invented


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_do_not_know_in_a_roster_outweighs_does_not_apply(first: int, second: int) -> None:
    """Catches: a firm that does not know leaves the base for an input that cannot be stocked."""
    roster = invented.survey().items["inputs"]
    said = ("dont_know", "not_applicable")
    sheet = pd.DataFrame(
        {
            "inputs__status": ["given"],
            "inputs__1__input_stock": [said[first]],
            "inputs__2__input_stock": [said[second]],
            "inputs__3__input_stock": [None],
        },
        dtype="object",
    )

    assert list(roster_answers(sheet, roster, "input_stock").status) == ["dont_know"]


@pytest.mark.parametrize(
    ("status", "method"), [("not_answered", "hypergeometric"), ("not_applicable", "beta")]
)
def test_the_exact_interval_is_of_questions_that_apply_to_everybody(
    status: str, method: str
) -> None:
    """Catches: 30 of 60 listed firms drawn from those to whom it applies, whose number is open."""
    statuses = pd.Series(["given"] * 25 + [status] * 5, dtype="object").to_numpy()
    chosen = {"a": pd.Series([True] * 10 + [False] * 20).to_numpy()}
    found = Responses("jp", ("JP",) * 30, {"JP": 60})

    shares = tabulate(
        [(found, Answers(statuses, chosen))], [Category("a", frozenset({"a"}))]
    ).groups[0]

    assert shares.shares[0].estimates["frame"].method == method
