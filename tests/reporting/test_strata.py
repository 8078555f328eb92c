"""What a group of several strata tells of each of them, and may not."""

import json
from collections.abc import Mapping

import pytest

from app.reporting.sentences import note
from app.reporting.source import Source
from app.reporting.tally_sheet import TallySheet
from app.reporting.writers import json as json_writer
from tests.reporting import world
from tests.reporting.world import document, policy

FRAME = {"DE": 80, "FR": 40, "NL": 30, "PL": 20}
DE, FR = {"cn": 8, "us": 20, "none": 6, "dont_know": 4}, {"cn": 9, "us": 6, "none": 5}
THIN = {"DE": DE, "FR": FR, "NL": {"us": 1}}


def europe(answers: Mapping[str, Mapping[str, int]]) -> Source:
    return world.wave("w-eu", FRAME, answers)


def test_no_note_names_a_stratum_in_which_one_firm_answered_or_none() -> None:
    """Catches: participation hides Poland and the Netherlands, and a note says 0 and 1."""
    made = document(eu=europe(THIN))

    table = made.tables[0]
    for language in ("en", "ja"):
        said = " ".join(note(one, language, table.columns) for one in table.notes)
        assert "NL" not in said
        assert "PL" not in said
    assert b'"NL' not in json_writer.report(made)
    assert [one.code for one in table.notes].count("thin") == 1


@pytest.mark.parametrize("hidden", [{"NL": {"us": 1}}, {"PL": {"cn": 1}}, {}])
def test_worlds_that_differ_in_which_stratum_is_thin_have_the_same_notes(
    hidden: Mapping[str, Mapping[str, int]],
) -> None:
    made = document(eu=europe({"DE": DE, "FR": FR, **hidden}))

    notes = [one for one in made.tables[0].notes if one.code in {"thin", "silent", "lonely"}]
    assert [one.params for one in notes] == [{"group": "eu"}]


def test_the_sheet_of_tallies_hides_who_answered_where_participation_does() -> None:
    sources = {"w-jp": world.JAPAN, "w-eu": europe(THIN)}

    found = json.loads(json.dumps(TallySheet(sources, policy(), ("frame",)).item("source")))
    every = json.loads(
        json.dumps(TallySheet(sources, policy(), ("frame",), shows_all_cells=True).item("source"))
    )

    assert found["waves"][1]["strata"]["NL"] == {"frame": 30, "responses": None}
    assert found["waves"][1]["strata"]["PL"] == {"frame": 20, "responses": None}
    assert found["waves"][1]["strata"]["DE"]["responses"] == 38
    assert every["waves"][1]["strata"]["NL"]["responses"] == 1
