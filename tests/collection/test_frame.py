"""A frame file is read whole, with all its problems."""

import pytest

from app.collection.frame import Unit, read_frame

HEAD = "unit,name,country,sector,size\n"


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_frame(text, strata=["country"])[1]]


def test_units_come_in_the_order_of_the_file_with_their_stratum() -> None:
    frame, found = read_frame(
        HEAD + "N2,Fictive Leaves,JP,g46,large\nN1,Nonesuch Kettles,DE,c28,small\n",
        strata=["country", "size"],
    )

    assert found == ()
    assert frame.units[0] == Unit("N2", "Fictive Leaves", "JP", "g46", "large", "JP / large")
    assert frame.sizes() == {"DE / small": 1, "JP / large": 1}


def test_a_stratum_in_the_file_goes_before_the_columns() -> None:
    text = "unit,name,country,sector,size,stratum\nN1,Nonesuch,JP,c,l,north\nN2,Fictive,JP,c,l,\n"

    frame, _ = read_frame(text, strata=["country"])

    assert [unit.stratum for unit in frame.units] == ["north", "JP"]


def test_a_file_of_excel_with_its_mark_and_line_ends_is_read() -> None:
    text = "\ufeff" + (HEAD + '"N1","架空商事, 東京",JP,,\n').replace("\n", "\r\n")

    frame, found = read_frame(text, strata=["country"])

    assert found == ()
    assert frame.units[0].name == "架空商事, 東京"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "row 1, unit: the heading has to name unit, name, country, sector, size"),
        ("code,name\n", "row 1, unit: the heading has to name unit, name, country, sector, size"),
        (HEAD, "row 1, unit: there is no unit in the file"),
        (HEAD + "N1,,JP,,\n", "row 2, name: is empty"),
        (HEAD + "N1,Nonesuch,JP,,,more\n", "row 2, unit: the row has more cells than the heading"),
        (HEAD + f"N1,{'x' * 301},JP,,\n", "row 2, name: has more than 300 characters"),
        (HEAD + "N1,None\x00such,JP,,\n", "row 2, name: holds a character that cannot be shown"),
        (HEAD + "N1,A,JP,,\nN1,B,JP,,\n", "row 3, unit: 'N1' stands in row 2 already"),
        (HEAD + f'N1,"{"x" * 200_000}",JP,,\n', "row 1, file: cannot be read as CSV"),
    ],
    ids=[
        "empty file", "wrong heading", "no units", "no name", "long row", "long name", "NUL",
        "unit twice", "huge cell",
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_row(text: str, told: str) -> None:
    assert any(problem.startswith(told) for problem in problems(text))


def test_a_column_named_twice_is_a_problem() -> None:
    _, problems = read_frame(
        "unit,name,country,sector,size,country\nX1,Nonesuch,JP,a,b,DE\n", strata=("country",)
    )

    assert [str(one) for one in problems] == ["row 1, country: stands in the heading twice"]


def test_a_stratum_is_not_made_of_nothing() -> None:
    text = "unit,name,country,sector,size,stratum\nX1,Nonesuch,JP,,,\nX2,Fictive,JP,,,rest\n"

    _, problems = read_frame(text, strata=("sector", "size"))

    assert [str(one) for one in problems] == [
        "row 2, sector: is empty, and the strata are made of it",
        "row 2, size: is empty, and the strata are made of it",
    ]
