"""Responses that come as a file: read by the kinds of their items, taken whole or not at all."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from app.access import tokens
from app.actions.consenting import consents_asked
from app.actions.fieldwork import BadFile, NotNow
from app.actions.instruments import asked_instrument, known_wave, plan
from app.actions.sending import Whole, send_whole
from app.collection.datafile import Rows, read_csv
from app.collection.frame import LONGEST, FileProblem, Unit
from app.collection.response import IMPORT
from app.language.findings import say
from app.questionnaire.answer import BLANK, Answer, Finding, Status
from app.questionnaire.checks import findings_along
from app.questionnaire.instrument import Instrument, Item
from app.questionnaire.items import kind_of, variables
from app.questionnaire.kinds.rows import rows_in
from app.questionnaire.kinds.sums import SUM
from app.questionnaire.routing import Path, fitted, path, status_of
from app.storage import audit, frames, responses, surveys
from app.storage.database import Database
from app.storage.surveys import Wave

FACTS = ("country", "sector", "size")
OWN = frozenset({
    "response", "unit", "code", "simulated", "stratum", *FACTS, "language", "status", "submitted",
})  # fmt: skip
YES, NO = frozenset({"1", "true", "TRUE"}), frozenset({"", "0", "false", "FALSE"})
IN_FILES = "en"
"""Numbers in files are written with a point, whatever the reader's language."""


@dataclass(frozen=True)
class _Setting:
    """What the rows of a file are read against."""

    wave: Wave
    instrument: Instrument
    languages: tuple[str, ...]
    units: Mapping[str, tuple[int, Unit]]
    by_hash: Mapping[bytes, str]
    code_key: str
    taken_units: frozenset[int]
    taken_ids: frozenset[str]
    now: datetime


@dataclass
class _Loading:
    """What has been read of a file so far."""

    whole: list[Whole] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    units: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)


def load_responses(
    database: Database, code: str, text: str, *, code_key: str, by: str, now: datetime
) -> int:
    """Take sent responses from a CSV file, whole or not at all; how many there were.

    Parameters
    ----------
    text : str
        A row per response. `unit` (or `code`, an access code) says whose it is; the other columns
        are those that an export writes, or items by their code with several codes joined by ";".

    Raises
    ------
    UnknownWave
        There is no such wave.
    NotNow
        The wave is closed.
    BadFile
        The file has problems.
    """
    table, shape = read_csv(text)
    with database.write() as connection:
        wave = known_wave(surveys.wave_to_change(connection, code), code)
        if wave.status == "closed":
            raise NotNow(f"wave {code} is closed")
        setting = _Setting(
            wave=wave,
            instrument=asked_instrument(database, wave.instrument_hash, wave.plan_hash),
            languages=plan(database, wave.plan_hash).languages,
            units=frames.units_by_code(connection, code),
            by_hash=frames.unit_of_hash(connection, code),
            code_key=code_key,
            taken_units=responses.units_with_response(connection, code)
            | frames.completed(connection, code),
            taken_ids=responses.known_ids(connection),
            now=now,
        )
        loading = _Loading(problems=[*shape, *_column_problems(setting, table)])
        for number, cells in table.rows:
            _take(setting, loading, number, cells)
        if loading.problems:
            raise BadFile(tuple(loading.problems))
        zone = plan(database, wave.plan_hash).timezone
        send_whole(connection, setting.instrument, wave, loading.whole, by=IMPORT, timezone=zone)
        detail = {"responses": len(loading.whole)}
        audit.record(connection, "responses.loaded", by=by, about=code, now=now, detail=detail)
    return len(loading.whole)


def _column_problems(setting: _Setting, table: Rows) -> list[FileProblem]:
    questionnaire = setting.instrument.questionnaire
    known = {variable.name for variable in variables(questionnaire)} | OWN
    answered = [item.code for item in questionnaire.items.values() if not item.is_consent]
    known |= {name for code in answered for name in (code, f"{code}__status")}
    problems = [
        FileProblem(1, column, "is no column of this wave")
        for column in table.columns
        if column not in known
    ]
    if "unit" not in table.columns and "code" not in table.columns:
        problems.append(FileProblem(1, "unit", "the heading has to name unit or code"))
    if not table.rows:
        problems.append(FileProblem(1, "file", "there is no response in the file"))
    return problems


