"""What the list of waves says that a wave needs next is what keeps it from opening."""

from dataclasses import replace

import pytest

from app.actions import fieldwork, opening
from app.actions.progress import Standing
from app.collection.progress import Totals
from app.web.staff.standing import LACKING, Next, next_step
from tests.cast import NOW
from tests.web.tea_site import HERE, TeaSite


@pytest.mark.parametrize(
    ("frame", "is_approved", "is_told", "said"),
    [
        (4, True, True, Next("Ready to open", "")),
        (0, False, True, Next("No frame yet", "attention")),
        (4, True, False, Next("The privacy text is not complete", "attention")),
    ],
    ids=["nothing", "several things", "texts that firms are promised"],
)
def test_a_planned_wave_waits_for_the_first_thing_that_it_lacks(
    site: TeaSite, frame: int, is_approved: bool, is_told: bool, said: Next
) -> None:
    found = fieldwork.wave(site.database, HERE)
    privacy = found.plan.privacy if is_told else {}
    plan = replace(found.plan, approved_by_counsel=is_approved, privacy=privacy)
    planned = replace(found, status="planned", plan=plan)

    with site.app.test_request_context("/staff/"):
        assert next_step(Standing(planned, Totals(frame), has_final=False), NOW) == said


def test_all_that_a_planned_wave_can_lack_is_said() -> None:
    assert set(LACKING) == set(opening.LACKS) - {"read_already"}
