"""Change between two waves of one frame: who answered twice, and what that does to the error."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.estimation.design import DesignProblem, SurveyDesign
from app.estimation.estimate import EmptyDomain, Estimate, Floats, LonelyUnit
from app.estimation.estimators import means

FIRST, SECOND = "first wave", "second wave"


@dataclass(frozen=True, eq=False)
class Waves:
    """The responses of two waves to one frame of strata.

    Parameters
    ----------
    first, second : DataFrame
        One row per response of a unit, at most one in each wave.
    unit : str
        Column that names the unit in both waves.
    stratum : str
        Column of strata, in which each wave's responses are taken as a random sample.
    population : str
        Column with the number of units N_h of the stratum in the frame, the same in both waves.
    """

    first: pd.DataFrame
    second: pd.DataFrame
    unit: str
    stratum: str
    population: str

    def __post_init__(self) -> None:
        for wave in (self.first, self.second):
            if wave[self.unit].duplicated().any():
                raise DesignProblem(f"column {self.unit!r}: a unit answers twice in one wave")
        both = self.first.merge(self.second, on=self.unit, suffixes=("_1", "_2"))
        if (both[f"{self.stratum}_1"] != both[f"{self.stratum}_2"]).any():
            raise DesignProblem(f"column {self.stratum!r}: a unit changes its stratum")
        every = pd.concat([self.first, self.second])
        sizes = every.groupby(self.stratum)[self.population].nunique()
        if (sizes != 1).any() or (every[self.population] <= 0).any():
            raise DesignProblem(f"column {self.population!r}: two sizes in one stratum, or none")

    @property
    def stayers(self) -> tuple[str, ...]:
        """Units that answered both waves, sorted."""
        return _sorted(set(self.first[self.unit]) & set(self.second[self.unit]))

    @property
    def leavers(self) -> tuple[str, ...]:
        """Units that answered the first wave alone, sorted."""
        return _sorted(set(self.first[self.unit]) - set(self.second[self.unit]))

    @property
    def joiners(self) -> tuple[str, ...]:
        """Units that answered the second wave alone, sorted."""
        return _sorted(set(self.second[self.unit]) - set(self.first[self.unit]))


@dataclass(frozen=True, slots=True)
class Change:
    """Second wave less first.

    Parameters
    ----------
    estimate : Estimate
        With its standard error; df is that of the smaller wave.
    se_ignoring_overlap : float
        What the error would be if the waves were unrelated, for comparison only.
    covariance : float
        Of the two waves' means.
    """

    estimate: Estimate
    se_ignoring_overlap: float
    covariance: float


def full_change(waves: Waves, variable: str, *, domain: str | None = None) -> Change:
    """Change of a mean between all who answered each wave, in a finite frame.

    Per stratum the variance of each mean is (1 / n_k - 1 / N) s_k^2 and their covariance is
    (n_12 / (n_1 n_2) - 1 / N) s_12, with s_12 from the units in both. It is below zero where few
    answered twice. With fewer than two such units in a stratum its covariance is taken as zero.

    Parameters
    ----------
    waves : Waves
    variable : str
        Numeric or boolean column in both waves. A response without a value leaves both sums and
        stays in its stratum.
    domain : str, optional
        Boolean column in both waves.

    Returns
    -------
    Change
        In the variable's unit.

    Raises
    ------
    EmptyDomain
        No response of a wave has a value.
    LonelyUnit
        A stratum with a single response in a wave that was not observed completely.

    Source: Tam (1984), Canadian J. Statistics 12; Qualite and Tille (2008), Survey Methodology 34.
    Checked in tests/reference/test_waves.py (K07) and by simulation in
    tests/estimation/test_waves.py.
    """
    one, two = (_linearised(waves, wave, variable, domain) for wave in (waves.first, waves.second))
    variance, shared = 0.0, 0.0
    for stratum in _sorted(set(waves.first[waves.stratum]) | set(waves.second[waves.stratum])):
        first, second = (z[z["stratum"].astype(str) == stratum] for z in (one.rows, two.rows))
        variance += _variance(first) + _variance(second)
        shared += _covariance(first, second)
    df = min(one.df, two.df)
    n = min(one.n, two.n)
    se = float(np.sqrt(max(variance - 2 * shared, 0.0)))
    return Change(Estimate(two.value - one.value, se, df, n), float(np.sqrt(variance)), shared)


def matched_change(waves: Waves, variable: str) -> Estimate:
    """Mean change of the units that answered both waves, weighted to the strata of the frame.

    It speaks of those who stay: name joiners and leavers beside it.

    Raises
    ------
    EmptyDomain
        Nobody has a value in both waves.
    LonelyUnit
        A stratum with a single unit in both.

    Source: Wolter (2007), ch. 6; Cochran (1977), ch. 12.10. Checked in
    tests/reference/test_waves.py (K09).
    """
    pairs = waves.first.merge(waves.second, on=waves.unit, suffixes=("_1", "_2"))
    change = pairs[f"{variable}_2"].astype(float) - pairs[f"{variable}_1"].astype(float)
    kept = pairs.assign(change=change)[change.notna()]
    if kept.empty:
        raise EmptyDomain(f"{variable}: no unit has a value in both waves")
    stratum, population = f"{waves.stratum}_1", f"{waves.population}_1"
    sizes = kept.groupby(stratum)[population].transform("size")
    design = SurveyDesign(
        kept.assign(weight=kept[population] / sizes),
        weight="weight",
        stratum=stratum,
        population=population,
    )
    return means(design, ("change",)).one("change")


def stacked(waves: Waves, weight: str) -> SurveyDesign:
    """Both waves in one design with the unit as cluster, read as drawn from an endless process.

    Right for large samples of large populations; in a frame that is nearly exhausted use
    `full_change`, as population sizes make a stacked design far too certain. The waves are the
    domains FIRST and SECOND.

    Parameters
    ----------
    waves : Waves
    weight : str
        Column of weights in both waves.

    Source: Wolter (2007), ch. 6; Berger and Priam (2016), JRSS A 179. Checked in
    tests/reference/test_waves.py (K08).
    """
    rows = pd.concat(
        [
            waves.first.assign(**{FIRST: True, SECOND: False}),
            waves.second.assign(**{FIRST: False, SECOND: True}),
        ],
        ignore_index=True,
    )
    return SurveyDesign(rows, weight=weight, stratum=waves.stratum, cluster=waves.unit)


@dataclass(frozen=True, eq=False)
class _Linearised:
    """A mean of one wave, and the influence of each of its units on it."""

    value: float
    df: float
    n: int
    rows: pd.DataFrame


def _linearised(
    waves: Waves, wave: pd.DataFrame, variable: str, domain: str | None
) -> _Linearised:
    answered = wave.groupby(waves.stratum)[waves.unit].transform("size")
    design = SurveyDesign(
        wave.assign(weight=wave[waves.population] / answered),
        weight="weight",
        stratum=waves.stratum,
        population=waves.population,
    )
    member = design.observed(variable, domain)
    y = np.where(member, wave[variable].to_numpy(dtype=np.float64, na_value=np.nan), 0.0)
    weights = np.where(member, design.weights, 0.0)
    value = float((weights * y).sum() / weights.sum())
    rows = pd.DataFrame(
        {
            "unit": wave[waves.unit].to_numpy(),
            "stratum": wave[waves.stratum].to_numpy(),
            "population": wave[waves.population].to_numpy(dtype=np.float64),
            "influence": np.where(member, y - value, 0.0) / weights.sum(),
        }
    )
    return _Linearised(value, design.degrees_of_freedom(member), int(member.sum()), rows)


def _variance(rows: pd.DataFrame) -> float:
    """Of a stratum's part in a mean."""
    n = len(rows)
    if n == 0:
        return 0.0
    population = float(rows["population"].iloc[0])
    if n == 1 and population > 1:
        raise LonelyUnit(f"stratum {rows['stratum'].iloc[0]}: a single response in a wave")
    if n == 1:
        return 0.0
    return population**2 * (1 / n - 1 / population) * float(rows["influence"].var(ddof=1))


def _covariance(first: pd.DataFrame, second: pd.DataFrame) -> float:
    """Of a stratum's parts in the two means."""
    pairs = first.merge(second, on="unit")
    if len(pairs) < 2:
        return 0.0
    population = float(first["population"].iloc[0])
    overlap = len(pairs) / (len(first) * len(second)) - 1 / population
    values: Floats = pairs[["influence_x", "influence_y"]].to_numpy(dtype=np.float64)
    return population**2 * overlap * float(np.cov(values.T, ddof=1)[0, 1])


def _sorted(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(str(name) for name in names))
