"""What protects a firm's answers: headers, cookies, tokens, limits, bodies, escaping."""

import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.exceptions import ServiceUnavailable

from app import create_app
from app.actions.codes import revoke_codes
from app.actions.services import Services
from app.storage.database import upgrade
from app.web.sitting import IDLE, LONGEST
from config import Config
from tests.web.client import StrictClient
from tests.web.conftest import NOW
from tests.web.firm import Firm

Visitor = Callable[[str], StrictClient]

MESSAGE = "/answer/policy/policy_message"
UNIT = "/answer/firm/response_unit"
XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
    "<!--<script>",
    "{{7*7}}",
    "{% raise %}",
    "{host} {firm} {receipt}",
    "%(name)s %s %d",
    "&lt;b&gt; &amp;amp;",
)
NAUGHTY = (
    "ทดสอบ नमस्ते 日本語 한국어 ελληνικά",
    "１２３ ﷽ ﬁ ™ ℃ ㍿",
    "\u202eright to left\u202c",
    "e" + "\u0301" * 300,
    "👩‍👩‍👧‍👦 🏳️‍🌈 𝔘𝔫𝔦",
    "ÅÅ Å é é",
    "-0 NaN Infinity 1e309 0x1F",
    "'; DROP TABLE response; --",
    '=HYPERLINK("http://evil.example")',
    "../../etc/passwd %00 %2e%2e",
)


def test_every_page_has_the_headers(firm: Firm) -> None:
    for path in ("/start", f"/r/{firm.code}", "/answer/", UNIT, "/answer/check", "/nothing"):
        headers = firm.client.get(path).headers

        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_style_sheet_is_kept_for_a_year_under_an_address_of_its_own(
    client: StrictClient,
) -> None:
    address = re.search(r'href="(/style/[0-9a-f]+\.css)"', client.get("/start").text)
    assert address is not None

    sheet = client.get(address[1], headers={"Accept-Encoding": "gzip"})

    assert "immutable" in sheet.headers["Cache-Control"]
    assert sheet.headers["Content-Encoding"] == "gzip"


def test_a_first_visit_weighs_less_than_80_kilobytes(app: Flask, client: StrictClient) -> None:
    page = client.get("/start", headers={"Accept-Encoding": "gzip"})
    sheet = re.search(r"/style/[0-9a-f]+\.css", page.text)
    assert sheet is not None

    static = Path(app.static_folder or "")
    fonts = sum(
        (static / "fonts" / f"plex-sans-latin-{w}.woff2").stat().st_size for w in (400, 600)
    )
    script = (static / "scripts" / "answering.js").stat().st_size
    style = len(client.get(sheet[0], headers={"Accept-Encoding": "gzip"}).data)

    assert fonts + script + style + len(page.data) < 80_000


def test_cookies_are_bound_to_the_host_over_https(settings: Config) -> None:
    app = create_app(replace(settings, https=True))
    upgrade(app.extensions["kakehashi"].database)

    answer = app.test_client().get("/start", base_url="https://localhost")
    site = app.test_client().get("/", base_url="https://localhost")
    app.extensions["kakehashi"].database.close()

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-kakehashi_answer=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie
    assert site.headers["Set-Cookie"].startswith("__Host-kakehashi=")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_what_a_firm_has_opened_is_unknown_on_other_pages(firm: Firm) -> None:
    with firm.client.session_transaction(path="/answer/") as answering:
        opened = "response" in answering

    with firm.client.session_transaction(path="/") as elsewhere:
        known = "response" in elsewhere

    assert opened
    assert not known


def test_every_post_wants_a_token(app: Flask, firm: Firm) -> None:
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
            path = re.sub(r"<[^>]+>", "1", path)

            assert firm.client.post(path).status_code == 400, path


