"""Whatever is typed into a form or an address of staff, the page answers and nothing breaks."""

import pytest
from werkzeug.datastructures import MultiDict

from tests.web.client import StrictClient
from tests.web.tea_site import HERE, PASSWORD, TeaSite

pytestmark = pytest.mark.slow

WAVE = f"/staff/waves/{HERE}"
FORMS = {
    f"{WAVE}/extend": ("day", "time"),
    f"{WAVE}/firms": ("count", "as"),
    f"{WAVE}/firm/reissue": ("unit",),
    f"{WAVE}/firm/revoke": ("unit",),
    f"{WAVE}/snapshots": ("label", "kind", "reason"),
    "/staff/accounts/": ("email", "name", "role", "place"),
    "/staff/accounts/1/revoke": ("role", "place"),
    "/staff/account": ("current", "new", "again"),
}
ADDRESSES = (
    "/staff/?sort={}",
    WAVE + "?sort={}",
    WAVE + "/firms?state={}&text={}&page={}",
    WAVE + "/firm?unit={}",
    WAVE + "/consents?sort={}",
    "/staff/record/?by={}&action={}&about={}&since={}&until={}&page={}",
    "/staff/record/record.csv?by={}&since={}",
    "/staff/accounts/{}",
)
NASTY = ("", "\0", "a\0b", "%", "' OR 1=1 --", "１", "-1", "9" * 400, "=1+1", "\u202e", "😀" * 90)


@pytest.fixture
def owner(site: TeaSite) -> StrictClient:
    site.app.config["WTF_CSRF_ENABLED"] = (
        False  # the fields alone; tokens have a test of their own
    )
    return site.signed_in("administrator")


def test_no_text_breaks_a_form(owner: StrictClient) -> None:
    broken = []

    for path, fields in FORMS.items():
        for text in NASTY:
            typed = dict.fromkeys(fields, text)
            if typed.get("role") is not None:
                typed |= {"role": "viewer", "place": f"wave:{HERE}"}
            if typed.get("again") is not None and "\0" not in text:
                typed["current"] = PASSWORD + text
            answer = owner.post(path, data=typed)
            if answer.status_code >= 500:
                broken.append((path, text[:10], answer.status_code))

    assert broken == []


def test_no_text_breaks_an_address(owner: StrictClient) -> None:
    broken = []

    for address in ADDRESSES:
        path, _, asked = address.partition("?")
        for text in NASTY:
            query = MultiDict(
                [(pair.partition("=")[0], text) for pair in asked.split("&") if pair]
            )
            answer = owner.get(
                path.replace("{}", text.replace("\0", "") or "0"), query_string=query
            )
            if answer.status_code >= 500:
                broken.append((address, text[:10], answer.status_code))

    assert broken == []


def test_a_form_without_any_field_is_answered(owner: StrictClient) -> None:
    found = {path: owner.post(path).status_code for path in FORMS}

    assert max(found.values()) < 500, found
