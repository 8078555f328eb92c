"""A test client that proof-reads every page on its way to the test."""

from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.language.catalogue import LANGUAGES

UNLABELLED = {"hidden", "submit", "button", "reset"}
CONTROLS = {"input", "select", "textarea"}
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "form", "list")


class Flaw(AssertionError):
    """A page is not what every page must be."""


class StrictClient(FlaskClient):
    """Flask's client; a page with a flaw fails the test that asked for it.

    `language` makes it a reader of that language who says so in Accept-Language.
    """

    language: str | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for a page and read it through."""
        if self.language is not None:
            headers = dict(kwargs.pop("headers", None) or {})
            kwargs["headers"] = {"Accept-Language": self.language, **headers}
        response = super().open(*args, **kwargs)
        is_page = response.mimetype == "text/html" and response.status_code // 100 != 3
        if is_page and response.data:
            proofread(response)
        return response


def proofread(response: TestResponse) -> None:
    """Check a response with a page in it.

    Raises
    ------
    Flaw
        With every flaw found.
    """
    text = response.get_data(as_text=True)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(text)
    elements = list(page.iter())
    flaws = [f"line {place[0]}: {code} {args}" for place, code, args in parser.errors]
    flaws += _outline(page, elements)
    flaws += _references(elements)
    flaws += _labels(page, elements)
    flaws += _behaviour(page, elements)
    if "Content-Security-Policy" not in response.headers:
        flaws.append("no Content-Security-Policy")
    if flaws:
        raise Flaw(f"{response.request.path} ({response.status}):\n" + "\n".join(flaws))


def _outline(page: Element, elements: list[Element]) -> list[str]:
    flaws = []
    headings = [int(str(e.tag)[1]) for e in elements if e.tag in {"h1", "h2", "h3", "h4"}]
    if headings.count(1) != 1:
        flaws.append(f"{headings.count(1)} h1, expected one")
    last = 1
    for level in headings:
        if level > last + 1:
            flaws.append(f"h{level} follows h{last}")
        last = level
    if page.get("lang") not in LANGUAGES:
        flaws.append(f"lang is {page.get('lang')!r}")
    if not (page.findtext("head/title") or "").strip(" |"):
        flaws.append("no title")
    if page.find(".//main") is None:
        flaws.append("no main")
    return flaws


def _references(elements: list[Element]) -> list[str]:
    ids = [e.get("id") for e in elements if e.get("id") is not None]
    flaws = [f"id {name!r} stands {n} times" for name, n in Counter(ids).items() if n > 1]
    for element in elements:
        wanted = [name for key in REFERENCES for name in element.get(key, "").split()]
        target = element.get("href", "")
        if target.startswith("#"):
            wanted.append(target[1:])
        flaws += [f"<{element.tag}> refers to {name!r}" for name in wanted if name not in ids]
    return flaws


def _labels(page: Element, elements: list[Element]) -> list[str]:
    labelled = {e.get("for") for e in elements if e.tag == "label" and _words(e)}
    inside = {id(control) for label in page.iter("label") for control in label.iter()}
    flaws = []
    for element in elements:
        if element.tag in CONTROLS and element.get("type") not in UNLABELLED:
            is_named = element.get("aria-label") or element.get("aria-labelledby")
            if element.get("id") not in labelled and id(element) not in inside and not is_named:
                flaws.append(f"no label for <{element.tag} name={element.get('name')!r}>")
        if element.tag in {"button", "a", "legend", "summary", "th"} and not _words(element):
            flaws.append(f"<{element.tag}> says nothing")
        if element.tag == "img" and element.get("alt") is None:
            flaws.append(f"no alt for {element.get('src')!r}")
    return flaws


def _behaviour(page: Element, elements: list[Element]) -> list[str]:
    flaws = []
    for element in elements:
        if element.tag == "style" or element.get("style") is not None:
            flaws.append(f"inline style at <{element.tag}>")
        if element.tag == "script" and not element.get("src"):
            flaws.append("inline script")
        flaws += [f"inline {key}" for key in element.keys() if str(key).startswith("on")]  # noqa: SIM118
    for form in page.iter("form"):
        names = {field.get("name") for field in form.iter("input")}
        if form.get("method", "get").lower() == "post" and "csrf_token" not in names:
            flaws.append(f"no CSRF token in the form to {form.get('action')!r}")
    return flaws


def _words(element: Element) -> str:
    return "".join(element.itertext()).strip() or element.get("aria-label", "")
