"""A design written down in a file: which columns of a data file say how the rows came about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
import pandas as pd

from app.estimation.calibration import Distance, Margin, Total, calibrated
from app.estimation.design import DesignProblem, Lonely, SecondStage, SurveyDesign
from app.estimation.replicates import Replicates, supplied

NAMES = ("weight", "stratum", "cluster", "population", "probability", "lonely")
SHAPES: Mapping[str, tuple[type, str]] = {
    **dict.fromkeys(NAMES, (str, "expected the name of a column")),
    "second": (dict, "expected keys and values below it"),
    "replicates": (dict, "expected keys and values below it"),
    "missing": (list, "expected a list of texts"),
    "known": (list, "expected a list of known totals"),
    "distance": (str, "expected a distance"),
    "bounds": (list, "expected [low, high]"),
}
NUMBERS = ("weight", "population", "probability")
DISTANCES: Mapping[str, Distance] = {"linear": "linear", "raking": "raking", "logit": "logit"}
LONELY: Mapping[str, Lonely] = {name: name for name in get_args(Lonely)}
RULES: Mapping[str, tuple[str, ...]] = {"lonely": tuple(LONELY), "distance": tuple(DISTANCES)}


class DesignFileProblems(DesignProblem):
    """Everything that is wrong with a design file, or with the data for it, one a line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class DesignFile:
    """What a design file says, checked as far as possible without the data.

    Parameters
    ----------
    content : mapping
        The keys of NAMES hold names of columns (`lonely` a rule); `second` names `population` and
        `cluster`; `replicates` holds `columns`, `scale` and `centred`; `missing` lists texts that
        mean no answer; `known` lists known totals for calibration, by `distance` within `bounds`.
    """

    content: Mapping[str, object]

    @property
    def missing(self) -> tuple[str, ...]:
        """Texts that stand for no answer, besides the empty one."""
        listed = self.content.get("missing", [])
        return tuple(str(text) for text in listed) if isinstance(listed, list) else ()

    def design(self, columns: pd.DataFrame) -> SurveyDesign:
        """The design of a data file.

        Parameters
        ----------
        columns : DataFrame
            n rows of text, empty where missing.

        Raises
        ------
        DesignFileProblems
            Columns that are not there, or hold no numbers where numbers are needed.
        DesignProblem
            Columns that contradict each other.
        """
        named = {key: str(self.content[key]) for key in NAMES if self.content.get(key) is not None}
        second = _mapping(self.content.get("second"))
        used = [name for key, name in named.items() if key != "lonely"]
        used += [str(name) for name in second.values()]
        _require_columns(columns, used)
        numeric = [named[key] for key in NUMBERS if key in named]
        numeric += [str(second["population"])] if "population" in second else []
        plain = SurveyDesign(
            with_numbers(columns, numeric),
            weight=named["weight"],
            stratum=named.get("stratum"),
            cluster=named.get("cluster"),
            population=named.get("population"),
            lonely=LONELY[named.get("lonely", "fail")],
            probability=named.get("probability"),
            second=_second_stage(second),
        )
        return self._calibrated(plain)

    def replicates(self, columns: pd.DataFrame) -> Replicates | None:
        """The replicate weights of a data file, where the design names any.

        Raises
        ------
        DesignFileProblems
            Columns that are not there, or hold no numbers.
        """
        described = _mapping(self.content.get("replicates"))
        if not described:
            return None
        listed, weight = described.get("columns"), str(self.content["weight"])
        if isinstance(listed, str):
            names = [str(name) for name in columns if str(name).startswith(listed.rstrip("*"))]
        else:
            names = [str(name) for name in listed] if isinstance(listed, list) else []
        if len(names) < 2:
            raise DesignFileProblems([f"replicates: expected two columns or more for {listed!r}"])
        _require_columns(columns, [*names, weight])
        scale = described.get("scale")
        return supplied(
            with_numbers(columns, [*names, weight]),
            weight,
            names,
            scale=float(str(scale)) if scale is not None else None,
            centred_at_estimate=described.get("centred") == "estimate",
        )

    def _calibrated(self, plain: SurveyDesign) -> SurveyDesign:
        known = self.content.get("known")
        if not isinstance(known, list) or not known:
            return plain
        facts = [_known(entry) for entry in known]
        totals = [fact.column for fact in facts if isinstance(fact, Total)]
        _require_columns(plain.columns, totals)
        numbered = with_numbers(plain.columns, totals)
        start = replace(plain, columns=numbered)
        bounds = self.content.get("bounds")
        limits = (float(bounds[0]), float(bounds[1])) if isinstance(bounds, list) else None
        distance = DISTANCES[str(self.content.get("distance", "raking"))]
        return calibrated(start, facts, distance=distance, bounds=limits)


def design_file(content: object) -> DesignFile:
    """A design from what a YAML file holds.

    Raises
    ------
    DesignFileProblems
        Unknown keys, no weight, an unknown rule: all of them at once.
    """
    if not isinstance(content, dict):
        raise DesignFileProblems(["expected lines such as `weight: w`"])
    problems = [] if content.get("weight") else ["expected `weight:`, the column of weights"]
    for key, value in content.items():
        kind, says = SHAPES.get(str(key), (object, f"unknown; there are {', '.join(SHAPES)}"))
        if key not in SHAPES or not isinstance(value, kind):
            problems.append(f"{key}: {says}")
    for key, allowed in RULES.items():
        if str(content.get(key, "")) not in {"", *allowed}:
            problems.append(f"{key}: expected one of {', '.join(allowed)}, came {content[key]!r}")
    if problems:
        raise DesignFileProblems(problems)
    return DesignFile(content)


def with_numbers(columns: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The columns with some of them read as numbers.

    Raises
    ------
    DesignFileProblems
        A text that is no finite number, with the row it stands in.
    """
    problems, read = [], {}
    for name in dict.fromkeys(names):
        text = columns[name]
        numbers = pd.to_numeric(text, errors="coerce").astype("float64")
        wrong = (text.notna() & ~np.isfinite(numbers)).to_numpy(dtype=np.bool_)
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            value = text.iloc[row]
            problems.append(f"column {name!r}, row {row + 2}: expected a number, came {value!r}")
        read[name] = numbers
    if problems:
        raise DesignFileProblems(problems)
    return columns.assign(**read)


def _require_columns(columns: pd.DataFrame, names: list[str]) -> None:
    absent = [name for name in dict.fromkeys(names) if name not in columns]
    if absent:
        there = ", ".join(str(name) for name in list(columns)[:30])
        raise DesignFileProblems([f"no column {name!r}; there are {there}" for name in absent])


def _second_stage(second: Mapping[str, object]) -> SecondStage | None:
    if not second:
        return None
    if "population" not in second:
        raise DesignFileProblems(["second: expected `population:`, units in the first-stage unit"])
    cluster = second.get("cluster")
    return SecondStage(str(second["population"]), str(cluster) if cluster else None)


def _known(entry: object) -> Margin | Total:
    """A known total: `column` and `total`, or `column` and `counts` by level."""
    described = _mapping(entry)
    column, counts = described.get("column"), _mapping(described.get("counts"))
    if column is None or ("total" not in described and not counts):
        raise DesignFileProblems(["known: expected `column:` with `counts:` or `total:`"])
    if counts:
        return Margin(str(column), {str(k): float(str(n)) for k, n in counts.items()})
    return Total(str(column), float(str(described["total"])))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
