"""Finished answers to readers, kept in memory: a published run is drawn up once for all."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock

from flask import Response, request

MOST_BYTES = 64 * 1024 * 1024
"""What a process keeps, plain and packed; the answer used longest ago goes first."""

WORTH_PACKING = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with its type, packed where that is worth it, and the name that changes with it."""

    body: bytes
    packed: bytes | None
    content_type: str
    etag: str
    download: str = ""

    @property
    def size(self) -> int:
        """Bytes held."""
        return len(self.body) + len(self.packed or b"")


@dataclass(slots=True)
class Shelf:
    """Answers by what they are made of; each is made once, for however many ask at a time."""

    most_bytes: int = MOST_BYTES
    _held: "OrderedDict[Hashable, Answer]" = field(default_factory=OrderedDict)
    _making: dict[Hashable, Lock] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def answer(self, key: Hashable, made: Callable[[], Answer]) -> Answer:
        """The answer under a key, made where it is not held yet."""
        found = self._found(key)
        if found is not None:
            return found
        with self._lock:
            turn = self._making.setdefault(key, Lock())
        with turn:
            found = self._found(key)
            if found is not None:
                return found
            try:
                fresh = made()
                self._keep(key, fresh)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return fresh

    def _found(self, key: Hashable) -> Answer | None:
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def _keep(self, key: Hashable, fresh: Answer) -> None:
        with self._lock:
            self._held[key] = fresh
            while sum(one.size for one in self._held.values()) > self.most_bytes:
                self._held.popitem(last=False)


def answer(body: bytes, content_type: str, download: str = "") -> Answer:
    """An answer that may be kept; `download` names the file that a browser saves."""
    is_worth = len(body) >= WORTH_PACKING
    packed = gzip.compress(body, compresslevel=6, mtime=0) if is_worth else None
    return Answer(body, packed, content_type, hashlib.sha256(body).hexdigest()[:24], download)


def shown(found: Answer) -> Response:
    """The response of an answer: packed where the browser takes it, nothing where it has it.

    Browsers keep it and ask each time whether it still holds, because a run may be withdrawn.
    """
    is_packed = found.packed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(found.packed if is_packed else found.body, content_type=found.content_type)
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    if found.download:
        response.headers["Content-Disposition"] = f'attachment; filename="{found.download}"'
    response.set_etag(found.etag, weak=True)
    response.make_conditional(request)
    return response
