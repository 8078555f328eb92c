"""Saving pages of the survey about tea: what is confirmed, what a colleague saved meanwhile."""

import re
from pathlib import Path

import pytest

from tests import cast
from tests.web.firm import Firm
from tests.web.tea_site import ELSEWHERE, HERE, TeaSite, prepare, tea_site

CUPS_CHECKED = """\
        checks:
          - {code: many_cups, level: soft, if: "cups > 20", text: Are there so many cups?}
"""
WHY = """\
      - code: why
        num: B4
        concept: why
        kind: short_text
        role: text
        short: Why not
        page: rest
        wording: Why is no tea drunk?
        ask_if: "drinks == 'no'"
        max_length: 100
"""
TOGETHER = (
    cast.QUESTIONNAIRE.replace("        unit: cups\n", f"        unit: cups\n{CUPS_CHECKED}")
    .replace("        short: Origin\n", "        short: Origin\n        page: rest\n")
    .replace("        short: Remark\n", "        short: Remark\n        page: rest\n")
    .replace("retired: {}", f"{WHY}retired: {{}}")
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


def test_an_item_left_as_it_was_keeps_what_a_colleague_saved(site: TeaSite) -> None:
    firm, colleague = at_work(site).visit(REST), at_work(site).visit(REST)
    colleague.press({**ORIGIN, "remark": ["A colleague's remark"]})

    firm.press({"origin__home": ["low"], "origin__abroad": ["high"], "remark": [""]})
    typed = firm.form().stored
    firm.press({name: typed[name] for name in ("origin__home", "origin__abroad", "remark")})
    stored = firm.visit(REST).form().stored

    assert typed["remark"] == ["A colleague's remark"]
    assert stored == {
        "origin__home": ["low"],
        "origin__abroad": ["high"],
        "remark": ["A colleague's remark"],
    }


def test_a_page_left_blank_takes_nothing_back(site: TeaSite) -> None:
    firm, colleague = at_work(site).visit(REST), at_work(site).visit(REST)
    colleague.press({**ORIGIN, "remark": ["A colleague's remark"]})

    firm.press({"remark": [""]})

    assert firm.path == "/answer/check/kinds"
    assert firm.visit(REST).form().stored == {**ORIGIN, "remark": ["A colleague's remark"]}


def test_a_blank_page_shown_again_shows_what_a_colleague_saved(site: TeaSite) -> None:
    firm, colleague = at_work(site).visit(REST), at_work(site).visit(REST)
    colleague.press({"remark": ["A colleague's remark"]})
    colleague.press({"remark": ["A colleague's remark"]})

    firm.press({"origin__home": ["high"], "remark": [""]})

    assert firm.form().stored == {"origin__home": ["high"], "remark": ["A colleague's remark"]}


def test_keeping_what_was_saved_meanwhile_saves_the_rest(site: TeaSite) -> None:
    firm, colleague = at_work(site).visit(REST), at_work(site).visit(REST)
    colleague.press({"origin__home": ["low"], "origin__abroad": ["low"], "remark": ["Theirs"]})

    firm.press({**ORIGIN, "remark": ["Mine"]})
    keep = re.search(r'name="keep" value="([^"]*)"', firm.text)
    firm.press({**ORIGIN, "remark": ["Mine, and more"], "keep": ["origin"]})

    assert keep is not None
    assert keep[1] == "origin remark"
    assert firm.path == "/answer/check/kinds"
    assert firm.visit(REST).form().stored == {
        "origin__home": ["low"],
        "origin__abroad": ["low"],
        "remark": ["Mine, and more"],
    }


def test_an_item_that_was_not_shown_is_asked_and_not_left_blank(site: TeaSite) -> None:
    firm, colleague = at_work(site).visit(REST), at_work(site).visit(DRINKS)
    colleague.press({"drinks": ["no"]})

    firm.press({**ORIGIN, "remark": ["Mine"]})
    status, text, typed = firm.status, firm.text, firm.form().stored
    in_between = colleague.visit("/answer/check/kinds").text
    firm.press({**ORIGIN, "remark": ["Mine"], "why": ["Coffee"]})

    assert status == 409
    assert "A colleague&#39;s answer has added to this page." in text
    assert typed == {**ORIGIN, "remark": ["Mine"], "why": [""]}
    assert "Resume answering" in in_between
    assert firm.path == "/answer/check/kinds"
    assert firm.visit(REST).form().stored["why"] == ["Coffee"]


def test_an_anonymous_wave_shows_the_day_alone(site: TeaSite) -> None:
    firm = at_work(site, wave=ELSEWHERE).visit(DRINKS).press({"drinks": ["no"]})

    assert "Saved on" in firm.visit("/answer/").text
    assert "Saved at" not in firm.text
