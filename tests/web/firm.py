"""A firm that answers through the pages alone: it reads a form and fills it in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

from tests.web.client import StrictClient

Typed = dict[str, list[str]]
_LOWER_RANK = re.compile(r"__[2-9]$")


@dataclass
class Form:
    """A form as it stands on a page: where it goes, what it brings, what can be chosen."""

    action: str
    hidden: Typed = field(default_factory=dict)
    radios: Typed = field(default_factory=dict)
    boxes: Typed = field(default_factory=dict)
    selects: Typed = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    stored: Typed = field(default_factory=dict)

    @classmethod
    def read(cls, text: str, form_id: str | None = "page") -> "Form":
        """The form with an id, or the first that posts, in the main part of a page."""
        main = html5lib.parse(text, namespaceHTMLElements=False).find(".//main")
        assert main is not None
        forms = [
            form
            for form in main.iter("form")
            if (form.get("id") == form_id if form_id else form.get("method") == "post")
        ]
        found = cls(forms[0].get("action") or "")
        for element in forms[0].iter():
            found._take(element)
        return found

    def _take(self, element: Element) -> None:
        tag, get = element.tag, element.get
        name, value, kind = get("name"), get("value") or "", get("type")
        if not name or tag == "button":
            return
        if tag == "select":
            options = [o for o in element.iter("option") if o.get("value")]
            self.selects[name] = [o.get("value", "") for o in options]
            self.stored[name] = [
                o.get("value", "") for o in options if o.get("selected") is not None
            ]
        elif tag == "textarea":
            self.texts.append(name)
            self.stored[name] = [element.text or ""]
        elif kind == "hidden":
            self.hidden.setdefault(name, []).append(value)
        elif kind in {"radio", "checkbox"}:
            (self.radios if kind == "radio" else self.boxes).setdefault(name, []).append(value)
            if get("checked") is not None:
                self.stored.setdefault(name, []).append(value)
        else:
            (self.numbers if get("inputmode") else self.texts).append(name)
            self.stored[name] = [value]

    def filled(self, pick: int = 0) -> Typed:
        """Plausible answers: the option at `pick`, a number, nothing in texts.

        Of ranks the first alone is given, of shares of a whole the first is all of it.
        """
        typed: Typed = {name: [v[pick % len(v)]] for name, v in self.radios.items()}
        first = {name: v for name, v in self.selects.items() if not _LOWER_RANK.search(name)}
        typed |= {name: [v[pick % len(v)]] for name, v in first.items()}
        typed |= {name: [v[pick % len(v)]] for name, v in self.boxes.items() if "__" not in name}
        shares = {name.partition("__")[0]: name for name in reversed(self.numbers) if "__" in name}
        typed |= {name: ["100"] for name in shares.values()}
        typed |= {name: ["120"] for name in self.numbers if "__" not in name}
        return typed


@dataclass
class Firm:
    """Somebody with a code and a browser."""

    client: StrictClient
    code: str
    here: TestResponse | None = None

    def start(self) -> "Firm":
        """Open the page of the code and press Start."""
        self.visit(f"/r/{self.code}")
        return self.press(form_id=None)

    def visit(self, path: str) -> "Firm":
        """Open a page and follow where it leads."""
        self.here = self.client.get(path, follow_redirects=True)
        return self

    def press(
        self, typed: Mapping[str, list[str]] | None = None, form_id: str | None = "page"
    ) -> "Firm":
        """Send the form of the page at hand, and follow where that leads."""
        form = self.form(form_id)
        self.here = self.client.post(
            form.action, data={**form.hidden, **(typed or {})}, follow_redirects=True
        )
        return self

    def form(self, form_id: str | None = "page") -> Form:
        """The form of the page at hand."""
        return Form.read(self.text, form_id)

    def answer_all(
        self, choose: Callable[[Form], Typed] = Form.filled, most: int = 200
    ) -> list[str]:
        """Answer page after page until the contents or the check of answers appear."""
        seen: list[str] = []
        self.visit("/answer/")
        for _ in range(most):
            link = self.go_on()
            if link is None:
                return seen
            self.visit(link)
            self.press(choose(self.form()))
            if 'name="confirmed"' in self.text:
                self.press(choose(self.form()))
            seen.append(link)
        raise AssertionError(f"no end after {most} pages: {seen[-5:]}")

    def go_on(self) -> str | None:
        """The next page of questions that is open, by the main button of contents and checks."""
        self.visit("/answer/")
        page = html5lib.parse(self.text, namespaceHTMLElements=False)
        links = [a.get("href", "") for a in page.iter("a") if a.get("class") == "button"]
        open_links = [link for link in links if not link.startswith("/answer/check")]
        return open_links[0] if open_links else None

    @property
    def text(self) -> str:
        """The page at hand."""
        assert self.here is not None
        return self.here.get_data(as_text=True)

    @property
    def path(self) -> str:
        """Where the page at hand stands."""
        assert self.here is not None
        return self.here.request.path

    @property
    def status(self) -> int:
        """The status of the page at hand."""
        assert self.here is not None
        return self.here.status_code