def _take(setting: _Setting, loading: _Loading, number: int, cells: Mapping[str, str]) -> None:
    """Read one row; what is wrong with it is kept beside what is wrong with the others."""
    found = [FileProblem(number, column, told) for column, told in _whose_problems(setting, cells)]
    unit = setting.units.get(_unit_code(setting, cells))
    if unit is None and not setting.wave.anonymous:
        loading.problems += found
        return
    facts = _facts(unit[1] if unit else None, cells)
    walked, told = read_answers(setting.instrument, cells, facts)
    found += [FileProblem(number, column, message) for column, message in told]
    response_id = cells.get("response") or str(uuid.uuid4())
    if response_id in loading.ids or response_id in setting.taken_ids:
        found.append(FileProblem(number, "response", f"{response_id} is there already"))
    if unit and (unit[0] in loading.units or unit[0] in setting.taken_units):
        found.append(FileProblem(number, "unit", f"{unit[1].code} has a response already"))
    loading.ids.add(response_id)
    if unit:
        loading.units.add(unit[0])
    loading.problems += found
    if not found:
        loading.whole.append(_whole(setting, response_id, unit, walked, cells))


def _whose_problems(setting: _Setting, cells: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is wrong with the columns that every response has."""
    problems = []
    unit = _unit_code(setting, cells)
    if unit not in setting.units and (unit or not setting.wave.anonymous):
        column = "unit" if cells.get("unit") else "code"
        problems.append((column, "the frame has no such unit"))
    if not unit and setting.wave.anonymous:
        problems += _nobodys_problems(setting, cells)
    if cells.get("response") and not _is_uuid(cells["response"]):
        problems.append(("response", "expected a UUID"))
    if cells.get("simulated", "") in YES and not setting.wave.simulated:
        problems.append(("simulated", "invented answers do not go into a wave of real firms"))
    if cells.get("status") not in {None, "", "submitted"}:
        problems.append(("status", "only responses that were sent can be loaded"))
    if cells.get("language") and cells["language"] not in setting.languages:
        problems.append(("language", f"expected one of {', '.join(setting.languages)}"))
    if cells.get("submitted"):
        problems += _day_problems(setting, cells["submitted"])
    return problems


def _day_problems(setting: _Setting, text: str) -> list[tuple[str, str]]:
    """What is wrong with the day on which a response was sent."""
    if not _is_day(text):
        return [("submitted", "expected a day like 2026-11-24")]
    first, last = (
        moment.astimezone(UTC).date() for moment in (setting.wave.opens_at, setting.now)
    )
    if date.fromisoformat(text) > last:
        return [("submitted", f"{text} is still to come")]
    if date.fromisoformat(text) < first:
        return [("submitted", f"{text} is before the wave opens, on {first}")]
    return []


def _nobodys_problems(setting: _Setting, cells: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is wrong with a row of an anonymous wave that names no unit."""
    problems = [
        (name, f"has more than {LONGEST[name]} characters")
        for name in (*FACTS, "stratum")
        if len(cells.get(name, "")) > LONGEST[name]
    ]
    stratum = cells.get("stratum") or cells.get("country", "")
    if stratum not in {unit.stratum for _, unit in setting.units.values()}:
        problems.append(("stratum", "the frame has no such stratum"))
    if not cells.get("response"):
        told = "a row without unit or code needs the id of its response, to be loaded only once"
        problems.append(("response", told))
    return problems


def _unit_code(setting: _Setting, cells: Mapping[str, str]) -> str:
    if cells.get("unit"):
        return cells["unit"]
    code = tokens.normalise(cells.get("code", ""))
    return setting.by_hash.get(tokens.digest(code, setting.code_key), "") if code else ""


def _facts(unit: Unit | None, cells: Mapping[str, str]) -> dict[str, str]:
    if unit is None:
        return {name: cells.get(name, "") for name in FACTS}
    return {"country": unit.country, "sector": unit.sector, "size": unit.size}


def _whole(
    setting: _Setting,
    response_id: str,
    unit: tuple[int, Unit] | None,
    walked: Path,
    cells: Mapping[str, str],
) -> Whole:
    day = date.fromisoformat(cells["submitted"]) if cells.get("submitted") else None
    sent = datetime.combine(day, time(), UTC) if day else setting.now
    return Whole(
        id=response_id,
        unit_id=unit[0] if unit else None,
        stratum=unit[1].stratum if unit else cells.get("stratum") or cells.get("country", ""),
        language=cells.get("language") or setting.languages[0],
        walked=walked,
        begun=sent,
        sent=sent,
    )


def read_answers(
    published: Instrument, cells: Mapping[str, str], facts: Mapping[str, str]
) -> tuple[Path, list[tuple[str, str]]]:
    """The path with the answers that a row states, and every problem with its column.

    Consents are no answers: a file has none, and a firm gives its own.
    """
    read, problems = _read_items(published, cells, facts)
    asked, apart = path(published, read, facts).items, consents_asked(published)
    answers = {code: read.get(code, BLANK) for code in asked if code not in apart}
    walked = path(published, answers, facts)
    problems += [
        (code, "is not asked of this firm, going by its other answers")
        for code, answer in read.items()
        if code not in asked and answer != BLANK
    ]
    problems += _as_problems(
        finding
        for finding in findings_along(walked)
        if finding.level == "hard" and finding.item not in apart
    )
    for item in published.questionnaire.items.values():
        stated = cells.get(f"{item.code}__status")
        status = str(status_of(item, answers, walked))
        if stated and stated != status:
            told = f"says {stated}, but going by the other columns it is {status}"
            problems.append((f"{item.code}__status", told))
    return walked, problems


def _read_items(
    published: Instrument, cells: Mapping[str, str], facts: Mapping[str, str]
) -> tuple[dict[str, Answer], list[tuple[str, str]]]:
    answers, problems = dict[str, Answer](), list[tuple[str, str]]()
    for item in published.questionnaire.items.values():
        if item.is_consent:
            continue
        fields, told = _fields(item, cells)
        problems += told
        reading = kind_of(item).parse(fitted(item, facts, published.form), fields, IN_FILES)
        hard = [finding for finding in reading.findings if finding.level == "hard"]
        problems += _as_problems(hard)
        if not hard:
            answers[item.code] = reading.answer
    return answers, problems


def _fields(
    item: Item, cells: Mapping[str, str]
) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """The cells of an item as the fields of a page would bring them."""
    if item.items:
        return _fields_of_rows(item, cells)
    status = cells.get(f"{item.code}__status", "")
    own = cells.get(item.code, "")
    for missing in (status, own):
        if missing in item.missing_codes:
            return kind_of(item).raw(item, Answer(Status(missing)), IN_FILES), []
    columns = kind_of(item).variables(item)
    flags = [column for column in columns if column.type == "flag"]
    chosen = own.split(";") if flags and own else [own] if own else []
    chosen += [flag.part or "" for flag in flags if cells.get(flag.name, "") in YES]
    fields = {item.code: chosen} if chosen else {}
    if status == Status.ESTIMATED:
        fields[f"{item.code}__est"] = ["1"]
    for column in columns:
        if column not in flags and column.name != item.code and cells.get(column.name):
            name = f"{item.code}__other" if column.type == "text" else column.name
            fields[name] = [cells[column.name]]
    unread = [flag.name for flag in flags if cells.get(flag.name, "") not in YES | NO]
    return fields, [(name, "expected 1 or 0") for name in unread]


def _fields_of_rows(
    item: Item, cells: Mapping[str, str]
) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """The cells of a roster; how many rows there are has to agree with the rows themselves."""
    read = [
        _fields(inner, cells)
        for number in range(1, (item.max_rows or 0) + 1)
        for inner in item.in_row(number)
    ]
    fields = {name: values for found, _ in read for name, values in found.items()}
    problems = [problem for _, told in read for problem in told]
    stated, rows = cells.get(f"{item.code}__rows", ""), len(rows_in(item, fields))
    if stated not in {"", str(rows)}:
        problems.append((f"{item.code}__rows", f"says {stated}; rows filled: {rows}"))
    return fields, problems


def _as_problems(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [
        (_column(finding), say(finding.code, finding.fillings(IN_FILES), IN_FILES))
        for finding in findings
    ]


def _column(finding: Finding) -> str:
    """The column that a finding is about: that of a row where it is about one."""
    if finding.part in {None, "other", SUM}:
        return finding.item
    return f"{finding.item}__{finding.part}".replace("__other", "__other_text")


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
