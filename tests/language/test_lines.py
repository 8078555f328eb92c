"""Words that browsers would tear at the end of a line stay whole, and nothing else changes."""

import pytest

from app.language.lines import JOINER, unbroken


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("次のどれにあてはまりますか。", ["次のどれにあては", "まりますか。"]),
        ("加盟27か国全体の12か月間", ["加盟27か", "国全体の12か", "月間"]),
        ("そのほか国内の拠点", ["そのほか国内の拠点"]),
        ("27 member states", ["27 member states"]),
    ],
)
def test_a_word_that_would_be_torn_is_joined(text: str, pieces: list[str]) -> None:
    assert unbroken(text).split(JOINER) == pieces
