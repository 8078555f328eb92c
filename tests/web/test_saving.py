"""Saving pages of the survey about tea: what is confirmed, what a colleague saved meanwhile."""

from pathlib import Path

import pytest

from tests import cast
from tests.web.firm import Firm
from tests.web.tea_site import HERE, TeaSite, prepare, tea_site

CUPS_CHECKED = """\
        checks:
          - {code: many_cups, level: soft, if: "cups > 20", text: Are there so many cups?}
"""
TOGETHER = (
    cast.QUESTIONNAIRE.replace("        unit: cups\n", f"        unit: cups\n{CUPS_CHECKED}")
    .replace("        short: Origin\n", "        short: Origin\n        page: rest\n")
    .replace("        short: Remark\n", "        short: Remark\n        page: rest\n")
)
DRINKS, CUPS, TEAS = "/answer/habits/drinks", "/answer/habits/cups", "/answer/kinds/teas"
REST = "/answer/kinds/rest"
ORIGIN = {"origin__home": ["high"], "origin__abroad": ["low"]}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> cast.World:
    """The survey with origin and remark on one page, and a check of the cups."""
    return prepare(tmp_path_factory.mktemp("together"), TOGETHER)


@pytest.fixture
def site(tmp_path: Path, prepared: cast.World) -> TeaSite:
    """A site of its own on that survey."""
    return tea_site(tmp_path, prepared)


def at_work(site: TeaSite, number: int = 2, wave: str = HERE) -> Firm:
    """Somebody of a firm with a browser of their own, after Start."""
    return Firm(site.visitor(), site.world.codes[wave][number]).start()


@pytest.mark.parametrize(
    ("page", "typed", "key", "after"),
    [
        (REST, {"origin__home": ["high"]}, "origin:row_missing:abroad", "/answer/check/kinds"),
        (TEAS, {"teas": ["other"]}, "teas:other_text:other", REST),
        (CUPS, {"cups": ["40"]}, "cups:check:many_cups", "/answer/check/habits"),
    ],
    ids=["row_missing", "other_text", "named_check"],
)
def test_a_page_is_left_once_its_soft_finding_was_seen(
    site: TeaSite, page: str, typed: dict[str, list[str]], key: str, after: str
) -> None:
    firm = at_work(site)
    firm.visit(DRINKS).press({"drinks": ["yes"]})

    firm.visit(page).press(typed)
    confirmed = firm.form().hidden.get("confirmed", [])
    firm.press(typed)

    assert confirmed == [key]
    assert firm.path == after
