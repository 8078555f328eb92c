"""Figures of a report on ranks, divided wholes, rosters and exposure, against R."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd

from app.estimation.exposure import concentration
from app.questionnaire.instrument import Item, Option, Row
from app.questionnaire.text import Text
from app.reporting.answers import divided, ranked, roster_answers
from app.reporting.definition import Bands, ExposureSettings
from app.reporting.exposure import exposure
from app.reporting.means import Mean, Numbers, differences, means, medians
from app.reporting.responses import Answers, Responses, in_base, tally
from app.reporting.tabulation import Category, GroupShares, tabulate
from tests.reference.reading import case, table

FRAMES: Mapping[str, Mapping[str, int]] = {
    "jp": {"JP": 107},
    "eu": {"DE": 110, "FR": 85, "IT": 80},
}
RISKS = ("tariffs", "controls", "cyber", "war")
AREAS = ("japan", "eu", "china", "other")
BANDS = {
    "h": ("lt30", "p30_50", "p50_65", "p65_100", "all"),
    "t": ("lt1m", "m1_3", "m3_6", "m6_12", "ge12m", "impossible"),
    "c": ("no_stock", "not_applicable", "lt2w", "w2_m1", "m1_3", "m3_6", "ge6m"),
}
SETTINGS = ExposureSettings(
    origin="o",
    home={},
    share=Bands(
        "h",
        {
            "lt30": (0, 30),
            "p30_50": (30, 50),
            "p50_65": (50, 65),
            "p65_100": (65, 100),
            "all": (100, 100),
        },
    ),
    replace=Bands(
        "t",
        {
            "lt1m": (0, 1),
            "m1_3": (1, 3),
            "m3_6": (3, 6),
            "m6_12": (6, 12),
            "ge12m": (12,),
            "impossible": (),
        },
    ),
    cover=Bands(
        "c",
        {
            "no_stock": (0, 0),
            "not_applicable": (0, 0),
            "lt2w": (0, 0.5),
            "w2_m1": (0.5, 1),
            "m1_3": (1, 3),
            "m3_6": (3, 6),
            "ge6m": (6,),
        },
    ),
    least_share=50,
    least_months=6,
)


def text(said: str) -> Text:
    return Text("en", {"en": said})


def options(codes: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(code, text(code), exclusive=code == "none") for code in codes)


def item(code: str, kind: str, codes: Sequence[str]) -> Item:
    missing = options(("dont_know",))
    return Item(
        code, code, kind, code, text(code), text(code), "ordinary",
        options=options(codes), missing=missing, max_choices=3,
    )  # fmt: skip


RANK = item("r", "rank", (*RISKS, "none"))
SUM = Item(
    "s", "s", "constant_sum", "s", text("s"), text("s"), "ordinary",
    rows=tuple(Row(code, text(code)) for code in AREAS),
)  # fmt: skip
ROSTER = Item(
    "i", "i", "roster", "i", text("i"), text("i"), "ordinary",
    items=(item("o", "picker", ("cn", "us", "th")), *(
        item(code, "single", codes) for code, codes in BANDS.items()
    )),
    max_rows=2,
)  # fmt: skip


@cache
def columns(group: str) -> pd.DataFrame:
    """The answers of a group in the columns of a snapshot."""
    found = table("own_report")
    found = found[found["group"] == group].reset_index(drop=True)
    names = {f"r{n}": f"r__{n}" for n in (1, 2, 3)}
    names |= {f"s_{area}": f"s__{area}" for area in AREAS}
    names |= {f"{part}{n}": f"i__{n}__{part}" for n in (1, 2) for part in "ohtc"}
    found = found.rename(columns=names)
    for code, first in (("r", "r__1"), ("s", "s__japan"), ("i", "i__1__o")):
        given = found[first].notna()
        found[f"{code}__status"] = np.where(given, "given", "not_answered")
    return found


def responses(group: str) -> Responses:
    return Responses(group, tuple(columns(group)["stratum"]), FRAMES[group])


def shares(group: str, answers: Answers, *members: str) -> GroupShares:
    rows = [Category(code, frozenset({code})) for code in members]
    return tabulate([(responses(group), answers)], rows, readings=("frame",)).groups[0]


def interval(name: str, group: str, answers: Answers, code: str) -> dict[str, float]:
    """The share of a code with the interval that differences are made of."""
    found = shares(group, answers, code).shares[0].compared["frame"]
    assert found.low is not None
    assert found.high is not None
    return {f"{name}.est": found.value, f"{name}.low": found.low, f"{name}.high": found.high}


def told(name: str, mean: Mean) -> dict[str, float]:
    assert mean.value is not None
    assert mean.estimate is not None
    assert mean.estimate.low is not None
    assert mean.estimate.high is not None
    low, high = mean.estimate.low, mean.estimate.high
    return {f"{name}.est": mean.value, f"{name}.low": low, f"{name}.high": high}


def sums(group: str) -> Numbers:
    found, values = responses(group), divided(columns(group), SUM)
    status = Answers(columns(group)["s__status"].to_numpy(dtype=np.object_), {})
    base = np.isfinite(values["japan"])
    return Numbers(found, tally(found, status), base, values, 1.0)


def test_ranks_are_shares_and_points_of_everybody_in_the_base() -> None:
    """Catches: the mean rank of those who ranked it; "none" and unranked options left out."""
    expected = case("report_figures")
    for group in FRAMES:
        given = ranked(columns(group), RANK)
        base = in_base(given.among(1), "answered")
        points = Numbers(
            responses(group),
            tally(responses(group), given.among(1)),
            base,
            {risk: given.points(risk) for risk in RISKS},
            3.0,
        )
        for mean in means(points, reading="frame", level=0.95):
            expected.check(told(f"{group}.points.{mean.row}", mean))
        for name, among in (("top", 3), ("first", 1)):
            for risk in RISKS:
                place = f"{group}.{name}.{risk}"
                expected.check(interval(place, group, given.among(among), risk))


def test_means_and_medians_of_a_whole_that_firms_divided() -> None:
    """Catches: 99 and 101 percent left as they were given; the unweighted median."""
    expected = case("report_figures")
    for group in FRAMES:
        for mean in means(sums(group), reading="frame", level=0.95):
            expected.check(told(f"{group}.mean.{mean.row}", mean))
        for mean in medians(sums(group), reading="frame", level=0.95):
            expected.check(told(f"{group}.median.{mean.row}", mean))


def test_concentration_of_what_firms_buy() -> None:
    expected = case("report_figures")
    for group in FRAMES:
        given = sums(group)
        index = concentration(
            columns(group)[[f"s__{area}" for area in AREAS]], [f"s__{area}" for area in AREAS]
        )
        numbers = Numbers(given.responses, given.tally, given.base, {"hhi": index}, 1.0)
        expected.check(told(f"{group}.hhi", means(numbers, reading="frame", level=0.95)[0]))


def test_differences_of_means_know_both_errors_and_the_fewer_degrees_of_freedom() -> None:
    found = differences(sums("jp"), sums("eu"), reading="frame", level=0.95)

    got: dict[str, float] = {}
    for area, one in zip(AREAS, found, strict=True):
        assert one is not None
        parts = {"est": one.value, "low": one.low, "high": one.high, "p": one.p}
        got |= {f"gap.mean.{area}.{part}": value for part, value in parts.items()}
    case("report_figures").check(got)


def test_a_firm_counts_once_whatever_row_names_it() -> None:
    """Catches: the share of inputs in place of the share of firms."""
    expected = case("report_figures")
    for group in FRAMES:
        answers = roster_answers(columns(group), ROSTER, "o")
        expected.check(interval(f"{group}.roster.cn", group, answers, "cn"))


def test_the_rule_of_exposure_is_that_of_a_second_program() -> None:
    """Catches: a band that does not decide taken for no; the stocks of another input."""
    expected = case("report_figures")
    for group in FRAMES:
        answers = exposure(columns(group), ROSTER, SETTINGS, ())
        expected.check(interval(f"{group}.exposed", group, answers, "exposed"))
        both = np.logical_or(answers.chosen["exposed"], answers.chosen["untold"])
        either = Answers(answers.status, {"at_most": both})
        expected.check(interval(f"{group}.at_most", group, either, "at_most"))
