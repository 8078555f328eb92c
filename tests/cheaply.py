"""What makes hundreds of small applications cheap: short hashes, templates compiled once."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from app.storage import accounts

COST = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
"""Argon2id as in service, but once over 64 KiB."""

_IN_SERVICE = accounts._passwords.to_dict()


class Remembered(BytecodeCache):
    """Compiled templates, kept for every application that this process makes."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template what was compiled from the same text before."""
        code = self._compiled.get(bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


def begin() -> None:
    """Hash passwords and compile templates cheaply from now on, in this process."""
    accounts._passwords.update(**COST)
    Flask.jinja_options = {"bytecode_cache": Remembered()}


@contextmanager
def at_full_cost() -> Iterator[None]:
    """Passwords are hashed as in service for the length of a block."""
    accounts._passwords.load(_IN_SERVICE)
    try:
        yield
    finally:
        accounts._passwords.update(**COST)
