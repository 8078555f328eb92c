"""Groups, cells, rows and figures of others, made by hand."""

from dataclasses import replace

from app.reporting.document import HIDDEN, Cell, Column, Gap, Published, Row, Words

HIDES = Cell("hidden", reason=HIDDEN)


def words(english: str, japanese: str) -> Words:
    return {"en": english, "ja": japanese}


JAPAN, EUROPE = words("Japan", "日本"), words("EU", "EU")
HEAD = words("EU (six member states, this frame)", "EU（本名簿の6加盟国）")


def column(code: str, base: int, *, answered: int | None = None) -> Column:
    """A group of the report whose base is given."""
    is_japan = code == "jp"
    return Column(
        code=code,
        label=JAPAN if is_japan else HEAD,
        name=JAPAN if is_japan else EUROPE,
        color="japan" if is_japan else "eu",
        wave=f"2026-{code}",
        frame=107 if is_japan else 420,
        responses=80 if is_japan else 160,
        asked=base + 4,
        answered=answered or base + 1,
        base=base,
        not_answered=3,
        refused=1,
        not_applicable=0,
        is_weighted=not is_japan,
        strata=1 if is_japan else 6,
    )


PAIR = (column("jp", 76), column("eu", 152))


def cell(percent: float, base: int = 76, *, spread: float = 9.5) -> Cell:
    """A share with an interval of that half width, of so many firms."""
    return Cell(
        shown="full",
        percent=f"{percent:.1f}",
        low=f"{max(0.0, percent - spread):.1f}",
        high=f"{min(100.0, percent + spread):.1f}",
        count=round(percent * base / 100),
        least=f"{percent * 0.7:.1f}",
        most=f"{min(100.0, percent * 0.7 + 28):.1f}",
        base=None,
    )


def gap(first: Cell, second: Cell, p: str = "0.412") -> Gap:
    """The difference of two cells."""
    if first.percent is None or second.percent is None:
        return Gap()
    points = float(first.percent) - float(second.percent)
    ends = (f"{points - 13:.1f}", f"{points + 13:.1f}")
    return Gap(f"{points:.1f}", *ends, p, is_marked=float(p) < 0.05)


def row(code: str, label: Words, jp: Cell, eu: Cell, *, kind: str = "option", p: str = "") -> Row:
    """A row of both groups; with a p it has a difference."""
    return Row(code, label, kind, (jp, eu), gap=gap(jp, eu, p) if p else None)


def sized(percent: float, base: int) -> Cell:
    """A share of a row that has a base of its own."""
    return replace(cell(percent, base, spread=14), base=base, least=None, most=None)


W2024 = Published(
    code="w2024",
    label=words("IOG survey of 100 firms, 2024", "IOG 100社アンケート（2024年）"),
    status="final",
    base=None,
    base_status="not_stated",
    change="",
    percents={"world_information": "57.0", "cost": "21.5"},
    sources=("https://example.org/2024",),
)
W2021 = Published(
    code="w2021",
    label=words("IOG survey of 100 firms, 2021", "IOG 100社アンケート（2021年）"),
    status="provisional",
    base=100,
    base_status="reconstructed",
    change="options",
    percents={"world_information": "75.0", "expertise": "38.6"},
    sources=("https://example.org/2021", "https://example.org/2021?page=2"),
)
