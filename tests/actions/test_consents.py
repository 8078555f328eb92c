"""Consents stand with the firm from the moment they are sent, and nowhere with its answers."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions import (
    answering,
    consenting,
    exporting,
    fieldwork,
    freezing,
    importing,
    progress,
)
from app.actions.instruments import UnknownWave
from app.collection.snapshot import from_parquet
from app.storage import responses, schema
from tests import cast
from tests.cast import BY, CLOSES, FIRM, KEY, NOW, World, posted

CONSENTS = """\
  - code: consents
    letter: C
    title: Consents
    items:
      - {code: may_name, num: C1, concept: may_name, kind: consent, role: consent, required: true,
         short: Name, wording: May we name your firm?,
         options: [{code: "yes", label: "Yes"}, {code: "no", label: "No"}]}
      - {code: may_quote, num: C2, concept: may_quote, kind: consent, role: consent,
         required: true, short: Quote, wording: May we quote your remark?,
         ask_if: answered(remark), options: [{code: "yes", label: "Yes"}, {code: "no", label: "No"}]}
retired: {}
"""  # noqa: E501  (an item a paragraph)
ASKED = cast.QUESTIONNAIRE.replace("retired: {}\n", CONSENTS)
NAME, QUOTE = ("consents", "may_name"), ("consents", "may_quote")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = cast.world(tmp_path_factory.mktemp("agreeing"), ASKED)
    world.database.close()
    return world


@pytest.fixture
def agreeing(made: World, tmp_path: Path) -> Iterator[World]:
    """The world of tea, whose firms are asked for two consents at the end."""
    copy = cast.copied(made, tmp_path / "agreeing")
    yield copy
    copy.database.close()


def save(world: World, response: str, page: tuple[str, str], raw: dict[str, list[str]]) -> None:
    saved = answering.save_page(
        world.database,
        response,
        posted(page, raw, world.seen(response)),
        by=FIRM,
        language="en",
        now=NOW,
    )
    assert saved.outcome in {"saved", "findings"}, saved


def send(world: World, response: str) -> answering.Submitted:
    return answering.submit(world.database, response, by=FIRM, now=NOW + timedelta(days=1))


def sent(world: World, firm: int = 0, wave: str = "tea-named", *, quote: str = "no") -> str:
    """The id of a response that was sent with a yes to the name."""
    response = world.filled(firm, wave)
    save(world, response, NAME, {"may_name": ["yes"]})
    save(world, response, QUOTE, {"may_quote": [quote]})
    assert send(world, response).outcome == "submitted"
    return response


def said(world: World, wave: str = "tea-named") -> dict[str, dict[str, str]]:
    read = consenting.wave_consents(world.database, wave, by=BY, now=NOW)
    return {firm.unit: dict(firm.said) for firm in read.firms}


def everything_about(world: World, response: str) -> str:
    """Each column of the response and of its events, as text."""
    with world.database.read() as connection:
        draft = responses.draft(connection, response)
        events = responses.events(connection, response)
        assert draft is not None
        kept = [one for one in responses.sent(connection, draft.wave_code) if one.id == response]
    documents = [draft.answers, kept[0].answers, *[(event.old, event.new) for event in events]]
    return json.dumps(documents, default=dict)


def test_what_was_agreed_leaves_the_answers_when_they_are_sent(agreeing: World) -> None:
    response = sent(agreeing)

    assert "may_" not in everything_about(agreeing, response)
    assert said(agreeing) == {"N1": {"may_name": "yes", "may_quote": "no"}}


def test_no_event_ever_holds_what_was_agreed(agreeing: World) -> None:
    response = agreeing.filled()
    save(agreeing, response, NAME, {"may_name": ["yes"]})
    save(agreeing, response, NAME, {"may_name": ["no"]})

    with agreeing.database.read() as connection:
        events = responses.events(connection, response)

    about = [event for event in events if event.item == "may_name"]
    assert [(event.kind, event.old, event.new) for event in about] == [
        ("answered", None, None)
    ] * 2


def test_a_consent_that_is_not_given_keeps_the_response_from_being_sent(agreeing: World) -> None:
    response = agreeing.filled()

    refused = send(agreeing, response)

    assert (refused.outcome, refused.next) == ("incomplete", NAME)
    assert [finding.item for finding in refused.findings] == ["may_name", "may_quote"]


def test_without_the_remark_nobody_asks_to_quote_it(agreeing: World) -> None:
    response = agreeing.filled()
    save(agreeing, response, ("kinds", "remark"), {"remark": [""]})
    save(agreeing, response, NAME, {"may_name": ["no"]})

    assert send(agreeing, response).outcome == "submitted"
    assert said(agreeing) == {"N1": {"may_name": "no"}}


def test_a_response_opens_again_with_what_was_agreed(agreeing: World) -> None:
    response = sent(agreeing, quote="yes")

    answering.reopen(agreeing.database, response, by=FIRM, now=NOW)

    view = answering.answering_view(agreeing.database, response)
    assert view is not None
    assert [view.answers[code].value for code in ("may_name", "may_quote")] == ["yes", "yes"]
    assert said(agreeing) == {"N1": {"may_name": "yes", "may_quote": "yes"}}


def test_sending_again_keeps_the_latest_and_drops_what_is_asked_no_more(agreeing: World) -> None:
    response = sent(agreeing, quote="yes")
    answering.reopen(agreeing.database, response, by=FIRM, now=NOW)
    save(agreeing, response, NAME, {"may_name": ["no"]})
    save(agreeing, response, ("kinds", "remark"), {"remark": [""]})

    again = send(agreeing, response)

    assert again.outcome == "submitted"
    assert said(agreeing) == {"N1": {"may_name": "no"}}
    assert '"no"' not in everything_about(agreeing, response)


def test_no_snapshot_and_no_file_of_answers_holds_a_consent(agreeing: World) -> None:
    sent(agreeing)

    frozen = from_parquet(freezing.take(agreeing.database, "tea-named", now=NOW).snapshot.parquet)
    exported = exporting.export_responses(agreeing.database, "tea-named", by=BY, now=NOW)

    assert [name for name in frozen.column_names if name.startswith("may_")] == []
    assert "may_" not in exported


def test_a_file_of_answers_loads_without_consents_which_the_firm_then_gives(
    agreeing: World,
) -> None:
    text = "unit,drinks,remark\nN2,no,Milk\n"
    importing.load_responses(agreeing.database, "tea-named", text, code_key=KEY, by=BY, now=NOW)
    response = agreeing.opened(1)
    answering.reopen(agreeing.database, response, by=FIRM, now=NOW)

    refused = send(agreeing, response)

    assert (refused.outcome, refused.next) == ("incomplete", NAME)


def test_a_file_cannot_bring_a_consent(agreeing: World) -> None:
    text = "unit,drinks,may_name\nN2,no,yes\n"

    with pytest.raises(fieldwork.BadFile, match="may_name: is no column of this wave"):
        importing.load_responses(
            agreeing.database, "tea-named", text, code_key=KEY, by=BY, now=NOW
        )


def test_an_anonymous_firm_is_named_with_its_consents_and_a_day_that_tells_nothing(
    agreeing: World,
) -> None:
    first = sent(agreeing, 2, "tea-quiet")
    second = sent(agreeing, 0, "tea-quiet", quote="yes")

    read = consenting.wave_consents(agreeing.database, "tea-quiet", by=BY, now=NOW)

    assert [(firm.unit, firm.on) for firm in read.firms] == [
        ("N1", None),
        ("N3", None),
    ]
    for response in (first, second):
        assert "may_" not in everything_about(agreeing, response)


def test_the_day_of_a_consent_is_that_of_the_panel_as_on_the_receipt(agreeing: World) -> None:
    """Catches: 24 November beside the firm where its receipt says the 25th, in Tokyo."""
    response = agreeing.filled()
    save(agreeing, response, NAME, {"may_name": ["yes"]})
    save(agreeing, response, QUOTE, {"may_quote": ["no"]})
    night = NOW.replace(hour=22)

    answering.submit(agreeing.database, response, by=FIRM, now=night)

    (firm,) = consenting.wave_consents(agreeing.database, "tea-named", by=BY, now=night).firms
    by_day = progress.sent_by_day(
        agreeing.database, fieldwork.wave(agreeing.database, "tea-named")
    )
    assert firm.on == date(2026, 11, 25)
    assert by_day == {firm.on: 1}


def test_moving_the_end_of_an_anonymous_wave_parts_no_firms(agreeing: World) -> None:
    quiet, database = "tea-quiet", agreeing.database
    sent(agreeing, 2, quiet)
    fieldwork.move_end(database, quiet, CLOSES + timedelta(days=7), by=BY, now=NOW)
    sent(agreeing, 0, quiet)
    late = "unit,drinks,submitted\nN2,no,2026-11-20\n"
    importing.load_responses(database, quiet, late, code_key=KEY, by=BY, now=NOW)
    open_days = days_with_firms(agreeing, quiet)
    end = CLOSES + timedelta(days=5)

    fieldwork.close_wave(database, quiet, by=BY, now=end)

    read = consenting.wave_consents(database, quiet, by=BY, now=end)
    agreed = csv.DictReader(io.StringIO(consenting.as_csv(read).removeprefix("\ufeff")))
    exported = exporting.export_responses(database, quiet, by=BY, now=end)
    answers = csv.DictReader(io.StringIO(exported.removeprefix("\ufeff")))
    assert {row["date"] for row in agreed} == {end.date().isoformat()}
    assert {row["submitted"] for row in answers} == {"2026-11-20", "2026-11-25"}
    assert len(open_days) == 1
    assert days_with_firms(agreeing, quiet) == {end.date()}


def days_with_firms(world: World, wave: str) -> set[date]:
    """Every day that stands beside the name of a firm that has sent."""
    unit, consent = schema.unit.c, schema.consent.c
    done = select(unit.completed_on).where(unit.wave_code == wave, unit.completed_on.is_not(None))
    given = select(consent.given_on).join(schema.unit).where(unit.wave_code == wave)
    with world.database.read() as connection:
        return {day for asked in (done, given) for day in connection.execute(asked).scalars()}


@pytest.mark.sqlite_alone("row ids, which count the order of writing, are SQLite's")
def test_the_rows_of_an_anonymous_wave_do_not_tell_who_sent_first(agreeing: World) -> None:
    sent(agreeing, 2, "tea-quiet")
    sent(agreeing, 0, "tea-quiet")

    with agreeing.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT unit_id FROM consent").scalars().all()
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = 'consent'"
        ).scalar_one()

    assert list(rows) == sorted(rows)
    assert "WITHOUT ROWID" in made


def test_closing_an_anonymous_wave_keeps_every_consent(agreeing: World) -> None:
    sent(agreeing, 2, "tea-quiet")
    sent(agreeing, 0, "tea-quiet")
    before = said(agreeing, "tea-quiet")

    fieldwork.close_wave(agreeing.database, "tea-quiet", by=BY, now=NOW)

    assert said(agreeing, "tea-quiet") == before
    assert said(agreeing, "tea-named") == {}


@pytest.mark.postgresql_alone("it notes the transaction that wrote a row beside its columns")
def test_closing_an_anonymous_wave_leaves_no_trace_of_when_a_row_was_written(
    agreeing: World,
) -> None:
    sent(agreeing, 2, "tea-quiet")
    sent(agreeing, 0, "tea-quiet")

    fieldwork.close_wave(agreeing.database, "tea-quiet", by=BY, now=NOW)

    with agreeing.database.read() as connection:
        written = [
            connection.exec_driver_sql(f"SELECT count(DISTINCT xmin::text) FROM {rows}").scalar()  # noqa: S608  (two tables)
            for rows in ("consent", "unit WHERE completed_on IS NOT NULL")
        ]
        order = connection.exec_driver_sql("SELECT unit_id FROM consent ORDER BY ctid").scalars()
        units = list(order)
    assert units == sorted(units)
    assert written == [1, 1]


def test_the_list_of_consents_is_a_file_with_names_and_on_record(agreeing: World) -> None:
    sent(agreeing)

    read = consenting.wave_consents(agreeing.database, "tea-named", by=BY, now=NOW)
    (row,) = csv.DictReader(io.StringIO(consenting.as_csv(read).removeprefix("\ufeff")))

    with agreeing.database.read() as connection:
        noted = connection.exec_driver_sql(
            "SELECT subject FROM audit WHERE action = 'consents.read'"
        ).scalars()
        assert list(noted) == ["tea-named"]
    assert row == {
        "unit": "N1", "name": "Nonesuch Kettles", "simulated": "0",
        "may_name": "yes", "may_quote": "no", "date": "2026-11-25",
    }  # fmt: skip


def test_a_wave_that_is_not_there_has_no_consents(agreeing: World) -> None:
    with pytest.raises(UnknownWave):
        consenting.wave_consents(agreeing.database, "coffee", by=BY, now=NOW)
