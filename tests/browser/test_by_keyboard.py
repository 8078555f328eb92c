"""A page of each kind of item is answered by Tab, Space, Enter, arrows and letters alone."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_answering import WIDE, enter, start, tab_to
from tests.browser.test_whole_survey import visitor

pytestmark = pytest.mark.slow

FIELDS = """[...new FormData(document.querySelector('#page'))]
    .filter(([name, value]) => value && !/^(csrf_token|seen-.*|.*__open)$/.test(name))
    .map(([name, value]) => `${name}=${value}`)"""

ROWS = ("japan", "eu", "us", "china")
CONSENTS = ("consent_list", "consent_quote", "consent_interview", "consent_benchmark")
ROW = "inputs__1__input_"

BY_KEYBOARD: Mapping[str, tuple[str, Mapping[str, str], list[str]]] = {
    "single": (
        "firm/response_unit",
        {"[name=response_unit]": "Space ArrowDown"},
        ["response_unit=single_firm"],
    ),
    "number": (
        "firm/size",
        {"[name=employees]": "=250", "[name=turnover]": "Space ArrowUp"},
        ["employees=250", "turnover=dont_know"],
    ),
    "multiple": (
        "firm/production_sites",
        {"[value=japan]": "Space", "[value=china]": "Space"},
        ["production_sites=japan", "production_sites=china"],
    ),
    "banded_share": (
        "exposure/sales_share",
        {f"[name=sales_share__{row}]": "Space ArrowRight" for row in ROWS},
        [f"sales_share__{row}=lt10" for row in ROWS],
    ),
    "constant_sum": (
        "exposure/sourcing_mix",
        {"#sourcing_mix__japan": "=60", "#sourcing_mix__china": "=40"},
        ["sourcing_mix__japan=60", "sourcing_mix__china=40"],
    ),
    "picker": (
        "exposure/largest_source",
        {"[role=combobox]": "=korea Enter"},
        ["largest_source=kr"],
    ),
    "scale_list": (
        "exposure/sales_plan",
        {f"[name=sales_plan__{row}]": "Space" for row in ROWS},
        [f"sales_plan__{row}=expand" for row in ROWS],
    ),
    "picker_multiple": (
        "critical_supply/critical_groups",
        {"[type=search]": "=magn", "[value=permanent_magnets]": "Space"},
        ["critical_groups=permanent_magnets"],
    ),
    "roster": (
        "critical_supply/inputs",
        {
            f"[id={ROW}group--search]": "=semi Enter",
            f"[name={ROW}name]": "=Wafers",
            f"[id={ROW}origin--search]": "=taiwan Enter",
            **{
                f"[name={ROW}{name}]": "Space"
                for name in ("origin_share", "channel", "replace", "stock")
            },
        },
        [
            f"{ROW}group=semiconductors",
            f"{ROW}name=Wafers",
            f"{ROW}origin=tw",
            f"{ROW}origin_share=lt30",
            f"{ROW}channel=own_group",
            f"{ROW}replace=lt1m",
            f"{ROW}stock=no_stock",
        ],
    ),
    "rank": (
        "outlook/top_risks",
        {
            ".rank-option[aria-pressed=false]": "Enter",
            "li:nth-child(3) .rank-option": "Space",
        },
        ["top_risks__1=us_tariffs", "top_risks__2=cn_controls"],
    ),
    "long_text": (
        "policy/policy_message",
        {"textarea": "=More Space =time"},
        ["policy_message=More time"],
    ),
    "consent": (
        "policy/consents",
        {f"[name={name}]": "Space ArrowDown" for name in CONSENTS},
        [f"{name}=no" for name in CONSENTS],
    ),
}
"""For each kind a page, what is pressed (after =, typed) at which control, what stands there."""


def test_a_page_of_each_kind_is_answered_by_keyboard_alone(browser: Browser, site: Site) -> None:
    found = {}
    with visitor(browser, site.url, "en", scripted=True, viewport=WIDE) as page:
        start(page, site.code("2026-eu"))
        page.goto("/answer/critical_supply/critical_inputs")
        save_by_keyboard(page, {"[name=critical_inputs]": "Space"})
        for kind, (path, presses, _) in BY_KEYBOARD.items():
            page.goto(f"/answer/{path}")
            save_by_keyboard(page, presses)
            page.goto(f"/answer/{path}")
            found[kind] = page.evaluate(FIELDS)

    assert found == {kind: fields for kind, (_, _, fields) in BY_KEYBOARD.items()}


def test_the_search_of_a_long_list_leaves_what_fits(browser: Browser, site: Site) -> None:
    with visitor(browser, site.url, "en", scripted=True, viewport=WIDE) as page:
        start(page, site.code("2026-eu"))
        page.goto("/answer/critical_supply/critical_inputs")
        save_by_keyboard(page, {"[name=critical_inputs]": "Space"})
        page.goto("/answer/critical_supply/critical_groups")

        page.get_by_role("searchbox").fill("magn")
        left = page.locator(".picker-long .option:visible").all_inner_texts()

    assert left == [
        "Permanent magnets",
        "Advanced electronic components (including magnetic sensors)",
    ]


def save_by_keyboard(page: Page, presses: Mapping[str, str]) -> None:
    """Go from control to control with the Tab key, then save."""
    for selector, keys in presses.items():
        tab_to(page, selector, most=90)
        for key in keys.split():
            if key.startswith("="):
                page.keyboard.type(key[1:])
            else:
                page.keyboard.press(key)
    tab_to(page, "#page .button-row button", most=90)
    enter(page)
    assert not page.locator(".error-summary").count(), page.url
