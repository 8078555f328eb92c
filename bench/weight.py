"""Bytes that a first visit brings to an empty browser, compressed as they travel."""

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urljoin

HOST = "127.0.0.1"
LINKED = re.compile(r'<(?:link|script|img)[^>]*\b(?:href|src)="([^"]+)"')
IN_STYLES = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)")

FACE = re.compile(r"@font-face\s*\{[^}]*\}")
RANGES = re.compile(r"unicode-range:\s*([^;}]+)")


@dataclass(frozen=True, slots=True)
class Weight:
    """What one address weighed."""

    path: str
    bytes_sent: int


def first_visit(port: int, path: str) -> tuple[Weight, ...]:
    """The page, its styles, scripts, images and the fonts that its letters need, each once."""
    weights: dict[str, Weight] = {}
    letters: set[int] = set()
    waiting = [path]
    while waiting:
        address = waiting.pop(0)
        if address in weights or not address.startswith("/"):
            continue
        body, sent, kind = _fetched(port, address)
        weights[address] = Weight(address, sent)
        if kind == "text/html":
            letters |= set(map(ord, body))
            waiting += [urljoin(address, found) for found in LINKED.findall(body)]
        elif kind == "text/css":
            waiting += [urljoin(address, found) for found in _used(body, letters)]
    return tuple(weights.values())


def _used(styles: str, letters: set[int]) -> list[str]:
    """What the styles bring; of the fonts, those whose range holds a letter of the page."""
    fonts = FACE.findall(styles)
    unused = {
        address
        for face in fonts
        for address in IN_STYLES.findall(face)
        if (ranges := RANGES.search(face)) and not _any_in(ranges[1], letters)
    }
    return [address for address in IN_STYLES.findall(styles) if address not in unused]


def _any_in(ranges: str, letters: set[int]) -> bool:
    for part in ranges.replace("U+", "").replace("u+", "").split(","):
        low, _, high = part.strip().partition("-")
        if letters & set(range(int(low, 16), int(high or low, 16) + 1)):
            return True
    return False


def _fetched(port: int, path: str) -> tuple[str, int, str]:
    """The text of an address, the bytes that it takes compressed, and its type."""
    text, _, kind = _asked(port, path, "identity")
    _, sent, _ = _asked(port, path, "gzip")
    return text, sent, kind


def _asked(port: int, path: str, encoding: str) -> tuple[str, int, str]:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        response = connection.getresponse()
        body = response.read()
        kind = response.headers.get_content_type()
    finally:
        connection.close()
    return body.decode("utf-8", "replace"), len(body), kind
