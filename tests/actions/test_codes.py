"""Firms are listed with the state of their codes; a lost code is replaced by a new one."""

import pytest

from app.actions import answering, codes, fieldwork
from app.actions.codes import Uninvited
from app.actions.fieldwork import NotNow
from app.storage.firms import Search
from tests.cast import BY, KEY, NOW, World

NAMED, QUIET = "tea-named", "tea-quiet"


def states(world: World, wave: str = NAMED, search: Search = Search()) -> dict[str, str]:  # noqa: B008  (frozen)
    return {one.unit: one.state for one in codes.firms_of(world.database, wave, search).firms}


def test_each_firm_has_one_state(world: World) -> None:
    world.sent(0)
    world.opened(1)
    codes.revoke_codes(world.database, NAMED, "N3", by=BY, now=NOW)

    found = codes.firms_of(world.database, NAMED, Search())

    assert states(world) == {"N4": "waiting", "N2": "begun", "N1": "sent", "N3": "revoked"}
    assert list(states(world)) == ["N4", "N2", "N1", "N3"], "what needs somebody stands first"
    assert found.counts == {
        "uninvited": 0,
        "waiting": 1,
        "begun": 1,
        "sent": 1,
        "revoked": 1,
    }
    assert found.matching == 4


def test_a_firm_that_answered_anonymously_has_sent(world: World) -> None:
    world.sent(2, QUIET)

    assert states(world, QUIET)["N3"] == "sent"


@pytest.mark.parametrize(
    ("search", "units"),
    [
        (Search(state="sent"), ["N1"]),
        (Search(text="imagined"), ["N3"]),
        (Search(text="n4"), ["N4"]),
        (Search(text="%"), []),
        (Search(first=1, most=2), ["N3", "N4"]),
    ],
    ids=["state", "name", "unit", "wildcard", "page"],
)
def test_firms_are_found(world: World, search: Search, units: list[str]) -> None:
    world.sent(0)

    assert list(states(world, search=search)) == units


def test_a_new_code_takes_the_place_of_the_lost_one(world: World) -> None:
    lost = world.codes[NAMED][1]

    issued = codes.reissue(world.database, NAMED, "N2", code_key=KEY, by=BY, now=NOW)

    assert (issued.unit, issued.firm) == ("N2", "Fictive Leaves")
    assert answering.look_up(world.database, lost, code_key=KEY, now=NOW) is None
    assert answering.look_up(world.database, issued.code, code_key=KEY, now=NOW) is not None
    firm = codes.firm_of(world.database, NAMED, "N2")
    assert firm is not None
    assert firm.codes == 1


def test_a_closed_wave_gets_no_codes(world: World) -> None:
    fieldwork.close_wave(world.database, NAMED, by=BY, now=NOW)

    with pytest.raises(NotNow, match="closed"):
        codes.reissue(world.database, NAMED, "N2", code_key=KEY, by=BY, now=NOW)


def test_a_unit_that_the_frame_does_not_have_gets_no_code(world: World) -> None:
    with pytest.raises(NotNow, match="no unit"):
        codes.reissue(world.database, NAMED, "N9", code_key=KEY, by=BY, now=NOW)


def test_codes_for_many_pass_by_firms_whose_codes_were_revoked(world: World) -> None:
    codes.revoke_codes(world.database, NAMED, "N3", by=BY, now=NOW)

    issued = codes.issue(world.database, NAMED, 3, code_key=KEY, by=BY, now=NOW)

    assert [one.unit for one in issued] == ["N1", "N2", "N4"]
    with pytest.raises(NotNow, match="3 units that have still to answer"):
        codes.issue(world.database, NAMED, 4, code_key=KEY, by=BY, now=NOW)


def test_first_codes_are_given_once_by_two_who_saw_the_same_number(world: World) -> None:
    named = "unit_id IN (SELECT id FROM unit WHERE wave_code = 'tea-named')"
    with world.database.write() as connection:
        connection.exec_driver_sql(f"DELETE FROM assignment WHERE {named}")  # noqa: S608  (ours)
    seen = Uninvited(count=2, seen=4)

    issued = codes.issue(world.database, NAMED, seen, code_key=KEY, by=BY, now=NOW)

    assert [one.unit for one in issued] == ["N1", "N2"]
    with pytest.raises(NotNow, match="2 units that never had a code, not 4") as told:
        codes.issue(world.database, NAMED, seen, code_key=KEY, by=BY, now=NOW)
    assert told.value.code == "others_left"
