"""Those who run the field work move ends, issue codes and find firms, each step said before."""

from datetime import UTC, datetime

import pytest

from app.actions import answering, fieldwork
from app.storage import audit
from tests import cast
from tests.web.client import StrictClient
from tests.web.tea_site import ELSEWHERE, HERE, TeaSite, token_on

pytestmark = pytest.mark.slow
WAVE = f"/staff/waves/{HERE}"


@pytest.fixture
def field(site: TeaSite) -> StrictClient:
    return site.signed_in("fieldwork")


def send(browser: StrictClient, page: str, path: str, **fields: str) -> tuple[int, str]:
    """The status and the text that come back from a form on a page."""
    answer = browser.post(path, data={"csrf_token": token_on(browser, page), **fields})
    return answer.status_code, answer.get_data(as_text=True)


def last(site: TeaSite) -> audit.Entry:
    with site.database.read() as connection:
        return audit.entries(connection, most=1)[0]


def test_the_end_is_moved_by_the_clock_of_the_panel(site: TeaSite, field: StrictClient) -> None:
    status, _ = send(field, f"{WAVE}/extend", f"{WAVE}/extend", day="2999-02-01", time="17:00")

    assert status == 303
    assert fieldwork.wave(site.database, HERE).closes_at == datetime(2999, 2, 1, 8, tzinfo=UTC)
    assert "1 February 2999, 17:00 (Asia/Tokyo)" in field.get(WAVE).get_data(as_text=True)


@pytest.mark.parametrize(
    ("day", "clock", "told"),
    [
        ("2999-02-31", "17:00", "Enter the day as year"),
        ("2999-02-01", "5 pm", "Enter the time in hours"),
        ("2020-01-01", "09:00", "still to come"),
    ],
)
def test_an_end_that_cannot_be_is_told_beside_its_field(
    site: TeaSite, field: StrictClient, day: str, clock: str, told: str
) -> None:
    before = fieldwork.wave(site.database, HERE).closes_at

    status, page = send(field, f"{WAVE}/extend", f"{WAVE}/extend", day=day, time=clock)

    assert status == 422
    assert told in page
    assert day in page, "what was typed is kept"
    assert fieldwork.wave(site.database, HERE).closes_at == before


def test_codes_are_issued_shown_once_and_work(site: TeaSite, field: StrictClient) -> None:
    with site.database.write() as connection:
        connection.exec_driver_sql(
            "DELETE FROM assignment WHERE unit_id IN"
            " (SELECT id FROM unit WHERE wave_code = 'tea-named' AND code IN ('N3', 'N4'))"
        )
    assert "Firms that never had a code: 2" in field.get(f"{WAVE}/firms").get_data(as_text=True)

    status, page = send(field, f"{WAVE}/firms", f"{WAVE}/firms", count="2", left="2")

    assert status == 200
    assert "Imagined Cups" in page
    code = page.split('<code class="code-shown">')[1].split("<")[0]
    assert answering.look_up(site.database, code, code_key=cast.KEY, now=cast.NOW) is not None
    assert code not in field.get(f"{WAVE}/firms").get_data(as_text=True)


@pytest.mark.parametrize("left", ["3", "5", "", "many"])
def test_a_second_press_issues_no_more_codes(
    site: TeaSite, field: StrictClient, left: str
) -> None:
    with site.database.write() as connection:
        connection.exec_driver_sql(
            "DELETE FROM assignment WHERE unit_id IN"
            " (SELECT id FROM unit WHERE wave_code = 'tea-named' AND code IN ('N3', 'N4'))"
        )

    status, page = send(field, f"{WAVE}/firms", f"{WAVE}/firms", count="1", left=left)

    assert status == 409
    assert "Codes were issued since this page was shown." in page
    assert "Firms that never had a code: 2" in page


@pytest.mark.parametrize("typed", ["0", "3", "-1", "two", "１", ""])
def test_a_number_of_codes_that_cannot_be_is_told(
    site: TeaSite, field: StrictClient, typed: str
) -> None:
    with site.database.write() as connection:
        connection.exec_driver_sql(
            "DELETE FROM assignment WHERE unit_id IN"
            " (SELECT id FROM unit WHERE wave_code = 'tea-named' AND code IN ('N3', 'N4'))"
        )

    status, page = send(field, f"{WAVE}/firms", f"{WAVE}/firms", count=typed)

    assert status == 422
    assert "Enter a number of firms from 1 to 2." in page


