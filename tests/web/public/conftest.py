"""The site about tea as its visitors find it, from files that are made once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cast import World
from tests.web.tea_site import TeaSite, prepare, tea_site


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The files of a site, to be copied."""
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def make_site(prepared: World, tmp_path: Path) -> Iterator[Callable[..., TeaSite]]:
    """Makes a site with the settings asked for."""
    made: list[TeaSite] = []

    def make(**settings: bool) -> TeaSite:
        made.append(tea_site(tmp_path / str(len(made)), prepared, **settings))
        return made[-1]

    yield make
    for site in made:
        site.database.close()


@pytest.fixture
def site(make_site: Callable[..., TeaSite]) -> TeaSite:
    """A site without limits, as a demonstration."""
    return make_site()
