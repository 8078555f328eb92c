"""The world of tea, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import cast
from tests.cast import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Both waves open, a code for each firm, nobody has answered."""
    made = cast.world(tmp_path)
    yield made
    made.database.close()
