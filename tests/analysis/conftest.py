"""Two small waves with answers, made once, of which each test takes a copy."""

from pathlib import Path

import pytest

from tests import databases
from tests.analysis.field import answered, opened


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database to be copied: planned waves, some of whose firms have answered."""
    folder = tmp_path_factory.mktemp("field")
    made = opened(databases.address(folder))
    answered(made, "2026-jp", {"JP": 45})
    answered(made, "2026-eu", {"DE": 30, "FR": 20, "IT": 20})
    made.close()
    return folder
