"""Surveys are checked with all their problems, published once, and published again safely."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.actions import answering, exporting, fieldwork, freezing, opening, publishing
from app.collection.datafile import read_csv
from app.collection.snapshot import from_parquet
from app.collection.wave import missing_privacy
from app.storage.database import Database, upgrade
from tests import cast, databases
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
    assert told.count("minutes: 'three' is not a whole number") == 2


def test_a_real_wave_tells_its_firms_about_their_data_in_every_language(tmp_path: Path) -> None:
    folder = cast.surveys_folder(tmp_path)
    written = cast.DESIGN.replace("rights: {en: Write to the tea desk., ja: お茶担当まで。}", "")
    written = written.replace("ja: お茶の調査。", 'ja: " "')
    (folder / SURVEY / "design.yaml").write_text(written, encoding="utf-8")

    problems = publishing.check_survey(folder, SURVEY).problems

    assert [problem.path for problem in problems] == [
        "waves.tea-named.privacy",
        "waves.tea-quiet.privacy",
    ]
    assert "are not told: purpose (ja), rights (en, ja); write" in problems[0].message
    assert written.splitlines()[problems[0].line - 1].strip() == "privacy:"


def test_a_wave_planned_before_without_its_text_on_data_does_not_open(world: World) -> None:
    found = fieldwork.wave(world.database, "tea-named")
    untold = replace(found, plan=replace(found.plan, privacy={}))

    real = opening.lacks(untold, has_frame=True, now=NOW)
    invented = opening.lacks(replace(untold, simulated=True), has_frame=True, now=NOW)

    assert (real, invented) == (("not_told",), ())
    assert "controllers (en, ja), purpose (en, ja)" in ", ".join(missing_privacy(untold.plan))


def test_a_simulated_wave_may_leave_the_text_on_data_out(tmp_path: Path) -> None:
    folder = cast.surveys_folder(tmp_path)
    head, _, _ = cast.WAVE.format(code="tea-named", anonymous="false").partition("    privacy:")
    bare = "    simulated: true\n    privacy: {approved_by_counsel: false}\n"
    (folder / SURVEY / "design.yaml").write_text(f"waves:\n{head}{bare}", encoding="utf-8")

    assert publishing.check_survey(folder, SURVEY).is_sound


def test_what_a_design_lacks_is_told_in_words_with_its_line(tmp_path: Path) -> None:
    folder = cast.surveys_folder(tmp_path)
    design = folder / SURVEY / "design.yaml"
    design.write_text("# plan\nwaves:\n  tea-named:\n    minuts: 3\n", encoding="utf-8")

    told = [str(one) for one in publishing.check_survey(folder, SURVEY).problems]

    place = f"{design}:3: waves.tea-named: title, group, host, contact, languages, opens, closes"
    assert any(one.startswith(place) for one in told)
    assert (
        f"{design}:4: waves.tea-named.minuts: unknown key 'minuts'; did you mean 'minutes'?"
        in (told)
    )


def test_a_survey_with_problems_is_not_published(tmp_path: Path) -> None:
    database = Database(databases.address(tmp_path))
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
    reworded = cast.QUESTIONNAIRE.replace("Is tea drunk in your firm?", "Do you drink tea?")
    republished(world, questionnaire=reworded)

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
    (folder / "disclosure.yaml").write_text(cast.POLICY, encoding="utf-8")

    with pytest.raises(publishing.Unpublishable, match="another code"):
        publishing.publish_survey(world.database, world.surveys, "tea/2027", by=BY, now=NOW)


TEAS = "code: teas\n        num: B1\n        concept: teas"
RENAMED = (TEAS, TEAS.replace("teas", "leaves"))


@pytest.mark.parametrize(
    ("written", "changed", "told"),
    [
        (*RENAMED, "item teas is gone"),
        (*RENAMED, "item leaves is new"),
        ("kind: long_text", "kind: short_text", "item remark was of kind long_text"),
        ("{code: home, label: This country}, ", "", "item origin has other rows"),
        ("          - {code: green, label: Green}\n", "", "item teas has other options"),
        ("specify: 40", "exclusive: false", "item teas has other options"),
        ("code: dont_know", "code: refused", "item cups has other missing"),
    ],
)
def test_a_wave_with_responses_keeps_the_columns_of_its_answers(
    world: World, written: str, changed: str, told: str
) -> None:
    world.opened(0)

    with pytest.raises(publishing.Unpublishable, match=told) as refused:
        republished(world, questionnaire=cast.QUESTIONNAIRE.replace(written, changed))

    assert all("only wordings may change" in line for line in refused.value.problems)


def test_a_wave_without_a_response_takes_any_version(world: World) -> None:
    published = republished(world, questionnaire=cast.QUESTIONNAIRE.replace(*RENAMED))

    assert fieldwork.wave(world.database, "tea-named").instrument_hash == published.instrument.hash


def test_a_closed_wave_keeps_its_instrument_to_the_letter(world: World) -> None:
    fieldwork.close_wave(world.database, "tea-named", by=BY, now=NOW)

    with pytest.raises(publishing.Unpublishable, match="is closed and keeps its questionnaire"):
        republished(world, questionnaire=cast.QUESTIONNAIRE.replace("short: Teas", "short: Tea"))

    assert not republished(world, questionnaire=cast.QUESTIONNAIRE).is_new


def test_answers_to_the_version_before_stand_in_file_and_snapshot(world: World) -> None:
    world.sent(0)
    option = "          - {code: none, label: None of these, exclusive: true}\n"
    longer = cast.QUESTIONNAIRE.replace(
        option, f"{option}          - {{code: white, label: White}}\n"
    )
    republished(world, questionnaire=longer.replace("short: Teas", "short: Kinds of tea"))
    world.sent(1)

    exported = exporting.export_responses(world.database, "tea-named", by=BY, now=NOW)
    frozen = from_parquet(freezing.take(world.database, "tea-named", now=NOW).snapshot.parquet)

    rows = {cells["unit"]: cells for _, cells in read_csv(exported)[0].rows}
    assert [rows[unit]["teas__green"] for unit in ("N1", "N2")] == ["1", "1"]
    assert [rows[unit]["teas__white"] for unit in ("N1", "N2")] == ["", "0"]
    assert rows["N1"]["teas__other_text"] == "=Mugicha, 麦茶"
    assert frozen.column("teas__green").to_pylist() == [True, True]
    assert sorted(frozen.column("teas__white").to_pylist(), key=str) == [False, None]


def test_no_survey_is_published_without_rules_of_publication(world: World) -> None:
    (world.surveys / SURVEY / "disclosure.yaml").unlink()

    with pytest.raises(publishing.Unpublishable, match=r"disclosure\.yaml:1: .*is not there"):
        republished(world)


def test_a_threshold_that_cannot_be_read_is_told_with_its_line(world: World) -> None:
    broken = cast.POLICY.replace("few_firms_base_under: 30", "few_firms_base_under: some")

    with pytest.raises(
        publishing.Unpublishable, match=r"disclosure\.yaml:1: publication\.few_firms_base_under"
    ):
        republished(world, disclosure=broken)
