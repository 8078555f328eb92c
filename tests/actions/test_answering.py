"""A firm opens its response, saves pages, sends it, and changes it again."""

from datetime import timedelta

import pytest

from app.actions import answering, fieldwork, progress
from app.actions.answering import Opened, Refused
from app.actions.codes import revoke_codes
from app.collection.response import GRACE
from app.questionnaire.answer import Answer, Status
from app.storage import responses
from tests import cast
from tests.cast import BY, CLOSES, FIRM, KEY, NOW, PAGES, World, posted

DRINKS, CUPS, TEAS = ("habits", "drinks"), ("habits", "cups"), ("kinds", "teas")


def save(world: World, response: str, page: tuple[str, str], raw: dict[str, list[str]], **how):  # type: ignore[no-untyped-def]  # keywords of Posted
    return answering.save_page(
        world.database, response, posted(page, raw, **how), by=FIRM, language="en", now=NOW
    )


def stored(world: World, response: str) -> dict[str, Answer]:
    view = answering.answering_view(world.database, response)
    assert view is not None
    return dict(view.answers)


def kinds_of_events(world: World, response: str) -> list[str]:
    with world.database.read() as connection:
        return [event.kind for event in responses.events(connection, response)]


def test_a_code_shows_who_asks_and_changes_nothing(world: World) -> None:
    code = world.codes["tea-named"][0]

    found = answering.look_up(world.database, code, code_key=KEY, now=NOW)

    assert found is not None
    assert (found.state, found.firm, found.response_id) == ("ready", "Nonesuch Kettles", None)
    assert progress.of_wave(world.database, "tea-named").total.started == 0


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " ")])
def test_a_code_is_read_as_people_type_it(world: World, typed) -> None:  # type: ignore[no-untyped-def]  # a function of text
    code = world.codes["tea-named"][0]

    found = answering.look_up(world.database, typed(code), code_key=KEY, now=NOW)

    assert found is not None
    assert found.code == code


def test_unknown_mistyped_and_revoked_codes_look_alike(world: World) -> None:
    mistyped = world.codes["tea-named"][0][:-1] + "*"
    revoked = world.codes["tea-named"][1]
    revoke_codes(world.database, "tea-named", "N2", by=BY, now=NOW)

    opened = [
        answering.open_response(world.database, code, code_key=KEY, language="en", now=NOW)
        for code in (mistyped, revoked, "0" * 26, "", "x" * 10_000)
    ]

    assert opened == [Refused("unknown")] * 5


def test_a_code_of_another_key_opens_nothing(world: World) -> None:
    code = world.codes["tea-named"][0]

    opened = answering.open_response(
        world.database, code, code_key="another key", language="en", now=NOW
    )

    assert opened == Refused("unknown")


def test_two_sittings_of_a_firm_share_one_response_and_are_told_apart(world: World) -> None:
    code = world.codes["tea-named"][0]

    first, second = (
        answering.open_response(world.database, code, code_key=KEY, language="en", now=NOW)
        for _ in range(2)
    )

    assert isinstance(first, Opened)
    assert isinstance(second, Opened)
    assert first.response_id == second.response_id
    assert (first.contributor, second.contributor) == (1, 2)


def test_a_saved_page_leads_to_the_next_on_the_path(world: World) -> None:
    response = world.opened()

    drinks = save(world, response, DRINKS, {"drinks": ["yes"]})
    abstains = save(world, response, DRINKS, {"drinks": ["no"]}, seen=world.seen(response))

    assert drinks.next == CUPS
    assert abstains.next == ("kinds", "origin")


def test_a_page_saved_again_without_a_change_writes_no_event(world: World) -> None:
    response = world.opened()
    save(world, response, DRINKS, {"drinks": ["yes"]})

    again = save(world, response, DRINKS, {"drinks": ["yes"]})

    assert again.outcome == "saved"
    assert kinds_of_events(world, response) == ["opened", "answered"]


def test_a_hard_finding_keeps_the_page_from_being_stored(world: World) -> None:
    response = world.opened()

    saved = save(world, response, DRINKS, {"drinks": ["perhaps"]})

    assert saved.outcome == "findings"
    assert stored(world, response) == {}


