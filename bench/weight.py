"""Bytes that a first visit brings to an empty browser, compressed as they travel."""

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urljoin

HOST = "127.0.0.1"
LINKED = re.compile(r'<(?:link|script|img)[^>]*\b(?:href|src)="([^"]+)"')
IN_STYLES = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)")


@dataclass(frozen=True, slots=True)
class Weight:
    """What one address weighed."""

    path: str
    bytes_sent: int


def first_visit(port: int, path: str) -> tuple[Weight, ...]:
    """The page, then its styles, scripts, images and fonts, each once."""
    weights: dict[str, Weight] = {}
    waiting = [path]
    while waiting:
        address = waiting.pop(0)
        if address in weights or not address.startswith("/"):
            continue
        body, sent, kind = _fetched(port, address)
        weights[address] = Weight(address, sent)
        if kind == "text/html":
            waiting += [urljoin(address, found) for found in LINKED.findall(body)]
        elif kind == "text/css":
            waiting += [urljoin(address, found) for found in IN_STYLES.findall(body)]
    return tuple(weights.values())


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
