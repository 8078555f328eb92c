"""What a finding says leads, and when it has to say less."""

from dataclasses import replace

import pandas as pd
import pytest

from app.reporting import differences
from app.reporting.document import Table
from app.reporting.sentences import alternative, finding
from tests.reporting import world
from tests.reporting.test_kinds import report
from tests.reporting.world import document, item, options, questionnaire

PLAIN = item("mood", "single", "ordinary", options(calm="Calm", worried="Worried", none="None"))
TABLE = "code: mood, item: mood, last: [none], title: {en: Mood, ja: 気分}"


def moods(**counts: int) -> Table:
    """40 firms in each group with so many of each answer."""
    codes = [code for code, count in counts.items() for _ in range(count)]
    columns = pd.DataFrame(
        {
            "stratum": ["JP"] * len(codes),
            "country": ["JP"] * len(codes),
            "mood": [None if code == "dont_know" else code for code in codes],
            "mood__status": ["dont_know" if code == "dont_know" else "given" for code in codes],
        }
    )
    waves = [
        replace(
            world.wave(code, {"JP": 60}, {}), questionnaire=questionnaire(PLAIN), columns=columns
        )
        for code in ("w-jp", "w-eu")
    ]
    return document(waves[0], waves[1], report(TABLE)).tables[0]


@pytest.mark.parametrize("larger", ["none", "dont_know"])
def test_what_leads_is_no_leader_where_none_or_do_not_know_is_larger(larger: str) -> None:
    said = finding(moods(calm=10, worried=8, **{larger: 22}), "en")

    assert said.startswith(
        "Leaving aside “none”, “other” and “do not know”, named most often: “Calm”"
    )


def test_what_leads_is_named_where_nothing_is_larger() -> None:
    assert finding(moods(calm=20, worried=8, none=12), "en").startswith("Named most often: “Calm”")


def test_nobody_leads_where_every_share_is_0() -> None:
    found = moods(none=40)

    assert finding(found, "en") == "None of these answers was given"
    assert finding(found, "ja") == "これらの回答を選んだ企業はありません"


def test_a_row_of_a_part_is_called_by_its_part() -> None:
    found = moods(calm=20, worried=8, none=12)
    parts = [
        replace(one, part={"en": name, "ja": name}, code=f"{name}_{one.code}")
        for name in ("China", "Japan")
        for one in found.rows
    ]
    scale = replace(found, rows=tuple(parts))

    assert "China: Calm" in finding(scale, "en")
    assert "Japan: Worried" in alternative(scale, "en")
    assert "China: Calm" in differences.alternative(scale, "en")
