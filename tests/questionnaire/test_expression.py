"""Conditions on known and unknown values: Kleene's logic on exact decimals."""

from decimal import Decimal, getcontext, localcontext

import pytest

from app.questionnaire.expression import evaluate, met, parse

VALUES: dict[str, object] = {
    "employees": Decimal(250),
    "price": Decimal("0.1"),
    "zero": Decimal(0),
    "country": "JP",
    "areas": ("asia", "europe"),
    "blank": None,
}

CASES = {
    "an order": ("employees >= 250", True),
    "an equality of codes": ("country == 'JP'", True),
    "an inequality of codes": ("country != 'JP'", False),
    "a code in a list": ("country in ['DE', 'JP']", True),
    "a code not in a list": ("country not in ['DE', 'FR']", True),
    "a code among several chosen": ("'asia' in areas", True),
    "decimals are exact": ("price + price + price == 0.3", True),
    "a third is not lost": ("employees / 4 == 62.5", True),
    "a minus": ("-employees < 0", True),
    "multiplication before addition": ("2 + 3 * 4 == 14", True),
    "any of": ("any_of(areas, ['africa', 'asia'])", True),
    "all of": ("all_of(areas, ['africa', 'asia'])", False),
    "none of": ("none_of(areas, ['africa'])", True),
    "how many": ("count(areas) == 2", True),
    "a sum": ("sum(employees, price, 1) == 251.1", True),
    "answered": ("answered(employees)", True),
    "answered when blank": ("answered(blank)", False),
    "not answered when blank": ("not answered(blank)", True),
    "a blank less than a number": ("blank < 30", None),
    "a blank equal to zero": ("blank == 0", None),
    "a blank unequal to a code": ("blank != 'x'", None),
    "a blank in a list": ("blank in ['x']", None),
    "a blank not in a list": ("blank not in ['x']", None),
    "any of a blank": ("any_of(blank, ['x'])", None),
    "none of a blank": ("none_of(blank, ['x'])", None),
    "how many of a blank": ("count(blank) >= 0", None),
    "a sum with a blank": ("sum(employees, blank) > 0", None),
    "a product with a blank": ("0 * blank == 0", None),
    "not of unknown": ("not (blank == 1)", None),
    "unknown and false": ("blank == 1 and country == 'DE'", False),
    "unknown and true": ("blank == 1 and country == 'JP'", None),
    "unknown or true": ("blank == 1 or country == 'JP'", True),
    "unknown or false": ("blank == 1 or country == 'DE'", None),
    "false before unknown": ("country == 'DE' and blank == 1", False),
    "true before unknown": ("country == 'JP' or blank == 1", True),
    "division by zero": ("employees / zero > 1", None),
    "zero by zero": ("zero / zero == 0", None),
    "a name that nobody has": ("nobody == 1", None),
    "text and number": ("country == 1", False),
    "an order of texts": ("country < 'ZZ'", None),
}


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_a_condition_comes_to_true_false_or_unknown(source: str, expected: bool | None) -> None:
    assert evaluate(parse(source), VALUES) is expected


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_only_true_is_met(source: str, expected: bool | None) -> None:
    assert met(parse(source), VALUES) is (expected is True)


def test_no_condition_is_always_met() -> None:
    assert met(None, {})


def test_the_precision_of_the_thread_does_not_change_a_condition() -> None:
    condition = parse("1 / 3 * 3 < 1")

    with localcontext() as context:
        context.prec = 2
        low = evaluate(condition, {})
    with localcontext() as context:
        context.prec = 50
        high = evaluate(condition, {})

    assert low is high is True


def test_evaluating_leaves_the_precision_of_the_thread_alone() -> None:
    before = getcontext().prec

    evaluate(parse("1 / 3 > 0"), {})

    assert getcontext().prec == before


def test_a_value_of_a_foreign_type_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="'share': expected text, Decimal or tuple"):
        evaluate(parse("share > 1"), {"share": 0.5})
