"""What `flask tabulate` says of a whole that firms divided: means by the functions of a report."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from app.questionnaire.instrument import Item, Row
from app.reporting.document import Document
from app.reporting.source import Source
from app.reporting.tally_sheet import TallySheet, lines
from tests.reporting import invented, world
from tests.reporting.test_kinds import MIX, wave
from tests.reporting.world import options, policy, text

GIVEN = ((60, 40, 20), (100, 0, 10), (0, 99, 10))
"""Percent at home and abroad, and how many firms gave them; 99 is brought to 100."""

SENSITIVE = replace(MIX, role="sensitive")


def answered(asked: Item, *given: Sequence[int], silent: int = 0, code: str = "w-jp") -> Source:
    """A wave of 60 firms; the last so many responses have no answer to the item."""
    firms = [(home, abroad) for home, abroad, times in given for _ in range(times)]
    told = [*firms, *[(None, None)] * silent]
    found = wave(
        code,
        asked,
        {"mix__home": [home for home, _ in told], "mix__abroad": [away for _, away in told]},
    )
    statuses = ["given"] * len(firms) + ["not_answered"] * silent
    return replace(found, columns=found.columns.assign(mix__status=statuses))


def item(*sources: Source, **settings: Any) -> Any:
    """The item as a program reads it."""
    waves = {source.origin.wave: source for source in sources}
    sheet = TallySheet(waves, policy(), settings.pop("readings", ("frame",)), **settings)
    return json.loads(json.dumps(sheet.document(["mix"])))["items"][0]


def cells(found: Mapping[str, Any], place: int = 0) -> Mapping[str, Any]:
    return {cell["code"]: cell for cell in found["waves"][place]["cells"]}


def test_a_mean_stands_with_who_was_asked_answered_and_gave_something() -> None:
    found = item(answered(MIX, *GIVEN, silent=5), readings=("frame", "process"))

    (one,) = found["waves"]
    assert found["answers"] == "sum"
    counts = (one["frame"], one["responses"], one["asked"], one["answered"], one["base"])
    assert (*counts, one["not_answered"]) == (60, 45, 45, 40, 40, 5)
    home, abroad = cells(found)["home"], cells(found)["abroad"]
    assert home["mean"] == pytest.approx((20 * 0.6 + 10 * 1 + 0) / 40, rel=1e-12)
    assert abroad["mean"] == pytest.approx((20 * 0.4 + 0 + 10 * 1) / 40, rel=1e-12)
    assert (home["percent"], home["count"], abroad["percent"]) == ("55.0", 30, "45.0")
    assert set(home["intervals"]) == {"frame", "process"}
    narrow, wide = (home["intervals"][name] for name in ("frame", "process"))
    assert wide["low"] < narrow["low"] < home["mean"] < narrow["high"] < wide["high"]
    assert home["bounds"] == pytest.approx([22 / 60, (22 + 20) / 60], rel=1e-12)


def test_rows_stand_in_the_order_of_the_item() -> None:
    turned = replace(MIX, rows=MIX.rows[::-1])

    assert list(cells(item(answered(MIX, *GIVEN)))) == ["home", "abroad"]
    assert list(cells(item(answered(turned, *GIVEN)))) == ["abroad", "home"]


def test_one_wave_has_no_difference_and_two_have_that_of_their_means() -> None:
    japan = answered(MIX, *GIVEN)
    europe = answered(MIX, (10, 90, 30), (30, 70, 10), code="w-eu")

    apart = {one["code"]: one["frame"] for one in item(japan, europe)["differences"]}

    assert item(japan)["differences"] == []
    assert apart["home"]["value"] == pytest.approx(0.55 - (30 * 0.1 + 10 * 0.3) / 40, rel=1e-12)
    assert apart["abroad"]["value"] == pytest.approx(-apart["home"]["value"], rel=1e-9)
    assert apart["home"]["p_holm"] == pytest.approx(2 * apart["home"]["p"], rel=1e-9)
    assert apart["home"]["marked"]


def test_provisional_means_carry_neither_p_nor_mark() -> None:
    japan = answered(MIX, *GIVEN)
    running = replace(japan, origin=replace(japan.origin, is_open=True))

    apart = item(running, answered(MIX, (10, 90, 40), code="w-eu"))["differences"][0]["frame"]

    assert (apart["p"], apart["p_holm"], apart["marked"]) == (None, None, False)


def test_a_sensitive_mean_is_as_coarse_as_it_is_published_and_has_no_count() -> None:
    """Catches: digits, counts or errors from which the answers of single firms can be solved."""
    odd = ((61, 39, 7), (83, 17, 9), (20, 80, 12))
    found = item(answered(SENSITIVE, *odd), answered(SENSITIVE, *GIVEN, code="w-eu"))

    for place, digits in ((0, 0), (1, 1)):  # few firms, whole percent; many, one decimal
        for cell in cells(found, place).values():
            assert (cell["count"], cell["bounds"]) == (None, None)
            assert cell["mean"] == round(cell["mean"], 2 + digits)
            held = cell["intervals"]["frame"]
            assert (held["se"], held["df"]) == (None, None)
            assert held["low"] == round(held["low"], 2 + digits)
    apart = found["differences"][0]["frame"]
    assert apart["value"] == round(apart["value"], 2)
    assert apart["p_holm"] == round(apart["p_holm"], 3)


def test_a_sensitive_mean_of_a_few_firms_is_hidden_unless_all_cells_are_asked_for() -> None:
    few = answered(SENSITIVE, (100, 0, 30), (50, 50, 2))
    many = answered(SENSITIVE, *GIVEN, code="w-eu")

    hidden, whole = item(few, many), item(few, many, shows_all_cells=True)

    told = cells(hidden)["abroad"]
    assert (told["shown"], told["mean"], told["percent"], told["intervals"]) == (
        "hidden", None, None, None,
    )  # fmt: skip
    assert [one["frame"] for one in hidden["differences"]] == [None, None]
    assert (cells(whole)["abroad"]["count"], cells(whole)["abroad"]["percent"]) == (2, "3.1")
    assert whole["differences"][0]["frame"] is not None


def test_fewer_firms_than_are_shown_have_no_mean() -> None:
    found = item(answered(MIX, (60, 40, 9)))

    assert {cell["reason"] for cell in cells(found).values()} == {"small_base"}


def test_a_wave_that_nobody_answered_has_no_mean() -> None:
    found = item(answered(MIX, silent=3), shows_all_cells=True)

    assert {cell["mean"] for cell in cells(found).values()} == {None}


def test_an_item_that_was_another_question_in_the_other_wave_is_left_out() -> None:
    """Catches: means beside shares."""
    other = world.item("mix", "single", "ordinary", options(home="Home", abroad="Abroad"))
    changed = replace(answered(MIX, *GIVEN, code="w-eu"), questionnaire=world.questionnaire(other))

    sheet = TallySheet({"w-jp": answered(MIX, *GIVEN), "w-eu": changed}, policy(), ("frame",))

    assert sheet.items == ()


def divided(rows: Sequence[str], **given: Sequence[int]) -> Source:
    """A European wave of 40 firms whose whole has the rows named."""
    asked = replace(MIX, rows=tuple(Row(code, text(code)) for code in rows))
    columns = {f"mix__{code}": [*shares] for code, shares in given.items()}
    return wave("w-eu", asked, columns)


def test_rows_in_another_order_are_compared_by_their_code() -> None:
    """Catches: the mean of one row less that of another, the rulings of another row."""
    turned = divided(["abroad", "home"], home=[10] * 40, abroad=[90] * 40)
    straight = divided(["home", "abroad"], home=[10] * 40, abroad=[90] * 40)
    japan = answered(MIX, *GIVEN)

    found = item(japan, turned)

    assert found["differences"] == item(japan, straight)["differences"]
    assert cells(found, 1)["home"]["percent"] == "10.0"
    assert [one["code"] for one in found["differences"]] == ["home", "abroad"]


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("rows", [{"home": 100}, {"home": 30, "abroad": 50, "sea": 20}])
def test_a_whole_with_other_rows_is_told_by_wave_without_a_difference(
    rows: Mapping[str, int], *, is_first: bool
) -> None:
    """Catches: a KeyError where a row was added to a question, or left out, between waves."""
    europe = divided(list(rows), **{code: [share] * 40 for code, share in rows.items()})
    waves = [europe, answered(MIX, *GIVEN)] if is_first else [answered(MIX, *GIVEN), europe]

    found = item(*waves)
    place = 0 if is_first else 1
    sheet = TallySheet({one.origin.wave: one for one in waves}, policy(), ("frame",))

    told = {code: cell["percent"] for code, cell in cells(found, place).items()}
    assert told == {code: f"{share}.0" for code, share in rows.items()}
    assert cells(found, 1 - place)["home"]["percent"] == "55.0"
    assert found["differences"] == []
    line = "  no difference: the waves divided it into other rows"
    assert line in list(lines(sheet.document(["mix"]), "en"))


def test_a_whole_that_is_sensitive_in_one_wave_is_so_in_both() -> None:
    found = item(answered(MIX, *GIVEN), answered(SENSITIVE, *GIVEN, code="w-eu"))

    assert found["role"] == "sensitive"
    for place in (0, 1):
        assert {cell["count"] for cell in cells(found, place).values()} == {None}


def test_the_plain_text_has_means_rows_and_what_is_hidden() -> None:
    few = ((100, 0, 30), (50, 50, 2))
    waves = {
        "w-jp": answered(MIX, *GIVEN, silent=5),
        "w-eu": answered(MIX, *few, code="w-eu"),
    }
    hidden = TallySheet({"w-jp": answered(SENSITIVE, *few)}, policy(), ("frame",))

    told = list(lines(TallySheet(waves, policy(), ("frame",)).document(["mix"]), "en"))

    assert "    hidden: 2 rows" in list(lines(hidden.document(["mix"]), "en"))
    assert "M Mix [mix, sum]" in told
    place = told.index("  w-jp: 60 firms, 45 responses, 45 asked, 40 answered, base 40, "
                       "5 not answered")  # fmt: skip
    assert told[place + 1] == "    means of the percentages that firms stated"
    assert told[place + 2].startswith("        30   55.0  home (frame ")
    assert told[place + 3].startswith("        30   45.0  abroad (frame ")
    assert any(line.startswith("  home: ") and "points, frame" in line for line in told)


@cache
def sources() -> Mapping[str, Source]:
    return {
        "2026-jp": invented.wave("2026-jp", {"JP": 107}, 0.75, seed=1),
        "2026-eu": invented.wave("2026-eu", {"DE": 110, "FR": 85, "IT": 80}, 0.4, seed=2),
    }


@cache
def report() -> Document:
    return invented.compiled(sources())


def test_the_sheet_and_the_report_print_the_same_means() -> None:
    """Catches: a mean by another function than that of the report."""
    sheet = TallySheet(sources(), policy(), ("frame",))
    found = json.loads(json.dumps(sheet.document(["sourcing_mix"])))["items"][0]
    table = next(one for one in report().tables if one.code == "sourcing_mix")
    apart = {one["code"]: one["frame"] for one in found["differences"]}

    assert [row.code for row in table.rows] == [one["code"] for one in found["waves"][0]["cells"]]
    for row in table.rows:
        for place, printed in enumerate(row.cells):
            cell = cells(found, place)[row.code]
            assert (cell["shown"], cell["percent"], cell["count"]) == (
                printed.shown, printed.percent, printed.count,
            )  # fmt: skip
            if printed.percent is None:
                continue
            held = cell["intervals"]["frame"]
            assert f"{held['low'] * 100:.1f}" == printed.low
            assert f"{held['high'] * 100:.1f}" == printed.high
        assert row.gap is not None
        if row.gap.points is not None:
            assert f"{apart[row.code]['value'] * 100:.1f}" == row.gap.points
            assert str(apart[row.code]["p_holm"]) == str(float(row.gap.p or "nan"))
            assert apart[row.code]["marked"] is row.gap.is_marked
    tallies = [(one.asked, one.answered, one.base) for one in table.columns]
    assert [(one["asked"], one["answered"], one["base"]) for one in found["waves"]] == tallies


@pytest.mark.parametrize(("language", "told"), [("en", "Sourcing mix"), ("ja", "調達先の構成")])
def test_the_plain_text_names_the_whole_in_both_languages(language: str, told: str) -> None:
    document = TallySheet(sources(), policy(), ("frame",)).document(["sourcing_mix"])

    assert any(told in line for line in lines(document, language))
