"""Groups compared as if each had the same mix of another variable."""

from dataclasses import replace

import numpy as np

from app.estimation.calibration import Margin, poststratified
from app.estimation.design import DesignProblem, SurveyDesign


def standardised(design: SurveyDesign, *, by: str, over: str) -> SurveyDesign:
    """The design with weights that give every group the mix that everybody has.

    Each group keeps a weight in proportion to that mix; its own size no longer means anything, so
    that only means and shares within groups may be taken from it.

    Parameters
    ----------
    design : SurveyDesign
    by : str
        Column whose mix is made the same, such as sector.
    over : str
        Column of groups, such as region.

    Raises
    ------
    DesignProblem
        A group has no response in one of the categories, so that the mix cannot be given to it.

    Source: Kitagawa (1955), JASA 50; Korn and Graubard (1999), ch. 3.6. Checked in
    tests/reference/test_standardised.py (K05).
    """
    categories, groups = design.columns[by], design.columns[over]
    for name, column in ((by, categories), (over, groups)):
        if column.isna().any():
            raise DesignProblem(f"column {name!r}: a row has no value")
    sizes = {
        str(category): float(design.weights[(categories == category).to_numpy()].sum())
        for category in categories.unique()
    }
    cells: dict[tuple[str, ...], float] = {
        (str(group), category): size
        for group in sorted(groups.unique())
        for category, size in sorted(sizes.items())
    }
    text = design.columns.assign(**{by: categories.astype(str), over: groups.astype(str)})
    plain = replace(design, columns=text)
    result = poststratified(plain, Margin((over, by), cells))
    return replace(result, columns=result.columns.assign(**{by: categories, over: groups}))


def mix(design: SurveyDesign, by: str) -> dict[str, float]:
    """Share of each category in the population, in [0, 1]: the mix that groups are given.

    Source: Kitagawa (1955). Checked in tests/estimation/test_standardised.py.
    """
    column, total = design.columns[by], float(design.weights.sum())
    names = sorted(column.dropna().unique())
    marks = [(column == name).to_numpy(dtype=np.bool_) for name in names]
    return {
        str(name): float(design.weights[mark].sum()) / total
        for name, mark in zip(names, marks, strict=True)
    }
