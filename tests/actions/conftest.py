"""The world of tea, fresh for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import cast
from tests.cast import World


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """The world as it is made once; closing it leaves one file to copy."""
    folder = tmp_path_factory.mktemp("world")
    world = cast.world(folder)
    world.database.close()
    return folder, world


@pytest.fixture
def world(made: tuple[Path, World], tmp_path: Path) -> Iterator[World]:
    """Both waves open, a code for each firm, nobody has answered."""
    folder, original = made
    shutil.copytree(folder, tmp_path / "world")
    copy = cast.reopened(tmp_path / "world", original.codes)
    yield copy
    copy.database.close()
