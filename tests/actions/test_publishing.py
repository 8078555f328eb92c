"""Surveys are checked with all their problems, published once, and published again safely."""

from pathlib import Path

import pytest

from app.actions import answering, fieldwork, publishing
from app.storage.database import Database, upgrade
from tests import cast
from tests.cast import BY, FIRM, NOW, SURVEY, World, posted


def republished(world: World, **changes: str) -> publishing.Published:
    folder = world.surveys / SURVEY
    for name, text in changes.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return publishing.publish_survey(world.database, world.surveys, SURVEY, by=BY, now=NOW)


def test_publishing_the_same_again_changes_nothing(world: World) -> None:
    published = republished(world)

    assert not published.is_new
    assert fieldwork.wave(world.database, "tea-named").status == "open"


def test_problems_of_both_files_come_at_once(tmp_path: Path) -> None:
    folder = cast.surveys_folder(tmp_path)
    (folder / SURVEY / "questionnaire.yaml").write_text(
        cast.QUESTIONNAIRE.replace("kind: single", "kind: simple"), encoding="utf-8"
    )
    (folder / SURVEY / "design.yaml").write_text(
        cast.DESIGN.replace("minutes: 3", "minutes: three"), encoding="utf-8"
    )

    checked = publishing.check_survey(folder, SURVEY)

    told = "\n".join(str(problem) for problem in checked.problems)
    assert not checked.is_sound
    assert "kind" in told
    assert told.count("'three' is not of type 'integer'") == 2


def test_a_survey_with_problems_is_not_published(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    upgrade(database)
    folder = cast.surveys_folder(tmp_path)
    (folder / SURVEY / "design.yaml").unlink()

    with pytest.raises(publishing.Unpublishable, match=r"design\.yaml"):
        publishing.publish_survey(database, folder, SURVEY, by=BY, now=NOW)

    assert fieldwork.waves(database) == ()
    database.close()


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        ('closes: "2026-12-18T17:00"', 'closes: "2026-09-18T17:00"'),
        ("timezone: Asia/Tokyo", "timezone: Asia/Nowhere"),
        ('opens: "2026-10-01T09:00"', 'opens: "soon"'),
        ("strata: [country]", "strata: [colour]"),
        ("languages: [en, ja]", "languages: []"),
    ],
    ids=["ends before it begins", "unknown zone", "no date", "unknown stratum", "no language"],
)
def test_a_plan_that_cannot_stand_is_a_problem(tmp_path: Path, written: str, changed: str) -> None:
    folder = cast.surveys_folder(tmp_path)
    (folder / SURVEY / "design.yaml").write_text(
        cast.DESIGN.replace(written, changed), encoding="utf-8"
    )

    problems = publishing.check_survey(folder, SURVEY).problems

    assert len(problems) == 2, "one for each wave"


def test_a_response_stays_on_the_instrument_that_it_began_with(world: World) -> None:
    early = world.opened(0)
    shorter = cast.QUESTIONNAIRE.replace("number: 1", "").replace(
        "short: Remark", "short: Last remark"
    )

    published = republished(world, questionnaire=shorter)
    late = world.opened(1)

    views = [answering.answering_view(world.database, one) for one in (early, late)]
    assert published.is_new
    assert [view.instrument.hash == published.instrument.hash for view in views if view] == [
        False,
        True,
    ]


def test_a_page_open_while_a_new_version_is_published_is_still_saved(world: World) -> None:
    response = world.opened(0)
    renamed = cast.QUESTIONNAIRE.replace("code: drinks", "code: sips").replace(
        "drinks ==", "sips =="
    )
    republished(world, questionnaire=renamed)

    saved = answering.save_page(
        world.database,
        response,
        posted(("habits", "drinks"), {"drinks": ["yes"]}),
        by=FIRM,
        language="en",
        now=NOW,
    )

    assert (saved.outcome, saved.next) == ("saved", ("habits", "cups"))


def test_a_wave_code_belongs_to_one_questionnaire(world: World) -> None:
    renamed = cast.QUESTIONNAIRE.replace("id: tea/2026", "id: tea/2027")
    folder = world.surveys / "tea" / "2027"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(renamed, encoding="utf-8")
    (folder / "design.yaml").write_text(cast.DESIGN, encoding="utf-8")

    with pytest.raises(publishing.Unpublishable, match="another code"):
        publishing.publish_survey(world.database, world.surveys, "tea/2027", by=BY, now=NOW)
