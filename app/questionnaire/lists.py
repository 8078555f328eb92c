"""Official lists: dated files of codes with a label in each language."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.questionnaire.problem import Problem, hint, quoted

LARGEST = 1_000_000
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
_VERSION = re.compile(r"#\s*version:\s*(\S+)")


@dataclass(frozen=True, slots=True)
class OfficialList:
    """A list of codes.

    Parameters
    ----------
    version : str
        Name and date that identify its content, as the first comment line says.
    entries : tuple of mapping
        Each entry as an option of the definition: code; label, readings and aliases by language;
        group, specify.
    """

    version: str
    entries: tuple[Mapping[str, object], ...]


def read_list(
    path: Path, languages: Sequence[str]
) -> tuple[OfficialList | None, tuple[Problem, ...]]:
    """A list with a label in each of the languages, or everything that is wrong with its file.

    The file is CSV in UTF-8: comment lines (`# version: economies/2026`), a line of column names
    (code, label_en, label_ja, and where needed reading_ja, also_en, also_ja, group and specify),
    one line for each code. Other names of an entry (`also_en`) are separated by `|`.
    """
    name = str(path)
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, (Problem(name, 1, "file", "the file is not UTF-8; save it again as UTF-8"),)
    if len(raw) > LARGEST or "\0" in text:
        return None, (Problem(name, 1, "file", "the file is too large or holds NUL characters"),)
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        return None, (Problem(name, 1, "file", f"this is not CSV ({error}); save it again"),)
    problems = [
        Problem(name, line, place, message) for line, place, message in _found(rows, languages)
    ]
    version = _VERSION.search(text.partition("\ncode")[0])
    if version is None:
        message = "the list has no version; begin the file with `# version: name/date`"
        problems.append(Problem(name, 1, "version", message))
    if problems or version is None:
        return None, tuple(problems)
    return OfficialList(version[1], tuple(_entry(row, languages) for _, row in rows)), ()


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each entry with its line; comment lines stand before the column names."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(io.StringIO("\n".join(lines[start:])), restkey="", restval="")
    for row in reader:
        cells = {key.strip(): _cell(value) for key, value in row.items() if key is not None}
        if any(cells.values()):
            yield start + reader.line_num, cells


def _cell(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _found(
    rows: Sequence[tuple[int, Mapping[str, str]]], languages: Sequence[str]
) -> Iterator[tuple[int, str, str]]:
    """Line, place and message of everything wrong with the entries."""
    if not rows:
        yield 1, "file", "the list has no entries"
        return
    first, columns = rows[0]
    labels = [f"label_{language}" for language in languages]
    lacking = [column for column in ("code", *labels) if column not in columns]
    for column in lacking:
        yield first - 1, column, f"no column {quoted(column)}{hint(column, columns)}"
    seen: set[str] = set()
    for line, row in rows:
        code = row.get("code", "")
        if code in seen:
            yield line, code, f"{quoted(code)} stands in the list a second time"
        seen.add(code)
        yield from ((line, code or "code", message) for message in _about(row, labels, lacking))


def _about(row: Mapping[str, str], labels: Sequence[str], lacking: Sequence[str]) -> Iterator[str]:
    code = row.get("code", "")
    if not _CODE.fullmatch(code) and "code" not in lacking:
        yield f"{quoted(code)} is no code: letters, digits, _ . - alone"
    for column in labels:
        if column not in lacking and not row.get(column):
            yield f"{column} is empty; every entry needs a label in each language"
    if row.get("specify") and not row["specify"].isdecimal():
        yield f"specify: {quoted(row['specify'])} is no number of characters"


def _entry(row: Mapping[str, str], languages: Sequence[str]) -> Mapping[str, object]:
    labels = {language: row[f"label_{language}"] for language in languages}
    entry: dict[str, object] = {"code": row["code"], "label": labels}
    readings = {language: row.get(f"reading_{language}", "") for language in languages}
    if any(readings.values()):
        entry["readings"] = {language: said for language, said in readings.items() if said}
    aliases = {language: _names(row.get(f"also_{language}", "")) for language in languages}
    if any(aliases.values()):
        entry["aliases"] = {language: names for language, names in aliases.items() if names}
    if row.get("group"):
        entry["group"] = row["group"]
    if row.get("specify"):
        entry["specify"] = int(row["specify"])
    return entry


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split("|") if name.strip()]
