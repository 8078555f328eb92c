"""The life of a response: legal steps, the end of a wave, receipts, days."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from app.collection.response import (
    GRACE,
    IllegalTransition,
    ResponseState,
    Step,
    WaveState,
    after,
    receipt,
    recorded,
    refusal,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LEGAL = {
    (None, "open"): "started",
    ("started", "save"): "started",
    ("started", "submit"): "submitted",
    ("submitted", "reopen"): "started",
}


@pytest.mark.parametrize("state", [None, *get_args(ResponseState)])
@pytest.mark.parametrize("step", get_args(Step))
def test_only_legal_steps_lead_somewhere(state: ResponseState | None, step: Step) -> None:
    if (state, step) in LEGAL:
        assert after(state, step) == LEGAL[state, step]
    else:
        with pytest.raises(IllegalTransition, match=step):
            after(state, step)


@pytest.mark.parametrize(
    ("wave", "late", "refused"),
    [
        ("planned", timedelta(-1), "not_open"),
        ("open", timedelta(-1), None),
        ("open", timedelta(0), None),
        ("open", GRACE, None),
        ("open", GRACE + timedelta(seconds=1), "closed"),
        ("closed", timedelta(-1), "closed"),
    ],
    ids=["planned", "open", "the very end", "the grace", "after it", "closed early"],
)
def test_a_wave_takes_answers_until_shortly_after_its_end(
    wave: WaveState, late: timedelta, refused: str | None
) -> None:
    assert refusal(wave, NOW, NOW + late) == refused


def test_a_receipt_can_be_read_out_and_does_not_repeat() -> None:
    receipts = {receipt() for _ in range(2000)}

    assert len(receipts) == 2000
    assert all(len(one) == 11 and one[5] == "-" for one in receipts)
    assert not set("".join(receipts)) & set("ILOU")


def test_an_anonymous_wave_keeps_the_day_alone() -> None:
    tokyo = datetime.fromisoformat("2026-11-24T08:15:00+09:00")

    assert recorded(tokyo, anonymous=True) == datetime(2026, 11, 23, tzinfo=UTC)
    assert recorded(tokyo, anonymous=False) == tokyo
