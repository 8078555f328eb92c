"""Two at the same time on one response: nothing is lost, nothing is overwritten unseen."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

from app.actions import answering, progress
from app.actions.answering import Opened, Submitted
from app.actions.posting import Saved
from app.questionnaire.answer import Answer
from app.storage import responses
from tests.cast import FIRM, KEY, NOW, World, posted

ROUNDS = 40
DRINKS, ORIGIN, REMARK = ("habits", "drinks"), ("kinds", "origin"), ("kinds", "remark")
T = TypeVar("T")


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """What several acts return that are let go at the same moment."""
    barrier = Barrier(len(acts))

    def let_go(act: Callable[[], T]) -> T:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(let_go, acts))


def answers(world: World, response: str) -> dict[str, Answer]:
    view = answering.answering_view(world.database, response)
    assert view is not None
    return dict(view.answers)


def saving(
    world: World, response: str, page: tuple[str, str], raw: dict[str, list[str]]
) -> Callable[[], Saved]:
    """A save of a page that was opened now."""
    shown = posted(page, raw, seen=world.seen(response))
    return lambda: answering.save_page(
        world.database, response, shown, by=FIRM, language="en", now=NOW
    )


def test_two_on_the_same_page_one_wins_and_the_other_is_shown_both(world: World) -> None:
    response = world.opened()

    for number in range(ROUNDS):
        texts = [f"first {number}", f"second {number}"]
        saved = at_once([saving(world, response, REMARK, {"remark": [text]}) for text in texts])

        assert sorted(one.outcome for one in saved) == ["conflict", "saved"]
        winner = texts[[one.outcome for one in saved].index("saved")]
        loser = next(one for one in saved if one.outcome == "conflict")
        assert answers(world, response)["remark"].value == winner
        assert loser.theirs["remark"].value == winner


def test_two_on_different_pages_lose_nothing(world: World) -> None:
    response = world.opened()
    bands = ("low", "high")

    for number in range(ROUNDS):
        band = bands[number % 2]
        row = {"origin__home": [band], "origin__abroad": [band]}
        saved = at_once(
            [
                saving(world, response, ORIGIN, row),
                saving(world, response, REMARK, {"remark": [f"round {number}"]}),
            ]
        )

        assert [one.outcome for one in saved] == ["saved", "saved"]
        found = answers(world, response)
        assert found["origin"].value == {"home": band, "abroad": band}
        assert found["remark"].value == f"round {number}"


def test_twenty_sends_at_once_give_one_receipt(world: World) -> None:
    response = world.filled()

    sent: list[Submitted] = at_once(
        [lambda: answering.submit(world.database, response, by=FIRM, now=NOW)] * 20
    )

    assert {one.outcome for one in sent} == {"submitted"}
    assert len({one.receipt for one in sent}) == 1
    with world.database.read() as connection:
        kinds = [event.kind for event in responses.events(connection, response)]
    assert kinds.count("submitted") == 1


def test_double_clicks_of_every_firm_make_one_sending_each(world: World) -> None:
    for firm in range(4):
        response = world.filled(firm)
        send = partial(answering.submit, world.database, response, by=FIRM, now=NOW)

        sent = at_once([send, send])

        assert len({one.receipt for one in sent}) == 1
    assert progress.of_wave(world.database, "tea-named").total.submitted == 4


def test_a_code_used_fifty_times_at_once_opens_one_response(world: World) -> None:
    code = world.codes["tea-named"][0]

    opened = at_once(
        [
            lambda: answering.open_response(
                world.database, code, code_key=KEY, language="en", now=NOW
            )
        ]
        * 50
    )

    sittings = [one for one in opened if isinstance(one, Opened)]
    assert len({one.response_id for one in sittings}) == 1
    assert sorted(one.contributor for one in sittings) == list(range(1, 51))


def test_saving_while_sending_changes_nothing_that_was_sent(world: World) -> None:
    response = world.filled()
    text = "too late or just in time"
    save = saving(world, response, REMARK, {"remark": [text]})

    outcomes = at_once(
        [
            lambda: save().outcome,
            lambda: answering.submit(world.database, response, by=FIRM, now=NOW).outcome,
        ]
    )

    with world.database.read() as connection:
        (counted,) = responses.sent(connection, "tea-named")
    is_in = counted.answers["remark"].get("value") == text
    assert outcomes == ["saved" if is_in else "submitted", "submitted"]
