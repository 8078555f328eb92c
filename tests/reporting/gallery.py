"""A report made by hand that holds every kind of table and chart, in both languages."""

from collections.abc import Iterable, Mapping
from functools import cache

from app.reporting.document import Document, Figure, Note, Origin, Table, WaveOrigin
from app.reporting.figures import drawn, palette
from app.reporting.sentences import alternative, finding
from tests.reporting.gallery_cells import EUROPE, JAPAN, words
from tests.reporting.gallery_tables import (
    choice,
    concerns,
    exposure,
    mix,
    paired,
    participation,
    rank,
    scale,
)
from tests.reporting.world import ROOT

AT = "2026-11-24T12:00:00+00:00"
INKS = palette((ROOT / "reports" / "palette.yaml").read_bytes())

FIGURES: Mapping[str, tuple[str, ...]] = {
    "participation": ("bars",),
    "obstacles": ("bars", "dots"),
    "awareness": ("diverging",),
    "area_concern": ("diverging",),
    "government_wishes": ("bars",),
    "sourcing_mix": ("bars",),
    "measures": ("paired",),
    "exposure": ("bars",),
}


def figures(tables: Iterable[Table]) -> tuple[Figure, ...]:
    """The charts of the tables, not drawn yet."""
    return tuple(
        Figure(
            code=table.code if number == 0 else f"{table.code}_{kind}",
            table=table.code,
            title={language: finding(table, language) for language in ("en", "ja")},
            alternative={language: alternative(table, language) for language in ("en", "ja")},
            kind=kind,
        )
        for table in tables
        for number, kind in enumerate(FIGURES[table.code])
    )


def document(*tables: Table) -> Document:
    """The report of these tables, or of all kinds."""
    held = tables or (
        participation(), choice(), scale(), concerns(), mix(), exposure(), paired(), rank(),
    )  # fmt: skip
    waves = tuple(
        WaveOrigin(
            f"2026-{code}",
            words(f"Survey of firms in {name['en']}", f"{name['ja']}企業調査"),
            "i" * 64,
            "s" * 64,
            AT,
            7,
            is_open=False,
            kind="provisional" if code == "jp" else "final",
            label="kept 24 November",
        )
        for code, name in (("jp", JAPAN), ("eu", EUROPE))
    )
    return Document(
        code="gallery",
        title=words("Every kind of table", "すべての表の種類"),
        subtitle=words("Made by hand", "手作業で作成"),
        languages=("en", "ja"),
        reading="frame",
        level=95,
        tables=held,
        figures=figures(held),
        notes=(Note("reading_frame"), Note("level", {"level": "95"}), Note("base")),
        origin=Origin("d" * 64, "p" * 64, "test", 0, waves),
        is_provisional=True,
        is_simulated=True,
    )


@cache
def gallery() -> Document:
    """All kinds, drawn."""
    return drawn(document(), INKS)
