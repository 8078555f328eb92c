"""Two-way tables and the tests that their variables have nothing to do with each other."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from app.estimation.design import Flags, SurveyDesign
from app.estimation.estimate import EmptyDomain, Floats, NoDegreesOfFreedom, NoEstimate
from app.estimation.models import has_full_rank
from app.estimation.variance import covariance


@dataclass(frozen=True, slots=True)
class IndependenceTest:
    """A test statistic, its reference distribution F(df, residual_df) or chi2(df), and its p."""

    method: str
    statistic: float
    df: float
    residual_df: float | None
    p: float


@dataclass(frozen=True, eq=False)
class TwoWayTable:
    """Weighted counts of two variables in the rows that have both.

    Parameters
    ----------
    rows, columns : tuple of str
        Codes, sorted; every one occurs.
    counts : array of r x c
        Weighted.
    unweighted : array of r x c
    n : int
        All rows of the design, which scale Pearson's statistic as R scales it.
    df : float
        Degrees of freedom of the design.
    total_covariance : array of rc x rc
        Design covariance of the weighted counts, row by row.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Floats
    unweighted: Floats
    n: int
    df: float
    total_covariance: Floats

    @property
    def row_shares(self) -> Floats:
        """Share of each column's code within each row."""
        return np.asarray(self.counts / self.counts.sum(axis=1, keepdims=True))

    @property
    def cramers_v(self) -> float:
        """Association in [0, 1], from the weighted shares.

        Source: Cramer (1946), ch. 21. Checked in tests/reference/test_effects.py (L04).
        """
        smaller = min(len(self.rows), len(self.columns)) - 1
        if smaller == 0:
            raise NoEstimate("a table of one row or column shows no association")
        return float(np.sqrt(self._phi2() / smaller))

    def rao_scott(self, *, order: int = 2) -> IndependenceTest:
        """Pearson's test with its first- or second-order design correction.

        The first order divides by the mean of the design effects and refers to chi-square; the
        second also matches their spread and refers to F. Use the second.

        Raises
        ------
        NoDegreesOfFreedom
            No more first-stage units than strata.
        NoEstimate
            A single row or column, or effects that cannot be computed.

        Source: Rao and Scott (1981), JASA 76, and (1984), Annals of Statistics 12; Thomas and Rao
        (1990). Checked in tests/reference/test_independence.py (C03 to C05).
        """
        k = self._interactions()
        pearson = self.n * self._phi2()
        trace, spread = self._effects()
        if order == 1:
            p = float(special.chdtrc(k, pearson / (trace / k)))
            return IndependenceTest("rao_scott_1", pearson, k, None, p)
        statistic, ndf = pearson / trace, trace**2 / spread
        p = float(special.fdtrc(ndf, ndf * self.df, statistic))
        return IndependenceTest("rao_scott_2", statistic, ndf, ndf * self.df, p)

    def wald(self, *, adjusted: bool = True) -> IndependenceTest:
        """The Wald test on the departures of weighted counts from independence.

        Unadjusted it rejects far too often when strata and units are few.

        Raises
        ------
        NoDegreesOfFreedom
            Fewer degrees of freedom than interactions.

        Source: Koch, Freeman and Freeman (1975), Int. Stat. Review 43; Thomas and Rao (1987), JASA
        82. Checked in tests/reference/test_independence.py (C03 to C05).
        """
        k = self._interactions()
        departures, slopes = self._departures()
        matrix = slopes @ self.total_covariance @ slopes.T
        statistic = float(departures @ _solve(matrix, departures)) / k
        residual = self.df - k + 1 if adjusted else self.df
        if residual <= 0:
            raise NoDegreesOfFreedom("fewer degrees of freedom than the table has interactions")
        if adjusted:
            statistic *= residual / self.df
        p = float(special.fdtrc(k, residual, statistic))
        return IndependenceTest("wald_adjusted" if adjusted else "wald", statistic, k, residual, p)

    def _phi2(self) -> float:
        shares = self.counts / self.counts.sum()
        expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
        return float(((shares - expected) ** 2 / expected).sum())

    def _interactions(self) -> int:
        k = (len(self.rows) - 1) * (len(self.columns) - 1)
        if k == 0:
            raise NoEstimate("a table of one row or column cannot show dependence")
        if self.df <= 0:
            raise NoDegreesOfFreedom("no more first-stage units than strata: no test")
        return k

    def _effects(self) -> tuple[float, float]:
        """Trace of the matrix of generalised design effects, and of its square."""
        shares = (self.counts / self.counts.sum()).ravel()
        ones = np.eye(len(shares)) - shares[:, None]
        share_covariance = ones @ self.total_covariance @ ones.T / self.counts.sum() ** 2
        if np.any(shares == 0):
            raise NoEstimate("a cell of the table is empty: use the Wald test or merge codes")
        contrasts = self._contrasts()
        scaled = contrasts / shares[:, None]
        simple = contrasts.T @ scaled / self.n
        matrix = _solve(simple, scaled.T @ share_covariance @ scaled)
        return float(np.trace(matrix)), float(np.trace(matrix @ matrix))

    def _contrasts(self) -> Floats:
        """Interaction columns of the log-linear model, orthogonal to its main effects."""
        r, c = self.counts.shape
        rows, columns = np.repeat(np.eye(r), c, axis=0), np.tile(np.eye(c), (r, 1))
        main = np.column_stack([np.ones(r * c), rows[:, 1:], columns[:, 1:]])
        product = np.column_stack(
            [rows[:, i] * columns[:, j] for i in range(1, r) for j in range(1, c)]
        )
        return np.asarray(product - main @ np.linalg.lstsq(main, product, rcond=None)[0])

    def _departures(self) -> tuple[Floats, Floats]:
        """Counts less row times column over total, for the interactions, and their slopes."""
        y, total = self.counts, self.counts.sum()
        rows, columns = y.sum(axis=1), y.sum(axis=0)
        values, slopes = [], []
        for i in range(1, y.shape[0]):
            for j in range(1, y.shape[1]):
                values.append(y[i, j] - rows[i] * columns[j] / total)
                slope = np.full(y.shape, rows[i] * columns[j] / total**2)
                slope[i, :] -= columns[j] / total
                slope[:, j] -= rows[i] / total
                slope[i, j] += 1
                slopes.append(slope.ravel())
        return np.array(values), np.array(slopes)


