"""Ranks, scales, shares and consents on their pages: drawn, saved, sent back as typed."""

from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest

from app.actions.answering import answering_view
from app.questionnaire.answer import Answer, Status
from tests import cast
from tests.web.firm import Firm, Typed
from tests.web.orders_site import prepare_orders
from tests.web.tea_site import HERE, TeaSite, tea_site

RISKS, CONCERN, MIX, LIST = (f"/answer/all/{code}" for code in ("risks", "concern", "mix", "list"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> cast.World:
    return prepare_orders(tmp_path_factory.mktemp("orders"))


@pytest.fixture
def site(tmp_path: Path, prepared: cast.World) -> TeaSite:
    return tea_site(tmp_path, prepared)


@pytest.fixture
def firm(site: TeaSite) -> Firm:
    """A firm in Japan, after Start."""
    return Firm(site.visitor(), site.world.codes[HERE][0]).start()


@pytest.fixture
def stored(site: TeaSite) -> Callable[[str], Answer | None]:
    """What is stored of the firm's answer to an item."""

    def read(code: str) -> Answer | None:
        view = answering_view(site.database, site.world.opened())
        assert view is not None
        return view.answers.get(code)

    return read


def summary(firm: Firm) -> list[tuple[str, str]]:
    """The links of the summary: where each leads, and what it says."""
    page = html5lib.parse(firm.text, namespaceHTMLElements=False)
    return [
        ((link.get("href") or "").lstrip("#"), "".join(link.itertext()).strip())
        for link in page.iter("a")
        if (link.get("href") or "").startswith("#") and link.get("href") != "#main"
    ]


def ranked(*codes: str) -> Typed:
    return {f"risks__{place}": [code] for place, code in enumerate(codes, start=1)}


def test_a_rank_is_a_select_for_each_place_with_what_stands_alone_in_the_first(firm: Firm) -> None:
    form = firm.visit(RISKS).form()

    assert form.selects["risks__1"][-2:] == ["none", "dont_know"]
    assert form.selects["risks__2"] == ["supply", "price", "rules", "staff", "other"]
    assert form.selects["risks__3"] == form.selects["risks__2"]
    assert "Rules of Japan change" in firm.text


def test_ranks_are_stored_in_order_and_stand_in_their_selects_again(
    firm: Firm, stored: Callable[[str], Answer | None]
) -> None:
    firm.visit(RISKS).press({**ranked("price", "other"), "risks__other": ["Frost"]})

    assert stored("risks") == Answer(Status.GIVEN, ("price", "other"), "Frost")
    form = firm.visit(RISKS).form()
    assert form.stored["risks__1"] == ["price"]
    assert form.stored["risks__2"] == ["other"]
    assert form.stored["risks__other"] == ["Frost"]


def test_a_gap_and_a_rank_given_twice_come_back_as_they_were_chosen(
    firm: Firm, stored: Callable[[str], Answer | None]
) -> None:
    typed = {"risks__1": ["price"], "risks__2": [""], "risks__3": ["price"]}

    firm.visit(RISKS).press({**typed, "risks__other": ["Frost"]})

    assert firm.status == 422
    assert summary(firm) == [
        ("risks__2", "Fill in rank 2 before a lower one."),
        ("risks__3", "Each rank needs a different answer. “Prices rise” appears more than once."),
        ("risks__other", "Choose “Other”, or remove the text beside it."),
    ]
    form = firm.form()
    assert (form.stored["risks__1"], form.stored["risks__3"]) == (["price"], ["price"])
    assert form.stored["risks__other"] == ["Frost"]
    assert stored("risks") is None


def test_a_row_left_out_of_a_scale_is_asked_for_once(
    firm: Firm, stored: Callable[[str], Answer | None]
) -> None:
    typed = {"concern__home": ["high"]}

    firm.visit(CONCERN).press(typed)

    assert summary(firm) == [
        (
            "concern__abroad-low",
            "Row “Elsewhere” has no answer. Answer it, or continue without an answer.",
        )
    ]
    firm.press(typed)
    assert firm.path == MIX
    assert stored("concern") == Answer(Status.GIVEN, {"home": "high"})


def test_each_row_of_a_scale_is_a_group_with_a_name(firm: Firm) -> None:
    page = html5lib.parse(firm.visit(CONCERN).text, namespaceHTMLElements=False)
    rows = [group for group in page.iter("fieldset") if group.get("class") == "scale-row"]

    assert [row.findtext("legend") for row in rows] == ["Japan", "Elsewhere"]
    assert [len(list(row.iter("input"))) for row in rows] == [5, 5]


def test_shares_are_stored_as_typed_and_read_back_to_the_firm(
    firm: Firm, stored: Callable[[str], Answer | None]
) -> None:
    firm.visit(MIX).press({"mix__home": ["５９．５％"], "mix__cn": ["40.5"]})

    assert stored("mix") == Answer(Status.GIVEN, {"home": "59.5", "cn": "40.5"})
    assert "A3: we read this as Japan: 59.5%, China: 40.5%." in firm.text
    assert firm.visit(MIX).form().stored["mix__home"] == ["59.5"]


def test_a_total_that_is_no_whole_is_told_beside_the_total_and_comes_back(
    firm: Firm, stored: Callable[[str], Answer | None]
) -> None:
    firm.visit(MIX).press({"mix__home": ["４０"], "mix__cn": ["25.5"]})

    assert firm.status == 422
    assert summary(firm) == [
        ("mix__home", "The shares add to 65.5. Change them so that they add to 100.")
    ]
    assert "<strong>65.5</strong>" in firm.text
    assert firm.form().stored["mix__home"] == ["４０"]
    assert stored("mix") is None


def test_a_total_near_the_whole_is_confirmed_once(
    firm: Firm, stored: Callable[[str], Answer | None]
) -> None:
    typed = {"mix__home": ["60"], "mix__cn": ["39"]}

    firm.visit(MIX).press(typed)
    confirmed = firm.form().hidden["confirmed"]
    firm.press(typed)

    assert confirmed == ["mix:sum_near:sum"]
    assert firm.path == LIST
    assert stored("mix") == Answer(Status.GIVEN, {"home": "60", "cn": "39"})


def test_every_row_that_cannot_stay_is_named_with_its_field(firm: Firm) -> None:
    firm.visit(MIX).press({"mix__home": ["half"], "mix__cn": ["120"]})

    assert summary(firm) == [
        ("mix__home", "Japan: Enter a share from 0 to 100."),
        ("mix__cn", "China: Enter a share from 0 to 100."),
    ]
    form = firm.form()
    assert (form.stored["mix__home"], form.stored["mix__cn"]) == (["half"], ["120"])


@pytest.mark.parametrize(
    ("page", "code", "typed"),
    [
        (RISKS, "risks", {"risks__1": ["dont_know"]}),
        (CONCERN, "concern", {f"concern__{row}": ["dont_know"] for row in ("home", "abroad")}),
        (MIX, "mix", {"mix__missing": ["dont_know"]}),
    ],
    ids=["rank", "scale", "shares"],
)
def test_a_missing_code_is_an_answer_and_stands_on_the_page_again(
    firm: Firm, stored: Callable[[str], Answer | None], page: str, code: str, typed: Typed
) -> None:
    firm.visit(page).press(typed)

    assert stored(code) == Answer(Status.DONT_KNOW)
    form = firm.visit(page).form()
    assert {name: form.stored[name] for name in typed} == typed


def test_a_consent_has_nothing_chosen_and_cannot_be_left_out(
    firm: Firm, stored: Callable[[str], Answer | None]
) -> None:
    form = firm.visit(LIST).form()
    firm.press({})

    assert form.radios == {"list": ["yes", "no"]}
    assert "list" not in form.stored
    assert summary(firm) == [("list-yes", "Choose an answer to A4.")]
    firm.press({"list": ["no"]})
    assert stored("list") == Answer(Status.GIVEN, "no")


def test_the_check_of_answers_says_ranks_rows_and_shares_in_words(firm: Firm) -> None:
    firm.visit(RISKS).press(ranked("rules", "price"))
    firm.visit(CONCERN).press({"concern__home": ["high"], "concern__abroad": ["unknown"]})
    firm.visit(MIX).press({"mix__home": ["60"], "mix__rest": ["40"]})

    text = firm.visit("/answer/check").text

    for said in (
        "1. Rules of Japan change", "2. Prices rise", "Japan: Very much",
        "Elsewhere: We do not know this area", "Japan: 60%", "Everywhere else: 40%",
    ):  # fmt: skip
        assert said in text


def test_a_reader_of_japanese_reads_the_same_in_japanese(site: TeaSite) -> None:
    browser = site.visitor("ja")
    firm = Firm(browser, site.world.codes[HERE][1]).start()

    firm.visit(RISKS).press({"risks__1": ["price"], "risks__3": ["rules"]})
    told = [said for _, said in summary(firm)]
    firm.visit(MIX).press({"mix__home": ["50"]})

    assert told == ["2位を選択してから、次の順位を選択してください。"]
    assert "日本の規制の変更" in firm.visit(RISKS).text
    assert "順位をつけて3つまで選択" in firm.text
