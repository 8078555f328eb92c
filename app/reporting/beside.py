"""Figures that others have published, put beside a table of ours: a column with its remarks."""

from collections.abc import Iterator, Mapping, Sequence

from app.language.catalogue import gettext, mark
from app.reporting.definition import Citation
from app.reporting.document import Note, OtherOption, Published
from app.reporting.published import KNOWN, MISPRINT, UNSETTLED, PublishedFigure

HEADS: Mapping[str, str] = {
    "provisional": mark("{name}, provisional"),
    "final": mark("{name}, final"),
    "later": mark("{name}, published later"),
}
"""How the head of a column names the stage of what was published."""

REMARKS: Mapping[str, str] = {
    "others_stated": mark("{group}: published by others; base {base}, as the source states."),
    "others_reconstructed": mark(
        "{group}: published by others; base {base} reconstructed by us from the percentages. "
        "Nobody at the source has confirmed it."
    ),
    "others_most_plausible": mark(
        "{group}: published by others; base {base} reconstructed by us, the most plausible of "
        "several that fit the percentages."
    ),
    "others_not_stated": mark(
        "{group}: published by others, shown as published; base not stated."
    ),
    "others_some_not_stated": mark(
        "{group}: shares without a count are shown as published; their base is not stated."
    ),
    "others_misprint": mark(
        "{group}: the source prints {printed}%; {count} of {base} firms are {percent}%, which is "
        "shown here."
    ),
    "others_wording": mark("{group}: the source asked in other words."),
    "others_options": mark("{group}: the source offered other options."),
    "others_scale": mark("{group}: the source used another scale."),
    "others_routed": mark(
        "{group}: of the firms that the source led to its question, not of all firms."
    ),
    "others_scope": mark("{group}: the source asked other firms, or of another period."),
    "others_first": mark(
        "{group}: the source took one answer from each firm. Its shares stand beside ours of "
        "firms that ranked the answer first, and are no shares of firms that ranked it at all."
    ),
    "others_top": mark(
        "{group}: the source took several answers from each firm. Its shares stand beside ours of "
        "firms that ranked the answer at all."
    ),
    "others_alone": mark(
        "{group}: an option of the source to which none of ours corresponds has a row of its own "
        "below, without figures of ours."
    ),
}
"""Code of a remark to its wording in English; `group` names the column of published figures."""


MEASURED: Mapping[str, str] = {"single": "first", "multiple": "top"}
"""How many answers a source took from a firm, and the measure of a rank that counts alike."""


def column(
    figures: Sequence[PublishedFigure], cited: Citation, *, beside_all: bool = False
) -> Published:
    """Figures of one question as a column of a table of ours.

    Parameters
    ----------
    figures : sequence of PublishedFigure
        Of one question, as `PublishedFigures.of` gives them.
    cited : Citation
        The column: in which rows its figures stand, what it is called and what differs.
    beside_all : bool
        Our question was put to all firms, so that figures of some alone need a remark.

    Raises
    ------
    LookupError
        The citation names an option that the source does not have.
    """
    by_option = {figure.option["en"]: figure for figure in figures}
    missing = sorted({*cited.rows.values(), *cited.alone} - by_option.keys())
    if missing or not figures:
        there = ", ".join(by_option) or "no figures"
        raise LookupError(
            f"published column {cited.code!r}: no option {missing}; there are: {there}"
        )
    rows = {row: by_option[option] for row, option in cited.rows.items()}
    alone = tuple(by_option[option] for option in cited.alone)
    used = (*rows.values(), *alone)
    stage = figures[0].stage
    base, base_status = _base(used)
    return Published(
        code=cited.code,
        label={
            language: gettext(language, HEADS[stage], name=name)
            for language, name in cited.name.items()
        },
        status="provisional" if stage == "provisional" else "final",
        base=base,
        base_status=base_status,
        change=cited.change[0] if cited.change else "",
        percents={row: str(figure.shown) for row, figure in rows.items()},
        sources=tuple(dict.fromkeys(figure.source_url for figure in used)),
        notes=(
            *remarks(used, cited.code),
            *_scope_remark(used, cited.code, beside_all=beside_all),
            *(Note(f"others_{one}", {"group": cited.code}) for one in _differing(cited)),
        ),
        measure=cited.measure or "share",
        alone=tuple(OtherOption(figure.option, str(figure.shown)) for figure in alone),
    )


def _differing(cited: Citation) -> Iterator[str]:
    """What differs from our question, which of our figures counts alike, what has no row."""
    yield from cited.change
    if cited.measure:
        yield cited.measure
    if cited.alone:
        yield "alone"


def remarks(figures: Sequence[PublishedFigure], code: str) -> tuple[Note, ...]:
    """What a reader has to know of figures that stand in one column: bases first, then misprints.

    The wordings stand in `REMARKS`; `code` is the column that they speak of.
    """
    found = dict[str, Note]()
    counted = [figure for figure in figures if figure.base is not None]
    for figure in counted:
        note = Note(_base_remark(figure), {"group": code, "base": str(figure.base)})
        found.setdefault(f"{note.code} {figure.base}", note)
    if len(counted) < len(figures):
        kind = "others_some_not_stated" if counted else "others_not_stated"
        found[kind] = Note(kind, {"group": code})
    for figure in figures:
        if figure.is_misprint:
            found[f"misprint {figure.option['en']}"] = _misprint_remark(figure, code)
    return tuple(found.values())


def _base(figures: Sequence[PublishedFigure]) -> tuple[int | None, str]:
    """The base that figures share, and how it is known; none where they have none in common."""
    bases = {figure.base for figure in figures}
    base = next(iter(bases)) if len(bases) == 1 else None
    if base is None:
        return None, "not_stated"
    stated = all(_base_remark(figure) == "others_stated" for figure in figures)
    return base, "stated" if stated else "reconstructed"


def _base_remark(figure: PublishedFigure) -> str:
    if figure.base_status == KNOWN or (
        figure.base_status == MISPRINT and figure.base_kind == "all"
    ):
        return "others_stated"
    return "others_most_plausible" if figure.base_status == UNSETTLED else "others_reconstructed"


def _misprint_remark(figure: PublishedFigure, code: str) -> Note:
    said = {"printed": figure.percent, "count": figure.count, "base": figure.base}
    filled = {name: str(value) for name, value in said.items()}
    return Note("others_misprint", {"group": code, **filled, "percent": str(figure.shown)})


def _scope_remark(
    figures: Sequence[PublishedFigure], code: str, *, beside_all: bool
) -> tuple[Note, ...]:
    is_routed = any(figure.base_kind == "routed" for figure in figures)
    return (Note("others_routed", {"group": code}),) if beside_all and is_routed else ()
