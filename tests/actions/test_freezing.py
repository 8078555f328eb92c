"""What a firm may type can be frozen, exactly as it was typed."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.actions import answering, fieldwork, freezing, publishing
from app.actions.codes import issue_codes
from app.collection.snapshot import from_parquet
from app.storage.database import Database, upgrade
from tests import cast, databases
from tests.cast import BY, FIRM, KEY, NOW, SURVEY, World, posted

CUPS = ("habits", "cups")


@pytest.fixture
def boundless(tmp_path: Path) -> World:
    """The world with an item that has no greatest number and as many decimals as can be."""
    database = Database(databases.address(tmp_path))
    upgrade(database)
    surveys = cast.surveys_folder(tmp_path)
    bounds = "        min: 0\n        max: 1000\n        decimals: 1\n"
    (surveys / SURVEY / "questionnaire.yaml").write_text(
        cast.QUESTIONNAIRE.replace(bounds, "        decimals: 6\n"), encoding="utf-8"
    )
    publishing.publish_survey(database, surveys, SURVEY, by=BY, now=NOW)
    fieldwork.load_frame(database, "tea-named", cast.FRAME, by=BY, now=NOW)
    fieldwork.open_wave(database, "tea-named", by=BY, now=NOW)
    codes = issue_codes(database, "tea-named", count=1, code_key=KEY, by=BY, now=NOW)
    return World(database, surveys, {"tea-named": codes})


def test_the_longest_number_that_is_taken_freezes_exactly(boundless: World) -> None:
    database, response = boundless.database, boundless.opened()
    for page, raw in cast.PAGES.items():
        typed = {"cups": ["-999999999999999.012345"]} if page == CUPS else raw
        saved = answering.save_page(
            database, response, posted(page, typed), by=FIRM, language="en", now=NOW
        )
        assert saved.outcome == "saved"
    answering.submit(database, response, by=FIRM, now=NOW)

    taken = freezing.take(database, "tea-named", now=NOW)

    frozen = from_parquet(taken.snapshot.parquet).column("cups").to_pylist()
    assert frozen == [Decimal("-999999999999999.012345")]
    database.close()


def test_a_number_that_would_not_freeze_is_not_taken(boundless: World) -> None:
    database, response = boundless.database, boundless.opened()
    drinks = posted(("habits", "drinks"), {"drinks": ["yes"]})
    answering.save_page(database, response, drinks, by=FIRM, language="en", now=NOW)

    saved = answering.save_page(
        database, response, posted(CUPS, {"cups": ["9" * 35]}), by=FIRM, language="en", now=NOW
    )

    assert [finding.code for finding in saved.findings] == ["number_unreadable"]
    database.close()
