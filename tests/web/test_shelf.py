"""The shelf of answers: each made once, the one used longest ago given up first."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.web.shelf import Answer, Shelf, answer


def test_an_answer_is_made_once_for_readers_who_come_together() -> None:
    shelf = Shelf()
    together = Barrier(8)
    made: list[int] = []

    def draw() -> Answer:
        made.append(1)
        time.sleep(0.05)
        return answer(b"drawn", "text/plain")

    def read(_: int) -> bytes:
        together.wait(timeout=10)
        return shelf.answer("page", draw).body

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(read, range(8))) == {b"drawn"}
    assert len(made) == 1


def test_an_answer_that_could_not_be_made_is_tried_again() -> None:
    shelf = Shelf()

    def broken() -> Answer:
        raise LookupError

    with pytest.raises(LookupError):
        shelf.answer("page", broken)

    assert shelf.answer("page", lambda: answer(b"drawn", "text/plain")).body == b"drawn"
