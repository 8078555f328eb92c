"""The public address of a site: cited, printed, and the only host that is answered."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.web.tea_site import HERE, TeaSite, run_report, token_on

SITE = "https://survey.example.org"


@pytest.fixture
def named(make_site: Callable[..., TeaSite]) -> TeaSite:
    """A site that knows its public address."""
    return make_site(site=SITE)


def read(site: TeaSite, path: str, host: str) -> TestResponse:
    return site.visitor().get(path, base_url=host)


def test_a_run_is_cited_with_the_public_address(named: TeaSite) -> None:
    run_report(named, is_published=True)

    for path in ("/reports/tea/1", "/reports/tea/1/paper.css"):
        answer = read(named, path, SITE)
        assert answer.status_code == 200
        assert f"{SITE}/reports/tea/1" in answer.get_data(as_text=True)


def test_another_host_is_refused_with_a_page(named: TeaSite) -> None:
    answer = read(named, "/", "https://elsewhere.example")

    assert answer.status_code == 400
    assert "elsewhere.example" not in answer.get_data(as_text=True)


def test_without_a_public_address_the_host_of_a_request_is_nowhere_in_an_answer(
    site: TeaSite,
) -> None:
    """Catches: a citation that leads to whatever host the first reader wrote."""
    run_report(site, is_published=True)
    hosts = [f"http://elsewhere{n}.example" for n in range(3)]

    for path in ("/reports/tea/1", "/reports/tea/1.xlsx", "/reports/tea/1/paper.css"):
        bodies = {read(site, path, host).data for host in hosts}
        assert len(bodies) == 1
        assert b"elsewhere" not in bodies.pop()


def test_codes_are_printed_with_the_public_address(make_site: Callable[..., TeaSite]) -> None:
    site = make_site(site=SITE)
    site.app.config["TRUSTED_HOSTS"] = None  # the browser here knows no other than localhost
    browser = site.signed_in("manager")
    token = token_on(browser, f"/staff/waves/{HERE}/firm?unit=N4")

    answer = browser.post(
        f"/staff/waves/{HERE}/firm/reissue", data={"csrf_token": token, "unit": "N4"}
    )

    assert f"{SITE}/r/" in answer.get_data(as_text=True)
