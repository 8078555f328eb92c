"""A firm on the page of a roster, and the rows that are stored."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.actions.answering import answering_view
from app.questionnaire.answer import Answer
from tests import cast
from tests.web.firm import Firm
from tests.web.orders_site import prepare_orders
from tests.web.rosters.page import INPUTS, Rows
from tests.web.tea_site import HERE, TeaSite, tea_site


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> cast.World:
    return prepare_orders(tmp_path_factory.mktemp("rows"), source="rows")


@pytest.fixture
def site(tmp_path: Path, prepared: cast.World) -> TeaSite:
    return tea_site(tmp_path, prepared)


@pytest.fixture
def firm(site: TeaSite) -> Firm:
    """A firm in Japan on the page of the roster."""
    return Firm(site.visitor(), site.world.codes[HERE][0]).start().visit(INPUTS)


@pytest.fixture
def rows(site: TeaSite) -> Callable[[], Rows]:
    """The group and the origin of each row that is stored."""

    def read() -> Rows:
        view = answering_view(site.database, site.world.opened())
        assert view is not None
        stored = view.answers.get("inputs")
        value = stored.value if stored else None
        if not isinstance(value, tuple):
            return []
        answers = [
            {code: Answer.from_document(one) for code, one in row.items()}
            for row in value
            if not isinstance(row, str)
        ]
        return [(str(row["group"].value), str(row["origin"].value)) for row in answers]

    return read
