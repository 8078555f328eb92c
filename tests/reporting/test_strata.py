"""What a group of several strata tells of each of them, and may not."""

import json
from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy import stats

from app.reporting.sentences import note
from app.reporting.source import Source
from app.reporting.tabulation import Reading
from app.reporting.tally_sheet import TallySheet
from app.reporting.writers import json as json_writer
from tests.reporting import world
from tests.reporting.world import document, policy

FRAME = {"DE": 80, "FR": 40, "NL": 30, "PL": 20}
DE, FR = {"cn": 8, "us": 20, "none": 6, "dont_know": 4}, {"cn": 9, "us": 6, "none": 5}
THIN = {"DE": DE, "FR": FR, "NL": {"us": 1}}


def europe(answers: Mapping[str, Mapping[str, int]]) -> Source:
    return world.wave("w-eu", FRAME, answers)


def test_no_note_names_a_stratum_in_which_one_firm_answered_or_none() -> None:
    """Catches: participation hides Poland and the Netherlands, and a note says 0 and 1."""
    made = document(eu=europe(THIN))

    table = made.tables[0]
    for language in ("en", "ja"):
        said = " ".join(note(one, language, table.columns) for one in table.notes)
        assert "NL" not in said
        assert "PL" not in said
    assert b'"NL' not in json_writer.report(made)
    assert [one.code for one in table.notes].count("thin") == 1


@pytest.mark.parametrize("hidden", [{"NL": {"us": 1}}, {"PL": {"cn": 1}}, {}])
def test_worlds_that_differ_in_which_stratum_is_thin_have_the_same_notes(
    hidden: Mapping[str, Mapping[str, int]],
) -> None:
    made = document(eu=europe({"DE": DE, "FR": FR, **hidden}))

    notes = [one for one in made.tables[0].notes if one.code in {"thin", "silent", "lonely"}]
    assert [one.params for one in notes] == [{"group": "eu"}]


def test_the_sheet_of_tallies_hides_who_answered_where_participation_does() -> None:
    sources = {"w-jp": world.JAPAN, "w-eu": europe(THIN)}

    found = json.loads(json.dumps(TallySheet(sources, policy(), ("frame",)).item("source")))
    every = json.loads(
        json.dumps(TallySheet(sources, policy(), ("frame",), shows_all_cells=True).item("source"))
    )

    assert found["waves"][1]["strata"]["NL"] == {"frame": 30, "responses": None}
    assert found["waves"][1]["strata"]["PL"] == {"frame": 20, "responses": None}
    assert found["waves"][1]["strata"]["DE"]["responses"] == 38
    assert every["waves"][1]["strata"]["NL"]["responses"] == 1


SIX = {
    "DE": (48, 110),
    "ES": (22, 60),
    "FR": (28, 85),
    "IT": (31, 80),
    "NL": (17, 35),
    "PL": (14, 50),
}
FEW = {"DE": 2, "ES": 1, "FR": 0, "IT": 0, "NL": 0, "PL": 1}
MORE = {"DE": 3, "ES": 0, "FR": 1, "IT": 0, "NL": 2, "PL": 0}