def test_a_post_from_another_site_is_refused(firm: Firm) -> None:
    form = firm.visit(UNIT).form()

    answer = firm.client.post(
        UNIT,
        data={**form.hidden, "response_unit": "group"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert "response_unit" not in firm.visit(UNIT).form().stored


def test_a_get_changes_nothing(firm: Firm) -> None:
    firm.visit(f"{UNIT}?response_unit=group&language=ja")

    assert "response_unit" not in firm.form().stored
    assert '<html lang="en">' in firm.text
    assert firm.client.get("/answer/submit").status_code == 405


def test_start_rotates_the_token_of_the_session(visitor: Visitor, codes: list[str]) -> None:
    firm = Firm(visitor("en"), codes[0]).visit(f"/r/{codes[0]}")
    before = firm.form(None).hidden["csrf_token"]
    firm.press(form_id=None)

    answer = firm.client.post("/answer/leave", data={"csrf_token": before})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("mark", "limit"), [("opened", LONGEST), ("used", IDLE)], ids=["longest", "idle"]
)
def test_a_session_ends_after_its_time(firm: Firm, mark: str, limit: object) -> None:
    with firm.client.session_transaction(path="/answer/") as kept:
        kept[mark] = int(time.time() - limit.total_seconds() - 5)  # type: ignore[attr-defined]

    firm.visit(UNIT)

    assert firm.status == 403
    assert "Your session has ended" in firm.text


def test_a_forged_cookie_opens_nothing(firm: Firm, visitor: Visitor) -> None:
    stranger = visitor("en")
    stranger.set_cookie("kakehashi_answer", "eyJyZXNwb25zZSI6IngifQ.aaaaaa.bbbbbbbbbbbbbbbb")

    assert stranger.get("/answer/").status_code == 403


def test_unknown_mistyped_and_revoked_codes_look_alike(
    visitor: Visitor, codes: list[str], services: Services
) -> None:
    revoke_codes(services.database, "2026-jp", "J1", by="test", now=NOW)
    client = visitor("en")

    pages = {
        _without_token(client.get(f"/r/{code}").text)
        for code in (codes[0], "0" * 26, "not-a-code", codes[1][:-1], "é" * 300)
    }

    assert len(pages) == 1


def test_a_revoked_code_opens_nothing(
    visitor: Visitor, codes: list[str], services: Services
) -> None:
    firm = Firm(visitor("en"), codes[0]).visit(f"/r/{codes[0]}")
    revoke_codes(services.database, "2026-jp", "J1", by="test", now=NOW)

    firm.press(form_id=None)

    assert firm.status == 404


@pytest.fixture
def limited(settings: Config) -> Iterator[Flask]:
    """An installation that limits guessing."""
    app = create_app(replace(settings, rate_limits=True))
    app.test_client_class = StrictClient
    upgrade(app.extensions["kakehashi"].database)
    yield app
    app.extensions["kakehashi"].database.close()


def test_guessing_codes_is_limited_by_address(limited: Flask) -> None:
    client = limited.test_client()
    for _ in range(10):
        assert client.get("/r/" + "0" * 26).status_code == 404

    refused = client.get("/r/" + "1" * 26)
    elsewhere = client.get("/r/" + "1" * 26, environ_base={"REMOTE_ADDR": "192.0.2.7"})

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert elsewhere.status_code == 404


def test_a_forwarded_address_is_not_believed(limited: Flask) -> None:
    client = limited.test_client()
    statuses = [
        client.get("/r/" + "0" * 26, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(12)
    ]

    assert statuses[-1] == 429


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"a=" + b"x" * 70_000, 413),
        (b"a=" + b"x" * 1_000_000, 413),
        (b"&".join(b"f%d=1" % n for n in range(5000)), 413),
        (b"a=%ff%fe", 400),
        (b"a=\xed\xa0\x80", 400),
        (b"a=%ED%A0%80", 400),
        (b"\x93quoted\x94", 400),
    ],
    ids=["64kB", "1MB", "5000-fields", "not-utf8", "surrogate", "escaped-surrogate", "cp1252"],
)
def test_a_body_that_no_form_sends_is_refused(firm: Firm, body: bytes, status: int) -> None:
    answer = firm.client.post(MESSAGE, data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == status


@pytest.mark.parametrize(
    "mimetype", ["application/json", "text/plain", "multipart/form-data; boundary=x"]
)
def test_another_kind_of_body_is_refused(firm: Firm, mimetype: str) -> None:
    answer = firm.client.post(MESSAGE, data=b"{}", content_type=mimetype)

    assert answer.status_code == 415


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\ufffe"], ids=["nul", "escape", "none"])
def test_characters_that_cannot_be_shown_are_refused_with_a_reason(firm: Firm, text: str) -> None:
    firm.visit(MESSAGE).press({"policy_message": [text]})

    assert firm.status == 422
    assert "Remove the characters that cannot be shown" in firm.text


@pytest.mark.parametrize("text", NAUGHTY + XSS)
def test_a_text_comes_back_as_it_was_typed_and_is_only_text(firm: Firm, text: str) -> None:
    firm.visit(MESSAGE).press({"policy_message": [text]})
    stored = firm.visit(MESSAGE).form().stored["policy_message"]
    firm.visit("/answer/check/policy")

    assert [_composed(one) for one in stored] == [_composed(text)]
    assert "<script>alert" not in firm.text
    assert "onerror=alert(1)>" not in firm.text.replace("&gt;", "")
    assert "49" not in re.findall(r"<dd>(.*?)</dd>", firm.text)


def test_the_name_of_a_firm_is_only_text(visitor: Visitor, codes: list[str]) -> None:
    firm = Firm(visitor("en"), codes[2]).start()

    assert "<b>Firm</b>" not in firm.text
    assert "&lt;b&gt;Firm&lt;/b&gt; &amp; {host}" in firm.text


def test_a_typed_code_is_echoed_as_text_alone(client: StrictClient, codes: list[str]) -> None:
    firm = Firm(client, "").visit("/start")

    firm.press({"code": ['"><script>alert(1)</script>']}, form_id=None)

    assert firm.status == 422
    assert "<script>alert" not in firm.text


@pytest.mark.parametrize("language", ["en", "ja"])
def test_pages_of_problems_are_in_our_dress_and_without_a_trace(
    app: Flask, visitor: Visitor, language: str
) -> None:
    def broken() -> str:
        raise RuntimeError("a secret of the inside")

    def busy() -> str:
        raise ServiceUnavailable

    client = visitor(language)
    app.view_functions["invitation.ask"] = broken
    app.view_functions["reader.every_report"] = busy

    found = {
        404: client.get("/nothing"),
        405: client.get("/language"),
        400: client.post("/start"),
        500: client.get("/start"),
        503: client.get("/reports/"),
    }

    for status, page in found.items():
        assert page.status_code == status
        assert f'<html lang="{language}">' in page.text
        assert "secret" not in page.text
        assert "Traceback" not in page.text
    assert "Retry-After" in found[503].headers


def test_a_page_costs_one_statement_and_a_save_four(firm: Firm, services: Services) -> None:
    said: list[str] = []
    for engine in (services.database._reading, services.database._writing):
        event.listen(engine, "before_cursor_execute", lambda *a: said.append(str(a[2])))

    firm.client.get(UNIT)
    shown, form = list(said), firm.visit(UNIT).form()
    said.clear()
    firm.client.post(UNIT, data={**form.hidden, "response_unit": ["group"]})
    saved = [statement for statement in said if not statement.startswith(("BEGIN", "COMMIT"))]

    assert len(shown) == 1
    assert len(saved) <= 4
    assert not [one for one in shown + saved if "account" in one]


def _without_token(page: str) -> str:
    return re.sub(r'name="(csrf_token|next)" value="[^"]*"', "", page)


def _composed(text: str) -> str:
    """As the store keeps it: composed characters, one kind of line end, no space at the ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def test_static_files_are_read_as_what_they_are_by_this_site_alone(client: StrictClient) -> None:
    mark = client.get("/static/mark.svg")

    mark.close()
    assert mark.headers["X-Content-Type-Options"] == "nosniff"
    assert mark.headers["Cross-Origin-Resource-Policy"] == "same-origin"
