"""The plan of a wave, read from its design file and from the database."""

from datetime import UTC, date, datetime
from io import StringIO

from ruamel.yaml import YAML

from app.collection.wave import document, from_document, plan_hash, read_plans, said
from tests import cast


def design(text: str = cast.DESIGN) -> dict[str, object]:
    read: dict[str, object] = YAML(typ="safe", pure=True).load(StringIO(text))
    return read


def test_local_times_of_the_panel_become_moments() -> None:
    (named, quiet), problems = read_plans(design())

    assert problems == ()
    assert named.opens == datetime(2026, 10, 1, 0, 0, tzinfo=UTC)
    assert named.closes == cast.CLOSES
    assert named.deletion_date == date(2027, 12, 31)
    assert (named.anonymous, quiet.anonymous) == (False, True)


def test_a_plan_comes_back_from_the_database_as_it_was_read() -> None:
    (named, _), _ = read_plans(design())

    stored = document(design(), "tea-named")

    assert from_document(stored) == named
    assert len(plan_hash(stored)) == 64


def test_a_wording_falls_back_to_the_first_language_there_is() -> None:
    assert said({"en": "Japan", "ja": "日本"}, "ja") == "日本"
    assert said({"en": "Japan"}, "ja") == "Japan"


def test_every_problem_is_told_with_its_place() -> None:
    broken = cast.DESIGN.replace("minutes: 3", "minutes: 0", 1).replace(
        "color: japan", "colour: j"
    )

    plans, problems = read_plans(design(broken))

    places = {problem.place for problem in problems}
    assert plans == ()
    assert {"$.waves.tea-named.minutes", "$.waves.tea-named.group"} <= {
        place.replace("['tea-named']", ".tea-named").replace("['tea-quiet']", ".tea-quiet")
        for place in places
    }


def test_what_is_no_mapping_is_a_problem() -> None:
    nothings: list[object] = [None, [], "waves", {}, {"waves": {}}]

    assert all(read_plans(nothing)[1] for nothing in nothings)
