"""Firms that do not exist: their frame, and what drives their answers in the demonstration."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

SIZES = ("0-49", "50-249", "250-999", "1000-4999", "5000+")
BOUNDS = {
    "0-49": (8, 49),
    "50-249": (50, 249),
    "250-999": (250, 999),
    "1000-4999": (1_000, 4_999),
    "5000+": (5_000, 90_000),
}

# Sector: how much of each frame it makes up, and how far it leans on supplies from abroad.
SECTORS: Mapping[str, tuple[float, float, float]] = {
    "food": (5, 8, -0.1),
    "textiles_paper": (2, 6, 0.0),
    "chemicals": (11, 10, 0.3),
    "pharma": (6, 5, 0.4),
    "minerals_glass": (3, 4, 0.0),
    "metals": (8, 10, 0.3),
    "machinery": (12, 14, 0.5),
    "electronics": (14, 8, 0.9),
    "electrical": (8, 7, 0.8),
    "vehicles": (12, 8, 0.6),
    "other_transport": (5, 4, 0.5),
    "energy_utilities": (5, 4, 0.1),
    "construction": (2, 3, -0.5),
    "trade": (5, 5, 0.1),
    "logistics": (4, 3, -0.7),
    "information": (3, 4, -0.5),
    "finance": (2, 2, -1.2),
}
MANUFACTURING = frozenset(SECTORS) - {
    "energy_utilities",
    "construction",
    "trade",
    "logistics",
    "information",
    "finance",
}
SIZE_MIX = {"jp": (0, 5, 15, 36, 44), "eu": (6, 32, 31, 20, 11)}
MEMBER_STATES: Mapping[str, int] = {"DE": 110, "FR": 85, "IT": 80, "ES": 60, "PL": 50, "NL": 35}
WILLINGNESS = {"JP": 0.0, "DE": 0.1, "FR": -0.3, "IT": -0.1, "ES": 0.2, "PL": 0.0, "NL": 0.4}
JAPANESE_FIRMS = 107
TRIES = 8

NAMES = Path(__file__).with_name("invented_names.csv")


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented firm: its row of the frame, and what nobody sees but its answers follow.

    Parameters
    ----------
    exposure : float
        How far it depends on supplies from abroad; about standard normal over both frames.
    readiness : float
        How far it has organised its economic security; about standard normal.
    burden : float
        How hard the events of the last year hit it; about standard normal.
    candour : float
        How readily it takes part and fills in everything; about standard normal.
    """

    unit: str
    name: str
    country: str
    sector: str
    size: str
    employees: int
    exposure: float
    readiness: float
    burden: float
    candour: float

    @property
    def panel(self) -> str:
        """The panel that it belongs to: jp or eu."""
        return "jp" if self.country == "JP" else "eu"

    @property
    def scale(self) -> float:
        """Its size as a number around zero."""
        return SIZES.index(self.size) - 2.0

    def pull(self, latent: str) -> float:
        """What drives an answer, by its name; a sector's name is 1 for its own firms."""
        named = {
            "exposure": self.exposure,
            "readiness": self.readiness,
            "burden": self.burden,
            "size": self.scale,
            "manufacturing": 1.0 if self.sector in MANUFACTURING else -1.0,
            "": 0.0,
        }
        return named[latent] if latent in named else float(self.sector == latent)


def japanese_firms(rng: np.random.Generator) -> tuple[Firm, ...]:
    """The frame of the Japan panel, in the order of its unit codes."""
    return _frame("jp", ["JP"] * JAPANESE_FIRMS, rng)


def european_firms(rng: np.random.Generator) -> tuple[Firm, ...]:
    """The frame of the EU panel: six member states, in the order of its unit codes."""
    countries = [country for country, count in MEMBER_STATES.items() for _ in range(count)]
    return _frame("eu", countries, rng)


