"""Conditions judged before anybody answers: names, codes and types."""

import pytest

from app.questionnaire.expression import parse
from app.questionnaire.types import NUMBER, TEXT, Type, type_problems

TYPES = {
    "employees": NUMBER,
    "share": NUMBER,
    "country": TEXT,
    "message": TEXT,
    "sector": Type("code", frozenset({"food", "steel", "dont_know"})),
    "areas": Type("codes", frozenset({"asia", "europe", "africa"})),
}

SOUND = [
    "employees >= 250 and country == 'JP'",
    "sector in ['food', 'dont_know']",
    "'asia' in areas",
    "any_of(areas, ['asia']) or none_of(areas, ['europe'])",
    "count(areas) > 1 and sum(employees, share) / 2 < 10",
    "answered(message) and not answered(areas)",
    "sector == sector",
    "employees == share",
]


@pytest.mark.parametrize("source", SOUND)
def test_a_sound_condition_has_no_problems(source: str) -> None:
    assert type_problems(parse(source), TYPES) == []


PROBLEMS = {
    "a name nobody has": ("employes > 3", "did you mean 'employees'?"),
    "a code nobody has": ("sector == 'foood'", "sector has no code 'foood'; did you mean 'food'?"),
    "a code far from any": ("sector == 'zzz'", "its codes are dont_know, food, steel"),
    "a code in a list": ("sector in ['food', 'stele']", "no code 'stele'; did you mean 'steel'?"),
    "a code of several": ("any_of(areas, ['azia'])", "areas has no code 'azia'"),
    "a code before in": ("'azia' in areas", "areas has no code 'azia'"),
    "several codes compared": ("areas == 'asia'", "any_of(item, ['code'])"),
    "several codes before in": ("areas in ['asia']", "write any_of(item, ['code'])"),
    "one code asked as several": ("any_of(sector, ['food'])", "write sector in ['code']"),
    "an order of codes": ("sector > 'food'", "only numbers have an order"),
    "a number in quotes": ("employees > '3'", "only numbers have an order"),
    "a number equal to a text": ("employees == '3'", "numbers stand without quotes"),
    "a text equal to a number": ("country == 3", "compares a text with a number"),
    "arithmetic with codes": ("sector + 1 > 2", "sector is one code, not a number"),
    "a sum of texts": ("sum(country) > 2", "country is a text, not a number"),
    "a number as a condition": ("employees and answered(share)", "join comparisons"),
    "a denial of a code": ("not sector", "join comparisons"),
    "a name alone": ("sector", "is one code, not a condition"),
    "a number alone": ("count(areas)", "is a number, not a condition"),
    "a condition compared": ("answered(share) == answered(sector)", "cannot be compared"),
    "in a single item": ("'food' in sector", "after `in` stands a list"),
    "a count of one code": ("count(sector) == 1", "not several codes"),
}


@pytest.mark.parametrize(("source", "told"), PROBLEMS.values(), ids=PROBLEMS)
def test_an_unsound_condition_is_told_with_a_way_out(source: str, told: str) -> None:
    found = type_problems(parse(source), TYPES)

    assert len(found) == 1
    assert told in found[0]


def test_all_problems_of_a_condition_come_at_once() -> None:
    condition = parse("employes > 3 and sector == 'foood' and areas == 'asia'")

    assert len(type_problems(condition, TYPES)) == 3


def test_a_name_that_cannot_be_judged_is_taken_for_granted() -> None:
    condition = parse("lost__row == 'x' or employes > 3")

    found = type_problems(condition, TYPES, frozenset({"lost"}))

    assert len(found) == 1
    assert "employes" in found[0]