def test_a_firm_whose_codes_were_revoked_gets_no_new_one_by_the_way(
    site: TeaSite, field: StrictClient
) -> None:
    send(field, f"{WAVE}/firm?unit=N4", f"{WAVE}/firm/revoke", unit="N4")

    page = field.get(f"{WAVE}/firms").get_data(as_text=True)

    assert "has a code, except those whose codes were revoked (1)." in page
    assert "Every firm that has still to answer has a code." not in page
    assert (last(site).action, last(site).about) == ("codes.revoked", f"{HERE}/N4")


def test_codes_are_revoked_only_after_it_was_asked(site: TeaSite, field: StrictClient) -> None:
    ask = f"{WAVE}/firm/revoke?unit=N4"
    firm = field.get(f"{WAVE}/firm?unit=N4").get_data(as_text=True)
    asked = field.get(ask).get_data(as_text=True)

    assert f'href="{ask}"' in firm
    assert f'action="{WAVE}/firm/revoke"' not in firm
    assert "Revoke the codes of this firm?" in asked
    assert "cannot be made to work again" in asked
    assert last(site).action != "codes.revoked"

    assert send(field, ask, f"{WAVE}/firm/revoke", unit="N4")[0] == 303
    assert (last(site).action, last(site).about) == ("codes.revoked", f"{HERE}/N4")


def test_codes_come_as_a_file_for_letters(site: TeaSite, field: StrictClient) -> None:
    token = token_on(field, f"{WAVE}/firm?unit=N4")

    answer = field.post(
        f"{WAVE}/firm/reissue", data={"csrf_token": token, "unit": "N4", "as": "csv"}
    )

    assert answer.mimetype == "text/csv"
    assert answer.get_data(as_text=True).startswith("\ufeffunit,name,code,address\r\nN4,")


def test_the_list_of_firms_holds_no_answer_and_no_day_of_sending(field: StrictClient) -> None:
    page = field.get(f"{WAVE}/firms").get_data(as_text=True)

    assert "Nonesuch Kettles" in page
    assert "Has sent" in page
    for told in ("Mugicha", "2.5", "green"):
        assert told not in page


def test_a_text_that_a_spreadsheet_would_compute_is_guarded(
    site: TeaSite, field: StrictClient
) -> None:
    with site.database.write() as connection:
        connection.exec_driver_sql("UPDATE unit SET name = '=1+1' WHERE code = 'N4'")

    written = field.get(f"{WAVE}/firms.csv").get_data(as_text=True)

    assert "'=1+1" in written


@pytest.mark.parametrize(
    ("sort", "first"), [("frame", "Germany"), ("-submitted", "Japan"), ("nonsense", "Germany")]
)
def test_strata_are_sorted_by_a_link(field: StrictClient, sort: str, first: str) -> None:
    page = field.get(f"{WAVE}?sort={sort}").get_data(as_text=True)

    names = [name for name in ("Germany", "Japan") if name in page]
    assert min(names, key=page.index) == first


def test_small_strata_are_told_plainly(field: StrictClient) -> None:
    page = field.get(WAVE).get_data(as_text=True)

    assert page.count(">few firms<") == 2
    assert "fewer than 10 in the frame" in page


def test_progress_is_a_file_too(field: StrictClient) -> None:
    written = field.get(f"{WAVE}/progress.csv").get_data(as_text=True)

    assert written.splitlines()[1:] == ["DE,2,2,0,0,0,0.0,1", "JP,2,2,2,1,1,50.0,1"]


def test_what_a_wave_lacks_is_told_with_how_to_mend_it(site: TeaSite) -> None:
    of_it = "(SELECT id FROM unit WHERE wave_code = 'tea-quiet')"
    with site.database.write() as connection:
        connection.exec_driver_sql(f"DELETE FROM assignment WHERE unit_id IN {of_it}")  # noqa: S608
        connection.exec_driver_sql("DELETE FROM unit WHERE wave_code = 'tea-quiet'")
        connection.exec_driver_sql("UPDATE wave SET status = 'planned' WHERE code = 'tea-quiet'")
    browser = site.signed_in("fieldwork", ELSEWHERE)
    quiet = f"/staff/waves/{ELSEWHERE}"

    page = browser.get(quiet).get_data(as_text=True)
    status, refused = send(browser, f"{quiet}/open", f"{quiet}/open")

    assert "Before it can open" in page
    assert "Load the frame first" in page
    assert "No frame yet" in browser.get("/staff/").get_data(as_text=True)
    assert status == 409
    assert "Load the frame first" in refused
