"""A wave that asks the core form: shorter for firms, the same columns for statistics."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions import answering, exporting, fieldwork, freezing, importing, publishing
from app.actions.codes import issue_codes
from app.collection.datafile import read_csv
from app.collection.snapshot import from_parquet
from app.storage.database import Database, upgrade
from tests import cast, databases
from tests.cast import BY, FIRM, KEY, NOW, SURVEY, World, posted

MARKED = cast.QUESTIONNAIRE.replace("num: A1\n", "num: A1\n        core: true\n").replace(
    "num: B1\n", "num: B1\n        core: true\n"
)
SHORT = cast.DESIGN.replace("    minutes: 3\n", "    minutes: 3\n    form: core\n", 1)


@pytest.fixture
def short(world: World) -> Iterator[World]:
    """The world of tea while both waves are planned again, the named one in its core form."""
    database = Database(databases.address(world.surveys.parent / "short"))
    upgrade(database)
    _write(world.surveys, questionnaire=MARKED, design=SHORT)
    publishing.publish_survey(database, world.surveys, SURVEY, by=BY, now=NOW)
    fieldwork.load_frame(database, "tea-named", cast.FRAME, by=BY, now=NOW)
    yield World(database, world.surveys, {})
    database.close()


def _write(surveys: Path, **files: str) -> None:
    for name, text in files.items():
        (surveys / SURVEY / f"{name}.yaml").write_text(text, encoding="utf-8")


def opened(world: World) -> World:
    fieldwork.open_wave(world.database, "tea-named", by=BY, now=NOW)
    codes = issue_codes(world.database, "tea-named", count=4, code_key=KEY, by=BY, now=NOW)
    return World(world.database, world.surveys, {"tea-named": codes})


def sent(world: World) -> str:
    response = world.opened()
    for page in (("habits", "drinks"), ("kinds", "teas")):
        saved = answering.save_page(
            world.database,
            response,
            posted(page, cast.PAGES[page]),
            by=FIRM,
            language="en",
            now=NOW,
        )
        assert saved.outcome == "saved", saved
    submitted = answering.submit(world.database, response, by=FIRM, now=NOW)
    assert submitted.outcome == "submitted", submitted
    return response


def test_a_firm_is_asked_the_core_alone_and_can_send_it(short: World) -> None:
    field = opened(short)

    response = sent(field)

    view = answering.answering_view(field.database, response)
    assert view is not None
    assert set(view.answers) == {"drinks", "teas"}


def test_a_page_outside_the_core_takes_nothing(short: World) -> None:
    field = opened(short)
    page = ("kinds", "remark")

    saved = answering.save_page(
        field.database,
        field.opened(),
        posted(page, cast.PAGES[page]),
        by=FIRM,
        language="en",
        now=NOW,
    )

    assert saved.outcome == "off_path"


def test_a_snapshot_has_every_column_and_says_what_was_not_asked(short: World) -> None:
    field = opened(short)
    sent(field)

    frozen = from_parquet(freezing.take(field.database, "tea-named", now=NOW).snapshot.parquet)

    (row,) = frozen.to_pylist()
    statuses = {name: row[f"{name}__status"] for name in ("drinks", "cups", "teas", "origin")}
    assert statuses == {
        "drinks": "given", "cups": "not_asked", "teas": "given", "origin": "not_asked",
    }  # fmt: skip
    assert row["cups"] is None


def test_an_export_of_the_core_form_loads_into_a_wave_that_asks_it(short: World) -> None:
    field = opened(short)
    sent(field)
    exported = exporting.export_responses(field.database, "tea-named", by=BY, now=NOW)
    _, cells = read_csv(exported)[0].rows[0]
    again = exported.replace(cells["response"], "").replace(f",{cells['unit']},", ",N2,")

    count = importing.load_responses(
        field.database, "tea-named", again, code_key=KEY, by=BY, now=NOW
    )

    assert count == 1


def test_a_wave_that_is_planned_may_change_its_form(short: World) -> None:
    _write(short.surveys, design=cast.DESIGN)

    publishing.publish_survey(short.database, short.surveys, SURVEY, by=BY, now=NOW)

    assert fieldwork.wave(short.database, "tea-named").plan.form == "full"


def test_a_wave_that_has_opened_keeps_its_form(short: World) -> None:
    field = opened(short)
    _write(field.surveys, design=cast.DESIGN)

    with pytest.raises(publishing.Unpublishable, match="is open and asks the core form"):
        publishing.publish_survey(field.database, field.surveys, SURVEY, by=BY, now=NOW)

    assert fieldwork.wave(field.database, "tea-named").plan.form == "core"


def test_a_closed_wave_keeps_its_form(world: World) -> None:
    fieldwork.close_wave(world.database, "tea-named", by=BY, now=NOW)
    _write(world.surveys, design=SHORT)

    with pytest.raises(publishing.Unpublishable, match="is closed and asks the full form"):
        publishing.publish_survey(world.database, world.surveys, SURVEY, by=BY, now=NOW)


def test_a_promise_of_too_few_minutes_is_warned_of(tmp_path: Path) -> None:
    slow = MARKED.replace("num: B2\n", "num: B2\n        seconds: 200\n")
    folder = cast.surveys_folder(tmp_path, slow)
    (folder / SURVEY / "design.yaml").write_text(SHORT, encoding="utf-8")

    checked = publishing.check_survey(folder, SURVEY)

    (told,) = map(str, checked.problems)
    assert checked.is_sound
    assert "waves.tea-quiet.minutes: firms are told 3 minutes; the full form takes 4" in told
