"""`flask estimate`: one figure from any CSV file and a design file, with its interval."""

import json
from collections.abc import Sequence
from io import StringIO

import click
import pandas as pd
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from app.commands.context import TEXT_FILE, read_text, told
from app.estimation.design_file import DesignFile, design_file
from app.estimation.inquiry import FIGURES, Inquiry, Reply, replies
from app.estimation.intervals import METHODS
from app.language.numbers import format_percent
from app.language.rounding import percent_of_float

COLUMNS = ("estimate", "low", "high", "se", "n", "effective n", "df")
USUAL = {"frame": "beta", "process": "beta_capped"}
"""The interval of a share in each reading, as docs/methods.md section 4 has it."""


@click.command("estimate")
@click.argument("data", type=TEXT_FILE)
@click.argument("design", type=TEXT_FILE)
@click.argument("figure", type=click.Choice(list(FIGURES)))
@click.argument("columns", nargs=-1, required=True, metavar="COLUMN [COLUMN2]")
@click.option("--code", help="The code whose share is wanted; else the column holds 0 and 1.")
@click.option("--at", type=float, default=0.5, help="Which quantile: 0.5 is the median.")
@click.option("--by", multiple=True, help="Column of domains; given twice, they are crossed.")
@click.option(
    "--reading",
    type=click.Choice(["frame", "process"]),
    required=True,
    help="What the intervals speak of: these units, or units like these.",
)
@click.option(
    "--interval",
    "method",
    type=click.Choice(list(METHODS)),
    help="Interval of a share; Korn and Graubard's, with n capped in a process, if not given.",
)
@click.option("--level", type=float, default=0.95, help="Coverage of an interval.")
@click.option("--json", "as_json", is_flag=True, help="JSON with full digits.")
def estimate(data: str, design: str, columns: tuple[str, ...], **options: object) -> None:
    """FIGURE of a COLUMN of the CSV file DATA, as the file DESIGN says the rows were drawn.

    A ratio takes two columns, the numerator first. DESIGN is YAML, with `weight:` at least.
    """
    with told():
        described = design_file(_yaml(design))
        inquiry = Inquiry(
            figure=str(options["figure"]),
            variables=columns,
            code=None if options["code"] is None else str(options["code"]),
            at=float(str(options["at"])),
            by=tuple(options["by"]) if isinstance(options["by"], tuple) else (),
            method=str(options["method"] or USUAL[str(options["reading"])]),
            level=float(str(options["level"])),
        )
        table = _table(data, described)
        plain = described.design(table)
        chosen = plain.read_as("frame" if options["reading"] == "frame" else "process")
        found = replies(inquiry, chosen, described.replicates(chosen.columns))
    if options["as_json"]:
        click.echo(json.dumps(_document(inquiry, chosen.reading, found), indent=1))
        return
    for line in _lines(inquiry, chosen.reading, found):
        click.echo(line)


def _yaml(file: str) -> object:
    try:
        content: object = YAML(typ="safe").load(read_text(file))
    except YAMLError as problem:
        raise ValueError(f"{file}: not YAML ({str(problem).splitlines()[0]})") from problem
    return content


def _table(file: str, described: DesignFile) -> pd.DataFrame:
    """The data as text, empty where missing."""
    text = read_text(file).removeprefix("\ufeff")
    try:
        table = pd.read_csv(
            StringIO(text),
            dtype="string",
            keep_default_na=False,
            na_values=["", *described.missing],
        )
    except pd.errors.ParserError as problem:
        raise ValueError(f"{file}: not a CSV file with commas ({problem})") from problem
    except pd.errors.EmptyDataError as problem:
        raise ValueError(f"{file}: there is nothing in it") from problem
    if table.empty:
        raise ValueError(f"{file}: a header and no rows")
    return table


def _lines(inquiry: Inquiry, reading: str, found: Sequence[Reply]) -> list[str]:
    """A table of plain text."""
    what = f"{inquiry.figure} of {' over '.join(inquiry.variables)}"
    if inquiry.code is not None:
        what += f" = {inquiry.code}"
    if inquiry.figure == "quantile":
        what += f" at {inquiry.at:g}"
    told_of = "these units" if reading == "frame" else "units like these"
    caption = f"{what}; {inquiry.level * 100:g} % intervals, read as {reading} ({told_of})"
    rows = [[*(inquiry.by or ("domain",)), *COLUMNS]]
    rows += [[*reply.domain, *_cells(inquiry, reply)] for reply in found]
    full = [row for row in rows if len(row) == len(rows[0])]
    widths = [max(len(cell) for cell in column) for column in zip(*full, strict=True)]
    names = max(len(inquiry.by), 1)
    return [caption, *(_aligned(row, widths, names) for row in rows)]


def _aligned(row: Sequence[str], widths: Sequence[int], names: int) -> str:
    cells = [
        cell.ljust(width) if place < names else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=False))
    ]
    return "  ".join(cells).rstrip()


def _cells(inquiry: Inquiry, reply: Reply) -> list[str]:
    found = reply.estimate
    if found is None:
        return [f"- {reply.problem}"]
    numbers = [found.value, found.low, found.high, found.se]
    effective = "" if found.effective_n is None else f"{found.effective_n:.1f}"
    shown = [_number(inquiry, number) for number in numbers]
    return [*shown, str(found.n), effective, f"{found.df:g}"]


def _number(inquiry: Inquiry, value: float | None) -> str:
    if value is None:
        return ""
    if inquiry.figure == "share":
        return format_percent(percent_of_float(value, 2), "en", 2)
    return f"{value:.6g}"


def _document(inquiry: Inquiry, reading: str, found: Sequence[Reply]) -> dict[str, object]:
    rows = []
    for reply in found:
        row: dict[str, object] = {"domain": list(reply.domain), "problem": reply.problem}
        if reply.estimate is not None:
            one = reply.estimate
            row |= {"estimate": one.value, "se": one.se, "low": one.low, "high": one.high}
            row |= {"n": one.n, "effective_n": one.effective_n, "deff": one.deff, "df": one.df}
            row |= {"method": one.method, "complete": one.complete}
        rows.append(row)
    return {
        "figure": inquiry.figure,
        "columns": list(inquiry.variables),
        "code": inquiry.code,
        "at": inquiry.at if inquiry.figure == "quantile" else None,
        "by": list(inquiry.by),
        "reading": reading,
        "level": inquiry.level,
        "rows": rows,
    }