def two_way_table(
    design: SurveyDesign, rows: str, columns: str, *, domain: str | None = None
) -> TwoWayTable:
    """Weighted counts of two variables with what their tests need.

    Parameters
    ----------
    design : SurveyDesign
    rows, columns : str
        Columns of codes. Rows that lack either stay in the design and count in its n.
    domain : str, optional
        Boolean column marking the sub-population.

    Raises
    ------
    EmptyDomain
        No response has both.

    Source: Rao and Scott (1984). Checked in tests/reference/test_independence.py (C06).
    """
    member = design.observed(rows, domain) & design.observed(columns, domain)
    if not member.any():
        raise EmptyDomain(f"{rows} by {columns}: no response has both")
    first, row_codes = _coded(design.columns[rows], member)
    second, column_codes = _coded(design.columns[columns], member)
    shape = (len(row_codes), len(column_codes))
    cells = np.zeros((design.rows, shape[0] * shape[1]))
    cells[np.flatnonzero(member), first * shape[1] + second] = 1.0
    weighted = cells * design.weights[:, None]
    return TwoWayTable(
        rows=row_codes,
        columns=column_codes,
        counts=weighted.sum(axis=0).reshape(shape),
        unweighted=cells.sum(axis=0).reshape(shape),
        n=design.rows,
        df=float(design.degrees_of_freedom(design.membership(domain))),
        total_covariance=covariance(design, weighted),
    )


def _coded(column: "pd.Series[str]", member: Flags) -> tuple[Floats, tuple[str, ...]]:
    codes, names = pd.factorize(column[member], sort=True)
    return np.asarray(codes), tuple(str(name) for name in names)


def _solve(matrix: Floats, right: Floats) -> Floats:
    if not has_full_rank(matrix):
        raise NoEstimate("the cells of the table vary too little for this test")
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