def firms_of(panel: str, count: int, rng: np.random.Generator) -> tuple[Firm, ...]:
    """A frame of so many firms; in the EU panel the member states have the parts they have there.

    Raises
    ------
    ValueError
        The panel is neither "jp" nor "eu".
    """
    if panel not in SIZE_MIX:
        raise ValueError(f"firms are invented for the panels jp and eu, not for {panel!r}")
    if panel == "jp":
        return _frame("jp", ["JP"] * count, rng)
    whole = sum(MEMBER_STATES.values())
    parts = {country: count * part // whole for country, part in MEMBER_STATES.items()}
    parts["DE"] += count - sum(parts.values())
    return _frame("eu", [country for country, part in parts.items() for _ in range(part)], rng)


def taking_part(firms: Sequence[Firm], count: int, rng: np.random.Generator) -> tuple[Firm, ...]:
    """So many of the firms, the willing ones more probably, in the order in which they answer."""
    score = np.array([firm.candour + WILLINGNESS[firm.country] for firm in firms])
    order = np.argsort(-(score + rng.gumbel(size=len(firms))), kind="stable")
    return tuple(firms[index] for index in order[:count])


def frame_csv(firms: Sequence[Firm]) -> str:
    """The frame as the file that `flask frame load` reads."""
    lines = ["unit,name,country,sector,size"]
    lines += [
        f"{firm.unit},{firm.name},{firm.country},{firm.sector},{firm.size}" for firm in firms
    ]
    return "\n".join(lines) + "\n"


def _frame(panel: str, countries: Sequence[str], rng: np.random.Generator) -> tuple[Firm, ...]:
    taken: set[str] = set()
    return tuple(
        _firm(panel, f"{country}{number:04d}", rng, taken)
        for number, country in enumerate(countries, start=1)
    )


def _firm(panel: str, unit: str, rng: np.random.Generator, taken: set[str]) -> Firm:
    sector = _drawn(SECTORS, [mix[panel == "eu"] for mix in SECTORS.values()], rng)
    size = _drawn(SIZES, SIZE_MIX[panel], rng)
    low, high = BOUNDS[size]
    scale = SIZES.index(size) - 2.0
    exposure = 0.8 * SECTORS[sector][2] + 0.1 * scale + rng.normal(0, 0.8)
    readiness = 0.35 * exposure + 0.35 * scale + rng.normal(0, 0.8)
    return Firm(
        unit=unit,
        name=_name(unit, sector, rng, taken),
        country=unit[:2],
        sector=sector,
        size=size,
        employees=int(np.exp(rng.uniform(np.log(low), np.log(high + 1)))),
        exposure=float(exposure),
        readiness=float(readiness),
        burden=float(0.6 * exposure + rng.normal(0, 0.8)),
        candour=float(0.25 * readiness + rng.normal(0, 0.9)),
    )


def _name(unit: str, sector: str, rng: np.random.Generator, taken: set[str]) -> str:
    """A name that no firm of the frame has yet, marked as invented by its first word.

    Where the words give out, in a frame of thousands, the number of the unit is added.
    """
    country = unit[:2]
    marks, fancies, trades, forms = _words()[country]
    trade = trades[list(SECTORS).index(sector)]
    for _ in range(TRIES):
        mark, fancy, form = (str(rng.choice(words)) for words in (marks, fancies, forms))
        if country == "JP":
            name = f"{mark}{fancy}{trade}{form}"
        else:
            name = f"{mark} {fancy} {trade} {form}"
        if name not in taken:
            taken.add(name)
            return name
    return f"{name} {unit}"


@cache
def _words() -> Mapping[str, tuple[list[str], ...]]:
    """By country: marks of invention, fancy words, trades in the order of SECTORS, forms."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return {
            row["country"]: tuple(row[part].split() for part in ("mark", "fancy", "trade", "form"))
            for row in csv.DictReader(file)
        }


def _drawn(
    names: Mapping[str, object] | Sequence[str], mix: Sequence[float], rng: np.random.Generator
) -> str:
    weights = np.array(mix, dtype=float)
    return list(names)[int(rng.choice(len(weights), p=weights / weights.sum()))]
