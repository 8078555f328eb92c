"""The firms of the demonstration are plainly invented, and the same from the same seed."""

from collections import Counter

import numpy as np
import pytest

from app.commands.invented import (
    MEMBER_STATES,
    SECTORS,
    SIZES,
    Firm,
    european_firms,
    frame_csv,
    japanese_firms,
    taking_part,
)

MARKS = {
    "JP": ("架空", "見本", "例示", "模擬", "仮想"),
    "DE": ("Muster", "Beispiel", "Fantasie"),
    "FR": ("Exemple", "Fiction", "Chimère"),
    "IT": ("Esempio", "Finzione", "Fantasia"),
    "ES": ("Ejemplo", "Ficción", "Quimera"),
    "PL": ("Przykład", "Fikcja", "Zmyślone"),
    "NL": ("Voorbeeld", "Verzinsel", "Fictie"),
}


@pytest.fixture(scope="module")
def firms() -> tuple[Firm, ...]:
    rng = np.random.default_rng(20261001)
    return japanese_firms(rng) + european_firms(rng)


def test_a_name_begins_with_a_word_that_says_it_is_invented(firms: tuple[Firm, ...]) -> None:
    assert all(firm.name.startswith(MARKS[firm.country]) for firm in firms)


def test_no_two_firms_share_a_name_or_a_unit_code(firms: tuple[Firm, ...]) -> None:
    assert len({firm.name for firm in firms}) == len({firm.unit for firm in firms}) == len(firms)


def test_the_frames_have_the_size_that_is_told(firms: tuple[Firm, ...]) -> None:
    countries = Counter(firm.country for firm in firms)

    assert countries == {"JP": 107, **MEMBER_STATES}
    assert sum(MEMBER_STATES.values()) == 420


def test_a_firm_employs_as_many_as_its_size_says(firms: tuple[Firm, ...]) -> None:
    for firm in firms:
        low, _, high = firm.size.rstrip("+").partition("-")
        assert int(low) <= firm.employees
        assert not high or firm.employees <= int(high)
        assert firm.size in SIZES
        assert firm.sector in SECTORS


def test_the_same_seed_draws_the_same_frame() -> None:
    drawn = [frame_csv(japanese_firms(np.random.default_rng(7))) for _ in range(2)]

    assert drawn[0] == drawn[1]
    assert drawn[0] != frame_csv(japanese_firms(np.random.default_rng(8)))


def test_so_many_firms_take_part_and_none_twice(firms: tuple[Firm, ...]) -> None:
    taken = taking_part(firms, 160, np.random.default_rng(1))

    assert len({firm.unit for firm in taken}) == 160


def test_willing_firms_take_part_more_often(firms: tuple[Firm, ...]) -> None:
    rng = np.random.default_rng(2)
    willing = [firm.candour for _ in range(50) for firm in taking_part(firms, 100, rng)]

    assert np.mean(willing) > np.mean([firm.candour for firm in firms]) + 0.2


def test_japanese_firms_are_larger_and_more_exposed(firms: tuple[Firm, ...]) -> None:
    japan = [firm for firm in firms if firm.panel == "jp"]
    europe = [firm for firm in firms if firm.panel == "eu"]

    assert np.mean([firm.scale for firm in japan]) > np.mean([firm.scale for firm in europe])
    assert np.mean([firm.exposure for firm in japan]) > np.mean([f.exposure for f in europe])