def test_a_soft_finding_is_stored_and_returned_once(world: World) -> None:
    response = world.opened()
    save(world, response, DRINKS, {"drinks": ["yes"]})

    first = save(world, response, CUPS, {})
    second = save(world, response, CUPS, {}, confirmed=frozenset({"cups:blank_once"}))

    assert (first.outcome, second.outcome) == ("findings", "saved")
    assert stored(world, response)["cups"].status is Status.NOT_ANSWERED


def test_a_text_beside_several_options_chooses_its_own(world: World) -> None:
    response = world.opened()
    save(world, response, DRINKS, {"drinks": ["yes"]})

    save(world, response, ("kinds", "teas"), {"teas": ["green"], "teas__other": ["Mugicha"]})

    teas = stored(world, response)["teas"]
    assert (teas.value, teas.other) == (("green", "other"), "Mugicha")


def test_an_answer_changed_by_somebody_else_is_shown_not_overwritten(world: World) -> None:
    response = world.opened()
    save(world, response, DRINKS, {"drinks": ["yes"]})

    late = save(world, response, DRINKS, {"drinks": ["no"]}, seen={"drinks": "-"})

    assert late.outcome == "conflict"
    assert late.theirs == {"drinks": Answer(Status.GIVEN, "yes")}
    assert stored(world, response)["drinks"].value == "yes"


def test_whoever_has_seen_the_other_answer_may_replace_it(world: World) -> None:
    response = world.opened()
    save(world, response, DRINKS, {"drinks": ["yes"]})

    knowing = save(world, response, DRINKS, {"drinks": ["no"]}, seen=world.seen(response))

    assert knowing.outcome == "saved"
    assert stored(world, response)["drinks"].value == "no"


def test_a_reply_that_was_lost_can_be_sent_again(world: World) -> None:
    response = world.opened()
    page = posted(DRINKS, {"drinks": ["yes"]}, seen={"drinks": "-"})

    outcomes = [
        answering.save_page(world.database, response, page, by=FIRM, language="en", now=NOW)
        for _ in range(2)
    ]

    assert outcomes[0] == outcomes[1]


def test_a_page_off_the_path_is_not_saved(world: World) -> None:
    response = world.opened()
    save(world, response, DRINKS, {"drinks": ["no"]})

    saved = save(world, response, TEAS, {"teas": ["green"]})

    assert saved.outcome == "off_path"
    assert "teas" not in stored(world, response)


def test_answers_off_the_path_stay_in_the_draft_and_are_dropped_when_sent(world: World) -> None:
    response = world.filled()
    save(world, response, DRINKS, {"drinks": ["no"]}, seen=world.seen(response))
    kept = set(stored(world, response))

    answering.submit(world.database, response, by=FIRM, now=NOW)

    assert {"cups", "teas"} <= kept
    assert set(stored(world, response)) == {"drinks", "origin", "remark"}
    with world.database.read() as connection:
        dropped = {e.item for e in responses.events(connection, response) if e.kind == "dropped"}
    assert dropped == {"cups", "teas"}


def test_a_response_with_an_open_page_is_not_sent(world: World) -> None:
    response = world.opened()
    save(world, response, DRINKS, {"drinks": ["yes"]})

    sent = answering.submit(world.database, response, by=FIRM, now=NOW)

    assert (sent.outcome, sent.next) == ("incomplete", CUPS)


def test_jumping_to_the_end_tells_what_is_required(world: World) -> None:
    response = world.opened()

    sent = answering.submit(world.database, response, by=FIRM, now=NOW)

    assert sent.receipt is None
    assert [finding.item for finding in sent.findings] == ["drinks"]


def test_sending_twice_gives_the_same_receipt(world: World) -> None:
    response = world.filled()

    first, second = (
        answering.submit(world.database, response, by=FIRM, now=NOW) for _ in range(2)
    )

    assert first == second
    assert kinds_of_events(world, response).count("submitted") == 1


def test_after_sending_nothing_changes(world: World) -> None:
    response = world.sent()
    before = stored(world, response)

    saved = save(world, response, DRINKS, {"drinks": ["no"]}, seen=world.seen(response))

    assert saved.outcome == "submitted"
    assert stored(world, response) == before


