"""As much of a browser as a firm needs: cookies, forms, one connection that stays open."""

import html
import http.client
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

HOST = "127.0.0.1"
FORM = re.compile(r'<form[^>]*\baction="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
POSTED = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}

Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """What came back; names of headers are in small letters."""

    status: int
    text: str
    location: str | None
    headers: Mapping[str, str]

    def posts_to(self, action: str) -> bool:
        """Whether the page holds a form that posts to an address."""
        return any(html.unescape(found) == action for found, _ in FORM.findall(self.text))

    def hidden(self, action: str) -> list[tuple[str, str]]:
        """The hidden fields of the form that posts to an address."""
        for found, inside in FORM.findall(self.text):
            if html.unescape(found) == action:
                return [(name, html.unescape(value)) for name, value in HIDDEN.findall(inside)]
        raise LookupError(f"no form posts to {action}; the page has status {self.status}")


class Browser:
    """One person with one cookie jar."""

    def __init__(self, port: int, *, language: str = "en", timeout_s: float = 60) -> None:
        self.cookies: dict[str, str] = {}
        self.language = language
        self.connection = http.client.HTTPConnection(HOST, port, timeout=timeout_s)

    def get(self, path: str, **headers: str) -> Page:
        """Ask for an address."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: Fields) -> Page:
        """Send a form."""
        return self._ask("POST", path, urlencode(list(fields)).encode(), POSTED)

    def send(self, path: str, fields: Fields) -> Page:
        """Open the page at an address and send its form with what was typed."""
        return self.post(path, [*self.get(path).hidden(path), *fields])

    def follow(self, page: Page) -> Page:
        """Go where a page sends the browser."""
        if page.location is None:
            raise LookupError(f"status {page.status} leads nowhere")
        return self.get(page.location)

    def open_code(self, code: str) -> Page:
        """Start, or go on, with the code of a firm."""
        opened = self.send(f"/r/{code}", ())
        if opened.status != HTTPStatus.SEE_OTHER:
            raise LookupError(f"the code was answered with status {opened.status}")
        return opened

    def twin(self) -> "Browser":
        """The same cookies in another window, on a connection of its own."""
        other = Browser(self.connection.port, language=self.language)
        other.cookies = dict(self.cookies)
        return other

    def close(self) -> None:
        """Let the connection go."""
        self.connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Page:
        sent = {"Accept-Language": self.language, **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        location = response.headers["Location"]
        lower = {name.lower(): value for name, value in response.headers.items()}
        return Page(response.status, text, location, lower)
