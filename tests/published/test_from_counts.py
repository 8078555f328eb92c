"""`flask response from-counts`: what it makes, and what it refuses to make."""

from collections.abc import Iterator

import pytest
from ruamel.yaml import YAML

from app.collection.wave import read_plans
from tests import cast
from tests.published.rebuilt import Installation, installed

HEADING = "item,option,count,base\n"
QUESTIONNAIRE = """\
format: 1
id: tea/2026
title: Tea in invented firms
languages: {base: en, also: []}
sections:
  - code: tea
    letter: A
    title: Tea
    items:
      - code: teas
        num: A1
        concept: teas
        kind: multiple
        role: ordinary
        short: Teas
        wording: Which teas are drunk?
        options:
          - {code: green, label: Green}
          - {code: black, label: Black}
          - {code: none, label: None of these, exclusive: true}
        missing:
          - {code: dont_know, label: Do not know}
          - {code: refused, label: No answer}
      - code: drinks
        num: A2
        concept: drinks
        kind: single
        role: ordinary
        short: Tea is drunk
        wording: Is tea drunk?
        options: [{code: "yes", label: "Yes"}, {code: "no", label: "No"}]
        missing: [{code: dont_know, label: Do not know}]
      - code: milk
        num: A3
        concept: milk
        kind: single
        role: ordinary
        short: Milk
        wording: Is milk taken?
        ask_if: "drinks == 'yes'"
        options: [{code: "yes", label: "Yes"}, {code: "no", label: "No"}]
      - code: cups
        num: A4
        concept: cups
        kind: number
        role: ordinary
        short: Cups
        wording: How many cups?
        unit: cups
retired: {}
"""
MARKED = "anonymous: false\n    simulated: true\n    from_counts: true"
DESIGN = "waves:\n" + "".join(
    cast.WAVE.format(code=code, anonymous="false").replace("anonymous: false", kind)
    for code, kind in (("counts", MARKED), ("split", MARKED), ("real", "anonymous: false"))
)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The survey about tea: a wave from counts with twelve stand-ins, and two that take none."""
    folder = tmp_path_factory.mktemp("counts")
    surveys = cast.surveys_folder(folder, QUESTIONNAIRE)
    (surveys / cast.SURVEY / "design.yaml").write_text(DESIGN, encoding="utf-8")
    for made in installed(folder, surveys):
        made.type("survey", "publish", cast.SURVEY)
        stand_ins = made.type("frame", "stand-ins", "12", "--country", "JP")
        for wave, frame in (("counts", stand_ins), ("split", cast.FRAME), ("real", stand_ins)):
            made.type("frame", "load", wave, written(made, "frame", frame))
        yield made


def written(here: Installation, name: str, text: str) -> str:
    file = here.folder / f"{name}.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def table(here: Installation, *rows: str) -> str:
    return written(here, "counts", HEADING + "".join(f"{row}\n" for row in rows))


def test_counts_come_back_with_what_stands_alone_and_what_was_not_answered(
    here: Installation,
) -> None:
    counts = table(
        here,
        "teas,green,4,10", "teas,black,5,10", "teas,none,2,10", "teas,dont_know,1,10",
        "drinks,yes,8,9", "drinks,dont_know,1,9",
    )  # fmt: skip

    answers = here.type("response", "from-counts", "counts", counts, "--firms", "11")
    here.type("response", "load", "counts", written(here, "answers", answers))

    told = here.type("tabulate", "counts", "--item", "teas", "--all-cells")
    assert "12 firms, 11 responses, 11 asked, 10 answered, base 10, 1 not answered" in told
    for count, percent, label in (
        (4, "40", "Green"), (5, "50", "Black"), (2, "20", "None"), (1, "10", "Do not"),
    ):  # fmt: skip
        assert f"{count:>6} {percent:>6}  {label}" in told
    assert "Made from published counts" in told
    assert "base 9" in here.type("tabulate", "counts", "--item", "drinks")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["coffee,yes,1,2"], "row 2, item: coffee is no item of this wave"),
        (["cups,yes,1,2"], "row 2, item: cups is no choice from a list"),
        (["milk,yes,1,2"], "row 2, item: milk is asked of some firms only: put it to everybody"),
        (["drinks,maybe,2,2"], "row 2, option: drinks has no option maybe; it has yes, no, dont"),
        (["teas,green,2,2", "teas,refused,1,2"], "teas has no option refused"),
        (["drinks,yes,13,13"], "row 2, base: drinks has 13 firms, but only 12 are there"),
        (["drinks,yes,1,2"], "row 2, count: drinks: the counts add to 1 of 2 firms: say with an"),
        (["drinks,yes,2"], "row 2, base: expected a whole number"),
    ],
)
def test_what_the_wave_cannot_give_is_told(
    here: Installation, rows: list[str], expected: str
) -> None:
    assert expected in here.refused("response", "from-counts", "counts", table(here, *rows))


def test_more_firms_than_the_frame_has_are_refused(here: Installation) -> None:
    counts = table(here, "drinks,yes,2,2")

    told = here.refused("response", "from-counts", "counts", counts, "--firms", "13")

    assert "13 firms took part, but the frame has 12" in told


def test_a_wave_that_is_not_marked_takes_no_counts(here: Installation) -> None:
    counts = table(here, "drinks,yes,2,2")

    told = here.refused("response", "from-counts", "real", counts)

    assert "wave real is not marked as made from counts" in told


def test_made_answers_do_not_go_into_a_wave_of_real_firms(here: Installation) -> None:
    """Catches: reconstructed answers loaded beside real ones."""
    answers = here.type("response", "from-counts", "counts", table(here, "drinks,yes,2,2"))

    told = here.refused("response", "load", "real", written(here, "answers", answers))

    assert "invented answers do not go into a wave of real firms" in told


def test_a_wave_from_counts_has_to_be_simulated() -> None:
    design = YAML(typ="safe").load(DESIGN.replace("simulated: true", "simulated: false"))

    _, problems = read_plans(design)

    assert str(problems[0]) == "$.waves.counts.simulated: True was expected"


def test_a_frame_of_several_strata_is_refused(here: Installation) -> None:
    told = here.refused("response", "from-counts", "split", table(here, "drinks,yes,2,2"))

    assert "the frame of split has 2 strata" in told


def test_an_unknown_wave_is_named(here: Installation) -> None:
    told = here.refused("response", "from-counts", "coffee", table(here, "drinks,yes,2,2"))

    assert "there is no wave 'coffee'" in told