def six(more: Mapping[str, int] = MORE) -> Source:
    """Six countries, in which 4 firms name China and 6, unless told, know of no source."""
    answers = {
        country: {
            "cn": FEW[country],
            "none": more[country],
            "us": (size - FEW[country] - more[country]) // 2,
            "dont_know": -(-(size - FEW[country] - more[country]) // 2),
        }
        for country, (size, _) in SIX.items()
    }
    return world.wave("w-eu", {country: of for country, (_, of) in SIX.items()}, answers)


def solutions(percent: str, low: str, high: str, counts: range) -> list[tuple[int, ...]]:
    """Firms in each country that give a printed share with its interval, for counts that may be.

    Sizes of the strata are public; the interval is Korn and Graubard's.
    """
    n, of = (np.array([size[place] for size in SIX.values()]) for place in (0, 1))
    digits = len(percent.partition(".")[2])
    every = np.array(
        [found for found in product(range(counts.stop), repeat=len(SIX)) if sum(found) in counts]
    )
    every = every[(every <= n).all(axis=1)]
    p = every @ (of / n) / of.sum()
    spread_ = (of / n / of.sum()) ** 2 * (1 - n / of) * n / (n - 1)
    v = (spread_ * every * (n - every) / n).sum(axis=1)
    t = stats.t.ppf(0.975, n.sum() - 1) / stats.t.ppf(0.975, n.sum() - len(n))
    size = p * (1 - p) / v * t**2
    ends = (
        p,
        stats.beta.ppf(0.025, size * p, size * (1 - p) + 1),
        stats.beta.ppf(0.975, size * p + 1, size * (1 - p)),
    )
    fits = [
        np.abs(np.floor(end * 100 * 10**digits + 0.5) / 10**digits - float(printed)) < 0.01
        for end, printed in zip(ends, (percent, low, high), strict=True)
    ]
    return [tuple(map(int, found)) for found in every[np.logical_and.reduce(fits)]]


@pytest.mark.slow
@pytest.mark.parametrize(("code", "count"), [("cn", 4), ("none", 6)])
def test_a_share_of_few_firms_cannot_be_solved_for_one_country(code: str, count: int) -> None:
    """Catches: 2.7% of 160 firms, 4 firms, bounds; six public sizes leave one answer each."""
    made = document(eu=six())
    row = next(one for one in made.tables[0].rows if one.code == code)
    cell = row.cells[1]
    assert cell.percent is not None
    assert cell.low is not None
    assert cell.high is not None

    found = solutions(cell.percent, cell.low, cell.high, range(3, 10))

    truth = {"cn": FEW, "none": MORE}[code]
    assert tuple(truth.values()) in found
    assert sum(truth.values()) == count
    for place, _ in enumerate(SIX):
        assert len({one[place] for one in found}) > 1
    assert len({sum(one) for one in found}) > 2


def test_few_firms_of_several_strata_are_in_whole_percent_without_a_count() -> None:
    table = document(eu=six()).tables[0]

    rows = {row.code: row for row in table.rows}
    for code in ("cn", "none"):
        cell, gap = rows[code].cells[1], rows[code].gap
        assert cell.percent is not None
        assert "." not in cell.percent
        assert (cell.count, cell.least, cell.most) == (None, None, None)
        assert gap is not None
        assert gap.points is not None
        assert "." not in gap.points
    assert rows["us"].cells[1].count is not None
    assert [one.params for one in table.notes if one.code == "uncounted"] == [
        {"group": "eu", "least": "10"}
    ]


@pytest.mark.parametrize("reading", ["frame", "process"])
def test_no_p_is_told_where_a_count_of_few_firms_of_several_strata_is_not(reading: str) -> None:
    """Catches: p = 0.084 of 6 firms, which leaves four worlds, all without one country."""
    content = world.REPORT.replace("reading: frame", f"reading: {reading}")

    rows = document(eu=six(), content=content).tables[0].rows

    bare = [row for row in rows if row.cells[1].percent and row.cells[1].count is None]
    told = [row for row in rows if row not in bare and row.gap and row.gap.points]
    assert {row.code for row in bare} >= {"cn", "none"}
    assert [row.gap.p for row in bare if row.gap] == [None] * len(bare)
    assert any(row.gap.p for row in told if row.gap)


def test_a_count_withheld_alone_takes_the_smallest_other_with_it() -> None:
    """Catches: 160 firms less all other counts."""
    counts = {
        "DE": {"cn": 9, "us": 26, "none": 3, "dont_know": 12},
        "FR": {"cn": 9, "us": 20, "none": 2},
    }

    rows = document(eu=europe(counts)).tables[0].rows

    assert {row.code for row in rows if row.cells[1].count is None} == {"none", "dont_know"}


def test_the_sheet_of_tallies_withholds_the_same_counts() -> None:
    sources = {"w-jp": world.JAPAN, "w-eu": six()}

    found = json.loads(json.dumps(TallySheet(sources, policy(), ("frame",)).item("source")))

    cells = {cell["code"]: cell for cell in found["waves"][1]["cells"]}
    assert (cells["cn"]["count"], cells["cn"]["bounds"], cells["cn"]["share"]) == (
        None,
        None,
        0.03,
    )
    assert cells["us"]["count"] > 10
    far = next(one for one in found["differences"] if one["code"] == "cn")
    assert far["frame"]["value"] == round(far["frame"]["value"], 2)


BOTH: tuple[Reading, ...] = ("frame", "process")


def sheet(europe: Source) -> Any:
    """The sources of both panels as a program reads them."""
    sources = {"w-jp": world.JAPAN, "w-eu": europe}
    return json.loads(json.dumps(TallySheet(sources, policy(), BOTH).item("source")))


def told_of(found: Any, code: str) -> tuple[Any, Any]:
    """Everything that a sheet tells of a row: its cell of the EU, and its difference."""
    cells, apart = found["waves"][1]["cells"], found["differences"]
    return tuple(next(one for one in held if one["code"] == code) for held in (cells, apart))


@pytest.mark.slow
def test_a_row_of_the_sheet_of_tallies_cannot_be_solved_for_one_country() -> None:
    """Catches: p of a coarse difference; in full digits it leaves 1 answer of 70, in three 4."""
    told = told_of(sheet(six()), "none")
    low, high = (str(round(told[0]["intervals"]["frame"][end] * 100)) for end in ("low", "high"))
    fits = solutions(told[0]["percent"], low, high, range(3, 10))

    alike = [
        found
        for found in fits
        if told_of(sheet(six(dict(zip(SIX, found, strict=True)))), "none") == told
    ]

    assert tuple(MORE.values()) in alike
    for place, country in enumerate(SIX):
        assert len({found[place] for found in alike}) > 1, country


def test_a_sensitive_row_of_several_strata_is_nowhere_in_full_digits() -> None:
    """Catches: rows in full digits beside withheld ones, whose sum is what is left of 1."""
    found = sheet(six())

    for code, digits in (("us", 1), ("none", 0), ("cn", 0), ("dont_know", 1)):
        cell, apart = told_of(found, code)
        shares = [cell["share"], *(cell["bounds"] or ())]
        for reading in BOTH:
            interval, difference = cell["intervals"][reading], apart[reading]
            assert (interval["se"], interval["df"]) == (None, None)
            shares += [interval["low"], interval["high"]]
            shares += [difference[name] for name in ("value", "low", "high")]
            for p in (difference["p"], difference["p_holm"]):
                assert (p is None) if digits == 0 else (p == round(p, 3))
        assert shares == [round(share, 2 + digits) for share in shares]