def test_reopening_keeps_the_receipt_and_what_was_sent(world: World) -> None:
    response = world.sent()
    with world.database.read() as connection:
        sent_before = tuple(responses.sent(connection, "tea-named"))

    assert answering.reopen(world.database, response, by=FIRM, now=NOW)
    save(world, response, DRINKS, {"drinks": ["no"]}, seen=world.seen(response))

    with world.database.read() as connection:
        assert tuple(responses.sent(connection, "tea-named")) == sent_before
    assert progress.of_wave(world.database, "tea-named").total.submitted == 1


def test_sending_again_after_a_change_replaces_what_counts(world: World) -> None:
    response = world.sent()
    answering.reopen(world.database, response, by=FIRM, now=NOW)
    save(world, response, DRINKS, {"drinks": ["no"]}, seen=world.seen(response))
    first = answering.answering_view(world.database, response)

    sent = answering.submit(world.database, response, by=FIRM, now=NOW)

    assert first is not None
    assert sent.receipt == first.receipt
    with world.database.read() as connection:
        (counted,) = responses.sent(connection, "tea-named")
    assert counted.answers["drinks"]["value"] == "no"


@pytest.mark.parametrize(
    ("late", "outcome"),
    [(timedelta(seconds=1), "saved"), (GRACE + timedelta(minutes=1), "closed")],
    ids=["a second after the end", "after the grace"],
)
def test_who_is_typing_when_the_end_comes_has_some_minutes(
    world: World, late: timedelta, outcome: str
) -> None:
    response = world.opened()

    saved = answering.save_page(
        world.database,
        response,
        posted(DRINKS, PAGES[DRINKS]),
        by=FIRM,
        language="en",
        now=CLOSES + late,
    )

    assert saved.outcome == outcome


def test_a_closed_wave_opens_nothing_and_writes_nothing(world: World) -> None:
    response = world.sent(0)
    world.opened(1)
    fieldwork.close_wave(world.database, "tea-named", by=BY, now=NOW)

    opened = [
        answering.open_response(world.database, code, code_key=KEY, language="en", now=NOW)
        for code in world.codes["tea-named"][:3]
    ]
    states = [
        found.state
        for code in world.codes["tea-named"][:3]
        if (found := answering.look_up(world.database, code, code_key=KEY, now=NOW))
    ]

    assert opened == [Refused("closed")] * 3
    assert kinds_of_events(world, response)[-1] == "submitted"
    assert states == ["submitted", "closed", "closed"]


def test_a_response_that_does_not_exist_is_named(world: World) -> None:
    assert answering.answering_view(world.database, "nobody") is None
    with pytest.raises(answering.UnknownResponse, match="nobody"):
        answering.submit(world.database, "nobody", by=FIRM, now=NOW)


def test_the_language_chosen_is_kept_when_the_wave_speaks_it(world: World) -> None:
    response = world.opened()

    for language in ("ja", "xx"):
        answering.choose_language(world.database, response, language, by=FIRM, now=NOW)

    view = answering.answering_view(world.database, response)
    assert view is not None
    assert view.language == "ja"
    assert kinds_of_events(world, response) == ["opened", "language"]


@pytest.mark.parametrize(
    "text", ["nul \x00", "half \ud83d", "\x1b[31m"], ids=["NUL", "half", "escape"]
)
def test_text_that_no_database_keeps_is_a_finding(world: World, text: str) -> None:
    response = world.opened()

    saved = save(world, response, ("kinds", "remark"), {"remark": [text]})

    assert saved.outcome == "findings"
    assert "remark" not in stored(world, response)


@pytest.mark.parametrize(
    "text",
    ["🍵 " * 100, "ا" * 200, "e" + "́" * 300, "{{7*7}} {drinks} %s", "<b>お茶</b>"],
    ids=["emoji", "arabic", "marks", "templates", "markup"],
)
def test_any_other_text_comes_back_as_it_was(world: World, text: str) -> None:
    response = world.opened()

    saved = save(world, response, ("kinds", "remark"), {"remark": [text.strip()]})

    assert saved.outcome == "saved"
    value = stored(world, response)["remark"].value
    assert isinstance(value, str)
    assert cast.nfc(text.strip()) == value
